import { type Diff, EVENTS, type ExtractedDiff, extractDiff, type Frame, RenderedView, TOPICS } from "@firecrest/wire";
import type { Element } from "domhandler";
import type { ChannelReply } from "../channel-client.ts";
import { TestingError } from "../errors.ts";
import { contains, elementsBelow } from "../markup/document.ts";
import { COMPONENT, COMPONENT_VIEW, SESSION, STATIC, STICKY } from "../markup/marks.ts";
import { patchComponent, patchContainer } from "../markup/patch.ts";
import type { Instruction } from "./redirect.ts";

/** What a view needs of the page around it. */
export interface ViewHost {
  /** Whether the page's socket is open. */
  readonly isOpen: boolean;
  /** Sends a frame on the page's socket. Throws "socket-closed". */
  send(frame: Frame): void;
  /** A ref that no frame of the socket has had. */
  nextRef(): string;
  /** What every join of the page says, beside what the view knows. */
  joinParams(): Readonly<Record<string, unknown>>;
  /** A join was accepted, its HTML not shown yet. */
  joining(view: View, response: JoinResponse): void;
  /** The view has something to show beside its HTML. */
  received(extracted: ExtractedDiff): void;
  /** The view's part of the page has changed. Resolves when nested views that appeared with it have joined. */
  patched(view: View): Promise<void>;
  /** The view is over, and with it those that are nested in it. */
  ended(view: View): void;
  /** Something went wrong that nobody is waiting for. */
  failed(problem: unknown): void;
  /** The server sends the browser somewhere. */
  follow(instruction: Instruction): void;
  /** What the view threw, if its app runs in this process. */
  errorOf(view: View): unknown;
}

/** The response to a join (liveview-protocol §5.3). */
export interface JoinResponse extends Instruction {
  readonly rendered?: unknown;
  readonly container?: readonly [tag: string, attributes: Readonly<Record<string, string>>];
}

/** Where a view is in its life. */
type ViewState =
  | { readonly type: "joining" }
  | { readonly type: "joined" }
  | { readonly type: "ended"; readonly error: TestingError };

interface Waiting {
  readonly resolve: (reply: ChannelReply) => void;
  readonly reject: (error: unknown) => void;
}

const NO_CIDS: ReadonlySet<number> = new Set();

/** One joined view: what it shows, and the frames between it and the server. Its tree is kept by the code that browsers run. */
export class View {
  readonly container: Element;
  readonly parent: View | undefined;
  /** What the view's URL is called in its join; undefined for nested views, which have none. */
  urlName: "url" | "redirect" | undefined;
  readonly #host: ViewHost;
  readonly #waiting = new Map<string, Waiting>();
  #tree: RenderedView | undefined;
  #joinRef = "";
  #state: ViewState = { type: "joining" };
  #mounts = 0;
  #attempts = 0;
  #cids: ReadonlySet<number> = NO_CIDS;
  #refusal: unknown;

  constructor(host: ViewHost, container: Element, parent: View | undefined) {
    this.#host = host;
    this.container = container;
    this.parent = parent;
    this.urlName = parent === undefined && !(STICKY in container.attribs) ? "url" : undefined;
  }

  /** The container's DOM id. */
  get id(): string {
    return this.container.attribs["id"] ?? "";
  }

  get topic(): string {
    return `${TOPICS.viewPrefix}${this.id}`;
  }

  /** Why the server refused the last join, if it did. */
  get refusal(): unknown {
    return this.#refusal;
  }

  /** What the view has rendered, without what a browser makes of it; "" before it has joined. */
  markup(): string {
    return this.#tree?.toPlainHtml() ?? "";
  }

