import { relative } from "node:path";
import { type ActorRef, type AnyActorRef, type Clock, RunQueue, systemClock } from "@firecrest/actors";
import {
  type Assets,
  channel,
  combineEndpoints,
  createAssets,
  createEndpoint,
  connectInfo,
  createLogger,
  fetchBridge,
  type HttpReply,
  type HttpRequest,
  type Logger,
  type ServerHandlers,
  type SessionStore,
  systemRandom,
  type TopicRoute,
} from "@firecrest/channels";
import { createParamFilter, limitLines } from "@firecrest/channels/logging";
import type { RenderOptions } from "@firecrest/template";
import { type App, type AppOptions, LIVE_SOCKET_ID } from "./app.ts";
import type { ClientBundle } from "./client-bundle.ts";
import type { Environment } from "./environment.ts";
import { errorPage, failedPage } from "./error-page.ts";
import { isPeersMistake } from "./errors.ts";
import { liveRoute } from "./join.ts";
import { parseUrl } from "./navigation.ts";
import { renderPage } from "./page.ts";
import { PageSession, type SessionPorts } from "./page-session.ts";
import { defaultRootLayout } from "./root-layout.ts";
import { type RouteMatch, Router } from "./router.ts";
import { setServedApp } from "./served-app.ts";
import { SocketViews } from "./socket-views.ts";
import { systemSpanClock } from "./telemetry/clock.ts";
import { Tokens } from "./tokens.ts";
import { UploadDirectory } from "./uploads/upload-directory.ts";
import { uploadRoute } from "./uploads/upload-route.ts";
import { uuidOf } from "./uploads/uuid.ts";
import type { ViewMessage } from "./view-messages.ts";

/** What an app answers with, whatever carries its requests and messages: a listening server, or a test in the same process. */
export interface AppHandlers extends ServerHandlers {
  /** Runs every view and channel of the app. */
  readonly queue: RunQueue;
}

/** What an app is run with. */
export interface AppHandlersOptions {
  /** The bundled browser side. Default: none, pages that do not connect. */
  readonly bundle?: ClientBundle | undefined;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the app's own, with a limit on how many lines of a kind it takes. */
  readonly log?: Logger;
  /** Hears why a page could not be shown. */
  readonly onPageError?: (error: unknown) => void;
  /** Hears of every view that joins. */
  readonly onView?: (view: RunningView) => void;
}

/** A view whose socket has joined. */
export interface RunningView {
  /** `lv:` and the id of its container. */
  readonly topic: string;
  /** Puts a message into its mailbox, for `handleInfo`. False when it has ended, or takes no more. */
  tell(message: unknown): boolean;
  /** What its callbacks threw last, if they did. */
  error(): unknown;
}

const DEFAULT_POLICY =
  "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; " +
  "base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
const ASSET_PREFIX = "/assets/";
const ID_BYTES = 12;
const UUID_BYTES = 16;

/** Makes an app's pages, its live socket at `/live/websocket`, its other sockets, its assets, and its `fetch` for the rest. */
export function createAppHandlers(app: App, options: AppHandlersOptions = {}): AppHandlers {
  const { bundle, onView, onPageError = ignore } = options;
  const faults: Faults = new WeakMap();
  const environment = createEnvironment(app, options, faults);
  const sessions = app.sessionStore;
  const assets = createAssets(
    // esbuild has put a hash of the content into every name.
    (bundle?.files ?? []).map((file) => ({ ...file, hash: "has" })),
    { prefix: ASSET_PREFIX, compress: !environment.isDevelopment },
  );
  return {
    queue: environment.queue,
    request: requestHandler({ app, environment, sessions, assets, onPageError }),
    upgrade: upgradeHandler({ app, environment, sessions }, (route) => watched(route, { onView, faults })),
  };
}

