import { Differ } from "@firecrest/template";
import { LiveError } from "./errors.ts";
import { NO_FLASH } from "./flash.ts";

const RESERVED = new Set(["flash", "liveAction", "myself", "uploads"]);

/** Throws a LiveError ("reserved-assign") for a name that only the framework may set. */
export function checkNotReserved(name: string): void {
  if (!RESERVED.has(name)) return;
  throw new LiveError(
    "reserved-assign",
    `The assign ${JSON.stringify(name)} is the framework's own and cannot be set; for messages there is live.putFlash. Give yours another name.`,
  );
}

/** Could its content have changed while its identity stayed? */
export function isMutable(value: unknown): boolean {
  return typeof value === "object" && value !== null && value !== NO_FLASH && !Object.isFrozen(value);
}

/** Assigns some of which are temporary. They stand there themselves, where lazy slots find out what they need not be evaluated again for. */
interface TemporaryAssigns {
  [Differ.temporary]?: Readonly<Record<string, unknown>>;
}

/** From now on these assigns are back at their defaults after each render. */
export function makeTemporary(assigns: Record<string, unknown>, defaults: Readonly<Record<string, unknown>>): void {
  const value = { ...(assigns as TemporaryAssigns)[Differ.temporary], ...defaults };
  Object.defineProperty(assigns, Differ.temporary, { value, configurable: true });
}

/** After a render: what was sent is not kept. */
export function forgetTemporary(assigns: Record<string, unknown>): void {
  const defaults = (assigns as TemporaryAssigns)[Differ.temporary];
  if (defaults !== undefined) Object.assign(assigns, defaults);
}
