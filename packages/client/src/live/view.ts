import { extractDiff, type ExtractedDiff, type PushedEvent } from "@firecrest/wire";
import { DIFF, EVENT, LIVE_PATCH, VIEW_TOPIC } from "../channel/event-names.ts";
import { runBinding } from "../bindings/element-event.ts";
import type { BindingHost } from "../bindings/host.ts";
import type { Channel, ChannelListener } from "../channel/channel.ts";
import type { Clock } from "../channel/clock.ts";
import type { Reply } from "../channel/reply.ts";
import type { Socket } from "../channel/socket.ts";
import { stateOf } from "../dom/element-state.ts";
import { lock, unlock, type Waiting } from "../dom/lock.ts";
import { applyLastingChanges, setClass } from "../dom/lasting-changes.ts";
import { ROOT_ID, SESSION, STATIC, STICKY, TELEPORTED } from "../dom/marks.ts";
import { ClientError } from "./client-error.ts";
import type { HookEvent, HookHost, Hooks } from "./hooks.ts";
import { csrfToken, trackedStatics, writeTitle } from "./document-head.ts";
import type { Instruction, Navigation } from "./navigation.ts";
import { emit } from "./page-events.ts";
import type { Extras } from "./parts.ts";
import { findTargets } from "./target.ts";
import { Moment } from "./moment.ts";
import { ViewDom, type ViewDomHost } from "./view-dom.ts";

const STATES = ["connected", "loading", "error", "client-error", "server-error"] as const;

/** How a view's container looks from outside: classes that a page can style. */
export type ViewState = "connected" | "loading" | "client-error" | "server-error";

/** What a view needs of the page around it. */
export interface ViewHost extends BindingHost {
  readonly hooks: Hooks;
  readonly log: { error(problem: unknown): void };
  readonly clock: Clock;
  readonly socket: Socket;
  readonly navigation: Navigation;
  /** The app's parameters for a join. */
  params(container: Element): object;
  /** Begins a view. */
  begin(options: ViewOptions): View;
  /** A join was accepted, its HTML not shown yet. */
  joining(view: View, response: JoinResponse): void;
  /** The view is on the page. */
  joined(view: View, response: JoinResponse): void;
  refused(view: View, response: unknown): void;
  failed(view: View): void;
  /** The views that are nested in a view. */
  childrenOf(view: View): View[];
  /** The page has been patched: views end and begin with their containers. */
  settle(view: View): void;
  /** Loads the page anew, a little later. */
  reload(): void;
  forget(view: View): void;
}

/** The response to a join (liveview-protocol.md §5.3). */
export interface JoinResponse extends Instruction {
  readonly rendered: unknown;
  readonly container?: readonly [tag: string, attributes: Readonly<Record<string, string>>];
}

/** What the server said. */
export interface Answer {
  /** What the handler replied. */
  readonly reply: unknown;
  /** All of it, except what was to be shown. */
  readonly response: object;
}

/** What makes this view what it is. */
export interface ViewOptions {
  readonly container: HTMLElement;
  readonly parent?: View | undefined;
  /** Where the page is; undefined for nested and sticky views. Kept up to date by live patches. */
  readonly url?: string | undefined;
  /** For a view begun by live navigation: the URL of the page before. */
  readonly referer?: string;
  /** From the live redirect that led here. */
  readonly flash?: string | undefined;
}

const HOOKED = "[phx-hook],[data-phx-hook],[phx-viewport-top],[phx-viewport-bottom]";

/** How long a view is away before `phx-disconnected` runs: most losses are over sooner. */
const DISCONNECTED_AFTER_MS = 500;

/** A live view on the page: its channel, its container, and what is under way between them. */
export class View implements ChannelListener, HookHost, ViewDomHost {
  readonly id: string;
  readonly parent: View | undefined;
  readonly channel: Channel;
  readonly hooks: Hooks;
  readonly log: ViewHost["log"];
  container: HTMLElement;
  url: string | undefined;
  readonly page: ViewHost;
  readonly #host: ViewHost;
  #hooks: InstanceType<Extras["MountedHooks"]> | undefined;
  /** Ready to be shown, or not to be waited for. */
  readonly #ready = new Moment();
  readonly shown = new Moment();
  readonly #referer: string | undefined;
  /** Joins that were tried since the last that succeeded. */
  attempts = 0;
  #flash: string | undefined;
  #dom = new ViewDom(this, { s: [""] });
  #joins = 0;
  #lastRef = -1;
  /** Between the server's yes and its HTML on the page, what else arrives waits here. */
  #waiting: (() => void)[] | undefined = [];
  #cancelDisconnected: (() => void) | undefined;

