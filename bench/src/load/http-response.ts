/** HTTP/1.1 answers read from a byte stream. Pure; only what servers of this bench send. */

/** A status line and its headers. */
export interface ResponseHead {
  readonly status: number;
  /** By lower-case name; several lines of one name are joined by a line feed. */
  readonly headers: ReadonlyMap<string, string>;
}

/** A whole answer. */
export interface HttpResponse extends ResponseHead {
  readonly body: Buffer;
  /** Bytes on the wire, head and chunk lines included. */
  readonly wireBytes: number;
}

/** What a server sent is no HTTP/1.1 answer. */
export class HttpResponseError extends Error {
  override readonly name = "HttpResponseError";
}

const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");

/** The first head in `bytes` and where it ends, or undefined while it is not complete. */
export function readHead(bytes: Buffer): { readonly head: ResponseHead; readonly length: number } | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [statusLine = "", ...lines] = bytes.toString("latin1", 0, end).split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1];
  if (status === undefined) {
    throw new HttpResponseError(
      `Expected an HTTP/1.1 status line, got "${statusLine.slice(0, 80)}". Is another program on this port?`,
    );
  }
  const headers = new Map<string, string>();
  for (const line of lines) addHeader(headers, line);
  return { head: { status: Number(status), headers }, length: end + HEAD_END.length };
}

function addHeader(headers: Map<string, string>, line: string): void {
  const colon = line.indexOf(":");
  const name = line.slice(0, colon).toLowerCase();
  const value = line.slice(colon + 1).trim();
  const earlier = headers.get(name);
  headers.set(name, earlier === undefined ? value : `${earlier}\n${value}`);
}

/** Reads one answer after the other from a connection that is kept alive. */
export class HttpResponseReader {
  #chunks: Buffer[] = [];
  #gathered = 0;
  #head: { readonly head: ResponseHead; readonly length: number } | undefined;
  /** Bytes that the answer has when it is complete, where its head said so. */
  #expected = 0;

  /** Takes the next bytes (copied) and returns the answer they complete, if any. */
  read(chunk: Buffer): HttpResponse | undefined {
    this.#chunks.push(Buffer.from(chunk));
    this.#gathered += chunk.length;
    if (this.#gathered < this.#expected) return undefined;
    const bytes = this.#gather();
    this.#head ??= readHead(bytes);
    if (this.#head === undefined) return undefined;
    const { head, length } = this.#head;
    if (head.headers.get("transfer-encoding") === "chunked") return this.#finish(head, readChunks(bytes, length));
    this.#expected = length + bodyLength(head);
    if (bytes.length < this.#expected) return undefined;
    return this.#finish(head, { body: bytes.subarray(length, this.#expected), end: this.#expected });
  }

  #gather(): Buffer {
    const [only] = this.#chunks;
    const bytes = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }

  #finish(
    head: ResponseHead,
    read: { readonly body: Buffer; readonly end: number } | undefined,
  ): HttpResponse | undefined {
    if (read === undefined) return undefined;
    this.#chunks = [];
    this.#gathered = 0;
    this.#head = undefined;
    this.#expected = 0;
    return { ...head, body: read.body, wireBytes: read.end };
  }
}

function bodyLength(head: ResponseHead): number {
  if (head.status === 204 || head.status === 304 || head.status < 200) return 0;
  const length = head.headers.get("content-length");
  if (length === undefined) {
    throw new HttpResponseError(
      `An answer with status ${head.status} has neither content-length nor chunks; the load keeps connections alive and cannot tell where it ends.`,
    );
  }
  return Number(length);
}

/** The chunks that begin at `start`, joined, or undefined while the last one is missing. */
function readChunks(bytes: Buffer, start: number): { readonly body: Buffer; readonly end: number } | undefined {
  const parts: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf(LINE_END, at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const from = lineEnd + LINE_END.length;
    const to = from + size;
    if (bytes.length < to + LINE_END.length) return undefined;
    at = to + LINE_END.length;
    if (size === 0) return { body: Buffer.concat(parts), end: at };
    parts.push(bytes.subarray(from, to));
  }
}
