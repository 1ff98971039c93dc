import { expect, test } from "vitest";
import { type HttpResponse, HttpResponseError, HttpResponseReader, readHead } from "./http-response.ts";

/** Every answer in `text`, fed `size` bytes at a time. */
function readAll(text: string, size: number): HttpResponse[] {
  const bytes = Buffer.from(text);
  const reader = new HttpResponseReader();
  const responses: HttpResponse[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const response = reader.read(bytes.subarray(at, at + size));
    if (response !== undefined) responses.push(response);
  }
  return responses;
}

const PLAIN = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nSet-Cookie: a=1; path=/\r\nset-cookie: b=2\r\n\r\nhallö";
const CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n, 10 bytes\r\n0\r\n\r\n";
const EMPTY = "HTTP/1.1 204 No Content\r\ndate: today\r\n\r\n";

test.each([1, 7, 64, 10_000])("answers are read whole when they come %d bytes at a time", (size) => {
  expect(readAll(PLAIN, size).map((response) => response.body.toString())).toEqual(["hallö"]);
  expect(readAll(CHUNKED, size).map((response) => response.body.toString())).toEqual(["hello, 10 bytes"]);
  expect(readAll(EMPTY, size).map((response) => response.status)).toEqual([204]);
});

test("one reader reads one answer after the other", () => {
  const reader = new HttpResponseReader();
  const bodies = [PLAIN, CHUNKED, EMPTY, PLAIN].map((text) => reader.read(Buffer.from(text))?.body.toString());
  expect(bodies).toEqual(["hallö", "hello, 10 bytes", "", "hallö"]);
});

test("an answer survives the buffer it came in", () => {
  const reader = new HttpResponseReader();
  const shared = Buffer.from(PLAIN);
  const response = reader.read(shared);
  shared.fill(0);
  expect(response?.body.toString()).toBe("hallö");
});

test("header names are lower case, and lines of one name are kept apart", () => {
  const [response] = readAll(PLAIN, 1_000);
  expect(response?.headers.get("content-length")).toBe("6");
  expect(response?.headers.get("set-cookie")).toBe("a=1; path=/\nb=2");
  expect(response?.wireBytes).toBe(Buffer.byteLength(PLAIN));
});

test("the head of an upgrade ends where the frames begin", () => {
  const head = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n";
  expect(readHead(Buffer.from(`${head}\u0081`))).toMatchObject({ head: { status: 101 }, length: head.length });
  expect(readHead(Buffer.from(head.slice(0, -1)))).toBeUndefined();
});

test.each([
  ["SSH-2.0-OpenSSH_9.6\r\n\r\n", "status line"],
  ["HTTP/1.1 200 OK\r\nserver: x\r\n\r\n", "neither content-length nor chunks"],
])("%j is refused with a reason", (text, reason) => {
  const read = (): unknown => readAll(text, 1_000);
  expect(read).toThrow(HttpResponseError);
  expect(read).toThrow(reason);
});
