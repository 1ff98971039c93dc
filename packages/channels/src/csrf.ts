import { timingSafeEqual } from "node:crypto";
import type { RandomBytes } from "./random.ts";

// The session keeps a secret; pages carry it masked, differently each time, so that a compressed page does not give it
// away to somebody who can watch its length (the BREACH attack).

/** The session's key for the CSRF secret. */
export const CSRF_SESSION_KEY = "_csrf_token";

/** The parameter and form field in which clients send the masked token. */
export const CSRF_PARAM = "_csrf_token";

const SECRET_BYTES = 18;

/** A secret for a new session: 24 characters. */
export function createCsrfSecret(random: RandomBytes): string {
  return Buffer.from(random(SECRET_BYTES)).toString("base64url");
}

/** What a page carries: 48 characters, different at every call, each of them valid for this secret. */
export function maskCsrfToken(secret: string, random: RandomBytes): string {
  const mask = Buffer.from(random(SECRET_BYTES));
  return Buffer.concat([mask, xor(mask, Buffer.from(secret, "base64url"))]).toString("base64url");
}

/** Whether a client's token was made for this session's secret. Takes what came from outside as it is. */
export function verifyCsrfToken(secret: unknown, token: unknown): boolean {
  if (typeof secret !== "string" || typeof token !== "string" || token.length > 4 * SECRET_BYTES) return false;
  const expected = Buffer.from(secret, "base64url");
  const bytes = Buffer.from(token, "base64url");
  if (expected.length !== SECRET_BYTES || bytes.length !== 2 * SECRET_BYTES) return false;
  return timingSafeEqual(xor(bytes.subarray(0, SECRET_BYTES), bytes.subarray(SECRET_BYTES)), expected);
}

function xor(left: Buffer, right: Buffer): Buffer {
  const result = Buffer.allocUnsafe(left.length);
  // A loop: this runs for every page and every socket, and a callback for each byte costs more than all the rest.
  for (let index = 0; index < left.length; index++) result[index] = (left[index] ?? 0) ^ (right[index] ?? 0);
  return result;
}
