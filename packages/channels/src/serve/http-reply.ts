import { STATUS_CODES } from "node:http";
import { ChannelError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { HttpReply, HttpRequest } from "./serve.ts";

// What both transports do with a reply before they write it.

/** `"404 Not Found"`: the status line's tail. */
export function statusText(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? "Unknown"}`;
}

/** A short plain-text reply that names its status. */
export function plainReply(status: number): HttpReply {
  return { status, headers: [["content-type", "text/plain; charset=utf-8"]], body: STATUS_CODES[status] ?? "" };
}

/** Whether the handler answers later. A program without types may have returned nothing at all; that is found when it is written. */
export function isPromise(reply: HttpReply | PromiseLike<HttpReply> | undefined): reply is PromiseLike<HttpReply> {
  return typeof (reply as PromiseLike<HttpReply> | undefined)?.then === "function";
}

/** Whether a reply of this status carries neither body nor content-length. */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 304;
}

/**
 * Whether the transport writes this header itself, so that a handler's own is left out:
 * two framings of one reply are how requests get smuggled.
 */
export function isTransportHeader(name: string): boolean {
  switch (name.length) {
    case 7:
      return equalsIgnoringCase(name, "upgrade");
    case 10:
      return equalsIgnoringCase(name, "connection") || equalsIgnoringCase(name, "keep-alive");
    case 14:
      return equalsIgnoringCase(name, "content-length");
    case 17:
      return equalsIgnoringCase(name, "transfer-encoding");
    default:
      return false;
  }
}

/** Throws `invalid-header` for what would end the header line, or be written differently by the two transports. */
function checkHeader(name: string, value: string): void {
  if (NAME.test(name) && VALUE.test(value)) return;
  throw new ChannelError(
    "invalid-header",
    `The reply header ${JSON.stringify(name)} is ${JSON.stringify(value.slice(0, 80))}; names are HTTP tokens and values printable ASCII. ` +
      "Percent-encode the value (encodeURIComponent).",
  );
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e]*$/;

/** What a handler's throw is answered, and logged unless it is the peer's doing. */
export function failureReply(error: unknown, request: HttpRequest, log: Logger): HttpReply {
  if (error instanceof ChannelError && error.code === "request-too-large") return plainReply(413);
  if (error instanceof ChannelError && error.code === "request-aborted") return plainReply(400);
  log.error("channels: a request handler threw; answered 500", { method: request.method, path: request.path, error });
  return plainReply(500);
}

/** Checks a reply from the program, before any of it is written. */
export function checkReply(reply: HttpReply): void {
  if (!Number.isInteger(reply.status) || reply.status < 200 || reply.status > 599) {
    throw new ChannelError("invalid-option", `A reply has the status ${reply.status}; HTTP replies have 200 to 599.`);
  }
  for (const [name, value] of reply.headers ?? []) checkHeader(name, value);
  const { body } = reply;
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream)
    return;
  throw new ChannelError(
    "invalid-option",
    `A reply has a body of type ${typeof body}; it must be a string, a Uint8Array or a ReadableStream.`,
  );
}

/** The length that a GET would have had. */
export function headLength(reply: HttpReply): number {
  const { body } = reply;
  if (typeof body === "string") return Buffer.byteLength(body);
  if (body instanceof Uint8Array) return body.byteLength;
  return declaredLength(reply) ?? 0;
}

/** The length that a handler declares for a HEAD reply without a body. */
function declaredLength(reply: HttpReply): number | undefined {
  for (const [name, value] of reply.headers ?? []) {
    if (name.length === 14 && equalsIgnoringCase(name, "content-length") && /^\d{1,15}$/.test(value))
      return Number(value);
  }
  return undefined;
}

function equalsIgnoringCase(name: string, lowerCase: string): boolean {
  return name === lowerCase || name.toLowerCase() === lowerCase;
}
