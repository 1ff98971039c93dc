import type { BuiltinHook } from "../live/hooks.ts";
import { focusWrap } from "./focus.ts";
import { infiniteScroll } from "./infinite-scroll.ts";

/** The hooks of ours that are not about files. */
export const hooks: Readonly<Record<string, BuiltinHook>> = {
  "Phoenix.FocusWrap": focusWrap,
  "Phoenix.InfiniteScroll": infiniteScroll,
};
