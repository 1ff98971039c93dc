import type { Environment } from "./environment.ts";
import { LiveError } from "./errors.ts";
import type { LiveView } from "./live-view.ts";
import { matchOf, type ViewMatch } from "./router.ts";

/**
 * The match of a view that is found by its name when its socket joins, because no live view around it could tell: a sticky
 * one, or one in a page of the app's own. Throws a LiveError ("unnamed-view") for one that has no name.
 */
export function namedView(
  environment: Environment,
  { view, id }: { readonly view: LiveView; readonly id: string },
): ViewMatch {
  for (const [name, named] of environment.views) if (named === view) return matchOf(view, name);
  throw new LiveError(
    "unnamed-view",
    `The view ${JSON.stringify(id)} joins without a live view around it, and is found again by its name, but it has none. List it: createApp({ views: { name: View } }).`,
  );
}
