import type { HasEvents, PushName, PushPayload } from "@firecrest/wire";
import type { SignedRedirect } from "./redirect.ts";

/** An event that the server pushed to the page's hooks and scripts: one of those that `View` declares, where it does. */
export type PushedEvent<View extends HasEvents = HasEvents> = {
  readonly [Name in PushName<View>]: { readonly name: Name; readonly payload: PushPayload<View, Name> };
}[PushName<View>];

/** A change of the page's URL that kept its view. */
export interface Patch {
  /** Path and query. */
  readonly to: string;
  readonly kind: "push" | "replace";
}

/** What has happened to a page since it was opened. */
export interface PageRecord {
  readonly events: PushedEvent[];
  readonly replies: unknown[];
  readonly patches: Patch[];
  redirect: SignedRedirect | undefined;
  /** The names of the fields that the user has been at, by form. */
  readonly usedFields: Map<string, Set<string>>;
}

/** Nothing has happened yet. */
export function emptyRecord(): PageRecord {
  return { events: [], replies: [], patches: [], redirect: undefined, usedFields: new Map() };
}
