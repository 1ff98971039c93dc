import { randomBytes } from "node:crypto";

/** A text that nobody can guess: 64 hexadecimal digits. */
export function newSecret(): string {
  return randomBytes(32).toString("hex");
}