  constructor(host: ViewHost, { container, parent, url, referer, flash }: ViewOptions) {
    this.#host = host;
    this.hooks = host.hooks;
    this.log = host.log;
    this.page = host;
    this.id = container.id;
    this.container = container;
    this.parent = parent;
    this.url = url;
    this.#referer = referer;
    this.#flash = flash;
    this.standIn(container);
    this.channel = host.socket.channel(VIEW_TOPIC + this.id, this);
  }

  /** The view at the root of the tree of nested views. */
  get root(): View {
    return this.parent?.root ?? this;
  }

  /** Joined, and on the page. */
  get isConnected(): boolean {
    return this.channel.isJoined && !this.#waiting;
  }

  /**
   * Sends a message and applies what the server answers, while `waiting` elements wait. Resolves to the handler's reply. Rejects
   * with a ClientError; who does not care need not catch it.
   */
  push(event: string, payload: object, waiting?: Waiting): Promise<unknown> {
    const answer = this.ask(event, payload, waiting).then(({ reply }) => reply);
    answer.catch(nothing);
    return answer;
  }

  pushHookEvent(element: Element, { event, value, to }: HookEvent): Promise<unknown>[] {
    return findTargets(to, this, this.#host).map(({ view, cid }) =>
      view.push(EVENT, { type: "hook", event, value: value || {}, cid }, { type: "hook", elements: [element] }),
    );
  }

  /** Makes elements wait, as if an event were on its way, until the function that is returned is called. */
  hold(waiting: Waiting): () => void {
    const ref = ++this.#lastRef;
    lock(this.id, ref, waiting);
    return () => this.#unlock(ref);
  }

  /** Marks the container with the state of the connection. A parent's patches leave the mark where it is. */
  show(state: ViewState): void {
    for (const one of STATES)
      setClass(
        this.container,
        `phx-${one}`,
        one === state || (state.endsWith("error") && /^(loading|error)$/.test(one)),
      );
  }

  /** The element that is its part of the page, from now on. How the other one looked, it looks. */
  standIn(container: HTMLElement): void {
    container.setAttribute(ROOT_ID, this.root.id);
    applyLastingChanges(this.container, container);
    stateOf(container).changes = stateOf(this.container).changes;
    this.container = container;
  }

