import type { ServerResponse } from "node:http";
import { checkReply, headLength, isBodiless, isTransportHeader } from "./http-reply.ts";
import type { HttpReply } from "./serve.ts";
import { type StreamSink, sendStream } from "./stream-body.ts";

/** Writes a reply. Throws before the first byte for a reply that cannot be written. Resolves, where it is a promise, when a stream was sent. */
export function writeReply(response: ServerResponse, reply: HttpReply, method: string): Promise<void> | undefined {
  checkReply(reply);
  const { status } = reply;
  const body = encodeLong(reply.body);
  const headers: string[] = [];
  for (const [name, value] of reply.headers ?? []) {
    if (!isTransportHeader(name)) headers.push(name, value);
  }
  if (body instanceof ReadableStream) return writeStream(response, { status, headers, body, method });
  if (!isBodiless(status))
    headers.push("content-length", String(headLength(body === undefined ? reply : { ...reply, body })));
  response.writeHead(status, headers);
  response.end(method === "HEAD" || isBodiless(status) ? undefined : body);
  return undefined;
}

/** Counting the bytes of a text and encoding it reads it twice; a long one is encoded once, for both. */
const LONG_TEXT_LENGTH = 8_192;

function encodeLong(body: HttpReply["body"]): HttpReply["body"] {
  return typeof body === "string" && body.length >= LONG_TEXT_LENGTH ? Buffer.from(body) : body;
}

interface StreamedReply {
  readonly status: number;
  readonly headers: string[];
  readonly body: ReadableStream<Uint8Array>;
  readonly method: string;
}

function writeStream(response: ServerResponse, { status, headers, body, method }: StreamedReply): Promise<void> {
  response.writeHead(status, headers);
  if (method !== "HEAD") return sendStream(body, new NodeSink(response));
  response.end();
  return body.cancel("a HEAD request has no body");
}

class NodeSink implements StreamSink {
  readonly #response: ServerResponse;
  #proceed: () => void = () => {};

  constructor(response: ServerResponse) {
    this.#response = response;
    response.on("drain", () => this.#proceed());
  }

  get isAborted(): boolean {
    return this.#response.destroyed;
  }

  whenAborted(listener: () => void): void {
    this.#response.on("close", () => {
      listener();
      this.#proceed();
    });
  }

  write(chunk: Uint8Array): boolean {
    return this.#response.write(chunk);
  }

  writable(): Promise<void> {
    return new Promise((resolve) => {
      this.#proceed = resolve;
      if (this.isAborted) resolve();
    });
  }

  end(): void {
    this.#response.end();
  }

  cut(): void {
    this.#response.destroy();
  }
}
