import { LiveError } from "./errors.ts";
import type { LiveView, Params } from "./live-view.ts";

/** The parameters that a path pattern names: `PathParams<"/battles/:id">` is `{ id: string }`. */
export type PathParams<Path extends string> = Path extends `${infer Head}/${infer Tail}`
  ? SegmentParams<Head> & PathParams<Tail>
  : SegmentParams<Path>;

type SegmentParams<Segment extends string> = Segment extends `:${infer Name}`
  ? { readonly [Key in Name]: string }
  : unknown;

/** What a view mounted at `Path` receives: the path's own parameters and whatever the query holds. */
export type RouteParams<Path extends string> = PathParams<Path> & Params;

/** One path of an app and the view that answers it. */
export interface Route {
  readonly path: string;
  readonly view: LiveView;
}

/** What a URL's path and query came to. */
export interface RouteMatch {
  readonly view: LiveView;
  /** What names the view in tokens: the first path it is mounted at. */
  readonly viewName: string;
  readonly params: Params;
}

/** Mounts `view` at `path`. Segments that begin with ":" are parameters; the view's params must be among them or in the query. */
export function route<Path extends string>(path: Path, view: LiveView<RouteParams<Path>>): Route {
  if (!path.startsWith("/")) {
    throw new LiveError("invalid-route", `The route ${JSON.stringify(path)} must begin with "/".`);
  }
  return { path, view };
}

/** The routes of an app, in the order in which they are tried. Paths without parameters are found by lookup. */
export class Router {
  readonly #exact = new Map<string, CompiledRoute>();
  readonly #patterns: CompiledRoute[] = [];

  constructor(routes: readonly Route[]) {
    const names = new Map<LiveView, string>();
    for (const { path, view } of routes) {
      const viewName = names.get(view) ?? path;
      names.set(view, viewName);
      const compiled: CompiledRoute = { view, viewName, segments: path.split("/") };
      if (path.includes("/:")) this.#patterns.push(compiled);
      else if (!this.#exact.has(path)) this.#exact.set(path, compiled);
    }
  }

  /** The view at `path` (still percent-encoded) with `query` (without "?"), if any. A trailing slash does not matter. */
  match(path: string, query: string): RouteMatch | undefined {
    const trimmed = path.endsWith("/") && !path.endsWith("//") && path !== "/" ? path.slice(0, -1) : path;
    const exact = this.#exact.get(trimmed);
    if (exact !== undefined) {
      return { view: exact.view, viewName: exact.viewName, params: query === "" ? NO_PARAMS : queryParams(query) };
    }
    const segments = trimmed.split("/");
    for (const compiled of this.#patterns) {
      const params = matchSegments(compiled.segments, segments);
      if (params !== undefined) {
        return {
          view: compiled.view,
          viewName: compiled.viewName,
          params: query === "" ? params : { ...queryParams(query), ...params },
        };
      }
    }
    return undefined;
  }
}

interface CompiledRoute {
  readonly view: LiveView;
  readonly viewName: string;
  readonly segments: readonly string[];
}

const NO_PARAMS: Params = Object.freeze({});

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
