import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Container } from "./container.ts";
import { LiveError } from "./errors.ts";
import type { LiveSessionOptions } from "./live-session.ts";
import type { AnyEvents, LiveView, Params } from "./live-view.ts";
import type { AnyPushes } from "./pushed.ts";

/** The parameters that a path pattern names: `PathParams<"/battles/:id">` is `{ id: string }`. */
export type PathParams<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? SegmentParams<Head> & PathParams<Tail>
  : SegmentParams<Path>;

type SegmentParams<Segment extends string> = Segment extends `:${infer Name}`
  ? { readonly [Key in Name]: string }
  : unknown;

/** What a view mounted at `Path` receives: the path's own parameters and whatever the query holds. */
export type RouteParams<Path extends string> = PathParams<Path> & Params;

/** What a route says besides its path and its view. */
export interface RouteOptions {
  /** Tells this route of a view from its others: found as `liveAction` in the assigns, and renewed by every patch. */
  readonly liveAction?: string;
  /** The element around the view, over the one of its definition. */
  readonly container?: Container;
  /** Whatever the app wants to know about the route; found in telemetry. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** The same with a schema for the params of path and query. */
export interface CheckedRouteOptions<Schema extends StandardSchemaV1> extends RouteOptions {
  /** What the view receives is its output. A URL whose params do not fit does not match this route. Must check synchronously. */
  readonly params: Schema;
}

/** One path of an app and the view that answers it. */
export interface Route<Path extends string = string, View extends LiveView = LiveView> extends RouteOptions {
  readonly path: Path;
  readonly view: View;
  readonly params?: StandardSchemaV1;
  /** The live session that it is in, if any. */
  readonly liveSession?: LiveSessionOptions;
}

/** Which view a URL, or a place in another view, came to, and what it is mounted with. */
export interface ViewMatch {
  readonly view: LiveView;
  /** What names the view in tokens: the first path it is mounted at, or its name among the app's `views`; "" for one that its parent knows. */
  readonly viewName: string;
  readonly params: Params;
  /** Undefined for a view that no route mounts. */
  readonly route: Route | undefined;
}

/** A match of the router. */
export interface RouteMatch extends ViewMatch {
  readonly route: Route;
}

/**
 * Mounts `view` at `path`. Segments that begin with ":" are parameters; the view's params must be among them or in the query,
 * or be what a schema makes of both.
 */
export function route<Path extends string, Events extends AnyEvents, Pushes extends AnyPushes>(
  path: Path,
  view: LiveView<RouteParams<Path>, Events, Pushes>,
  options?: RouteOptions,
): Route<Path, LiveView<never, Events, Pushes>>;
export function route<
  Path extends string,
  Events extends AnyEvents,
  Pushes extends AnyPushes,
  Schema extends StandardSchemaV1,
>(
  path: Path,
  view: LiveView<StandardSchemaV1.InferOutput<Schema>, Events, Pushes>,
  options: CheckedRouteOptions<Schema>,
): Route<Path, LiveView<never, Events, Pushes>>;
export function route(path: string, view: LiveView, options: RouteOptions = {}): Route {
  if (!path.startsWith("/")) {
    throw new LiveError("invalid-route", `The route ${JSON.stringify(path)} must begin with "/".`);
  }
  return { ...options, path, view };
}

interface CompiledRoute {
  readonly to: Route;
  readonly viewName: string;
  readonly segments: readonly string[];
}

/** The routes of an app, in the order in which they are tried. Paths without parameters are found by lookup. */
export class Router {
  readonly #exact = new Map<string, CompiledRoute[]>();
  readonly #patterns: CompiledRoute[] = [];

  constructor(routes: readonly Route[]) {
    const names = new Map<LiveView, string>();
    const sessions = new Map<string, LiveSessionOptions>();
    for (const one of routes) {
      checkSession(sessions, one.liveSession);
      const viewName = names.get(one.view) ?? one.path;
      names.set(one.view, viewName);
      const compiled: CompiledRoute = { to: one, viewName, segments: one.path.split("/") };
      if (one.path.includes("/:")) this.#patterns.push(compiled);
      else this.#exact.set(one.path, [...(this.#exact.get(one.path) ?? []), compiled]);
    }
  }

  /** The view at an absolute URL, if any; whose host it is does not matter. */
  matchUrl(url: URL): RouteMatch | undefined {
    return this.match(url.pathname, url.search.slice(1));
  }

  /** The view at `path` (still percent-encoded) with `query` (without "?"), if any. A trailing slash does not matter. */
  match(path: string, query: string): RouteMatch | undefined {
    const trimmed = path.endsWith("/") && !path.endsWith("//") && path !== "/" ? path.slice(0, -1) : path;
    const inQuery = query === "" ? NO_PARAMS : queryParams(query);
    for (const compiled of this.#exact.get(trimmed) ?? []) {
      const match = accept(compiled, inQuery);
      if (match !== undefined) return match;
    }
    const segments = trimmed.split("/");
    for (const compiled of this.#patterns) {
      const inPath = matchSegments(compiled.segments, segments);
      if (inPath === undefined) continue;
      const match = accept(compiled, query === "" ? inPath : { ...inQuery, ...inPath });
      if (match !== undefined) return match;
    }
    return undefined;
  }
}

/** The match, unless the route's schema refuses the params. */
function accept({ to, viewName }: CompiledRoute, params: Params): RouteMatch | undefined {
  const { view, params: schema } = to;
  if (schema === undefined) return { view, viewName, params, route: to };
  const checked = schema["~standard"].validate(params);
  if (checked instanceof Promise) {
    throw new LiveError(
      "invalid-route",
      `The params of the route ${JSON.stringify(to.path)} have a schema that checks asynchronously; a route decides at once. Check in mount what has to be awaited.`,
    );
  }
  // What the schema makes of the params is what the view declared: `route` has compared the types.
  return checked.issues === undefined ? { view, viewName, params: checked.value as Params, route: to } : undefined;
}

function checkSession(sessions: Map<string, LiveSessionOptions>, session: LiveSessionOptions | undefined): void {
  if (session === undefined) return;
  const known = sessions.get(session.name);
  if (known !== undefined && known !== session) {
    throw new LiveError(
      "invalid-route",
      `Two live sessions are called ${JSON.stringify(session.name)}. The name decides who may navigate where: put their routes into one, or name them apart.`,
    );
  }
  sessions.set(session.name, session);
}

const NO_PARAMS: Params = Object.freeze({});

/** What logs and telemetry call a view: as few names as the app has views. */
export function viewNameOf({ viewName, view }: ViewMatch): string {
  return viewName === "" ? view.name : viewName;
}

/** The match of a view that no route mounts. */
export function matchOf(view: LiveView, viewName: string): ViewMatch {
  return { view, viewName, params: NO_PARAMS, route: undefined };
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Params | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (let index = 0; index < pattern.length; index++) {
    const expected = pattern[index] ?? "";
    const segment = segments[index] ?? "";
    if (!expected.startsWith(":")) {
      if (expected !== segment) return undefined;
      continue;
    }
    const value = decodeSegment(segment);
    if (value === undefined || value === "") return undefined;
    params[expected.slice(1)] = value;
  }
  return params;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // "%zz" is no path of ours: the request gets a 404, not an exception.
    return undefined;
  }
}

function queryParams(query: string): Params {
  return Object.fromEntries(new URLSearchParams(query));
}
