import type { Clock } from "@firecrest/actors";
import type { CookieJar } from "../cookie-jar.ts";

/** What a test does about a mistake that it finds in a page. */
export type Reaction = "throw" | "warn" | "ignore";

/** Mistakes in the markup that a browser would pass over in silence. */
export interface Checks {
  /** Two elements with one id. Default "throw". */
  readonly onDuplicateId?: Reaction;
  /** A form with `phx-change` that has no id, and so is not recovered after a reconnect. Default "throw". */
  readonly onFormWithoutId?: Reaction;
}

/** How a visitor opens a page. */
export interface VisitOptions extends Checks {
  /** The visitor's cookies; they change as a browser's do. Default: none, as a new visitor's. */
  readonly jar?: CookieJar;
  /** What the page's script gives its LiveSocket as `params`: the view's connect params. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Further headers of the page's request and of the socket's handshake. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Path of the live socket. Default `/live/websocket`. */
  readonly socketPath?: string;
}

/** How a visitor opens a page of an app in the test's own process. */
export interface LiveOptions extends VisitOptions {
  /** What the visitor's session cookie holds, in place of what is in `jar`. */
  readonly session?: Readonly<Record<string, unknown>>;
  /** The visitor's IP address. Default 127.0.0.1. */
  readonly remoteAddress?: string;
  /** The time in which the app lives; a FakeClock stands still until it is moved. Pages with one clock share an app. Default: the system's. */
  readonly clock?: Clock;
}
