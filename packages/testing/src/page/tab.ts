import { type ExtractedDiff, type Frame, TOPICS } from "@firecrest/wire";
import type { Document, Element, ParentNode } from "domhandler";
import { ChannelClient } from "../channel-client.ts";
import { TestingError } from "../errors.ts";
import { findProblems } from "../markup/checks.ts";
import { closest, elementsBelow, parseDocument } from "../markup/document.ts";
import { contentExcerpt } from "../markup/excerpt.ts";
import { MAIN, PARENT_ID, SESSION, STICKY } from "../markup/marks.ts";
import { findAll } from "../markup/select.ts";
import { writeTitle } from "../markup/title.ts";
import type { Visitor } from "../visitor.ts";
import type { VisitOptions } from "./options.ts";
import { emptyRecord, type PageRecord, type Patch } from "./record.ts";
import { type Instruction, redirectOf, type SignedRedirect } from "./redirect.ts";
import { type JoinResponse, View, type ViewHost } from "./view.ts";

/** A browser's tab: one document, its views, and the socket that they share. */
export class Tab implements ViewHost {
  readonly visitor: Visitor;
  readonly options: VisitOptions;
  readonly document: Document;
  url: URL;
  record: PageRecord = emptyRecord();
  readonly #views = new Map<string, View>();
  readonly #reported = new Set<string>();
  readonly #problems: unknown[] = [];
  readonly #joins = new Set<Promise<void>>();
  readonly #changeListeners = new Set<() => void>();
  #client: ChannelClient | undefined;
  #referer: string | undefined;
  #main: Element | undefined;
  #fileRef = 0;

  constructor(visitor: Visitor, options: VisitOptions, page: { readonly html: string; readonly url: URL }) {
    this.visitor = visitor;
    this.options = options;
    this.url = page.url;
    this.document = parseDocument(page.html);
  }