  /** Ends the view and those nested in it. Its part of the page stays as it is. */
  destroy(): void {
    this.#cancelDisconnected?.();
    this.#leaveChildren();
    for (const shown of this.#teleported()) shown.remove();
    this.#hooks?.destroy();
    this.channel.leave();
    this.#host.forget(this);
  }

  /** What a join says about the view and the page (§5.1). Members without a value disappear in the JSON. */
  params(): object {
    const { container, url } = this;
    const referer = this.#referer;
    return {
      firecrest: 1,
      [referer ? "redirect" : "url"]: url,
      params: {
        ...this.#host.params(container),
        _csrf_token: csrfToken(),
        _track_static: trackedStatics(),
        _mounts: this.#joins,
        _mount_attempts: this.attempts++,
        _live_referer: referer,
      },
      session: container.getAttribute(SESSION),
      static: container.getAttribute(STATIC) || null,
      flash: this.#flash,
      sticky: container.hasAttribute(STICKY),
    };
  }

  joined(received: unknown): void {
    const response = received as JoinResponse; // our server's, and the wire package looks closely at what it renders
    this.#joins++;
    this.attempts = 0;
    this.#flash = undefined;
    this.#waiting = [];
    const extracted = extractDiff(response.rendered);
    this.#dispatch(extracted.events, true);
    const dom = new ViewDom(this, extracted.diff);
    const joins = this.#joins;
    // At first, all nested views join before any is shown, the outer ones first; later there are forms to bring back.
    const ready = this.isBack ? this.#recover(dom) : Promise.all(this.#beginChildren(dom));
    void ready
      .then(() => {
        this.#ready.come();
        return this.parent?.shown.promise;
      })
      .then(() => {
        if (joins === this.#joins) this.#inTurn(() => this.#show(dom, extracted, response));
      });
  }

  refused({ response }: Reply): void {
    this.#ready.come();
    this.#dispatch((Object(response) as { events?: PushedEvent[] }).events ?? []);
    this.#host.refused(this, response);
  }

  message(event: string, payload: unknown): void {
    if (event === DIFF) return this.#whenShown(() => this.#update(extractDiff(payload)));
    const follow = (): void => this.#host.navigation.follow(this, { [event]: payload });
    // What leads away from here does not wait. Other events are no business of ours, and lead nowhere.
    if (event === LIVE_PATCH) this.#whenShown(follow);
    else follow();
  }

  failed(payload?: unknown): void {
    this.#leaveChildren();
    this.#waiting = [];
    const { message } = Object(payload) as { message?: unknown };
    if (message) this.log.error(message); // a server in development says why
    this.#hooks?.setDisconnected(true);
    this.#cancelDisconnected?.();
    this.#cancelDisconnected = this.#host.clock.setTimer(DISCONNECTED_AFTER_MS, () => this.#runAll("phx-disconnected"));
    this.#host.failed(this);
  }

  closed(): void {
    this.failed();
  }

  beforeUpdate(from: Element, to: Element, isContentIgnored: boolean): void {
    this.#hooks?.beforeUpdate(from, to, isContentIgnored);
  }

  /** Commands of the element itself, but not of those in it, may hold its removal up. */
  remove(element: Element): void {
    if (!element.hasAttribute("phx-remove")) return element.remove();
    const { extras, gate } = this.#host;
    const release = gate.hold();
    extras.use(() => {
      this.#run(element, "phx-remove", "remove");
      release();
    });
    gate.pass(() => {
      element.remove();
      this.patched();
    });
  }

  teleport(template: HTMLTemplateElement, patch: (from: Element, to: Element) => void): void {
    this.#host.extras.use((extras) => extras?.teleport(this.#host, { viewId: this.id, template, patch }));
  }

  /** After every patch: nested views and hooks begin and end with their elements, lost components are given up. */
  patched(): void {
    document.dispatchEvent(new Event("phx:update"));
    for (const shown of this.#teleported())
      if (!document.getElementById(shown.dataset["phxTeleportedSrc"] ?? "")) this.remove(shown);
    this.#host.settle(this);
    this.#dom.dropLost();
    if (this.#hooks || this.own(HOOKED).length) {
      this.#host.extras.use((extras) => {
        if (extras) (this.#hooks ??= new extras.MountedHooks(this)).settle(this.own(HOOKED));
      });
    }
    const [form] = this.own("form[phx-trigger-action]");
    if (form) this.#host.extras.use((extras) => extras?.submitNatively(this.#host, form as HTMLFormElement));
    for (const element of this.own("[phx-mounted]")) {
      const state = stateOf(element);
      if (!state.isMounted) this.#run(element, "phx-mounted");
      state.isMounted = true;
    }
  }

  giveUp(cids: readonly number[], isLost: (cid: number) => boolean, forget: (cids: readonly number[]) => void): void {
    const whenShown = (task: () => void): void => this.#whenShown(task);
    this.#host.extras.use((extras) => void extras?.giveUp({ view: this, cids, isLost, forget, whenShown }));
  }

  /** The elements of this view, not of those nested in it. Their containers are among them: they are this view's render. */
  own(selector: string): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>(selector)].filter(
      ({ parentElement }) => this.#host.viewOf(parentElement) === this,
    );
  }

