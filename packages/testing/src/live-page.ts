import { EVENTS, extractDiff, type Frame, RenderedView } from "@firecrest/wire";
import { ChannelClient, type ChannelReply } from "./channel-client.ts";
import { type LivePageMarkup, parseLivePage } from "./page-html.ts";

/** Where a page is, and how its socket is reached. */
export interface VisitOptions {
  /** A `cookie` header to begin with. Default: none, as a new visitor. */
  readonly cookie?: string;
  /** Path of the live socket. Default `/live/websocket`. */
  readonly socketPath?: string;
}

/**
 * Opens a page as a browser does, without the browser: GET, socket, join. Rejects when the page is not 200, when the
 * socket is refused or when the join is.
 */
export async function visit(origin: string, path: string, options: VisitOptions = {}): Promise<LivePage> {
  const response = await fetch(new URL(path, origin), {
    headers: options.cookie === undefined ? {} : { cookie: options.cookie },
    redirect: "manual",
  });
  const body = await response.text();
  if (response.status !== 200)
    throw new Error(
      `GET ${path} answered ${response.status} ${response.headers.get("location") ?? body.slice(0, 200)}`,
    );
  const set = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  const cookie = [options.cookie ?? "", ...set].filter((pair) => pair !== "").join("; ");
  const page = new LivePage(parseLivePage(body), new URL(path, origin).href, cookie);
  await page.connect(options.socketPath ?? "/live/websocket");
  return page;
}

/** One live page, driven through the real protocol. Its tree is kept by the same code that the browser runs. */
export class LivePage {
  /** The view's markup in the page's plain HTML. */
  readonly deadHtml: string;
  /** The cookies this visitor has. */
  readonly cookie: string;
  /** Pushed events so far: `[name, payload]`. */
  readonly events: (readonly [string, unknown])[] = [];
  readonly #markup: LivePageMarkup;
  readonly #url: string;
  #client: ChannelClient | undefined;
  #view: RenderedView | undefined;
  #joinRef = "";
  #applied = 0;
  #mounts = 0;
  #title: string | undefined;

  constructor(markup: LivePageMarkup, url: string, cookie: string) {
    this.#markup = markup;
    this.#url = url;
    this.cookie = cookie;
    this.deadHtml = markup.content;
  }

  /** The view's topic, `lv:<container id>`. */
  get topic(): string {
    return `lv:${this.#markup.id}`;
  }

  /** The signed session of the page's container. */
  get sessionToken(): string {
    return this.#markup.sessionToken;
  }

  /** The socket under the page. */
  get client(): ChannelClient {
    if (this.#client === undefined) throw new Error("The page is not connected.");
    return this.#client;
  }

  /** The last title that the view set. */
  get title(): string | undefined {
    this.#applyReceived();
    return this.#title;
  }

  /** Opens the socket and joins; again after a close. */
  async connect(socketPath: string): Promise<void> {
    const url = new URL(socketPath, this.#url);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.search = new URLSearchParams({ _csrf_token: this.#markup.csrfToken, vsn: "2.0.0" }).toString();
    const origin = new URL(this.#url).origin;
    this.#client = await ChannelClient.connect(url.href, { headers: { cookie: this.cookie, origin } });
    await this.join();
  }

  /** Joins the view on the open socket, as after a crash. Rejects with the refusal. */
  async join(payload: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const reply = await this.client.join(this.topic, {
      url: this.#url,
      params: { _csrf_token: this.#markup.csrfToken, _mounts: this.#mounts, _mount_attempts: 0 },
      session: this.#markup.sessionToken,
      static: this.#markup.staticToken,
      sticky: false,
      ...payload,
    });
    if (reply.status !== "ok") throw new Error(`The join was refused: ${JSON.stringify(reply.response)}`);
    this.#joinRef = reply.joinRef;
    this.#mounts += 1;
    this.#applied =
      this.client.received.findIndex((frame) => frame.ref === reply.joinRef && frame.event === EVENTS.reply) + 1;
    const { diff, events, title } = extractDiff(structuredClone(reply.response["rendered"]));
    this.#keep(events, title);
    this.#view = new RenderedView(this.#markup.id, diff);
  }

  /** The view's markup now, without the attributes that only a browser adds. */
  html(): string {
    this.#applyReceived();
    if (this.#view === undefined) throw new Error("The page has not joined.");
    return this.#view.toPlainHtml();
  }

  /** Sends an `event` push, as a click does, and waits for its reply. */
  click(event: string, value: unknown = { value: "" }): Promise<ChannelReply> {
    return this.push(EVENTS.event, { type: "click", event, value });
  }

  /** Sends a form's fields under the event of its `phx-change` or `phx-submit`. `target` is the changed control's name. */
  sendForm(event: string, fields: Readonly<Record<string, string>>, target?: string): Promise<ChannelReply> {
    const value = new URLSearchParams(fields).toString();
    return this.push(EVENTS.event, {
      type: "form",
      event,
      value,
      meta: target === undefined ? {} : { _target: target },
    });
  }

  /** Pushes any event on the view's topic and waits for its reply. */
  push(event: string, payload: unknown): Promise<ChannelReply> {
    return this.client.push(this.#joinRef, this.topic, { event, payload });
  }

  /** Resolves with the markup as soon as `accepts` is true of it: at once, or after a diff. Rejects when the socket closes. */
  async until(accepts: (html: string) => boolean): Promise<string> {
    for (;;) {
      const html = this.html();
      if (accepts(html)) return html;
      const seen = this.client.received.length;
      await this.client.next((frame) => this.client.received.indexOf(frame) >= seen);
    }
  }

  /** Leaves the page: closes its socket. */
  close(): Promise<void> {
    return this.client.close();
  }

  #applyReceived(): void {
    const { received } = this.client;
    for (; this.#applied < received.length; this.#applied++) {
      const frame = received[this.#applied];
      if (frame === undefined || frame.joinRef !== this.#joinRef) continue;
      const diff = diffOf(frame);
      if (diff === undefined) continue;
      // A copy: the tree takes over what it is given, and `received` is to stay what was received.
      const extracted = extractDiff(structuredClone(diff));
      this.#view?.mergeDiff(extracted.diff);
      this.#keep(extracted.events, extracted.title);
    }
  }

  #keep(events: readonly (readonly [string, unknown, boolean?])[], title: string | undefined): void {
    for (const [name, payload] of events) this.events.push([name, payload]);
    if (title !== undefined) this.#title = title;
  }
}

function diffOf(frame: Frame): unknown {
  if (frame.event === EVENTS.diff) return frame.payload;
  if (frame.event !== EVENTS.reply) return undefined;
  return (frame.payload as ChannelReply).response["diff"];
}