  /** Throws why the view can do nothing any more, if it cannot. */
  check(): void {
    if (this.#state.type === "ended") throw this.#state.error;
  }

  /** Throws that the view crashed or lost its socket, if it did: what it shows is not the truth. */
  checkCrash(): void {
    if (this.#state.type === "ended" && this.#state.error.code !== "view-left") throw this.#state.error;
  }

  /** Joins, and shows what comes. Resolves when nested views have joined as well. Rejects with "join-refused" or "redirected". */
  async join({ params, ...payload }: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.#end(
      new TestingError("view-left", `The view ${this.id} was joined anew; what was asked before is not answered.`),
    );
    this.#state = { type: "joining" };
    this.#joinRef = this.#host.nextRef();
    const { url, ...shared } = this.#host.joinParams();
    const attempt = { _mounts: this.#mounts, _mount_attempts: this.#attempts++ };
    const reply = await this.#ask(this.#joinRef, EVENTS.join, {
      ...(this.urlName !== undefined && { [this.urlName]: url }),
      params: { ...shared, ...attempt, ...(params as object | undefined) },
      session: this.container.attribs[SESSION],
      static: this.container.attribs[STATIC] || null,
      sticky: STICKY in this.container.attribs,
      // As our own client: the server may use what LiveView's does not know.
      firecrest: 1,
      ...payload,
    });
    if (reply.status !== "ok") throw this.#refused(reply);
  }

  /** Sends an event and waits for its reply; what the reply brings is shown before this resolves. */
  async push(event: string, payload: unknown): Promise<ChannelReply> {
    this.check();
    return this.#ask(this.#host.nextRef(), event, payload);
  }

  /** Leaves the topic: nothing comes from it any more. */
  leave(): void {
    if (this.#state.type === "ended") return;
    if (this.#host.isOpen) this.#host.send({ ...this.#frame(EVENTS.leave, {}), ref: this.#host.nextRef() });
    this.#end(new TestingError("view-left", `The page has left the view ${this.id}.`));
  }

  /** The socket is gone. */
  disconnected(error: TestingError): void {
    this.#end(error);
  }

  /** One frame of the view's topic. */
  receive(frame: Frame): void {
    if (frame.joinRef !== null && frame.joinRef !== this.#joinRef) return;
    if (frame.event === EVENTS.reply) this.#replied(frame.ref ?? "", frame.payload as ChannelReply);
    else if (frame.event === EVENTS.error) this.#crashed(frame.payload);
    else if (frame.event === EVENTS.close) this.#end(this.#closedError());
    else if (frame.event === EVENTS.diff)
      this.#apply(frame.payload).catch((error: unknown) => this.#host.failed(error));
    else this.#host.follow({ [frame.event]: frame.payload });
  }

  #ask(ref: string, event: string, payload: unknown): Promise<ChannelReply> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(ref, { resolve, reject });
      this.#host.send({ ...this.#frame(event, payload), ref });
    });
  }

  #frame(event: string, payload: unknown): Frame {
    return { joinRef: this.#joinRef, ref: null, topic: this.topic, event, payload };
  }

