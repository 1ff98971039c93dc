import type { Clock } from "@firecrest/actors";
import { createLogger, type HttpReply, type HttpRequest, type Logger } from "@firecrest/channels";
import type { App } from "@firecrest/live";
import { type AppHandlers, createAppHandlers, type RunningView } from "@firecrest/live/handlers";
import { MemoryLink, type MemoryLinkHost } from "./memory-link.ts";
import type { Link, LinkListener, LocalApp, Network, RequestHeaders } from "./network.ts";
import { refused } from "./socket-network.ts";

/** The address that browsers in memory have, unless a test says otherwise. */
const REMOTE_ADDRESS = "127.0.0.1";
/** The header by which a test says otherwise; no proxy sends it. */
export const REMOTE_ADDRESS_HEADER = "x-firecrest-remote-address";

/** An app in this process, driven through the same handlers as by a listening server, without ports and without waiting. */
export class MemoryNetwork implements Network, LocalApp, MemoryLinkHost {
  readonly origin = "http://localhost";
  readonly app = this;
  readonly #handlers: AppHandlers;
  readonly #sessions: App["sessionStore"];
  readonly #log: Logger;
  /** The views that have joined last, by their topics. */
  readonly #views = new Map<string, RunningView>();
  /** Links with something to deliver. */
  readonly #ready = new Set<MemoryLink>();
  #isDeliveryArranged = false;
  #deliveries = 0;
  #pageError: unknown;

  constructor(app: App, clock: Clock) {
    this.#sessions = app.sessionStore;
    this.#log = app.options.log ?? createLogger();
    this.#handlers = createAppHandlers(app, {
      onPageError: (error) => {
        this.#pageError = error;
      },
      onView: (view) => this.#views.set(view.topic, view),
      clock,
    });
  }

  /** As over a listening server, a throw is logged and answered with 500. */
  async request(request: Request): Promise<Response> {
    try {
      return toResponse(await this.#handlers.request(toHttpRequest(request)));
    } catch (error) {
      this.#pageError = error;
      this.#log.error("testing: a request handler threw", { error });
      return new Response(null, { status: 500 });
    }
  }

  async open(path: string, headers: RequestHeaders, listener: LinkListener): Promise<Link> {
    const request = new Request(new URL(path, this.origin), { headers });
    const reply = this.#handlers.upgrade(toHttpRequest(request));
    if ("reject" in reply) throw refused(path, `HTTP ${reply.reject}`);
    const link = new MemoryLink(this, headers[REMOTE_ADDRESS_HEADER] ?? REMOTE_ADDRESS, listener);
    link.accept(reply.accept);
    return link.link();
  }

  drain(): void {
    do {
      this.#handlers.queue.drain();
      for (const link of this.#ready) {
        this.#ready.delete(link);
        this.#deliveries += 1;
        link.deliver();
      }
    } while (this.#ready.size > 0);
  }

  async settled(): Promise<void> {
    let before: number;
    do {
      before = this.#deliveries;
      this.drain();
      await this.#handlers.queue.settled();
      // What arrived meanwhile may have led to more.
    } while (this.#deliveries !== before || this.#ready.size > 0);
  }

  send(topic: string, message: unknown): boolean {
    return this.#views.get(topic)?.tell(message) ?? false;
  }

  sessionCookie(session: Readonly<Record<string, unknown>>): string {
    return this.#sessions.write(session);
  }

  errorOf(topic: string): unknown {
    return this.#views.get(topic)?.error();
  }

  takePageError(): unknown {
    const error = this.#pageError;
    this.#pageError = undefined;
    return error;
  }

  // --- what the links ask for

  ready(link: MemoryLink): void {
    this.#ready.add(link);
    if (this.#isDeliveryArranged) return;
    this.#isDeliveryArranged = true;
    queueMicrotask(() => {
      this.#isDeliveryArranged = false;
      this.drain();
    });
  }

  failed(error: unknown): void {
    this.#log.error("testing: a connection's handler threw", { error });
  }
}

function toHttpRequest(request: Request): HttpRequest {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set("host", url.host);
  const remoteAddress = headers.get(REMOTE_ADDRESS_HEADER) ?? REMOTE_ADDRESS;
  headers.delete(REMOTE_ADDRESS_HEADER);
  return {
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    remoteAddress,
    header: (name) => headers.get(name) || undefined,
    headers: () => [...headers],
    body: async () => new Uint8Array(await request.arrayBuffer()),
  };
}

/** Statuses that come without a body; a Response refuses one. */
const BODILESS = new Set([204, 205, 304]);

function toResponse({ status, headers = [], body }: HttpReply): Response {
  const own = headers.map(([name, value]): [string, string] => [name, value]);
  // What replies hold is what a Response takes; their types differ in whether bytes may be shared between threads, and ours are not.
  return new Response(BODILESS.has(status) ? null : ((body ?? null) as string | null), { status, headers: own });
}