  /** The same as {@link push}, but resolves to all that the server said. */
  async ask(event: string, payload: object, waiting?: Waiting): Promise<Answer> {
    const joins = this.#joins;
    // What nobody waits for is no reason to unlock anything.
    const ref = waiting && this.channel.isJoined ? ++this.#lastRef : undefined;
    if (ref !== undefined) lock(this.id, ref, waiting as Waiting);
    const { status, response } = await this.channel.push(event, payload);
    if (status === "ok") return this.#answered(response, ref);
    if (status === "error") this.#answered({}, ref);
    if (status === "timeout" && joins === this.#joins) this.#host.reload();
    throw new ClientError(status, `No answer to "${event}": ${status}.`, { cause: response });
  }

  /** Applies the answer to a push in the order of §6.4. */
  #answered(response: unknown, ref?: number): Answer {
    const { diff, ...instruction } = Object(response) as Instruction & { diff?: unknown };
    const extracted = diff ? extractDiff(diff) : undefined;
    this.#whenShown(() => {
      this.#update(extracted, ref);
      this.#host.navigation.follow(this, instruction);
    });
    return { reply: extracted?.reply, response: instruction };
  }

  /** Sends what was in the forms before the join. Resolves when all is answered; the answers are shown after the join. */
  async #recover(dom: ViewDom): Promise<void> {
    const forms = this.own("form[phx-change]");
    if (!forms.length) return;
    const extras = await new Promise<Extras | undefined>((resolve) => this.#host.extras.use(resolve));
    const sent = extras?.recoverForms(extras.saveForms(forms, this.#host.kit), dom.preview()).map(async (payload) => {
      const { status, response } = await this.channel.push(EVENT, payload);
      if (status === "ok") this.#answered(response);
    });
    await Promise.all(sent ?? []);
  }

  #show(dom: ViewDom, { events, title }: ExtractedDiff, response: JoinResponse): void {
    this.#host.joining(this, response);
    // What a locked element was to become means nothing to the view that joins anew.
    unlock(this.id, Number.POSITIVE_INFINITY, nothing);
    this.#dom = dom;
    dom.show();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#cancelDisconnected?.();
    this.show("connected");
    if (this.container.hasAttribute("data-phx-main")) writeTitle(title);
    this.#dispatch(events);
    this.#hooks?.setDisconnected(false);
    this.#runAll("phx-connected");
    this.shown.come();
    for (const task of waiting) task();
    this.#host.joined(this, response);
  }

  /** Shows a diff, in answer to event number `ref` if there is one. */
  #update(extracted: ExtractedDiff | undefined, ref?: number): void {
    this.#dispatch(extracted?.events ?? [], true);
    if (ref !== undefined) this.#unlock(ref);
    if (!extracted) return;
    this.#dom.update(extracted.diff);
    if (extracted.title !== undefined) writeTitle(extracted.title);
    this.#dispatch(extracted.events);
  }

  /** Tells the page, and with it the hooks, what the server has pushed: what is marked so before the patch, the rest after it. */
  #dispatch(events: readonly PushedEvent[], isBeforePatch = false): void {
    const { extras } = this.#host;
    const dispatch = (): void => {
      for (const [name, payload, isEarly = false] of events) if (isEarly === isBeforePatch) emit(name, payload);
    };
    // There may be hooks that are to hear of it and are not here yet.
    if (extras.isAwaited) extras.use(dispatch);
    else dispatch();
  }

  #unlock(ref: number): void {
    unlock(this.id, ref, (element, clone) => this.#dom.unlock(element, clone));
  }

  #whenShown(task: () => void): void {
    if (this.#waiting) this.#waiting.push(task);
    else this.#inTurn(task);
  }

  /** Changes the page when nothing holds it, unless this incarnation of the view has ended by then. */
  #inTurn(task: () => void): void {
    const joins = this.#joins;
    this.#host.gate.pass(() => {
      if (this.channel.isJoined && joins === this.#joins) task();
    });
  }

  #runAll(attribute: string): void {
    for (const element of this.own(`[${attribute}]`)) this.#run(element, attribute);
  }

  #run(element: Element, attribute: string, type: string | null = null): void {
    const code = element.getAttribute(attribute);
    if (code) runBinding(this.#host, code, { element, type });
  }

  /** What the portals of this view show. */
  #teleported(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>(`[${TELEPORTED}="${this.id}"]`)];
  }

  /** Whether the page has shown this view before: then there may be something in its forms. */
  get isBack(): boolean {
    return this.#joins > 1 || this.parent?.isBack === true;
  }

  /** Begins the nested views, where they stand or where they will stand. Each says when it is ready. */
  #beginChildren(dom: ViewDom): Promise<void>[] {
    return dom.childContainers().map((coming) => {
      const present = this.container.querySelector<HTMLElement>(`[id="${CSS.escape(coming.id)}"]`);
      present?.setAttribute(SESSION, coming.getAttribute(SESSION) ?? "");
      return this.#host.begin({ container: present ?? coming, parent: this }).#ready.promise;
    });
  }

  /** Nested views end with the view around them, and are not waited for. */
  #leaveChildren(): void {
    this.#ready.come();
    for (const child of this.#host.childrenOf(this)) child.destroy();
  }
}

function nothing(): void {}
