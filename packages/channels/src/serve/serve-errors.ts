import { ChannelError } from "../errors.ts";

/** What `listen` rejects with when the port cannot be had. */
export function portInUse(place: { host?: string; port: number }, cause?: unknown): ChannelError {
  return new ChannelError(
    "port-in-use",
    `Cannot listen on ${place.host ?? "*"}:${place.port}: another program does already, or it is not allowed. ` +
      "Stop the other one, or choose another port (0 takes a free one).",
    { cause },
  );
}

/** What `HttpRequest.body` rejects with past the limit. */
export function requestTooLarge(bodyBytesMax: number): ChannelError {
  return new ChannelError(
    "request-too-large",
    `The request body is longer than ${bodyBytesMax} bytes, the limit of this server. Send less, or raise bodyBytesMax.`,
  );
}

/** What `HttpRequest.body` rejects with when the peer went away. */
export function requestAborted(): ChannelError {
  return new ChannelError(
    "request-aborted",
    "The peer went away before its request body had arrived; there is nobody to answer.",
  );
}
