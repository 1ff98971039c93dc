import type { ActorBehaviour, ActorContext, ActorRef, ExitReason } from "@firecrest/actors";
import type { TopicMessage, TopicPort } from "@firecrest/channels";
import type { Subscriber } from "@firecrest/pubsub";
import { Differ } from "@firecrest/template";
import { EVENTS } from "@firecrest/wire";
import { decodeClientEvent } from "./client-event.ts";
import { dispatchEvent } from "./dispatch.ts";
import type { Environment } from "./environment.ts";
import { LiveError } from "./errors.ts";
import type { Flash } from "./flash.ts";
import { HttpError } from "./http-error.ts";
import { LiveHandle, type LiveHost, type Session } from "./live.ts";
import type { EventReply } from "./live-view.ts";
import { encodeNavigation, type Navigation, parseUrl } from "./navigation.ts";
import type { RouteMatch } from "./router.ts";
import { renderView } from "./render.ts";
import { turnMembers } from "./turn-json.ts";

/** What a connected view's mailbox holds. */
export type ViewMessage =
  | TopicMessage
  | { readonly type: "mount" }
  | { readonly type: "info"; readonly message: unknown; readonly topic: string | undefined };

/** What a join decided before the view's actor starts. */
export interface ViewJoin {
  readonly match: RouteMatch;
  readonly url: string;
  readonly session: Session;
  readonly flash: Flash;
}

/** Patches that may follow each other before a render; more is a loop (liveview-protocol §6.3). */
const PATCHES_MAX = 20;
/** Replies that may wait for a slow browser; more and the view ends, to be mounted afresh when the browser is back. */
const HELD_REPLIES_MAX = 1_000;

/**
 * One connected view: takes a message, runs its callback to completion, then renders once and sends what changed.
 * It routes; the work of each message kind lives in the files it imports.
 */
export class ViewActor implements ActorBehaviour<ViewMessage>, LiveHost, Subscriber {
  readonly connected = true;
  readonly session: Session;
  readonly #environment: Environment;
  readonly #port: TopicPort;
  readonly #live: LiveHandle;
  readonly #differ: Differ;
  #match: RouteMatch;
  #url: string;
  #ref: ActorRef<ViewMessage> | undefined;
  #self: ActorContext<ViewMessage> | undefined;
  #unsubscribe: (() => void)[] | undefined;
  #isJoined = false;
  #title: string | undefined;
  /** The ref of the push being answered in this turn. */
  #replyRef: string | null = null;
  #reply: string | undefined;
  #joinPatch: Navigation | undefined;
  #leaving: Navigation | undefined;
  /** Answers that wait until a slow browser has read what is on its way. */
  #held: { readonly ref: string; readonly reply: string | undefined }[] | undefined;

  constructor(environment: Environment, port: TopicPort, join: ViewJoin) {
    this.#environment = environment;
    this.#port = port;
    this.#match = join.match;
    this.#url = join.url;
    this.session = join.session;
    this.#live = new LiveHandle(this, join.flash);
    this.#differ = new Differ(environment.renderOptions);
  }

  /** Hands the actor its own ref, before its first message. */
  started(ref: ActorRef<ViewMessage>): void {
    this.#ref = ref;
    ref.send({ type: "mount" });
  }

  // --- what a Live handle asks of its host

  get isAlive(): boolean {
    return this.#ref?.isAlive ?? true;
  }

  get signal(): AbortSignal {
    return this.#context().signal;
  }

  subscribe(topic: string): () => void {
    if (!this.isAlive) return () => undefined;
    const unsubscribe = this.#environment.pubsub.subscribe(topic, this);
    this.#unsubscribe ??= [];
    this.#unsubscribe.push(unsubscribe);
    return unsubscribe;
  }

  broadcast(topic: string, message: unknown): void {
    this.#environment.pubsub.broadcast(topic, message);
  }

  sendSelf(message: unknown, delayMs: number): () => void {
    return this.#context().setTimer(delayMs, { type: "info", message, topic: undefined });
  }