  /** The container of the view that the page is about: the one of the router, or else the first. Throws "no-page". */
  get mainContainer(): Element {
    if (this.#main !== undefined) return this.#main;
    const roots = this.#roots();
    const container = roots.find(({ attribs }) => MAIN in attribs) ?? roots[0];
    // Whichever view it shows, the element stays.
    if (container !== undefined) return (this.#main = container);
    const [body] = findAll(this.document, "body");
    const shown = body === undefined ? "" : `\n${contentExcerpt(body)}`;
    throw new TestingError("no-page", `The page of ${this.url.pathname} holds no live view. It shows:${shown}`);
  }

  /** The view that the page is about. */
  get main(): View {
    const view = this.viewOf(this.mainContainer);
    if (view !== undefined) return view;
    throw new TestingError("view-left", `The view of ${this.url.pathname} has not joined.`);
  }

  /** Whether the server refused the last join with the wish that the page be loaded anew. */
  get isOutdated(): boolean {
    return this.main.refusal === "unauthorized" || this.main.refusal === "stale";
  }

  /** The socket under the page. Throws "socket-closed" before it is opened. */
  get client(): ChannelClient {
    if (this.#client !== undefined) return this.#client;
    throw new TestingError("socket-closed", "The page has no socket yet.");
  }

  /** Opens the socket and joins every view of the page. Rejects with "socket-refused", "join-refused" or "redirected". */
  async connect(): Promise<void> {
    const { socketPath = "/live/websocket", params = {} } = this.options;
    const texts = Object.entries(params).map(([name, value]): [string, string] => [name, String(value)]);
    const query = new URLSearchParams([...texts, ["_csrf_token", this.#csrfToken() ?? ""], ["vsn", "2.0.0"]]);
    const { network } = this.visitor;
    const client = await ChannelClient.over(
      network,
      `${socketPath}?${query.toString()}`,
      this.visitor.handshakeHeaders(),
    );
    this.#client = client;
    client.listen((frame) => this.#receive(frame));
    void client.closed.then(({ code }) => this.#disconnected(code));
    await Promise.all(this.#roots().map((container) => this.#begin(container)));
    await this.settle();
  }

  /** Puts another view in the main one's place, over the same socket. Rejects with "join-refused" or "redirected". */
  async navigate({ to, flashToken }: SignedRedirect): Promise<void> {
    const { main } = this;
    for (const view of this.#views.values()) {
      if (this.#isSticky(view)) continue;
      this.#forget(view);
      // A view that the next one nests is another, even under the same id.
      if (view !== main) delete view.container.attribs[SESSION];
    }
    this.#referer = this.url.href;
    this.url = new URL(to, this.url);
    this.record = emptyRecord();
    const view = new View(this, main.container, undefined);
    view.urlName = "redirect";
    this.#views.set(view.id, view);
    await view.join({ flash: flashToken });
    await this.settle();
  }

  /** Resolves when all views that are about to join have done so. Throws what went wrong in the page since it was asked last. */
  async settle(): Promise<void> {
    while (this.#joins.size > 0) await Promise.all(this.#joins);
    this.check();
  }

  /** Brings the page up to date with an app in this process, and throws what went wrong in it since it was asked last. */
  check(): void {
    this.visitor.network.app?.drain();
    const problem = this.#problems.shift();
    // oxlint-disable-next-line only-throw-error -- what was thrown in the page, as it was
    if (problem !== undefined) throw problem;
  }

  /** Closes the socket, as a browser does that leaves the page. */
  async close(): Promise<void> {
    await this.#client?.close();
  }

  /** The view whose container this is. */
  viewOf(container: Element | undefined): View | undefined {
    return container === undefined ? undefined : this.#views.get(container.attribs["id"] ?? "");
  }

  /** The view with this id, if it is on the page. */
  viewById(id: string): View | undefined {
    return this.#views.get(id);
  }

  /** The view that an element is in. */
  ownerOf(element: Element): View | undefined {
    return this.viewOf(closest(element, ({ attribs }) => SESSION in attribs));
  }

  /** Resolves at the next thing that arrives, or when nothing can any more. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#changeListeners.add(resolve));
  }

  /** The views nested in one, in document order. */
  childrenOf(parent: View): View[] {
    return findAll(parent.container, `[${SESSION}]`).flatMap((container) => {
      const view = this.viewOf(container);
      return view !== undefined && (view.parent === parent || this.#isSticky(view)) ? [view] : [];
    });
  }

  // --- what the views ask of the page

  get isOpen(): boolean {
    return this.#client?.isOpen === true;
  }

  send(frame: Frame): void {
    this.client.send(frame);
  }

  nextRef(): string {
    return this.client.nextRef();
  }

  /** A ref that no chosen file of the page has had. */
  nextFileRef(): string {
    return String(this.#fileRef++);
  }

  joinParams(): Readonly<Record<string, unknown>> {
    const { params } = this.options;
    const tracked = findAll(this.document, "[phx-track-static]").map(({ attribs: { src, href } }) => src ?? href ?? "");
    return {
      ...params,
      url: this.url.href,
      _csrf_token: this.#csrfToken(),
      _track_static: tracked.length === 0 ? undefined : tracked.map((path) => new URL(path, this.url).href),
      _live_referer: this.#referer,
    };
  }

  joining(view: View, { container }: JoinResponse): void {
    if (!(MAIN in view.container.attribs)) return;
    writeTitle(this.document, undefined);
    if (container === undefined) return;
    const [tag, attributes] = container;
    const { attribs } = view.container;
    const own = Object.entries(attribs).filter(([name]) => name === "id" || name.startsWith("data-phx-"));
    view.container.name = tag;
    view.container.attribs = { ...attributes, ...Object.fromEntries(own) };
  }

  received({ events, reply, title }: ExtractedDiff): void {
    for (const [name, payload] of events) this.record.events.push({ name, payload });
    if (reply !== undefined) this.record.replies.push(reply);
    if (title !== undefined) writeTitle(this.document, title);
  }

  async patched({ id }: View): Promise<void> {
    for (const view of this.#views.values()) if (!this.#isShown(view)) this.#forget(view);
    const elements = elementsBelow(this.document);
    const appeared = elements.filter(
      (element) =>
        Boolean(element.attribs[SESSION]) &&
        (STICKY in element.attribs || element.attribs[PARENT_ID] === id) &&
        this.viewOf(element) === undefined,
    );
    for (const { error, reaction } of findProblems(elements, this.options)) {
      if (this.#reported.has(error.message)) continue;
      this.#reported.add(error.message);
      if (reaction === "throw") this.failed(error);
      else process.emitWarning(error.message, { type: "TestingWarning", code: error.code });
    }
    await Promise.all(appeared.map((container) => this.#begin(container)));
  }

  follow(instruction: Instruction): void {
    const redirect = redirectOf(instruction);
    if (redirect !== undefined) this.record.redirect = redirect;
    if (instruction.live_patch !== undefined) this.patchUrl(instruction.live_patch);
  }

  ended(view: View): void {
    for (const child of this.#views.values()) if (child.parent === view) this.#forget(child);
  }

  failed(problem: unknown): void {
    this.#problems.push(problem);
  }

  errorOf({ topic }: View): unknown {
    return this.visitor.network.app?.errorOf(topic);
  }

  /** The URL has changed, the view has not. */
  patchUrl(patch: Patch): void {
    this.record.patches.push({ to: patch.to, kind: patch.kind });
    this.url = new URL(patch.to, this.url);
  }

  #roots(): Element[] {
    return findAll(this.document, `[${SESSION}]:not([${PARENT_ID}])`);
  }

  #csrfToken(): string | undefined {
    return findAll(this.document, "meta[name=csrf-token]")[0]?.attribs["content"];
  }

  /** Resolves when the view has joined, or failed to. */
  #begin(container: Element): Promise<void> {
    const parent = this.#views.get(container.attribs[PARENT_ID] ?? "");
    const view = this.viewOf(container) ?? new View(this, container, parent);
    this.#views.set(view.id, view);
    const join = view.join().catch((error: unknown) => this.failed(error));
    this.#joins.add(join);
    return join.finally(() => this.#joins.delete(join));
  }

  #forget(view: View): void {
    this.#views.delete(view.id);
    this.ended(view);
    view.leave();
  }

  #receive(frame: Frame): void {
    const id = frame.topic.startsWith(TOPICS.viewPrefix) ? frame.topic.slice(TOPICS.viewPrefix.length) : "";
    this.#views.get(id)?.receive(frame);
    this.#tellChange();
  }

  #tellChange(): void {
    for (const tell of this.#changeListeners) tell();
    this.#changeListeners.clear();
  }

  #disconnected(code: number): void {
    const error = new TestingError(
      "socket-closed",
      `The page's socket closed with ${code}. A browser would open another and join again: page.join().`,
    );
    for (const view of this.#views.values()) view.disconnected(error);
    this.#tellChange();
  }

  #isSticky(view: View): boolean {
    return STICKY in view.container.attribs || (view.parent !== undefined && this.#isSticky(view.parent));
  }

  #isShown(view: View): boolean {
    let node: ParentNode | null = view.container;
    while (node.parent !== null) node = node.parent;
    return node === this.document;
  }
}
