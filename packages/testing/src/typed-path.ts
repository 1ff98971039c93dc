import type { Route } from "@firecrest/live";

/**
 * The view that answers `Path`. A path that is only known while the program runs may be any route's; one that no route answers
 * has none.
 */
export type ViewAt<Routes extends readonly Route[], Path extends string> = string extends Path
  ? Routes[number]["view"]
  : RouteAt<Routes, Trimmed<Path>>["view"];

/** The route that the router finds: one without parameters first, then the first that fits. Several, where the routes are no tuple. */
type RouteAt<Routes extends readonly Route[], Path extends string> = number extends Routes["length"]
  ? Routes[number]
  : Exact<Routes[number], Path> extends never
    ? FirstMatch<Routes, Path>
    : Exact<Routes[number], Path>;

type Exact<Found extends Route, Path extends string> = Found extends { readonly path: Path } ? Found : never;

type FirstMatch<Routes extends readonly Route[], Path extends string> = Routes extends readonly [
  infer First extends Route,
  ...infer Rest extends readonly Route[],
]
  ? Matches<First["path"], Path> extends true
    ? First
    : FirstMatch<Rest, Path>
  : never;

type Matches<Pattern extends string, Path extends string> = Pattern extends `${infer Head}/${infer Tail}`
  ? Path extends `${infer PathHead}/${infer PathTail}`
    ? MatchesSegment<Head, PathHead> extends true
      ? Matches<Tail, PathTail>
      : false
    : false
  : Path extends `${string}/${string}`
    ? false
    : MatchesSegment<Pattern, Path>;

type MatchesSegment<Pattern extends string, Segment extends string> = Pattern extends `:${string}`
  ? Segment extends ""
    ? false
    : true
  : Segment extends Pattern
    ? true
    : false;

/** Without the query, the fragment and the slash at the end. */
type Trimmed<Path extends string> = Path extends `${infer Before}?${string}`
  ? Trimmed<Before>
  : Path extends `${infer Before}#${string}`
    ? Trimmed<Before>
    : Path extends "/"
      ? Path
      : Path extends `${infer Before}/`
        ? Before
        : Path;
