import type { RunQueue } from "@firecrest/actors";
import type { PubSub } from "@firecrest/pubsub";
import { CSRF_PARAM, CSRF_SESSION_KEY, verifyCsrfToken } from "./csrf.ts";
import { ChannelError } from "./errors.ts";
import { connectInfo, isVersionSupported, parseParams, parseProtocols } from "./handshake.ts";
import { type SocketLimits, joinRate, messageRate, resolveSocketLimits } from "./limits.ts";
import type { Logger } from "./logger.ts";
import { type CheckOrigin, allowedOriginProblem, isOriginAllowed } from "./origin.ts";
import { type ParamFilter, createParamFilter } from "./param-filter.ts";
import type { HttpRequest, ServerHandlers, UpgradeReply } from "./serve/serve.ts";
import type { Session, SessionStore } from "./session.ts";
import type { ConnectInfo, SocketInfo } from "./socket-info.ts";
import { Socket, type SocketContext } from "./socket.ts";
import { checkTopicPattern } from "./topic-router.ts";
import type { TopicRoute } from "./topic.ts";

/** What `connect` decides about a client. */
export type ConnectReply =
  | { readonly ok: true; readonly id?: string; readonly assigns?: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly status?: number };

/** What `connect` may look at. */
export interface ConnectRequest {
  readonly params: SocketInfo["params"];
  readonly session: Session | null;
  readonly connectInfo: ConnectInfo;
}

/** One place where clients connect. */
export interface EndpointOptions {
  /** The exact path of the handshake: `"/live/websocket"`. */
  readonly path: string;
  /** Tried in order; the first one whose pattern covers a topic takes it. */
  readonly routes: readonly TopicRoute[];
  readonly queue: RunQueue;
  /** Carries the broadcast that disconnects every socket with an id: `{ topic: id, event: "disconnect", payload: {} }`, on the topic `id`. */
  readonly pubsub: PubSub;
  readonly log: Logger;
  /** Which pages may connect. Default `true`: those of the host that the request was sent to. */
  readonly checkOrigin?: CheckOrigin;
  /** Where sessions are read from; without it every session is null. */
  readonly session?: SessionStore;
  /** Whether the session is only given to clients that send a CSRF token made for it. Default true. */
  readonly csrf?: boolean;
  readonly limits?: Partial<SocketLimits>;
  /** Whether a `phx_error` says why the topic crashed: for development, errors can hold anything. Default false. */
  readonly tellsCrashes?: boolean;
  /** Makes of the params of a handshake what the log may hold. Default: `createParamFilter()`. */
  readonly filterParams?: ParamFilter;
  /** Lets a client in or not, and names it. Synchronous: what needs a database is for the joins. A refusal without a status is 403. */
  connect?(request: ConnectRequest): ConnectReply;
}

/** Answers upgrades; 404 for a path that is not its own. */
export type Endpoint = ServerHandlers["upgrade"];

/** Throws `invalid-option`, `invalid-topic-pattern` for a mistake in the options. */
export function createEndpoint(options: EndpointOptions): Endpoint {
  const { path, routes, queue, log, checkOrigin = true } = options;
  checkOptions(options);
  const { tellsCrashes = false } = options;
  const limits = resolveSocketLimits(options.limits);
  const context: SocketContext = {
    routes,
    queue,
    log,
    tellsCrashes,
    limits,
    // One of each for all sockets.
    joinRate: joinRate(limits),
    messageRate: messageRate(limits),
  };
  return (request) => {
    if (request.path !== path) return { reject: 404 };
    const headers = { origin: request.header("origin"), host: request.header("host") };
    if (!isOriginAllowed(checkOrigin, headers))
      return refuse(log, request, { reason: "origin not allowed; list it in checkOrigin", ...headers });
    return answer(request, options, context);
  };
}

/** One upgrade handler of several endpoints, each with a path of its own. */
export function combineEndpoints(endpoints: readonly Endpoint[]): Endpoint {
  return (request) => {
    for (const endpoint of endpoints) {
      const reply = endpoint(request);
      if (!("reject" in reply) || reply.reject !== 404) return reply;
    }
    return { reject: 404 };
  };
}

function answer(request: HttpRequest, options: EndpointOptions, context: SocketContext): UpgradeReply {
  const { log } = options;
  const params = parseParams(request.query);
  if (!isVersionSupported(params["vsn"]))
    return refuse(log, request, {
      reason: "vsn not supported; this server speaks 2.x.y",
      vsn: params["vsn"]?.slice(0, 80),
    });
  const protocols = parseProtocols(request.header("sec-websocket-protocol"));
  if (protocols === undefined) return refuse(log, request, { reason: "the auth token is not base64" });
  const info = connectInfo(request, protocols.authToken);
  const session = readSession(options, params, request.header("cookie"));
  const reply = options.connect?.({ params, session, connectInfo: info }) ?? { ok: true };
  if (!reply.ok) return refuse(log, request, { reason: "connect refused", status: reply.status ?? 403 });
  if (log.isEnabled?.("debug") ?? true) {
    log.debug("channels: connected", {
      path: request.path,
      remoteAddress: info.remoteAddress,
      params: (options.filterParams ?? filterByDefault)(params),
    });
  }
  const socketInfo = { id: reply.id ?? null, params, session, connectInfo: info, assigns: reply.assigns ?? NO_ASSIGNS };
  return {
    ...(protocols.protocol !== undefined && { protocol: protocols.protocol }),
    accept: (connection) => {
      const socket = new Socket(connection, context, socketInfo);
      if (socketInfo.id !== null) socket.listenForDisconnect(socketInfo.id, options.pubsub);
      return socket;
    },
  };
}

const filterByDefault = createParamFilter();
const NO_ASSIGNS = Object.freeze({});

/** Null without a valid cookie, and without the CSRF token that proves that the page was ours; the client is let in all the same. */
function readSession(
  options: EndpointOptions,
  params: SocketInfo["params"],
  cookie: string | undefined,
): Session | null {
  const session = options.session?.read(cookie) ?? null;
  if (session === null || options.csrf === false) return session;
  return verifyCsrfToken(session[CSRF_SESSION_KEY], params[CSRF_PARAM]) ? session : null;
}

function refuse(
  log: Logger,
  request: HttpRequest,
  fields: { reason: string; status?: number; [name: string]: unknown },
): UpgradeReply {
  const status = fields.status ?? 403;
  log.warn("channels: refused a connection", {
    ...fields,
    status,
    path: request.path,
    remoteAddress: request.remoteAddress,
  });
  return { reject: status };
}

function checkOptions({ routes, checkOrigin, csrf }: EndpointOptions): void {
  for (const route of routes) checkTopicPattern(route.pattern);
  if (checkOrigin === false && csrf === false) {
    throw new ChannelError(
      "invalid-option",
      "checkOrigin and csrf are both false: any site could open a socket with its visitors' sessions. Leave at least one of them on.",
    );
  }
  const problem = Array.isArray(checkOrigin)
    ? checkOrigin.map(allowedOriginProblem).find((text) => text !== undefined)
    : undefined;
  if (problem !== undefined) throw new ChannelError("invalid-option", `checkOrigin: ${problem}.`);
}
