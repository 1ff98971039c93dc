/** What both floors share: the one interface they are started through, and what they answer to HTTP. */
import { renderPage } from "./html.ts";

/** A running floor. */
export interface FloorServer {
  readonly port: number;
  /** Closes the listener and every socket. */
  close(): Promise<void>;
}

/** Path of the socket, as on our server. */
export const SOCKET_PATH = "/live/websocket";

/**
 * The header lines of every page: as many and as long as those of our server in production, session cookie included.
 * The transport adds its own `date`, `connection` and `content-length`.
 */
export const PAGE_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["content-type", "text/html; charset=utf-8"],
  ["cache-control", "max-age=0, private, must-revalidate"],
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "strict-origin-when-cross-origin"],
  [
    "content-security-policy",
    "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; " +
      "form-action 'self'; frame-ancestors 'self'",
  ],
  [
    "set-cookie",
    `_firecrest_session=${"c".repeat(68)}.${"c".repeat(43)}; Max-Age=1209600; Path=/; HttpOnly; SameSite=Lax`,
  ],
];

const CSRF_TOKEN = "f".repeat(56);
let pagesRendered = 0;

/** The page at `path` with an id of its own, or undefined where the floor has none. */
export function answerPage(path: string): string | undefined {
  pagesRendered += 1;
  const viewId = `phx-${pagesRendered.toString(36).padStart(16, "0")}`;
  return renderPage(path, { viewId, csrfToken: CSRF_TOKEN });
}

/** Position in TICKS of the tick that was asked for by `query` ("n=9000001"), or -1. */
export function tickIndex(query: string, ticks: readonly number[]): number {
  return ticks.indexOf(Number(query.replace(/^n=/, "")));
}
