/** One visitor of a live view: page, socket, join, events. Speaks V2 as the official client does. */
import { HttpClient } from "./http-client.ts";
import type { HttpResponse } from "./http-response.ts";
import { cookieHeader, type LivePage, type NestedView, readLivePage, readNestedViews } from "./live-page.ts";
import { openWebSocket, type WebSocketClient } from "./websocket-client.ts";
import type { ServerAddress } from "./wire.ts";

/** Which page to visit, and how. */
export interface Visit {
  readonly address: ServerAddress;
  /** Path of the page, such as "/counter". */
  readonly page: string;
  /** Offer permessage-deflate. */
  readonly deflate: boolean;
  /** Join as our own client does, which understands runs of list rows; the official one does not. */
  readonly listRuns: boolean;
}

/** What the server said to an event or by itself. */
export interface LiveMessage {
  /** Anything else than an ok reply or a diff is a fault. */
  readonly kind: "reply" | "diff" | "fault";
  readonly text: string;
  /** Bytes of the message on the wire, frame header included. */
  readonly wireBytes: number;
}

// The official client's first join has this ref, and `join_ref` keeps it.
const JOIN_REF = "4";
// By which a client of ours says what it understands.
const EXTENSIONS = { firecrest: 1 };
const HEARTBEAT = '[null,"0","phoenix","heartbeat",{}]';

/** One `phx_join`. */
interface Join {
  readonly topic: string;
  readonly payload: object;
}

/** A joined view, with the views that stand in it. */
export class LiveConnection {
  /** Who hears the next messages; the load exchanges it from one run to the next. */
  onMessage: (message: LiveMessage) => void = () => {};
  /** Who hears of the end of the connection. */
  onClosed: (reason: string) => void = () => {};
  readonly #topic: string;
  #socket: WebSocketClient | undefined;
  #lastRef = Number(JOIN_REF) - 1;
  #pushes = 0;
  #isQuiet = true;

  private constructor(page: LivePage) {
    this.#topic = `lv:${page.viewId}`;
  }

  /** Opens the socket of a page that was fetched, joins its view and those inside; rejects where the join is refused. */
  static async join(visit: Visit, response: HttpResponse): Promise<LiveConnection> {
    const html = response.body.toString();
    const page = readLivePage(html);
    const connection = new LiveConnection(page);
    const socket = await openWebSocket(
      {
        address: visit.address,
        path: `/live/websocket?_csrf_token=${encodeURIComponent(page.csrfToken)}&_mounts=0&vsn=2.0.0`,
        cookie: cookieHeader(response.headers.get("set-cookie")),
        deflate: visit.deflate,
      },
      {
        text: (text, wireBytes) => connection.#receive(text, wireBytes),
        closed: (reason) => connection.onClosed(reason),
      },
    );
    connection.#socket = socket;
    const [reply = ""] = await connection.#join([{ topic: connection.#topic, payload: joinPayload(visit, page) }]);
    const nested = readNestedViews(html, reply);
    await connection.#join(nested.map((view) => ({ topic: `lv:${view.id}`, payload: nestedPayload(visit, view) })));
    return connection;
  }

  /** How many events were sent. */
  get pushes(): number {
    return this.#pushes;
  }

  /** Sends one event; `payload` is its JSON text. */
  push(payload: string): void {
    this.#isQuiet = false;
    this.#pushes += 1;
    this.#lastRef += 1;
    this.#socket?.send(`["${JOIN_REF}","${this.#lastRef}","${this.#topic}","event",${payload}]`);
  }

  /** Sends a heartbeat unless something else was sent since the last call. */
  heartbeat(): void {
    if (this.#isQuiet) this.#socket?.send(HEARTBEAT);
    this.#isQuiet = true;
  }

  /** Leaves; resolves when the server has closed too. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.onClosed = () => resolve();
      this.#socket?.close();
    });
  }

  /** Sends the joins, all at once, and resolves with the answers as they came when each of them is an ok. */
  #join(joins: readonly Join[]): Promise<readonly string[]> {
    if (joins.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const replies: string[] = [];
      const topics = joins.map(({ topic }) => topic).join(", ");
      const refuse = (what: string): void => reject(new Error(`${topics} was not joined: ${what}`));
      this.onClosed = refuse;
      this.onMessage = ({ kind, text }) => {
        if (kind !== "reply") return refuse(text.slice(0, 200));
        replies.push(text);
        if (replies.length < joins.length) return;
        this.onMessage = () => {};
        this.onClosed = () => {};
        resolve(replies);
      };
      for (const { topic, payload } of joins) {
        this.#lastRef += 1;
        const ref = String(this.#lastRef);
        this.#socket?.send(JSON.stringify([ref, ref, topic, "phx_join", payload]));
      }
    });
  }

  #receive(text: string, wireBytes: number): void {
    const kind = classify(text);
    if (kind !== "heartbeat") this.onMessage({ kind, text, wireBytes });
  }
}

/** Fetches a page on a connection of its own, as a new visitor does; rejects where it is not 200. */
export async function fetchPage(visit: Visit): Promise<HttpResponse> {
  const http = new HttpClient(visit.address);
  try {
    const response = await http.request({ method: "GET", path: visit.page });
    if (response.status !== 200)
      throw new Error(`GET ${visit.page} was answered with ${response.status}; the bench needs that page.`);
    return response;
  } finally {
    http.close();
  }
}

/** Visits a page as a new visitor: GET, socket, join. */
export async function mountView(visit: Visit): Promise<LiveConnection> {
  return LiveConnection.join(visit, await fetchPage(visit));
}

function joinPayload(visit: Visit, page: LivePage): object {
  return {
    ...(visit.listRuns && EXTENSIONS),
    url: `http://localhost:${visit.address.port}${visit.page}`,
    params: { _csrf_token: page.csrfToken, _mounts: 0, _mount_attempts: 0 },
    session: page.session,
    static: page.staticToken,
    sticky: false,
  };
}

/** A view inside another one has no URL; the rest is the same. */
function nestedPayload(visit: Visit, view: NestedView): object {
  return {
    ...(visit.listRuns && EXTENSIONS),
    params: { _mounts: 0, _mount_attempts: 0 },
    session: view.session,
    static: view.staticToken,
    sticky: false,
  };
}

/** By the names that stand near the beginning of a frame: a load that parsed every answer would be slower than what it measures. */
function classify(text: string): LiveMessage["kind"] | "heartbeat" {
  if (text.includes('"phx_reply"')) {
    if (text.startsWith("[null,")) return text.includes('"phoenix"') ? "heartbeat" : "fault";
    return text.includes('"status":"ok"') ? "reply" : "fault";
  }
  return text.includes('"diff"') ? "diff" : "fault";
}
