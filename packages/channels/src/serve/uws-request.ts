import { normalizeAddress } from "./address.ts";
import { requestAborted, requestTooLarge } from "./serve-errors.ts";
import type { HttpRequest } from "./serve.ts";
import type { UwsRequest, UwsResponse } from "./uws-api.ts";

const EMPTY = new Uint8Array(0);

/**
 * A request on uWebSockets.js.
 *
 * The native request is freed when its callback returns, and copying every header would cost more than answering:
 * so headers are read from it while the callback runs, and `detach` copies them (and starts to keep the body)
 * only when the handler turned out to be asynchronous.
 */
export class UwsHttpRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Set by the transport's abort listener. */
  isAborted = false;
  #native: UwsRequest | undefined;
  readonly #response: UwsResponse;
  readonly #bodyBytesMax: number;
  #headers: readonly (readonly [string, string])[] | undefined;
  #remoteAddress: string | undefined;
  #body: Promise<Uint8Array> | undefined;
  #onAborted: (() => void) | undefined;

  constructor(native: UwsRequest, response: UwsResponse, bodyBytesMax: number) {
    this.#native = native;
    this.#response = response;
    this.#bodyBytesMax = bodyBytesMax;
    this.method = native.getCaseSensitiveMethod().toUpperCase();
    this.path = native.getUrl();
    this.query = native.getQuery() ?? "";
  }

  get remoteAddress(): string {
    // Once the request is over, the native response that knows it must not be touched any more.
    if (this.#remoteAddress === undefined && this.#native !== undefined) {
      this.#remoteAddress = normalizeAddress(Buffer.from(this.#response.getRemoteAddressAsText()).toString("latin1"));
    }
    return this.#remoteAddress ?? "";
  }

  header(name: string): string | undefined {
    if (this.#native !== undefined) return this.#native.getHeader(name) || undefined;
    return this.#headers?.find((header) => header[0] === name)?.[1] || undefined;
  }

  headers(): readonly (readonly [string, string])[] {
    if (this.#headers === undefined) {
      const headers: [string, string][] = [];
      this.#native?.forEach((name, value) => headers.push([name, value]));
      this.#headers = headers;
    }
    return this.#headers;
  }

  body(): Promise<Uint8Array> {
    this.#body ??= this.#readBody();
    return this.#body;
  }

  /** Called at the end of the native callback when the answer is still to come. */
  detach(): void {
    // Body bytes that nobody listens for are lost: one that may still be asked for is kept from now on.
    if (this.#hasBody()) this.body().catch(() => {});
    void this.remoteAddress;
    this.headers();
    this.#native = undefined;
  }

  /** Called when the native request is gone, answered or not. */
  release(): void {
    this.#native = undefined;
  }

  /** Called by the transport's abort listener. */
  abort(): void {
    this.isAborted = true;
    this.#onAborted?.();
  }

  /** Tells one listener when the peer goes away: whoever reads the body, then whoever streams the reply. */
  whenAborted(listener: () => void): void {
    this.#onAborted = listener;
  }

  #hasBody(): boolean {
    return this.header("content-length") !== undefined || this.header("transfer-encoding") !== undefined;
  }

  #readBody(): Promise<Uint8Array> {
    if (this.isAborted) return Promise.reject(requestAborted());
    if (this.#native === undefined || !this.#hasBody()) return Promise.resolve(EMPTY);
    if (Number(this.header("content-length") ?? 0) > this.#bodyBytesMax)
      return Promise.reject(requestTooLarge(this.#bodyBytesMax));
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      this.whenAborted(() => reject(requestAborted()));
      this.#response.onData((chunk, isLast) => {
        bytes += chunk.byteLength;
        if (bytes > this.#bodyBytesMax) {
          chunks.length = 0;
          return reject(requestTooLarge(this.#bodyBytesMax));
        }
        // The chunk is the socket's own buffer: it is overwritten after this callback.
        chunks.push(new Uint8Array(chunk.slice(0)));
        if (isLast) resolve(chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks));
      });
    });
  }
}
