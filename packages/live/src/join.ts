import { type ActorRef, spawn } from "@firecrest/actors";
import type { JoinRequest, TopicMessage, TopicRoute } from "@firecrest/channels";
import { TOPICS } from "@firecrest/wire";
import type { Environment } from "./environment.ts";
import { type Flash, NO_FLASH } from "./flash.ts";
import { parseUrl } from "./navigation.ts";
import { isRecord } from "./record.ts";
import type { RouteMatch } from "./router.ts";
import { ViewActor, type ViewMessage } from "./view-actor.ts";

/** Why a join is refused; the client answers both by loading the page again (liveview-protocol §5.4). */
type JoinRefusal = "stale" | "unauthorized";

/** What a join came to. */
type JoinDecision =
  | { readonly ok: true; readonly match: RouteMatch; readonly url: string; readonly flash: Flash }
  | { readonly ok: false; readonly reason: JoinRefusal };

/** The topics `lv:*`: each joined one is a live view with an actor of its own. */
export function liveRoute(environment: Environment): TopicRoute {
  return {
    pattern: `${TOPICS.viewPrefix}*`,
    join: (request) => {
      const decision = decideJoin(environment, request);
      return decision.ok ? startView(environment, request, decision) : refuse(environment, request, decision.reason);
    },
  };
}

/** Which view a join is for, in upstream's order of checks (liveview-protocol §5.2). */
function decideJoin(
  environment: Environment,
  request: Pick<JoinRequest, "topic" | "payload" | "socket">,
): JoinDecision {
  const payload = isRecord(request.payload) ? request.payload : {};
  const { tokens, router } = environment;
  const claims = tokens.verifySession(payload["session"]);
  if (claims === undefined || request.topic !== `${TOPICS.viewPrefix}${claims.id}`)
    return { ok: false, reason: "stale" };
  const page = tokens.verifyStatic(payload["static"]);
  const hasStatic = typeof payload["static"] === "string" && payload["static"] !== "";
  if (hasStatic && page?.id !== claims.id) return { ok: false, reason: "stale" };
  // Without a session the cookie is missing or the CSRF token is another's: only a fresh page helps.
  if (request.socket.session === null) return { ok: false, reason: "stale" };
  const redirected = payload["redirect"];
  const url = parseUrl(redirected ?? payload["url"]);
  const match = url === undefined ? undefined : router.match(url.pathname, url.search.slice(1));
  if (url === undefined || match === undefined) return { ok: false, reason: "unauthorized" };
  // A live navigation may mount another view; a plain join must find the one that its page was rendered by.
  if (redirected === undefined && match.viewName !== claims.view) return { ok: false, reason: "unauthorized" };
  return {
    ok: true,
    match,
    url: url.href,
    flash: joinFlash(environment, payload, redirected === undefined ? page?.flash : undefined),
  };
}

function joinFlash(
  environment: Environment,
  payload: Readonly<Record<string, unknown>>,
  pageFlash: Flash | undefined,
): Flash {
  if (typeof payload["flash"] === "string") return environment.tokens.verifyFlash(payload["flash"]);
  const params = payload["params"];
  const isFirstMount = isRecord(params) && params["_mounts"] === 0;
  return isFirstMount ? (pageFlash ?? NO_FLASH) : NO_FLASH;
}

function startView(
  environment: Environment,
  request: JoinRequest,
  decision: JoinDecision & { ok: true },
): ActorRef<ViewMessage> {
  const { match, url, flash } = decision;
  const view = new ViewActor(environment, request.port, { match, url, flash, session: request.socket.session ?? {} });
  const ref = spawn(environment.queue, view, { name: match.viewName, ...environment.viewLimits });
  view.started(ref);
  return ref;
}

/** A refused join needs an actor for its answer, no longer than that. */
function refuse(environment: Environment, { port }: JoinRequest, reason: JoinRefusal): ActorRef<TopicMessage> {
  port.refuseJoin(`{"reason":"${reason}"}`);
  const ref = spawn<TopicMessage>(environment.queue, { handleMessage() {} });
  ref.exit({ type: "normal" });
  return ref;
}
