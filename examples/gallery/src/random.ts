import { randomBytes } from "node:crypto";

/** A secret that nobody knows, for pages that need not outlive this process. */
export function newSecret(): string {
  return randomBytes(32).toString("hex");
}
