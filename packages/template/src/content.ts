import type { Slot } from "./component.ts";
import type { Each } from "./each.ts";
import type { ComponentId, Hosted } from "./hosted.ts";
import type { Json, Raw, Rendered } from "./rendered.ts";
import type { StreamRows } from "./stream-rows.ts";
import type { Primitive } from "./text.ts";

/**
 * What may stand in a text slot and what a component may return. Text is escaped; `false`, `true`, `null` and `undefined` are nothing, so
 * that `${condition && …}` works; a list is its entries one after the other; a function is lazy: it gets the view's assigns, and is
 * called again only when one that it read has changed (every time, if it read none).
 */
export type Content =
  | Primitive
  | Date
  | URLLike
  | Rendered
  | Raw
  | Json
  | Slot<never, unknown>
  | Each
  | StreamRows
  | Hosted
  | ComponentId
  | readonly Content[]
  | ((assigns: never) => Content);

interface URLLike {
  readonly href: string;
  toString(): string;
}
