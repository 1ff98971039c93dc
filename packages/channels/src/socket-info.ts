import type { Session } from "./session.ts";

/** What is known about a client from its handshake; the same for all of its topics. */
export interface SocketInfo {
  /** Names all connections of one user, so that they can be closed together; null when the endpoint gave none. */
  readonly id: string | null;
  /** The query of the handshake. An object without prototype: a client chooses the names. */
  readonly params: Readonly<Record<string, string>>;
  /** The signed session, or null without one, and when the CSRF token of the handshake does not belong to it. */
  readonly session: Session | null;
  readonly connectInfo: ConnectInfo;
  /** What the endpoint's `connect` found out, such as the user. */
  readonly assigns: Readonly<Record<string, unknown>>;
}

/** Where a client comes from. */
export interface ConnectInfo {
  readonly remoteAddress: string;
  /** The `Host` header; empty without one. */
  readonly host: string;
  readonly path: string;
  readonly userAgent: string;
  /** The bearer token of the client's `authToken` option, if it gave one. */
  readonly authToken: string | null;
  /** `traceparent`, `tracestate` and every `x-…` header, by lower-case name. Others are withheld: browsers attach them across sites. */
  readonly headers: Readonly<Record<string, string>>;
}
