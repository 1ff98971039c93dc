import { relative } from "node:path";
import { RunQueue, systemClock } from "@firecrest/actors";
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
  listen,
  type ListenOptions,
  type Server,
  type ServerHandlers,
  type SessionStore,
  systemRandom,
  type TopicRoute,
} from "@firecrest/channels";
import { onBlockedUrl, onTemplateWarning, type RenderOptions } from "@firecrest/template";
import { type App, type AppOptions, LIVE_SOCKET_ID } from "./app.ts";
import { bundleClient, type ClientBundle, loadClient } from "./client-bundle.ts";
import type { Environment } from "./environment.ts";
import { errorPage, failedPage } from "./error-page.ts";
import { liveRoute } from "./join.ts";
import { parseUrl } from "./navigation.ts";
import { renderPage } from "./page.ts";
import { PageSession, type SessionPorts } from "./page-session.ts";
import { defaultRootLayout } from "./root-layout.ts";
import { type RouteMatch, Router } from "./router.ts";
import { setServedApp } from "./served-app.ts";
import { SocketViews } from "./socket-views.ts";
import { Tokens } from "./tokens.ts";

/** Where and how an app is served. */
export interface ServeAppOptions extends Omit<ListenOptions, "log" | "clock"> {
  /** The app's browser entry (TypeScript or JavaScript), bundled with esbuild. Default: no script, pages that do not connect. */
  readonly client?: string;
  /** Where `buildClient` wrote the bundle; used outside development, when it is there. */
  readonly clientOutDir?: string;
}

const DEFAULT_POLICY =
  "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; " +
  "base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
const ASSET_PREFIX = "/assets/";
const ID_BYTES = 12;

/** Serves an app: its pages, its live socket at `/live/websocket`, its other sockets, its assets, and its `fetch` for the rest. */
export async function serve(app: App, options: ServeAppOptions): Promise<Server> {
  const { client: entry, clientOutDir, ...listenOptions } = options;
  const isDevelopment = app.options.development ?? process.env["NODE_ENV"] !== "production";
  const bundle = await findBundle(entry, clientOutDir, isDevelopment);
  const environment = createEnvironment(app, bundle, isDevelopment);
  const sessions = app.sessionStore;
  const assets = createAssets(
    // esbuild has put a hash of the content into every name.
    (bundle?.files ?? []).map((file) => ({ ...file, hash: "has" })),
    { prefix: ASSET_PREFIX, compress: !isDevelopment },
  );
  const handlers: ServerHandlers = {
    request: requestHandler({ app, environment, sessions, assets }),
    upgrade: upgradeHandler(app, environment, sessions),
  };
  const server = await listen(handlers, { ...listenOptions, log: environment.log });
  const endReports = reportTemplates(environment);
  return {
    port: server.port,
    transport: server.transport,
    close: () => {
      endReports();
      return server.close();
    },
  };
}

/** Until what it returns is called, the log hears what templates have to say. */
function reportTemplates({ log, isDevelopment }: Environment): () => void {
  const endBlocked = onBlockedUrl((blocked) =>
    log.warn("live: blocked a URL that would run as a script", { ...blocked }),
  );
  if (!isDevelopment) return endBlocked;
  const endWarnings = onTemplateWarning(({ message, template }) => log.warn(`live: ${message}`, { template }));
  return () => {
    endBlocked();
    endWarnings();
  };
}

async function findBundle(
  entry: string | undefined,
  outDir: string | undefined,
  development: boolean,
): Promise<ClientBundle | undefined> {
  const built = development || outDir === undefined ? undefined : await loadClient(outDir);
  if (built !== undefined || entry === undefined) return built;
  return bundleClient({ entry, development });
}

function createEnvironment(app: App, bundle: ClientBundle | undefined, isDevelopment: boolean): Environment {
  const { routes, views, secrets, layout, rootLayout, contentSecurityPolicy, log = createLogger() } = app.options;
  const { handlerTimeoutMs, mailboxMessagesMax } = app.options;
  const assetUrl = (name: string | undefined) => (name === undefined ? undefined : `${ASSET_PREFIX}${name}`);
  return {
    router: new Router(routes),
    views: new Map(Object.entries(views ?? {})),
    socketViews: new SocketViews(),
    pubsub: app.pubsub,
    queue: new RunQueue({
      clock: systemClock,
      onFault: ({ actor, during, error }) => log.error(`live: ${actor.name} failed in ${during}`, { error }),
    }),
    tokens: new Tokens({ secrets, nowMs: () => systemClock.nowMs() }),
    log,
    assets: { script: assetUrl(bundle?.script), style: assetUrl(bundle?.style) },
    isOldAsset: oldAssets(bundle),
    rootLayout: rootLayout ?? defaultRootLayout,
    layout,
    contentSecurityPolicy: contentSecurityPolicy === false ? undefined : (contentSecurityPolicy ?? DEFAULT_POLICY),
    isDevelopment,
    renderOptions: renderOptionsOf(app.options, isDevelopment),
    viewLimits: {
      ...(handlerTimeoutMs !== undefined && { handlerTimeoutMs }),
      ...(mailboxMessagesMax !== undefined && { mailboxMessagesMax }),
    },
    newId: () => `phx-${Buffer.from(systemRandom(ID_BYTES)).toString("base64url")}`,
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

interface RequestParts {
  readonly app: App;
  readonly environment: Environment;
  readonly sessions: SessionStore;
  readonly assets: Assets;
}

/** Assets first (a lookup), then the views, then the app's own `fetch`. */
function requestHandler({ app, environment, sessions, assets }: RequestParts): ServerHandlers["request"] {
  const ports: SessionPorts = { sessions, tokens: environment.tokens, random: systemRandom };
  const pages: PageParts = { app, environment, ports };
  setServedApp(app, { environment, ports });
  const fetch = app.options.fetch === undefined ? undefined : fetchBridge(app.options.fetch);
  return (request) =>
    assets.reply(request) ?? answerPage(pages, request) ?? fetch?.(request) ?? errorPage(environment, 404);
}

interface PageParts {
  readonly app: App;
  readonly environment: Environment;
  readonly ports: SessionPorts;
}

/** The page of a GET that a route answers; undefined for any other request. */
function answerPage(parts: PageParts, request: HttpRequest): HttpReply | Promise<HttpReply> | undefined {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const match = parts.environment.router.match(request.path, request.query);
  if (match === undefined) return undefined;
  const fail = (error: unknown) => failedPage(parts.environment, error, request.path);
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

function upgradeHandler(app: App, environment: Environment, session: SessionStore): ServerHandlers["upgrade"] {
  const { checkOrigin, sockets = {}, socketLimits } = app.options;
  const endpoint = (path: string, routes: readonly TopicRoute[]) =>
    createEndpoint({
      path: `${path}/websocket`,
      routes,
      session,
      queue: environment.queue,
      pubsub: app.pubsub,
      log: environment.log,
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
  return combineEndpoints([endpoint("/live", [liveRoute(environment)]), ...others]);
}
