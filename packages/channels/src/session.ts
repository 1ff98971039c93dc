import { parse, serialize } from "cookie";
import type { Clock } from "@firecrest/actors";
import { ChannelError } from "./errors.ts";
import { type TokenKeys, signToken, verifyToken } from "./token.ts";

/** What is kept about a browser between requests: JSON values, readable by its user, and changed by nobody but us. */
export type Session = Readonly<Record<string, unknown>>;

/** How a session travels. */
export interface SessionOptions {
  /** As in {@link TokenKeys}. */
  readonly keys: TokenKeys["keys"];
  readonly clock: Clock;
  /** The cookie's name. Default `_firecrest_session`. */
  readonly cookieName?: string;
  /** How long a session lasts at most since it was last written. Default 14 days. */
  readonly maxAgeMs?: number;
  /** Whether the cookie outlives the browser, until `maxAgeMs` is over. Default false: it ends with it. */
  readonly persistent?: boolean;
  /** Only over https. Default false; set it wherever the site is. */
  readonly secure?: boolean;
  /** Which requests from other sites carry it. Default `"lax"`: followed links, and nothing else. */
  readonly sameSite?: "lax" | "strict" | "none";
}

/** Reads and writes sessions. */
export interface SessionStore {
  /** The session in a `Cookie` header, or null: there is none, it was tampered with, or it is too old. */
  read(cookieHeader: string | undefined): Session | null;
  /** The `Set-Cookie` value that keeps a session. Throws `session-too-large` past the 4,096 bytes that browsers keep. */
  write(session: Session): string;
  /** The `Set-Cookie` value that forgets it. */
  clear(): string;
}

const COOKIE_BYTES_MAX = 4_096;
const FOURTEEN_DAYS_MS = 14 * 24 * 60 * 60 * 1_000;

/** Sessions in one signed cookie: no store to run, nothing to clean up. */
export function createSessionStore(options: SessionOptions): SessionStore {
  const {
    keys,
    clock,
    cookieName = "_firecrest_session",
    maxAgeMs = FOURTEEN_DAYS_MS,
    persistent = false,
    secure = false,
    sameSite = "lax",
  } = options;
  const attributes = { path: "/", httpOnly: true, secure, sameSite };
  const token = { keys, salt: `session cookie ${cookieName}` };
  return {
    read: (cookieHeader) => {
      if (cookieHeader === undefined) return null;
      const result = verifyToken({ ...token, token: parse(cookieHeader)[cookieName], maxAgeMs, nowMs: clock.nowMs() });
      return result.ok ? asSession(result.data) : null;
    },
    write: (session) => {
      const value = signToken({ ...token, data: session, nowMs: clock.nowMs() });
      const lifetime = persistent ? { maxAge: Math.floor(maxAgeMs / 1_000) } : {};
      const header = serialize(cookieName, value, { ...attributes, ...lifetime });
      if (header.length > COOKIE_BYTES_MAX) throw tooLarge(header.length);
      return header;
    },
    clear: () => serialize(cookieName, "", { ...attributes, maxAge: 0 }),
  };
}

/** A signed value is one of ours; only its being an object is left to check. */
function asSession(data: unknown): Session | null {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Session) : null;
}

function tooLarge(bytes: number): ChannelError {
  return new ChannelError(
    "session-too-large",
    `The session cookie would have ${bytes} bytes; browsers drop cookies over ${COOKIE_BYTES_MAX}. Keep an id in the session, and the rest in a database.`,
  );
}
