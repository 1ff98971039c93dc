import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { isConnectionError } from "./database/database.ts";
import { messageOf } from "./errors.ts";
import type { Logger } from "./logger.ts";
import type { BattleDetails, BattleSummary } from "./messages.ts";
import { eventDetails, eventSummary } from "./view-models.ts";

/** What somebody posted to `/v1/events`. */
export interface PostedEvent {
  /** `battle:<id>` or `battles`; nobody listens to others. */
  readonly topic: string;
  readonly event: string;
  /** Any JSON. */
  readonly payload: unknown;
}

/** What the API needs of the app. */
export interface ApiOptions {
  readonly loadSummaries: () => Promise<readonly BattleSummary[]>;
  readonly loadDetails: (battleId: number) => Promise<BattleDetails | undefined>;
  readonly isKnownKey: (apiKey: string) => Promise<boolean>;
  readonly onEvent: (event: PostedEvent) => void;
  /** Rejects when the app cannot do its work. */
  readonly checkHealth: () => Promise<void>;
  readonly log: Logger;
}

const BODY_BYTES_MAX = 65_536;
const API_KEY_CHARS_MAX = 200;

const postedEventSchema = z.object({
  topic: z.string().regex(/^[\w:.-]{1,100}$/, "A topic is 1 to 100 letters, digits and signs of “_:.-”."),
  event: z.string().min(1).max(100),
  payload: z.unknown().default(null),
});

/** The HTTP API, for the server's `fetch` handler. */
export function createApi(options: ApiOptions): Hono {
  const api = new Hono();
  api.get("/healthz", async (context) => {
    await options.checkHealth();
    return context.json({ status: "ok" });
  });
  api.use("/v1/*", requireKey(options.isKnownKey));
  api.get("/v1/events", async (context) => {
    context.header("cache-control", "max-age=3");
    return context.json({ events: (await options.loadSummaries()).map(eventSummary) });
  });
  api.get("/v1/events/:id", async (context) => {
    const id = context.req.param("id");
    const details = /^\d{1,9}$/.test(id) ? await options.loadDetails(Number(id)) : undefined;
    if (details === undefined) return context.json({ error: `There is no event ${id.slice(0, 80)}.` }, 404);
    context.header("cache-control", "max-age=3");
    return context.json(eventDetails(details));
  });
  api.post("/v1/events", limitBody(), async (context) => {
    const posted = postedEventSchema.safeParse(parseJson(await context.req.text()));
    if (!posted.success)
      return context.json(
        { error: "The body must be JSON: {topic, event, payload}.", issues: posted.error.issues },
        400,
      );
    options.onEvent(posted.data);
    return context.body(null, 204);
  });
  api.notFound((context) => context.json({ error: `There is nothing at ${context.req.path.slice(0, 80)}.` }, 404));
  api.onError((error, context) => {
    options.log.error(`${context.req.method} ${context.req.path.slice(0, 80)} failed: ${messageOf(error)}`);
    if (!isConnectionError(error)) return context.json({ error: "The server could not answer." }, 500);
    return context.json({ error: "The database is away; try again soon." }, 503, { "retry-after": "3" });
  });
  return api;
}

/** The key comes as `Authorization: Bearer …` or `X-API-Key: …`; what is cached must not be shared across keys. */
function requireKey(isKnownKey: ApiOptions["isKnownKey"]): MiddlewareHandler {
  return async (context, next) => {
    const bearer = /^Bearer +(\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    const apiKey = bearer ?? context.req.header("x-api-key") ?? "";
    const isLongEnough = apiKey !== "" && apiKey.length <= API_KEY_CHARS_MAX;
    context.header("vary", "authorization, x-api-key");
    if (isLongEnough && (await isKnownKey(apiKey))) return next();
    context.header("www-authenticate", "Bearer");
    return context.json(
      {
        error:
          "This needs an API key: send “Authorization: Bearer <key>” or “X-API-Key: <key>”. The first start of the app prints one.",
      },
      401,
    );
  };
}

function limitBody(): MiddlewareHandler {
  return bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: (context) => context.json({ error: `The body is larger than ${BODY_BYTES_MAX} bytes.` }, 413),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON fails the schema like any other wrong body.
    return undefined;
  }
}