  /** A broadcast arrives: it only joins the mailbox. A view that cannot keep up ends, and is mounted afresh. */
  deliver(message: unknown, topic: string): void {
    if (this.#ref?.send({ type: "info", message, topic }) === "mailbox-full") this.#ref.exit({ type: "mailbox-full" });
  }

  // --- what the mailbox brings

  handleMessage(message: ViewMessage, self: ActorContext<ViewMessage>): void | Promise<void> {
    this.#self = self;
    switch (message.type) {
      case "push":
        return this.#handlePush(message.event, message.ref, message.payload);
      case "info":
        return this.#handleInfo(message.message, message.topic);
      case "mount":
        return this.#mount();
      case "leave":
        return self.stop({ type: "shutdown", detail: "left" });
      case "drained":
        return undefined;
    }
  }

  settled(): void {
    if (!this.#isJoined) return this.#answerJoin();
    if (this.#leaving !== undefined) return this.#depart(this.#leaving);
    if (this.#port.congested) return this.#hold();
    this.#flush();
  }

  terminate(reason: ExitReason): void {
    for (const unsubscribe of this.#unsubscribe ?? []) unsubscribe();
    this.#match.view.terminate?.(this.#live, reason);
  }

  #context(): ActorContext<ViewMessage> {
    if (this.#self === undefined) throw new TypeError("The view's actor has not started yet.");
    return this.#self;
  }

  #handlePush(event: string, ref: string | null, payload: unknown): void | Promise<void> {
    this.#replyRef = ref;
    if (event === EVENTS.event) {
      const clientEvent = decodeClientEvent(payload);
      // A component that is gone: a race the client expects to be answered (liveview-protocol §6.3).
      if (clientEvent.componentId !== undefined) return undefined;
      return this.#finish(dispatchEvent(this.#match.view, this.#live, clientEvent));
    }
    if (event === EVENTS.livePatch) return this.#handleLivePatch(payload);
    if (event === EVENTS.cidsWillDestroy) return undefined;
    if (event === EVENTS.cidsDestroyed) return this.#answer('{"cids":[]}');
    throw new LiveError("malformed-event", `A live view's topic does not take ${JSON.stringify(event.slice(0, 80))}.`);
  }

  #handleInfo(message: unknown, topic: string | undefined): void | Promise<void> {
    const { view, viewName } = this.#match;
    if (view.handleInfo === undefined) {
      this.#environment.log.warn(`The view ${viewName} has no handleInfo; a message was dropped.`, { topic });
      return undefined;
    }
    return this.#finish(view.handleInfo(this.#live, message, topic));
  }

  #mount(): void | Promise<void> {
    try {
      const assigns = this.#match.view.mount(this.#live, this.#match.params as never);
      const mounted =
        assigns instanceof Promise ? assigns.then((value) => this.#mounted(value)) : this.#mounted(assigns);
      return mounted?.catch((error: unknown) => this.#refuseMount(error));
    } catch (error) {
      this.#refuseMount(error);
    }
  }

  /** The page that is loaded in its place answers with the status (liveview-protocol §17.4); any other error is a crash. */
  #refuseMount(error: unknown): void {
    if (!(error instanceof HttpError)) throw error;
    this.#port.refuseJoin(`{"reason":"reload","status":${error.status},"token":""}`);
  }

  #mounted(assigns: object): void | Promise<void> {
    if (!this.isAlive) return undefined;
    this.#live.mounted(assigns);
    return this.#leaving === undefined ? this.#finish(this.#runHandleParams()) : undefined;
  }

  #handleLivePatch(payload: unknown): void | Promise<void> {
    const parsed = parseUrl((payload as { url?: unknown } | null)?.url);
    if (parsed === undefined)
      throw new LiveError("malformed-event", "A live_patch push needs { url }, an absolute URL.");
    const match = this.#environment.router.match(parsed.pathname, parsed.search.slice(1));
    if (match?.view !== this.#match.view) return this.#answer('{"link_redirect":true}');
    this.#match = match;
    this.#url = parsed.href;
    this.#live.clearFlash();
    return this.#finish(this.#runHandleParams());
  }

  #runHandleParams(): void | Promise<void> {
    const { view, params } = this.#match;
    return view.handleParams?.(this.#live, params as never, new URL(this.#url));
  }

  /** Ends a turn's callback: keeps its reply, then follows the patches it asked for. */
  #finish(result: EventReply | Promise<EventReply>, patchCount = 0): void | Promise<void> {
    if (result instanceof Promise) return result.then((value) => this.#finish(value, patchCount));
    if (!this.isAlive) return undefined;
    if (result !== undefined && patchCount === 0 && this.#isJoined) this.#reply = JSON.stringify(result);
    const navigation = this.#live.takeNavigation();
    if (navigation === undefined) return undefined;
    if (navigation.type !== "patch") {
      this.#leaving = navigation;
      return undefined;
    }
    return this.#followPatch(navigation, patchCount + 1);
  }

  #followPatch(patch: Navigation, patchCount: number): void | Promise<void> {
    if (patchCount > PATCHES_MAX) {
      throw new LiveError(
        "patch-loop",
        `The view patched ${PATCHES_MAX} times without settling; the last target was ${patch.to}.`,
      );
    }
    const url = new URL(patch.to, this.#url);
    const match = this.#environment.router.match(url.pathname, url.search.slice(1));
    if (match?.view !== this.#match.view) {
      throw new LiveError(
        "patch-to-other-view",
        `live.patch(${JSON.stringify(patch.to)}) leads to another view; use live.navigate.`,
      );
    }
    this.#match = match;
    this.#url = url.href;
    if (this.#isJoined) this.#port.push(EVENTS.livePatch, encodeNavigation(patch));
    else this.#joinPatch = patch;
    return this.#finish(this.#runHandleParams(), patchCount);
  }

  // --- what leaves

  #render(): string {
    const members = this.#differ.diff(renderView(this.#environment, this.#match.view, this.#live), this.#live.assigns);
    this.#live.rendered();
    return members;
  }

  #takeTitle(): string | undefined {
    const title = this.#live.assigns["pageTitle"];
    if (typeof title !== "string" || title === this.#title) return undefined;
    this.#title = title;
    return title;
  }

  #answerJoin(): void {
    this.#isJoined = true;
    if (this.#leaving !== undefined) {
      const events = this.#live.takeEvents();
      const tail = events.length > 0 ? `,"events":[${events.join(",")}]` : "";
      this.#port.refuseJoin(`{${this.#departure(this.#leaving)}${tail}}`);
      return this.#context().stop();
    }
    const rendered = turnMembers({
      members: this.#render(),
      events: this.#live.takeEvents(),
      reply: undefined,
      title: this.#takeTitle(),
    });
    const patch = this.#joinPatch === undefined ? "" : `,"live_patch":${encodeNavigation(this.#joinPatch)}`;
    this.#joinPatch = undefined;
    this.#port.acceptJoin(`{"rendered":{${rendered}},"liveview_version":"${LIVEVIEW_VERSION}"${patch}}`);
  }

  /** Sends what this turn changed: as the answer to the push it came from, or as a diff of its own. */
  #flush(): void {
    const reply = this.#reply;
    this.#reply = undefined;
    const held = this.#held;
    this.#held = undefined;
    const body = turnMembers({
      members: this.#live.mayHaveChanged() ? this.#render() : "",
      events: this.#live.takeEvents(),
      reply: this.#replyRef === null ? undefined : reply,
      title: this.#takeTitle(),
    });
    if (this.#replyRef !== null) this.#answer(body === "" ? "{}" : `{"diff":{${body}}}`);
    else if (body !== "") this.#port.push(EVENTS.diff, `{${body}}`);
    if (held !== undefined) this.#answerHeld(held);
  }

  #answer(json: string): void {
    if (this.#replyRef === null) return;
    this.#port.reply(this.#replyRef, "ok", json);
    this.#replyRef = null;
  }

  /** While the browser does not read, nothing is rendered: when it reads again it gets the latest state, once. */
  #hold(): void {
    if (this.#replyRef === null) return;
    this.#held ??= [];
    if (this.#held.length >= HELD_REPLIES_MAX) return this.#ref?.exit({ type: "mailbox-full" });
    this.#held.push({ ref: this.#replyRef, reply: this.#reply });
    this.#replyRef = null;
    this.#reply = undefined;
  }

  #answerHeld(held: readonly { readonly ref: string; readonly reply: string | undefined }[]): void {
    for (const { ref, reply } of held) {
      this.#port.reply(ref, "ok", reply === undefined ? "{}" : `{"diff":{"r":${reply}}}`);
    }
  }

  /** Leaves for another view or page: pushed events first, then the answer, then the close (liveview-protocol §6.3). */
  #depart(navigation: Navigation): void {
    const events = this.#live.takeEvents();
    if (events.length > 0) this.#port.push(EVENTS.diff, `{"e":[${events.join(",")}]}`);
    if (this.#replyRef !== null) this.#answer(`{${this.#departure(navigation)}}`);
    else this.#port.push(departureEvent(navigation), encodeNavigation(navigation, this.#flashToken()));
    this.#port.close();
    this.#context().stop();
  }

  #departure(navigation: Navigation): string {
    return `"${departureEvent(navigation)}":${encodeNavigation(navigation, this.#flashToken())}`;
  }

  #flashToken(): string | undefined {
    return this.#environment.tokens.signFlash(this.#live.flash);
  }
}

/** The LiveView client whose contract this server keeps. */
const LIVEVIEW_VERSION = "1.2.12";

function departureEvent(navigation: Navigation): string {
  return navigation.type === "redirect" ? EVENTS.redirect : EVENTS.liveRedirect;
}
