import { type ActorRef, spawn } from "@firecrest/actors";
import type { JoinRequest, SocketInfo, TopicMessage, TopicRoute } from "@firecrest/channels";
import { TOPICS } from "@firecrest/wire";
import type { Environment } from "./environment.ts";
import { type Flash, NO_FLASH } from "./flash.ts";
import type { ConnectParams, Session } from "./live.ts";
import { parseUrl } from "./navigation.ts";
import { isRecord } from "./record.ts";
import { matchOf, viewNameOf } from "./router.ts";
import type { SessionClaims } from "./tokens.ts";
import { joinRefused } from "./telemetry/events.ts";
import { ViewActor } from "./view-actor.ts";
import type { ViewJoin, ViewMessage } from "./view-messages.ts";

/** Why a join is refused; the client answers the first two by loading the page again (liveview-protocol §5.4). */
type JoinRefusal = "stale" | "unauthorized" | "parent_redirect";

/** What a join came to. */
type JoinDecision =
  | { readonly ok: true; readonly join: ViewJoin }
  | { readonly ok: false; readonly reason: JoinRefusal };

/** Which view a join is for. */
type Found = Omit<ViewJoin, "id" | "flash" | "connect" | "socket" | "extensions"> | JoinRefusal;

/** A join's payload, as far as it is an object. */
type JoinPayload = Readonly<Record<string, unknown>>;

/** The topics `lv:*`: each joined one is a live view with an actor of its own. */
export function liveRoute(environment: Environment): TopicRoute {
  return {
    pattern: `${TOPICS.viewPrefix}*`,
    join: (request) => {
      const decision = decideJoin(environment, request);
      return decision.ok
        ? startView(environment, request, decision.join)
        : refuse(environment, request, decision.reason);
    },
  };
}

/** Which view a join is for, in upstream's order of checks (liveview-protocol §5.2). */
function decideJoin(environment: Environment, { topic, payload: sent, socket }: JoinRequest): JoinDecision {
  const payload = isRecord(sent) ? sent : {};
  const { tokens } = environment;
  const claims = tokens.verifySession(payload["session"]);
  if (claims === undefined || topic !== `${TOPICS.viewPrefix}${claims.id}`) return { ok: false, reason: "stale" };
  const page = tokens.verifyStatic(payload["static"]);
  const hasStatic = typeof payload["static"] === "string" && payload["static"] !== "";
  if (hasStatic && page?.id !== claims.id) return { ok: false, reason: "stale" };
  // Without a session the cookie is missing or the CSRF token is another's: only a fresh page helps.
  if (socket.session === null) return { ok: false, reason: "stale" };
  const session = claims.session === undefined ? socket.session : { ...socket.session, ...claims.session };
  const found = findView(environment, { claims, payload, socket, session });
  if (typeof found === "string") return { ok: false, reason: found };
  const flash = joinFlash(environment, payload, found.isRedirected ? undefined : page?.flash);
  const { match, url, parent, isRedirected, isSticky } = found;
  const connect = {
    params: parent === undefined ? connectParams(payload) : undefined,
    info: socket.connectInfo,
    trackedAssets: trackedAssets(payload),
  };
  const extensions = payload["firecrest"] === EXTENSIONS_VERSION;
  // Written out: a join must not pay for the copy of an object.
  const join = {
    id: claims.id,
    match,
    url,
    session: found.session,
    flash,
    connect,
    socket,
    parent,
    isRedirected,
    isSticky,
    extensions,
  };
  return { ok: true, join };
}

/** What a client of ours says at its join to be sent what other clients do not know. */
const EXTENSIONS_VERSION = 1;

interface Search {
  readonly claims: SessionClaims;
  readonly payload: JoinPayload;
  readonly socket: SocketInfo;
  readonly session: Session;
}

function findView(environment: Environment, search: Search): Found {
  const { claims, session } = search;
  if (claims.parentId !== undefined) return findNested(environment, search);
  const named = environment.views.get(claims.view);
  if (named === undefined) return findRouted(environment, search);
  const isSticky = search.payload["sticky"] === true;
  return {
    match: matchOf(named, claims.view),
    url: undefined,
    parent: undefined,
    isRedirected: false,
    isSticky,
    session,
  };
}

function findRouted({ router }: Environment, { claims, payload, session }: Search): Found {
  const redirected = payload["redirect"];
  const url = parseUrl(redirected ?? payload["url"]);
  const match = url === undefined ? undefined : router.matchUrl(url);
  // Whatever it navigates to, a browser stays in the live session that its page was let into.
  if (url === undefined || match === undefined || match.route.liveSession?.name !== claims.liveSession) {
    return "unauthorized";
  }
  // A live navigation may mount another view; a plain join must find the one that its page was rendered by.
  if (redirected === undefined && match.viewName !== claims.view) return "unauthorized";
  const isRedirected = redirected !== undefined;
  return { match, url: url.href, parent: undefined, isRedirected, isSticky: false, session };
}

function findNested({ socketViews }: Environment, { claims, socket, session }: Search): Found {
  const parent = socketViews.find(socket, `${TOPICS.viewPrefix}${claims.parentId ?? ""}`);
  if (parent === undefined || !parent.isAlive) return "stale";
  if (parent.isDeparting) return "parent_redirect";
  const nested = parent.nestedView(claims.id);
  if (nested === undefined) return "stale";
  return {
    match: matchOf(nested.view, ""),
    url: undefined,
    parent,
    isRedirected: false,
    isSticky: false,
    session: { ...parent.session, ...session },
  };
}

function joinFlash(environment: Environment, payload: JoinPayload, pageFlash: Flash | undefined): Flash {
  if (typeof payload["flash"] === "string") return environment.tokens.verifyFlash(payload["flash"]);
  const params = payload["params"];
  const isFirstMount = isRecord(params) && params["_mounts"] === 0;
  return isFirstMount ? (pageFlash ?? NO_FLASH) : NO_FLASH;
}

function connectParams({ params }: JoinPayload): ConnectParams {
  const given = isRecord(params) ? params : {};
  return { ...given, _mounts: countOf(given["_mounts"]), _mount_attempts: countOf(given["_mount_attempts"]) };
}

function countOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function trackedAssets({ params }: JoinPayload): readonly string[] {
  const urls = isRecord(params) ? params["_track_static"] : undefined;
  return Array.isArray(urls) ? urls.filter((url): url is string => typeof url === "string") : [];
}

function startView(environment: Environment, request: JoinRequest, join: ViewJoin): ActorRef<ViewMessage> {
  const view = new ViewActor(environment, request.port, join);
  const { mailboxMessagesMax, handlerTimeoutMs } = environment.viewLimits;
  const ref = spawn(environment.queue, view, { name: viewNameOf(join.match), mailboxMessagesMax, handlerTimeoutMs });
  view.started(ref);
  return ref;
}

/** A refused join needs an actor for its answer, no longer than that. */
function refuse(
  environment: Environment,
  { port, topic, socket }: JoinRequest,
  reason: JoinRefusal,
): ActorRef<TopicMessage> {
  joinRefused(reason, topic, socket);
  port.refuseJoin(`{"reason":"${reason}"}`);
  const ref = spawn<TopicMessage>(environment.queue, { handleMessage() {} });
  ref.exit({ type: "normal" });
  return ref;
}
