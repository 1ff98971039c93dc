import type { ConnectInfo } from "./socket-info.ts";
import type { HttpRequest } from "./serve/serve.ts";

// What the endpoint reads from a handshake: pure functions of the request.

/** The query as names and values; of a repeated name the last one counts. Bad percent-encoding is kept as it came. */
export function parseParams(query: string): Readonly<Record<string, string>> {
  return withoutPrototype(Object.fromEntries(new URLSearchParams(query)));
}

/**
 * Names that a peer chose are looked up in this: without a prototype `?__proto__=x` and `?toString=x` are names like any other.
 * Made first and stripped then, it takes a third of the memory of what `Object.create(null)` gives; one is kept for each client.
 */
function withoutPrototype(record: Record<string, string>): Readonly<Record<string, string>> {
  return Object.setPrototypeOf(record, null) as Record<string, string>;
}

/** Whether a client speaks Channels V2. Without `vsn` it speaks V1, as upstream has it. */
export function isVersionSupported(vsn: string | undefined): boolean {
  return /^2\.\d+\.\d+$/.test(vsn ?? "1.0.0");
}

/** What a `Sec-WebSocket-Protocol` header says. */
export interface OfferedProtocols {
  /** What to answer: `phoenix` where it is offered. Browsers drop a connection whose offer gets no answer. */
  readonly protocol: string | undefined;
  readonly authToken: string | null;
}

const AUTH_TOKEN_PREFIX = "base64url.bearer.phx.";

/** Reads the offered subprotocols; undefined for an auth token that is not base64 (realtime.md §1.11). */
export function parseProtocols(header: string | undefined): OfferedProtocols | undefined {
  const offered = header?.split(",").map((protocol) => protocol.trim()) ?? [];
  const protocol = offered.includes("phoenix") ? "phoenix" : undefined;
  const encoded = offered.find((entry) => entry.startsWith(AUTH_TOKEN_PREFIX))?.slice(AUTH_TOKEN_PREFIX.length);
  if (encoded === undefined) return { protocol, authToken: null };
  // The prefix says base64url, clients use the standard alphabet: both are taken, without padding.
  if (!/^[A-Za-z0-9+/_-]*$/.test(encoded) || encoded.length % 4 === 1) return undefined;
  return { protocol, authToken: Buffer.from(encoded, "base64").toString() };
}

/** Gathers what a socket is told about its client. */
export function connectInfo(
  request: Pick<HttpRequest, "remoteAddress" | "path" | "header" | "headers">,
  authToken: string | null,
): ConnectInfo {
  const shown = request.headers().filter(([name]) => isShown(name));
  return {
    remoteAddress: request.remoteAddress,
    host: request.header("host") ?? "",
    path: request.path,
    userAgent: request.header("user-agent") ?? "",
    authToken,
    headers: shown.length === 0 ? NO_HEADERS : withoutPrototype(Object.fromEntries(shown)),
  };
}

/** Most clients send none, and share this. */
const NO_HEADERS = Object.freeze(withoutPrototype({}));

function isShown(name: string): boolean {
  return name.startsWith("x-") || name === "traceparent" || name === "tracestate";
}
