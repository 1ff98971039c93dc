import { createHash } from "node:crypto";

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The names below live in a namespace of their own, so they never meet another program's version-5 UUIDs. */
const NAMESPACE = Buffer.from("6f1d7c0e5f0b4f0a9a55c1f2ce51b477", "hex");

/** Is this text a UUID in its usual spelling? */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/**
 * The UUID of a name (RFC 9562 version 5): the same name always gives the same one, which is how a post that
 * arrives twice (a replayed cursor, a file imported again) is recognised and counted once.
 */
export function uuidOf(name: string): string {
  const hash = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  return formatUuid(hash, 5);
}

/** Sixteen bytes as a UUID of this version; the bytes are changed in place. */
export function formatUuid(bytes: Uint8Array, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