  #replied(ref: string, reply: ChannelReply): void {
    const waiting = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    const shown = ref === this.#joinRef ? this.#answeredJoin(reply) : this.#answered(reply);
    void shown.then(
      () => waiting?.resolve(reply),
      (error: unknown) => waiting?.reject(error),
    );
  }

  async #answered({ response }: ChannelReply): Promise<void> {
    const { diff, ...instruction } = response;
    const shown = this.#apply(diff);
    this.#host.follow(instruction);
    await shown;
  }

  async #answeredJoin({ status, response }: ChannelReply): Promise<void> {
    const { rendered, ...instruction } = response as JoinResponse;
    if (status !== "ok") {
      const { events = [] } = response as { readonly events?: ExtractedDiff["events"] };
      this.#host.received({ diff: {}, reply: undefined, events, title: undefined });
      return this.#host.follow(instruction);
    }
    this.#state = { type: "joined" };
    this.#mounts += 1;
    this.#attempts = 0;
    this.#host.joining(this, response);
    // A copy: the tree takes over what it is given, and what was received is to stay that.
    const extracted = extractDiff(structuredClone(rendered));
    this.#tree = new RenderedView(this.id, extracted.diff);
    patchContainer(this.container, this.#tree.toHtml(), true);
    this.#cids = this.#shownCids();
    this.#host.received(extracted);
    this.#host.follow(instruction);
    await this.#host.patched(this);
  }

  async #apply(diff: unknown): Promise<void> {
    if (diff === undefined || this.#tree === undefined) return;
    const extracted = extractDiff(structuredClone(diff));
    if (Object.keys(extracted.diff).length > 0) this.#show(this.#tree, extracted.diff);
    this.#host.received(extracted);
    await this.#host.patched(this);
  }

  #show(tree: RenderedView, diff: Diff): void {
    tree.mergeDiff(diff);
    const cids = tree.componentIds(diff);
    if (tree.isComponentOnlyDiff(diff)) this.#showComponents(tree, cids);
    else patchContainer(this.container, tree.toHtml(new Set(cids)), false);
    this.#giveUpComponents(tree);
  }

  /** Of the components in a diff, each is shown with all that is in it: only the outermost ones count. */
  #showComponents(tree: RenderedView, cids: readonly number[]): void {
    const roots = this.#components().filter((element) => cids.includes(cidOf(element)));
    for (const root of roots) {
      if (roots.some((other) => other !== root && contains(other, root))) continue;
      patchComponent(root, tree.componentToHtml(cidOf(root)));
    }
  }

  /** Tells the server which components have left the page (liveview-protocol §11). */
  #giveUpComponents(tree: RenderedView): void {
    const before = this.#cids;
    this.#cids = this.#shownCids();
    const gone = [...before].filter((cid) => !this.#cids.has(cid));
    if (gone.length === 0) return;
    for (const cid of gone) tree.resetRender(cid);
    this.#destroy(tree, gone).catch(ignore);
  }

  async #destroy(tree: RenderedView, gone: readonly number[]): Promise<void> {
    await this.push(EVENTS.cidsWillDestroy, { cids: gone });
    const absent = gone.filter((cid) => !this.#cids.has(cid));
    if (absent.length === 0) return;
    const { response } = await this.push(EVENTS.cidsDestroyed, { cids: absent });
    tree.pruneCids((response["cids"] as readonly number[] | undefined) ?? []);
  }

  #shownCids(): ReadonlySet<number> {
    if (this.#tree?.componentCids().length === 0) return NO_CIDS;
    return new Set(this.#components().map(cidOf));
  }

  #components(): Element[] {
    const { id } = this;
    return elementsBelow(this.container).filter(({ attribs }) => attribs[COMPONENT_VIEW] === id);
  }

  #refused({ response }: ChannelReply): TestingError {
    const cause = this.#host.errorOf(this);
    const why = cause instanceof Error ? ` ${cause.message}` : "";
    this.#refusal = response["reason"];
    const error = new TestingError(
      "join-refused",
      `The join of ${this.id} was refused: ${JSON.stringify(response)}.${why}`,
      {
        cause,
      },
    );
    this.#state = { type: "ended", error };
    return error;
  }

  #crashed(payload: unknown): void {
    const cause = this.#host.errorOf(this);
    const told = Object(payload) as { readonly message?: unknown; readonly reason?: unknown };
    const why = cause instanceof Error ? cause.message : String(told.message ?? told.reason);
    this.#end(
      new TestingError("view-crashed", `The view crashed: ${why} A browser would join it again: page.join().`, {
        cause,
      }),
    );
  }

  #closedError(): TestingError {
    return new TestingError(
      "view-left",
      "The view has ended: it sent the page elsewhere, or was asked to leave. followRedirect(page) goes where it was sent.",
    );
  }

  #end(error: TestingError): void {
    if (this.#state.type === "ended") return;
    this.#state = { type: "ended", error };
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#host.ended(this);
  }
}

function cidOf(component: Element): number {
  return Number(component.attribs[COMPONENT]);
}

function ignore(): void {}
