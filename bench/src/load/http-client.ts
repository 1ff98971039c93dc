/** Requests over one connection that is kept alive, one at a time. */
import { type HttpResponse, HttpResponseReader } from "./http-response.ts";
import { type ServerAddress, Wire } from "./wire.ts";

/** One request. */
export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Path with its query. */
  readonly path: string;
}

/** A connection to an HTTP server. */
export class HttpClient {
  readonly #wire: Wire;
  readonly #reader = new HttpResponseReader();
  readonly #host: string;
  #settle: { readonly answer: (response: HttpResponse) => void; readonly fail: (error: Error) => void } | undefined;
  #closedBecause: string | undefined;

  constructor(address: ServerAddress) {
    this.#host = `localhost:${address.port}`;
    const listener = {
      chunk: (bytes: Buffer): void => this.#receive(bytes),
      closed: (reason: string): void => this.#fail(reason),
    };
    // Node keeps what is written before the connection stands.
    this.#wire = new Wire(address, listener, () => {});
  }

  /** Sends one request; the one before it must have been answered. */
  request(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((answer, reject) => {
      const fail = (error: Error): void => reject(new Error(`${request.method} ${request.path}: ${error.message}`));
      if (this.#closedBecause !== undefined) {
        fail(new Error(this.#closedBecause));
        return;
      }
      this.#settle = { answer, fail };
      const body = request.method === "POST" ? "content-length: 0\r\n" : "";
      this.#wire.write(
        `${request.method} ${request.path} HTTP/1.1\r\nhost: ${this.#host}\r\naccept: text/html\r\n${body}\r\n`,
      );
    });
  }

  /** Closes the connection; a request without an answer fails. */
  close(): void {
    this.#wire.end();
  }

  #receive(bytes: Buffer): void {
    try {
      const response = this.#reader.read(bytes);
      if (response !== undefined) this.#settle?.answer(response);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
      this.#wire.destroy();
    }
  }

  #fail(reason: string): void {
    this.#closedBecause ??= reason;
    this.#settle?.fail(new Error(reason));
  }
}
