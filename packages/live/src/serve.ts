import { relative } from "node:path";
import { RunQueue, systemClock } from "@firecrest/actors";
import {
  type Assets,
  channel,
  combineEndpoints,
  createAssets,
  createEndpoint,
  createLogger,
  createSessionStore,
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
import type { App, AppOptions } from "./app.ts";
import { bundleClient, type ClientBundle, loadClient } from "./client-bundle.ts";
import type { Environment } from "./environment.ts";
import { errorPage, failedPage } from "./error-page.ts";
import { liveRoute } from "./join.ts";
import { renderPage } from "./page.ts";
import { PageSession, type SessionPorts } from "./page-session.ts";
import { defaultRootLayout } from "./root-layout.ts";
import { Router } from "./router.ts";
import { Tokens } from "./tokens.ts";

/** Where and how an app is served. */
export interface ServeAppOptions extends Omit<ListenOptions, "log" | "clock"> {
  /** The app's browser entry (TypeScript or JavaScript), bundled with esbuild. Default: no script, pages that do not connect. */
  readonly client?: string;
  /** Where `buildClient` wrote the bundle; used outside development, when it is there. */
  readonly clientOutDir?: string;
}

const DEFAULT_POLICY =
  "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'; " +
  "base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
const ASSET_PREFIX = "/assets/";
const ID_BYTES = 12;

/** Serves an app: its pages, its live socket at `/live/websocket`, its other sockets, its assets, and its `fetch` for the rest. */
export async function serve(app: App, options: ServeAppOptions): Promise<Server> {
  const { client: entry, clientOutDir, ...listenOptions } = options;
  const isDevelopment = app.options.development ?? process.env["NODE_ENV"] !== "production";
  const bundle = await findBundle(entry, clientOutDir, isDevelopment);
  const environment = createEnvironment(app, bundle, isDevelopment);
  const sessions = createSessionStore({
    keys: app.options.secrets,
    clock: systemClock,
    secure: app.options.secureCookies ?? false,
  });
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
  const { routes, secrets, layout, rootLayout, contentSecurityPolicy, log = createLogger() } = app.options;
  const { handlerTimeoutMs, mailboxMessagesMax } = app.options;
  const assetUrl = (name: string | undefined) => (name === undefined ? undefined : `${ASSET_PREFIX}${name}`);
  return {
    router: new Router(routes),
    pubsub: app.pubsub,
    queue: new RunQueue({
      clock: systemClock,
      onFault: ({ actor, during, error }) => log.error(`live: ${actor.name} failed in ${during}`, { error }),
    }),
    tokens: new Tokens({ secrets, nowMs: () => systemClock.nowMs() }),
    log,
    assets: { script: assetUrl(bundle?.script), style: assetUrl(bundle?.style) },
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
  const fetch = app.options.fetch === undefined ? undefined : fetchBridge(app.options.fetch);
  return (request) =>
    assets.reply(request) ?? answerPage(environment, ports, request) ?? fetch?.(request) ?? errorPage(environment, 404);
}

/** The page of a GET that a route answers; undefined for any other request. */
function answerPage(
  environment: Environment,
  ports: SessionPorts,
  request: HttpRequest,
): HttpReply | Promise<HttpReply> | undefined {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const match = environment.router.match(request.path, request.query);
  if (match === undefined) return undefined;
  const query = request.query === "" ? "" : `?${request.query}`;
  const url = `http://${request.header("host") ?? "localhost"}${request.path}${query}`;
  const fail = (error: unknown) => failedPage(environment, error, request.path);
  try {
    const page = renderPage(environment, { match, url, session: new PageSession(ports, request.header("cookie")) });
    return page instanceof Promise ? page.catch(fail) : page;
  } catch (error) {
    return fail(error);
  }
}

function upgradeHandler(app: App, environment: Environment, session: SessionStore): ServerHandlers["upgrade"] {
  const { checkOrigin, sockets = {} } = app.options;
  const endpoint = (path: string, routes: readonly TopicRoute[]) =>
    createEndpoint({
      path: `${path}/websocket`,
      routes,
      session,
      queue: environment.queue,
      pubsub: app.pubsub,
      log: environment.log,
      tellsCrashes: environment.isDevelopment,
      ...(checkOrigin !== undefined && { checkOrigin }),
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
