import type { HttpReply, HttpRequest } from "./serve/serve.ts";

/** A web-standard handler: a Hono or h3 app's `fetch`, or a function of one's own. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** The request handler that runs a web-standard one. */
export function fetchBridge(handler: FetchHandler): (request: HttpRequest) => Promise<HttpReply> {
  return async (request) => toReply(await handler(await toRequest(request)));
}

/**
 * The same request as the web standard has it. Its body has arrived whole. The URL's host is the `Host` header's; the scheme is
 * `x-forwarded-proto`'s where a proxy in front says https, else http.
 */
async function toRequest(request: HttpRequest): Promise<Request> {
  const { method } = request;
  const headers = new Headers();
  for (const [name, value] of request.headers()) headers.append(name, value);
  const url = requestUrl(request);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  const body = await request.body();
  return new Request(url, { method, headers, body: body.length === 0 ? null : Buffer.from(body) });
}

/** The same reply as our transports take it; a body stays a stream. */
function toReply(response: Response): HttpReply {
  const headers: [string, string][] = [...response.headers];
  return response.body === null
    ? { status: response.status, headers }
    : { status: response.status, headers, body: response.body };
}

function requestUrl(request: HttpRequest): string {
  const scheme = request.header("x-forwarded-proto") === "https" ? "https" : "http";
  const target = request.path + (request.query === "" ? "" : `?${request.query}`);
  const url = `${scheme}://${request.header("host") ?? "localhost"}${target}`;
  return URL.canParse(url) ? url : `${scheme}://localhost${target}`;
}
