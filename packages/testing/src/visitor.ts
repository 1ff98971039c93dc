import { CookieJar } from "./cookie-jar.ts";
import { TestingError } from "./errors.ts";
import { REMOTE_ADDRESS_HEADER } from "./network/memory-network.ts";
import { memoryNetworkOf } from "./network/memory-networks.ts";
import type { Network } from "./network/network.ts";
import type { App } from "@firecrest/live";
import type { LiveOptions, VisitOptions } from "./page/options.ts";

/** Somebody with a browser: where it finds the app, and the cookies that it has. */
export class Visitor {
  readonly network: Network;
  readonly jar: CookieJar;
  readonly headers: Readonly<Record<string, string>>;

  constructor(network: Network, { jar = new CookieJar(), headers = {} }: Pick<VisitOptions, "jar" | "headers">) {
    this.network = network;
    this.jar = jar;
    this.headers = headers;
  }

  /** Sends a request with the visitor's cookies, and keeps those that the reply sets. Redirects are not followed. Rejects with "no-page" for another site's URL. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = this.network;
    const url = new URL(path, origin);
    if (url.origin !== origin)
      throw new TestingError("no-page", `${url.href} is on another site than ${origin}; a test cannot go there.`);
    const headers = new Headers(this.headers);
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    const cookie = this.jar.toString();
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await this.network.request(new Request(url, { ...init, headers, redirect: "manual" }));
    this.jar.take(response.headers.getSetCookie());
    return response;
  }

  /** Headers of a socket's handshake. */
  handshakeHeaders(): Record<string, string> {
    const cookie = this.jar.toString();
    return { ...this.headers, origin: this.network.origin, ...(cookie !== "" && { cookie }) };
  }
}

/** A visitor of an app in the test's own process. */
export function localVisitor(
  app: App,
  options: Pick<LiveOptions, "jar" | "session" | "headers" | "remoteAddress" | "clock">,
): Visitor {
  const { session, remoteAddress, clock, headers, jar = new CookieJar() } = options;
  const network = memoryNetworkOf(app, clock);
  if (session !== undefined) jar.take([network.sessionCookie(session)]);
  const address = remoteAddress === undefined ? undefined : { [REMOTE_ADDRESS_HEADER]: remoteAddress };
  return new Visitor(network, { jar, headers: { ...headers, ...address } });
}