/** Whether errors reach the browser: the app's own word, else what `NODE_ENV` says. */
export function isDevelopment(app: App): boolean {
  return app.options.development ?? process.env["NODE_ENV"] !== "production";
}

function createEnvironment(
  app: App,
  { bundle, clock = systemClock, ...options }: AppHandlersOptions,
  faults: Faults,
): Environment {
  const { routes, views, secrets, layout, rootLayout, contentSecurityPolicy } = app.options;
  const { handlerTimeoutMs, mailboxMessagesMax, filterParameters } = app.options;
  const log = options.log ?? limitLines(app.options.log ?? createLogger(), { clock });
  const assetUrl = (name: string | undefined) => (name === undefined ? undefined : `${ASSET_PREFIX}${name}`);
  return {
    router: new Router(routes),
    views: new Map(Object.entries(views ?? {})),
    socketViews: new SocketViews(),
    uploads: new UploadDirectory(),
    pubsub: app.pubsub,
    queue: new RunQueue({
      clock,
      onFault: ({ actor, during, error }) => {
        faults.set(actor, error);
        log[isPeersMistake(error) ? "warn" : "error"](`live: ${actor.name} failed in ${during}`, { error });
      },
    }),
    tokens: new Tokens({ secrets, nowMs: () => clock.nowMs() }),
    log,
    telemetry: { clock: systemSpanClock, log, filterParams: createParamFilter(filterParameters) },
    assets: { script: assetUrl(bundle?.script), style: assetUrl(bundle?.style) },
    isOldAsset: oldAssets(bundle),
    rootLayout: rootLayout ?? defaultRootLayout,
    layout,
    contentSecurityPolicy: contentSecurityPolicy === false ? undefined : (contentSecurityPolicy ?? DEFAULT_POLICY),
    isDevelopment: isDevelopment(app),
    renderOptions: renderOptionsOf(app.options, isDevelopment(app)),
    viewLimits: {
      ...(handlerTimeoutMs !== undefined && { handlerTimeoutMs }),
      ...(mailboxMessagesMax !== undefined && { mailboxMessagesMax }),
    },
    newId: () => `phx-${Buffer.from(systemRandom(ID_BYTES)).toString("base64url")}`,
    newUuid: () => uuidOf(systemRandom(UUID_BYTES)),
  };
}

/** Tells assets of an earlier build by their names, which carry a hash. What does not come from here is nobody's to judge. */
function oldAssets(bundle: ClientBundle | undefined): (url: string) => boolean {
  const names = new Set((bundle?.files ?? []).map(({ name }) => name));
  return (url) => {
    const path = parseUrl(url)?.pathname ?? "";
    return path.startsWith(ASSET_PREFIX) && !names.has(path.slice(ASSET_PREFIX.length));
  };
}

function renderOptionsOf(
  { rootTagAttribute, debugAnnotations = false }: AppOptions,
  development: boolean,
): RenderOptions {
  if (!development || debugAnnotations === false) return { development, rootTagAttribute };
  const isAnnotated = debugAnnotations === true ? () => true : debugAnnotations;
  const annotate = (file: string) => (isAnnotated(file) ? relative(process.cwd(), file) : undefined);
  return { development, rootTagAttribute, annotate };
}

interface AppParts {
  readonly app: App;
  readonly environment: Environment;
  readonly sessions: SessionStore;
}

/** Assets first (a lookup), then the views, then the app's own `fetch`. */
function requestHandler({
  app,
  environment,
  sessions,
  assets,
  onPageError,
}: AppParts & { readonly assets: Assets; readonly onPageError: PageParts["onPageError"] }): ServerHandlers["request"] {
  const ports: SessionPorts = { sessions, tokens: environment.tokens, random: systemRandom };
  const pages: PageParts = { app, environment, ports, onPageError };
  setServedApp(app, { environment, ports });
  const fetch = app.options.fetch === undefined ? undefined : fetchBridge(app.options.fetch);
  return (request) =>
    assets.reply(request) ?? answerPage(pages, request) ?? fetch?.(request) ?? errorPage(environment, 404);
}

