import { type KeyObject, createHmac, createSecretKey, hkdfSync, timingSafeEqual } from "node:crypto";
import { ChannelError } from "./errors.ts";

// A token is `<base64url JSON of [data, signedAtMs]>.<base64url HMAC-SHA256>`: signed and readable, not encrypted.

/** What signs and verifies. */
export interface TokenKeys {
  /** Secrets of at least 32 characters. The first one signs, all of them verify: put a new one in front to rotate. */
  readonly keys: readonly string[];
  /** What the token is for. A token for one purpose does not verify for another. */
  readonly salt: string;
}

/** What becomes of a token. `expired` is only said of a genuine one. */
export type TokenResult =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly reason: "missing" | "invalid" | "expired" };

/** Signs any JSON value. Throws `invalid-secret` for no key, or one that is too short to be a secret. */
export function signToken(options: TokenKeys & { data: unknown; nowMs: number }): string {
  const payload = Buffer.from(JSON.stringify([options.data, options.nowMs])).toString("base64url");
  const signer = signerOf(firstKey(options.keys), options.salt);
  const token = `${payload}.${sign(payload, signer.key)}`;
  remember(signer.signed, token);
  return token;
}

/**
 * Reads a token back. One without a string is `missing`; one that was signed in the future is `invalid`; one whose age
 * reaches `maxAgeMs` (which may be a fraction, or Infinity) is `expired`.
 */
export function verifyToken(options: TokenKeys & { token: unknown; maxAgeMs: number; nowMs: number }): TokenResult {
  const { keys, salt, token, maxAgeMs, nowMs } = options;
  firstKey(keys);
  if (token === undefined || token === null || token === "") return { ok: false, reason: "missing" };
  const content = typeof token === "string" ? verifiedContent(token, keys, salt) : undefined;
  if (content === undefined || content.signedAtMs > nowMs) return { ok: false, reason: "invalid" };
  if (nowMs - content.signedAtMs >= maxAgeMs) return { ok: false, reason: "expired" };
  return { ok: true, data: content.data };
}

function verifiedContent(
  token: string,
  keys: readonly string[],
  salt: string,
): { data: unknown; signedAtMs: number } | undefined {
  const dot = token.lastIndexOf(".");
  const payload = token.slice(0, Math.max(0, dot));
  const signature = Buffer.from(token.slice(dot + 1));
  const isGenuine = keys.some((secret) => {
    const { key, signed } = signerOf(secret, salt);
    // The texts are compared, not their bytes: several texts decode to the same bytes, and only one of them was signed.
    return signed.has(token) || equals(Buffer.from(sign(payload, key)), signature);
  });
  return isGenuine ? decodeContent(payload) : undefined;
}

function equals(expected: Buffer, given: Buffer): boolean {
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Only ever sees what a key of ours has signed. */
function decodeContent(payload: string): { data: unknown; signedAtMs: number } | undefined {
  const content: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (!Array.isArray(content) || typeof content[1] !== "number") return undefined;
  return { data: content[0], signedAtMs: content[1] };
}

function sign(payload: string, key: KeyObject): string {
  return createHmac("sha256", key).update(payload).digest("base64url");
}

const SECRET_LENGTH_MIN = 32;

/** Salts are written in programs, not sent by peers; this many of them is a mistake, and the cache starts anew. */
const SIGNERS_MAX = 1_000;

/** One secret for one purpose. */
interface Signer {
  readonly key: KeyObject;
  /**
   * What it signed last, oldest first. A page's tokens come back in a moment, when its socket joins: knowing them by heart
   * spares most of the cost of a join. Whoever knows such a token has it from us, so there is nothing to time here.
   */
  readonly signed: Set<string>;
}

/** Half a megabyte per purpose at most. */
const REMEMBERED_TOKENS_MAX = 2_000;

function remember(signed: Set<string>, token: string): void {
  if (signed.size >= REMEMBERED_TOKENS_MAX) {
    for (const oldest of signed) {
      signed.delete(oldest);
      break;
    }
  }
  signed.add(token);
}

/** Derived once per secret and salt. */
const signers = new Map<string, Signer>();

function signerOf(secret: string, salt: string): Signer {
  const name = `${salt}\n${secret}`;
  const known = signers.get(name);
  if (known !== undefined) return known;
  if (signers.size >= SIGNERS_MAX) signers.clear();
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret, "firecrest token", salt, 32)));
  const signer = { key, signed: new Set<string>() };
  signers.set(name, signer);
  return signer;
}

function firstKey(keys: readonly string[]): string {
  for (const key of keys) {
    if (key.length >= SECRET_LENGTH_MIN) continue;
    throw new ChannelError(
      "invalid-secret",
      `A signing secret has ${key.length} characters; fewer than ${SECRET_LENGTH_MIN} can be guessed. ` +
        "Make one with: node -e \"console.log(require('crypto').randomBytes(48).toString('base64url'))\"",
    );
  }
  const [first] = keys;
  if (first !== undefined) return first;
  throw new ChannelError(
    "invalid-secret",
    "There is no secret to sign tokens with. Give at least one, of 32 characters or more.",
  );
}
