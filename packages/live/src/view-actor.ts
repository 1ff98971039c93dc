import type { ActorBehaviour, ActorContext, ActorRef, ExitReason, RunQueue } from "@firecrest/actors";
import type { LogLevel, SocketInfo, TopicPort } from "@firecrest/channels";
import type { Subscriber } from "@firecrest/pubsub";
import { EVENTS } from "@firecrest/wire";
import type { SettledTask } from "./async-tasks.ts";
import { type ClientEvent, decodeClientEvent } from "./client-event.ts";
import { encodeContainer, mergeContainers } from "./container.ts";
import { dispatchComponentEvent, dispatchEvent, dispatchInfo } from "./dispatch.ts";
import type { Environment } from "./environment.ts";
import { LiveError } from "./errors.ts";
import { NO_FLASH } from "./flash.ts";
import { HttpError } from "./http-error.ts";
import type { Live, Session } from "./live.ts";
import type { ComponentUpdate, ConnectData, LiveHost } from "./live-host.ts";
import type { NestedView } from "./live-render.ts";
import { mountView, runHandleParams } from "./mount.ts";
import { encodeNavigation, type Navigation, type NavigationType, parseUrl } from "./navigation.ts";
import { departure, Outbox } from "./outbox.ts";
import { isRecord } from "./record.ts";
import { type Route, type ViewMatch, viewNameOf } from "./router.ts";
import { LiveScope } from "./scope.ts";
import { joinRefused, type ViewMetadata, viewEnded } from "./telemetry/events.ts";
import { turnMembers } from "./turn-json.ts";
import { pushToUploads, uploadPorts } from "./uploads/scope-uploads.ts";
import type { UploadPorts } from "./uploads/upload-host.ts";
import type { ViewJoin, ViewMessage } from "./view-messages.ts";
import { ViewRenderer } from "./view-renderer.ts";

/** Patches that may follow each other before a render; more is a loop (liveview-protocol §6.3). */
const PATCHES_MAX = 20;

/**
 * One connected view: takes a message, runs its callback to completion, then renders once and sends what changed.
 * It routes; the work of each message kind lives in the files it imports.
 */
export class ViewActor implements ActorBehaviour<ViewMessage>, LiveHost, Subscriber {
  readonly connected = true;
  readonly id: string;
  readonly session: Session;
  readonly #environment: Environment;
  readonly #port: TopicPort;
  readonly #socket: SocketInfo;
  readonly #parent: ViewActor | undefined;
  readonly #isSticky: boolean;
  readonly #scope: LiveScope;
  readonly #renderer: ViewRenderer;
  readonly #outbox: Outbox;
  /** What the join brought for the mount, until that is over. */
  #join: ViewJoin | undefined;
  #match: ViewMatch;
  #url: string | undefined;
  #ref: ActorRef<ViewMessage> | undefined;
  #self: ActorContext<ViewMessage> | undefined;
  #unsubscribe: (() => void)[] | undefined;
  #isJoined = false;
  #title: string | undefined;
  #joinPatch: Navigation | undefined;
  #leaving: Navigation | undefined;
  /** Stands for the message being handled, for telemetry. */
  #turn: object | undefined;

