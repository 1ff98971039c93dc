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
