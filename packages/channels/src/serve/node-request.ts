import type { IncomingMessage } from "node:http";
import { normalizeAddress } from "./address.ts";
import { requestAborted, requestTooLarge } from "./serve-errors.ts";
import type { HttpRequest } from "./serve.ts";

/** A request on node:http. */
export class NodeHttpRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly #native: IncomingMessage;
  readonly #bodyBytesMax: number;
  #body: Promise<Uint8Array> | undefined;

  constructor(native: IncomingMessage, bodyBytesMax: number) {
    const url = native.url ?? "/";
    const question = url.indexOf("?");
    this.method = native.method ?? "GET";
    this.path = question < 0 ? url : url.slice(0, question);
    this.query = question < 0 ? "" : url.slice(question + 1);
    this.#native = native;
    this.#bodyBytesMax = bodyBytesMax;
  }

  get remoteAddress(): string {
    return normalizeAddress(this.#native.socket.remoteAddress ?? "");
  }

  header(name: string): string | undefined {
    // Read from the raw list: `native.headers` would build an object of all of them for the one or two that are asked for.
    const { rawHeaders } = this.#native;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const given = rawHeaders[index];
      if (given?.length === name.length && given.toLowerCase() === name) return rawHeaders[index + 1] || undefined;
    }
    return undefined;
  }

  headers(): readonly (readonly [string, string])[] {
    const { rawHeaders } = this.#native;
    const headers: [string, string][] = [];
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      headers.push([rawHeaders[index]?.toLowerCase() ?? "", rawHeaders[index + 1] ?? ""]);
    }
    return headers;
  }

  body(): Promise<Uint8Array> {
    this.#body ??= readBody(this.#native, this.#bodyBytesMax);
    return this.#body;
  }
}

function readBody(native: IncomingMessage, bodyBytesMax: number): Promise<Uint8Array> {
  if (Number(native.headers["content-length"] ?? 0) > bodyBytesMax)
    return Promise.reject(requestTooLarge(bodyBytesMax));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    native.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) return void chunks.push(chunk);
      chunks.length = 0;
      reject(requestTooLarge(bodyBytesMax));
    });
    native.on("end", () => resolve(Buffer.concat(chunks)));
    native.on("error", () => reject(requestAborted()));
    native.on("close", () => reject(requestAborted()));
  });
}