  constructor(environment: Environment, port: TopicPort, join: ViewJoin) {
    this.#environment = environment;
    this.#port = port;
    this.#join = join;
    this.#match = join.match;
    this.#url = join.url;
    this.#socket = join.socket;
    this.#parent = join.parent;
    this.#isSticky = join.isSticky;
    this.id = join.id;
    this.session = join.session;
    this.#outbox = new Outbox(port);
    this.#scope = new LiveScope(this);
    if (join.flash !== NO_FLASH) this.#scope.setReserved("flash", join.flash);
    this.#renderer = new ViewRenderer(environment, {
      id: join.id,
      host: this,
      scope: this.#scope,
      extensions: join.extensions,
      csrfToken: join.socket.params["_csrf_token"] ?? "",
    });
  }

  /** Hands the actor its own ref, before its first message. */
  started(ref: ActorRef<ViewMessage>): void {
    this.#ref = ref;
    this.#environment.socketViews.add(this.#socket, this);
    ref.send({ type: "mount" });
  }

  // --- what the view around, or inside, this one asks

  /** `lv:` and its id. */
  get topic(): string {
    return this.#port.topic;
  }

  /** Whether it is about to leave for another view or page. */
  get isDeparting(): boolean {
    return this.#leaving !== undefined;
  }

  /** The view that this one's template has under that DOM id. */
  nestedView(id: string): NestedView | undefined {
    return this.#renderer.nestedView(id);
  }

  /** The view of the page's route, around all others. */
  get root(): ViewActor {
    return this.#parent?.root ?? this;
  }

  tell(message: ViewMessage): void {
    if (this.#ref?.send(message) === "mailbox-full") this.#ref.exit({ type: "mailbox-full" });
  }

  /** Calls `ended` once when this view is gone. */
  monitor(ended: (reason: ExitReason) => void): () => void {
    return this.#ref?.monitor(ended) ?? (() => undefined);
  }

  // --- what a scope asks of its host

  get isAlive(): boolean {
    return this.#ref?.isAlive ?? true;
  }

  get route(): Route | undefined {
    return this.#match.route;
  }

  get signal(): AbortSignal {
    return this.#context().signal;
  }

  get connect(): ConnectData | undefined {
    return this.#join?.connect;
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

  inherited(key: string): { readonly value: unknown } | undefined {
    if (this.#parent === undefined) return undefined;
    const { assigns } = this.#parent.#scope;
    return Object.hasOwn(assigns, key) ? { value: assigns[key] } : undefined;
  }

  navigationType(to: string): NavigationType {
    const { route } = this.root.#match;
    if (route === undefined || this.root.#url === undefined) return "href";
    const url = new URL(to, this.root.#url);
    const target = this.#environment.router.matchUrl(url);
    if (target?.route.liveSession?.name !== route.liveSession?.name || target === undefined) return "href";
    return target.view === route.view ? "patch" : "navigate";
  }

  hasOldAssets(urls: readonly string[]): boolean {
    return urls.some((url) => this.#environment.isOldAsset(url));
  }

  get queue(): RunQueue {
    return this.#environment.queue;
  }

  deliverTask(settled: SettledTask): void {
    this.tell({ type: "task", settled });
  }

  sendUpdate(update: ComponentUpdate, delayMs: number): () => void {
    return this.#context().setTimer(delayMs, { type: "update", update });
  }

  get uploads(): UploadPorts {
    return uploadPorts(this.#environment, { view: this, socket: this.#socket });
  }

  /** A broadcast arrives: it only joins the mailbox. A view that cannot keep up ends, and is mounted afresh. */
  deliver(message: unknown, topic: string): void {
    this.tell({ type: "info", message, topic });
  }

  get telemetry(): Environment["telemetry"] {
    return this.#environment.telemetry;
  }

  get logLevel(): LogLevel | false {
    return this.#match.view.log ?? "debug";
  }

  describe(): ViewMetadata {
    this.#turn ??= {};
    return {
      view: viewNameOf(this.#match),
      viewId: this.id,
      connected: true,
      url: this.#url,
      socketId: this.#socket.id,
      headers: this.#socket.connectInfo.headers,
      turn: this.#turn,
    };
  }

  // --- what the mailbox brings

  // oxlint-disable-next-line complexity -- one line for each kind of message
  handleMessage(message: ViewMessage, self: ActorContext<ViewMessage>): void | Promise<void> {
    this.#self = self;
    switch (message.type) {
      case "push":
        return this.#handlePush(message.event, message.ref, message.payload);
      case "info":
        return this.#finish(dispatchInfo(this.#match, this.#scope, message));
      case "task":
        return this.#handleTask(message.settled);
      case "update":
        return this.#renderer.updateComponent(message.update);
      case "mount":
        return this.#mount();
      case "patch":
        return this.#followPatch(message.patch, 1);
      case "leave":
        return self.stop({ type: "shutdown", detail: "left" });
      case "parent-down":
        return this.#port.close();
      case "drained":
        return undefined;
    }
  }

  settled(): void {
    this.#settle();
    this.#turn = undefined;
  }

  #settle(): void {
    if (!this.#isJoined) return this.#answerJoin();
    if (this.#leaving !== undefined) return this.#depart(this.#leaving);
    if (this.#outbox.mustHold) return this.#outbox.hold() ? undefined : this.#ref?.exit({ type: "mailbox-full" });
    this.#outbox.flush({
      members: this.#renderer.renderChanges(this.#match),
      events: this.#renderer.takeEvents(),
      title: this.#takeTitle(),
    });
  }

  terminate(reason: ExitReason): void {
    // A view that was never mounted is nobody's to count.
    if (this.#self !== undefined) viewEnded(this, reason);
    for (const unsubscribe of this.#unsubscribe ?? []) unsubscribe();
    this.#environment.socketViews.remove(this.#socket, this);
    this.#renderer.end();
    this.#match.view.terminate?.(this.#live, reason);
    this.#scope.end();
  }

  get #live(): Live<object> {
    return this.#scope as unknown as Live<object>;
  }

  #context(): ActorContext<ViewMessage> {
    if (this.#self === undefined) throw new TypeError("The view's actor has not started yet.");
    return this.#self;
  }

  #handlePush(event: string, ref: string | null, payload: unknown): void | Promise<void> {
    this.#outbox.open(ref);
    switch (event) {
      case EVENTS.event:
        return this.#handleEvent(decodeClientEvent(payload));
      case EVENTS.livePatch:
        return this.#handleLivePatch(payload);
      case EVENTS.allowUpload:
      case EVENTS.progress:
        return this.#handleUpload(event, payload);
      case EVENTS.cidsWillDestroy:
        this.#renderer.components?.willDestroy(componentIds(payload));
        return undefined;
      case EVENTS.cidsDestroyed:
        return this.#outbox.answer(
          `{"cids":${JSON.stringify(this.#renderer.destroyComponents(componentIds(payload)))}}`,
        );
      default:
        throw new LiveError(
          "malformed-event",
          `A live view's topic does not take ${JSON.stringify(event.slice(0, 80))}.`,
        );
    }
  }

  /** The client asks to upload files, or says how far they are. */
  #handleUpload(event: string, payload: unknown): void | Promise<void> {
    const { cid } = isRecord(payload) ? payload : {};
    const component = typeof cid === "number" ? this.#renderer.components?.find(cid) : undefined;
    const scope = typeof cid === "number" ? component?.scope : this.#scope;
    const result = pushToUploads(scope, { event, payload, outbox: this.#outbox });
    return component === undefined ? this.#finish(result) : this.#finishIn(component.cid, result);
  }

  #handleEvent(event: ClientEvent): void | Promise<void> {
    if (event.componentId === undefined) return this.#finish(dispatchEvent(this.#match.view, this.#scope, event));
    const component = this.#renderer.components?.find(event.componentId);
    // A component that is gone: a race the client expects to be answered (liveview-protocol §6.3).
    if (component === undefined) return undefined;
    return this.#finishIn(component.cid, dispatchComponentEvent(component, event));
  }

  #handleTask(settled: SettledTask): void | Promise<void> {
    const handle = settled.take();
    if (handle === undefined) return undefined;
    const result = handle(settled.outcome);
    const done = settled.cid === undefined ? this.#finish(quiet(result)) : this.#finishIn(settled.cid, quiet(result));
    return done;
  }

  #mount(): void | Promise<void> {
    this.#watchParent();
    try {
      const mounted = mountView(this.#scope, this.#match);
      const done =
        mounted instanceof Promise ? mounted.then((isShown) => this.#mounted(isShown)) : this.#mounted(mounted);
      return done?.catch((error: unknown) => this.#refuseMount(error));
    } catch (error) {
      this.#refuseMount(error);
    }
  }

  #watchParent(): void {
    const { parent } = this.#join ?? {};
    if (parent === undefined) return;
    const stop = parent.monitor(() => this.tell({ type: "parent-down" }));
    this.#unsubscribe ??= [];
    this.#unsubscribe.push(stop);
  }

  /** The page that is loaded in its place answers with the status (liveview-protocol §17.4); any other error is a crash. */
  #refuseMount(error: unknown): void {
    if (!(error instanceof HttpError)) throw error;
    joinRefused("reload", this.#port.topic, this.#socket);
    this.#port.refuseJoin(`{"reason":"reload","status":${error.status},"token":""}`);
  }

  #mounted(isShown: boolean): void | Promise<void> {
    if (!this.isAlive) return undefined;
    this.#leaving = this.#scope.takeNavigation();
    if (!isShown || this.#leaving !== undefined || this.#url === undefined) return undefined;
    return this.#finish(quiet(runHandleParams(this.#scope, this.#match, this.#url)));
  }

  #handleLivePatch(payload: unknown): void | Promise<void> {
    const parsed = parseUrl((payload as { url?: unknown } | null)?.url);
    if (parsed === undefined)
      throw new LiveError("malformed-event", "A live_patch push needs { url }, an absolute URL.");
    const match = this.#environment.router.matchUrl(parsed);
    if (match?.view !== this.#match.view) return this.#outbox.answer('{"link_redirect":true}');
    this.#scope.clearFlash();
    return this.#patched(match, parsed.href, 0);
  }

  #patched(match: ViewMatch, url: string, patchCount: number): void | Promise<void> {
    this.#match = match;
    this.#url = url;
    this.#scope.setReserved("liveAction", match.route?.liveAction);
    return this.#finish(quiet(runHandleParams(this.#scope, match, url)), patchCount);
  }

  /** Ends the turn of one component. */
  #finishIn(cid: number, result: unknown): void | Promise<void> {
    if (result instanceof Promise) return result.then((value) => this.#finishIn(cid, value));
    if (!this.isAlive) return undefined;
    this.#renderer.touchedComponent(cid);
    return this.#finish(result);
  }

  /** Ends a turn's callback: keeps its reply, then follows the patches it asked for. */
  #finish(result: unknown, patchCount = 0): void | Promise<void> {
    if (result instanceof Promise) return result.then((value) => this.#finish(value, patchCount));
    if (!this.isAlive) return undefined;
    if (result !== undefined && patchCount === 0 && this.#isJoined) this.#outbox.keepReply(result as object); // an EventReply
    const navigation = this.#scope.takeNavigation();
    if (navigation === undefined) return undefined;
    if (navigation.type !== "patch") {
      this.#leaving = navigation;
      return undefined;
    }
    if (this.#parent !== undefined) return this.root.tell({ type: "patch", patch: navigation });
    return this.#followPatch(navigation, patchCount + 1);
  }

  #followPatch(patch: Navigation, patchCount: number): void | Promise<void> {
    if (patchCount > PATCHES_MAX) {
      throw new LiveError(
        "patch-loop",
        `The view patched ${PATCHES_MAX} times without settling; the last target was ${patch.to}.`,
      );
    }
    const url = this.#url === undefined ? undefined : new URL(patch.to, this.#url);
    const match = url === undefined ? undefined : this.#environment.router.matchUrl(url);
    if (url === undefined || match?.view !== this.#match.view) {
      throw new LiveError(
        "patch-to-other-view",
        `live.patch(${JSON.stringify(patch.to)}) leads to another view; use live.navigate.`,
      );
    }
    if (this.#isJoined) this.#port.push(EVENTS.livePatch, encodeNavigation(patch));
    else this.#joinPatch = patch;
    return this.#patched(match, url.href, patchCount);
  }

  // --- what leaves

  #takeTitle(): string | undefined {
    const title = this.#scope.assigns["pageTitle"];
    if (typeof title !== "string" || title === this.#title) return undefined;
    this.#title = title;
    return title;
  }

  #answerJoin(): void {
    this.#isJoined = true;
    if (this.#leaving !== undefined) {
      const events = this.#renderer.takeEvents();
      const tail = events.length > 0 ? `,"events":[${events.join(",")}]` : "";
      this.#port.refuseJoin(`{${departure(this.#leaving, this.#flashToken())}${tail}}`);
      return this.#context().stop();
    }
    const rendered = turnMembers({
      members: this.#renderer.render(this.#match),
      events: this.#renderer.takeEvents(),
      title: this.#takeTitle(),
    });
    const patch = this.#joinPatch === undefined ? "" : `,"live_patch":${encodeNavigation(this.#joinPatch)}`;
    this.#port.acceptJoin(
      `{"rendered":{${rendered}},"liveview_version":"${LIVEVIEW_VERSION}"${patch}${this.#container()}}`,
    );
    this.#joinPatch = undefined;
    this.#join = undefined;
  }

  /** A live navigation keeps the container of the page's first view, and gives it the new view's tag and attributes. */
  #container(): string {
    if (this.#join?.isRedirected !== true) return "";
    const { view, route } = this.#match;
    return `,"container":${encodeContainer(mergeContainers(view.container, route?.container))}`;
  }

  /** Leaves for another view or page. A sticky view stays while the page's own makes room for the next. */
  #depart(navigation: Navigation): void {
    this.#outbox.depart(navigation, { events: this.#renderer.takeEvents(), flash: this.#flashToken() });
    if (this.#isSticky && navigation.type === "navigate") {
      this.#leaving = undefined;
      return;
    }
    this.#port.close();
    this.#context().stop();
  }

  #flashToken(): string | undefined {
    return this.#environment.tokens.signFlash(this.#scope.flash);
  }
}

/** The LiveView client whose contract this server keeps. */
const LIVEVIEW_VERSION = "1.2.12";

/** A callback whose result is no reply. */
function quiet(result: unknown): unknown {
  return result instanceof Promise ? result.then(() => undefined) : undefined;
}

function componentIds(payload: unknown): readonly number[] {
  const cids = isRecord(payload) ? payload["cids"] : undefined;
  return Array.isArray(cids) ? cids.filter((cid): cid is number => typeof cid === "number") : [];
}
