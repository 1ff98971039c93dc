import { EVENTS, extractDiff, type ExtractedDiff, type PushedEvent, TOPICS } from "@firecrest/wire";
import type { Channel, ChannelListener } from "../channel/channel.ts";
import type { Clock } from "../channel/clock.ts";
import type { Reply } from "../channel/reply.ts";
import { stateOf } from "../dom/element-state.ts";
import { PARENT_ID, ROOT_ID, SESSION } from "../dom/marks.ts";
import { ClientError } from "./client-error.ts";
import { markWaiting, releaseWaiting, type Waiting } from "./element-lock.ts";
import { recoverForms, type SavedForm, saveForms } from "./form-recovery.ts";
import { type Hooks, MountedHooks } from "./hooks.ts";
import type { Instruction } from "./instruction.ts";
import { joinPayload } from "./join-payload.ts";
import { logProblem } from "./log.ts";
import type { Target, TargetName } from "./target.ts";
import { writeTitle } from "./title.ts";
import { ViewDom } from "./view-dom.ts";

/** How a view's container looks from outside: classes that a page can style. */
export type ViewState = "connected" | "loading" | "client-error" | "server-error";

/** What a view needs of the page around it. */
export interface ViewHost {
  readonly hooks: Hooks;
  readonly clock: Clock;
  channel(topic: string, listener: ChannelListener): Channel;
  /** The app's parameters for a join. */
  params(container: Element): Readonly<Record<string, unknown>>;
  targets(name: TargetName, view: View): Target[];
  /** Runs commands; returns how long they take, in ms. */
  run(code: string, element: Element, type: string | null): number;
  /** Begins a nested view. */
  begin(container: HTMLElement, parent: View): View;
  /** A join was accepted, its HTML not shown yet. */
  joining(view: View, response: JoinResponse): void;
  /** The view is on the page. */
  joined(view: View, response: JoinResponse): void;
  refused(view: View, reply: Reply): void;
  failed(view: View, isClosed: boolean): void;
  /** The server stopped answering. */
  timedOut(view: View): void;
  follow(view: View, instruction: Instruction): void;
  forget(view: View): void;
}

/** The response to a join (liveview-protocol.md §5.3). */
export interface JoinResponse extends Instruction {
  readonly rendered: unknown;
  readonly container?: readonly [tag: string, attributes: Readonly<Record<string, string>>];
}

/** What makes this view what it is. */
export interface ViewOptions {
  readonly container: HTMLElement;
  readonly parent?: View;
  /** Where the page is; undefined for nested views. Kept up to date by live patches. */
  readonly url?: string | undefined;
  /** For a view begun by live navigation: the URL of the page before. */
  readonly referer?: string;
  /** From the live redirect that led here. */
  readonly flash?: string | undefined;
}

const STATES: readonly ViewState[] = ["connected", "loading", "client-error", "server-error"];
/** How long a view is away before `phx-disconnected` runs: most losses are over sooner. */
const DISCONNECTED_AFTER_MS = 500;

/** A live view on the page: its channel, its container, and what is under way between them. */
export class View {
  readonly id: string;
  container: HTMLElement;
  url: string | undefined;
  readonly parent: View | undefined;
  readonly channel: Channel;
  readonly #host: ViewHost;
  readonly #hooks: MountedHooks;
  readonly #dom: ViewDom;
  readonly #referer: string | undefined;
  #flash: string | undefined;
  readonly #children = new Set<View>();
  #joins = 0;
  #attempts = 0;
  #lastRef = -1;
  /** Between the server's yes and its HTML on the page, what else arrives waits here. */
  #waiting: (() => void)[] | undefined = [];
  #cancelDisconnected: () => void = nothing;