interface PageParts {
  readonly app: App;
  readonly environment: Environment;
  readonly ports: SessionPorts;
  readonly onPageError: (error: unknown) => void;
}

/** The page of a GET that a route answers; undefined for any other request. */
function answerPage(parts: PageParts, request: HttpRequest): HttpReply | Promise<HttpReply> | undefined {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const match = parts.environment.router.match(request.path, request.query);
  if (match === undefined) return undefined;
  const fail = (error: unknown) => {
    parts.onPageError(error);
    return failedPage(parts.environment, error, match.viewName);
  };
  try {
    const page = mountPage(parts, request, match);
    return page instanceof Promise ? page.catch(fail) : page;
  } catch (error) {
    return fail(error);
  }
}

function mountPage(parts: PageParts, request: HttpRequest, match: RouteMatch): HttpReply | Promise<HttpReply> {
  const { app, environment, ports } = parts;
  const query = request.query === "" ? "" : `?${request.query}`;
  const url = `http://${request.header("host") ?? "localhost"}${request.path}${query}`;
  const session = new PageSession(ports, request.header("cookie"));
  const connect = {
    params: undefined,
    trackedAssets: [],
    get info() {
      return connectInfo(request, null);
    },
  };
  const show = (assigns: Readonly<Record<string, unknown>>) =>
    renderPage(environment, { match, url, session, connect, assigns });
  const assigns = app.options.assigns?.({
    url: new URL(url),
    session: session.data,
    header: (name) => request.header(name),
  });
  return assigns instanceof Promise ? assigns.then(show) : show(assigns ?? NO_ASSIGNS);
}

const NO_ASSIGNS = Object.freeze({});

function upgradeHandler(
  { app, environment, sessions }: AppParts,
  watch: (route: TopicRoute) => TopicRoute,
): ServerHandlers["upgrade"] {
  const { checkOrigin, sockets = {}, socketLimits } = app.options;
  const endpoint = (path: string, routes: readonly TopicRoute[]) =>
    createEndpoint({
      path: `${path}/websocket`,
      routes,
      session: sessions,
      queue: environment.queue,
      pubsub: app.pubsub,
      log: environment.log,
      filterParams: environment.telemetry.filterParams,
      tellsCrashes: environment.isDevelopment,
      connect: ({ session: held }) => {
        const id = held?.[LIVE_SOCKET_ID];
        return { ok: true, ...(typeof id === "string" && { id }) };
      },
      ...(checkOrigin !== undefined && { checkOrigin }),
      ...(socketLimits !== undefined && { limits: socketLimits }),
    });
  const shared = { queue: environment.queue, pubsub: app.pubsub };
  const others = Object.entries(sockets).map(([path, channels]) =>
    endpoint(
      path,
      channels.map((definition) => channel(definition, shared)),
    ),
  );
  return combineEndpoints([endpoint("/live", [watch(liveRoute(environment)), uploadRoute(environment)]), ...others]);
}

/** What actors threw last. */
type Faults = WeakMap<AnyActorRef, unknown>;

/** The same topics, with somebody who hears of every view that joins. */
function watched(
  route: TopicRoute,
  { onView, faults }: { readonly onView: AppHandlersOptions["onView"]; readonly faults: Faults },
): TopicRoute {
  if (onView === undefined) return route;
  return {
    pattern: route.pattern,
    join: (request) => {
      // Below lv: a join is a view's, whose mailbox takes more than a topic's messages, or was refused and has ended.
      const ref = route.join(request) as ActorRef<ViewMessage>;
      onView({
        topic: request.topic,
        tell: (message) => ref.send({ type: "info", message, topic: undefined }) === "accepted",
        error: () => faults.get(ref),
      });
      return ref;
    },
  };
}

function ignore(): void {}
