import { checkReply, headLength, isBodiless, isTransportHeader, statusText } from "./http-reply.ts";
import type { HttpReply } from "./serve.ts";
import { type StreamSink, sendStream } from "./stream-body.ts";
import type { UwsResponse } from "./uws-api.ts";
import type { UwsHttpRequest } from "./uws-request.ts";

/**
 * Writes a reply; the caller is corked. Throws before the first byte for a reply that cannot be written.
 * Returns the body stream that is still to be sent, if there is one.
 */
export function writeReply(
  response: UwsResponse,
  reply: HttpReply,
  method: string,
): ReadableStream<Uint8Array> | undefined {
  checkReply(reply);
  if (reply.status !== 200) response.writeStatus(statusText(reply.status));
  for (const [name, value] of reply.headers ?? []) {
    if (!isTransportHeader(name)) response.writeHeader(name, value);
  }
  const { body } = reply;
  if (body instanceof ReadableStream) return writeStreamHead(response, method, body);
  if (method === "HEAD" && !isBodiless(reply.status)) response.writeHeader("content-length", String(headLength(reply)));
  // Not endWithoutBody(length): it waits for that many bytes, and the connection's next request is cut off.
  if (method === "HEAD" || isBodiless(reply.status)) response.endWithoutBody();
  // The rest of a body that is too long is not worth reading.
  else response.end(body, reply.status === 413);
  return undefined;
}

/** Sends what {@link writeReply} left. Rejects with what the stream failed with. */
export function streamBody(
  response: UwsResponse,
  request: UwsHttpRequest,
  stream: ReadableStream<Uint8Array>,
): Promise<void> {
  return sendStream(stream, new UwsSink(response, request));
}

function writeStreamHead(
  response: UwsResponse,
  method: string,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> | undefined {
  if (method !== "HEAD") return body;
  response.endWithoutBody();
  void body.cancel("a HEAD request has no body").catch(() => {});
  return undefined;
}

class UwsSink implements StreamSink {
  readonly #response: UwsResponse;
  readonly #request: UwsHttpRequest;
  #proceed: () => void = () => {};

  constructor(response: UwsResponse, request: UwsHttpRequest) {
    this.#response = response;
    this.#request = request;
    response.onWritable(() => {
      this.#proceed();
      return true;
    });
  }

  get isAborted(): boolean {
    return this.#request.isAborted;
  }

  whenAborted(listener: () => void): void {
    this.#request.whenAborted(() => {
      listener();
      this.#proceed();
    });
  }

  write(chunk: Uint8Array): boolean {
    let isWritable = true;
    this.#response.cork(() => {
      isWritable = this.#response.write(chunk);
    });
    return isWritable;
  }

  writable(): Promise<void> {
    return new Promise((resolve) => {
      this.#proceed = resolve;
      if (this.isAborted) resolve();
    });
  }

  end(): void {
    this.#response.cork(() => this.#response.end());
  }

  cut(): void {
    if (!this.isAborted) this.#response.close();
  }
}