  constructor(host: ViewHost, { container, parent, url, referer, flash }: ViewOptions) {
    this.id = container.id;
    this.container = container;
    this.parent = parent;
    this.url = url;
    this.#referer = referer;
    this.#flash = flash;
    this.#host = host;
    container.setAttribute(ROOT_ID, this.root.id);
    this.#hooks = new MountedHooks({
      hooks: host.hooks,
      elements: () => this.#own("[phx-hook]"),
      push: (element, event, value) => this.pushHookEvent({ view: this }, element, { event, value }),
      pushTo: (element, name, { event, payload: value }) =>
        host.targets(name, this).map((target) => target.view.pushHookEvent(target, element, { event, value })),
    });
    this.#dom = new ViewDom({
      viewId: this.id,
      container: () => this.container,
      beforeUpdate: (from, to, isContentIgnored) => this.#hooks.beforeUpdate(from, to, isContentIgnored),
      leave: (element, code) => host.run(code, element, "remove"),
      later: (delayMs, task) => host.clock.setTimer(delayMs, task),
      patched: () => this.#patched(),
    });
    this.channel = host.channel(TOPICS.viewPrefix + this.id, {
      params: () => this.#joinPayload(),
      joined: (response) => this.#accepted(response as JoinResponse), // what our server says is trusted to have its shape
      refused: (reply) => host.refused(this, reply),
      message: (event, payload) => this.#receive(event, payload),
      failed: (payload) => this.#failed(payload),
      closed: () => this.#failed(undefined, true),
    });
  }

  /** The view at the root of the tree of nested views. */
  get root(): View {
    return this.parent?.root ?? this;
  }

  /** Joined, and on the page. */
  get isConnected(): boolean {
    return this.channel.isJoined && this.#waiting === undefined;
  }

  /**
   * Sends a message and applies what the server answers, while `waiting` elements wait. Resolves to the handler's reply. Rejects
   * with a ClientError; who does not care need not catch it.
   */
  push(event: string, payload: object, waiting?: Waiting): Promise<unknown> {
    const answer = this.#push(event, payload, waiting);
    answer.catch(nothing);
    return answer;
  }

  /** Sends an event from a hook. */
  pushHookEvent({ cid }: Target, element: Element, { event, value }: { event: string; value: unknown }): Promise<unknown> {
    const payload = { type: "hook", event, value: value || {}, cid };
    return this.push(EVENTS.event, payload, { type: "hook", loading: [element], locked: [element] });
  }

  /** Marks the container with the state of the connection. */
  show(state: ViewState): void {
    const { classList } = this.container;
    classList.remove("phx-error", ...STATES.map((name) => `phx-${name}`));
    classList.add(`phx-${state}`);
    if (state.endsWith("error")) classList.add("phx-loading", "phx-error");
  }

  /** Ends the view and those nested in it. Its part of the page stays as it is. */
  destroy(): void {
    this.#cancelDisconnected();
    for (const child of this.#children) child.destroy();
    if (this.parent !== undefined) this.parent.#children.delete(this);
    this.#hooks.destroy();
    this.channel.leave();
    this.#host.forget(this);
  }

  async #push(event: string, payload: object, waiting?: Waiting): Promise<unknown> {
    if (!this.channel.isJoined) {
      throw new ClientError("not-connected", `"${event}" was not sent: the view is not connected. It reconnects by itself; try again then.`);
    }
    const ref = ++this.#lastRef;
    const joins = this.#joins;
    if (waiting !== undefined) markWaiting(this.id, ref, waiting);
    const { status, response } = await this.channel.push(event, payload);
    if (status === "timeout" && joins === this.#joins) this.#host.timedOut(this);
    if (status === "timeout") throw new ClientError("timeout", `The server did not answer "${event}".`);
    if (status === "closed") throw new ClientError("not-connected", `The connection was lost before "${event}" was answered.`);
    if (status === "error") throw new ClientError("refused", `The server refused "${event}".`, { cause: response });
    return this.#answered(response, ref);
  }

  /** Applies the answer to a push in the order of §6.4, and returns the handler's reply. */
  #answered(response: unknown, ref: number): unknown {
    const { diff, ...instruction } = Object(response) as Instruction & { diff?: unknown };
    const extracted = diff === undefined ? undefined : extractDiff(diff);
    this.#whenShown(() => {
      if (extracted !== undefined) dispatchEvents(extracted.events, true);
      this.#release(ref);
      if (extracted !== undefined) this.#update(extracted);
      this.#host.follow(this, instruction);
    });
    return extracted === undefined ? instruction : extracted.reply;
  }

  #joinPayload(): object {
    return joinPayload({
      container: this.container,
      params: this.#host.params(this.container),
      joins: this.#joins,
      attempts: this.#attempts++,
      url: this.url,
      referer: this.#referer,
      flash: this.#flash,
    });
  }

  #accepted(response: JoinResponse): void {
    const join = ++this.#joins;
    this.#attempts = 0;
    this.#flash = undefined;
    this.#waiting = [];
    const forms = join > 1 ? saveForms(this.#own("form[phx-change]")) : [];
    const extracted = extractDiff(response.rendered);
    dispatchEvents(extracted.events, true);
    this.#dom.replaceTree(extracted.diff);
    const finish = (): void => {
      // While forms were being recovered, the connection may have gone, or come anew.
      if (join === this.#joins && this.channel.isJoined) this.#finishJoin(response, extracted);
    };
    if (forms.length === 0) finish();
    else void this.#recover(forms).then(finish);
  }

  /** Sends what was in the forms before the join. Resolves when all is answered; the answers are shown after the join. */
  async #recover(forms: readonly SavedForm[]): Promise<void> {
    const sent = recoverForms(forms, this.#dom.preview()).map(async (payload) => {
      const { status, response } = await this.channel.push(EVENTS.event, payload);
      if (status === "ok") this.#answered(response, ++this.#lastRef);
    });
    await Promise.all(sent);
  }

  #finishJoin(response: JoinResponse, { events, title }: ExtractedDiff): void {
    this.#host.joining(this, response);
    this.#release(Number.POSITIVE_INFINITY);
    this.#dom.showJoin();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#cancelDisconnected();
    this.show("connected");
    if (this.url !== undefined) writeTitle(title);
    dispatchEvents(events, false);
    this.#hooks.reconnected();
    this.#runAll("phx-connected");
    for (const task of waiting) task();
    this.#host.joined(this, response);
  }

  #receive(event: string, payload: unknown): void {
    switch (event) {
      case EVENTS.diff: {
        const extracted = extractDiff(payload);
        return this.#whenShown(() => {
          dispatchEvents(extracted.events, true);
          this.#update(extracted);
        });
      }
      case EVENTS.livePatch:
        return this.#whenShown(() => this.#host.follow(this, { [event]: payload } as Instruction));
      default:
        // Leads away from here: it does not wait. Events of other names are no business of ours, and follow nothing.
        return this.#host.follow(this, { [event]: payload } as Instruction);
    }
  }

  #update({ diff, events, title }: ExtractedDiff): void {
    this.#dom.update(diff);
    if (title !== undefined) writeTitle(title);
    dispatchEvents(events, false);
  }

  #whenShown(task: () => void): void {
    if (this.#waiting === undefined) task();
    else this.#waiting.push(task);
  }

  #release(ref: number): void {
    const isJoin = ref === Number.POSITIVE_INFINITY;
    releaseWaiting(document, ref, {
      viewId: this.id,
      // What a locked element was to become is nothing to the view that joins anew.
      unlock: isJoin ? nothing : (element, clone) => this.#dom.unlock(element, clone),
    });
  }

  /** After every patch: nested views and hooks begin and end with their elements, lost components are given up. */
  #patched(): void {
    for (const child of this.#children) if (!child.container.isConnected) child.destroy();
    for (const container of this.container.querySelectorAll<HTMLElement>(`[${SESSION}][${PARENT_ID}="${this.id}"]`)) {
      if (![...this.#children].some((child) => child.container === container)) this.#children.add(this.#host.begin(container, this));
    }
    this.#hooks.settle();
    for (const element of this.#own("[phx-mounted]")) {
      const state = stateOf(element);
      if (state.isMounted !== true) this.#host.run(element.getAttribute("phx-mounted") ?? "", element, null);
      state.isMounted = true;
    }
    const lost = this.#dom.takeLostCids();
    if (lost.length > 0 && this.#waiting === undefined) void this.#giveUp(lost);
  }

  /** Components that left the page: the server may still bring them back while it is asked (§11). */
  async #giveUp(cids: readonly number[]): Promise<void> {
    const { status } = await this.channel.push(EVENTS.cidsWillDestroy, { cids });
    const gone = cids.filter((cid) => !this.#dom.hasComponent(cid));
    if (status !== "ok" || gone.length === 0) return;
    const { response } = await this.channel.push(EVENTS.cidsDestroyed, { cids: gone });
    this.#dom.prune((Object(response) as { cids?: readonly number[] }).cids ?? []);
  }

  #failed(payload: unknown, isClosed = false): void {
    for (const child of this.#children) child.destroy();
    this.#waiting = [];
    const { message } = Object(payload) as { message?: unknown };
    if (message !== undefined) logProblem(message); // a server in development says why
    this.#hooks.disconnected();
    this.#cancelDisconnected();
    this.#cancelDisconnected = this.#host.clock.setTimer(DISCONNECTED_AFTER_MS, () => this.#runAll("phx-disconnected"));
    this.#host.failed(this, isClosed);
  }

  #runAll(attribute: string): void {
    for (const element of this.#own(`[${attribute}]`)) this.#host.run(element.getAttribute(attribute) ?? "", element, null);
  }

  /** The elements of this view, not of those nested in it. */
  #own(selector: string): HTMLElement[] {
    return [...this.container.querySelectorAll<HTMLElement>(selector)].filter(
      (element) => element.parentElement?.closest(`[${SESSION}]`) === this.container,
    );
  }
}

/** Tells the page, and with it the hooks, what the server has pushed. */
function dispatchEvents(events: readonly PushedEvent[], isBeforePatch: boolean): void {
  for (const [name, detail, isEarly = false] of events) {
    if (isEarly === isBeforePatch) window.dispatchEvent(new CustomEvent(`phx:${name}`, { detail }));
  }
}

function nothing(): void {}
