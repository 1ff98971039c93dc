import { containerTags, mergeContainers } from "./container.ts";
import type { Environment } from "./environment.ts";
import type { NestedView } from "./live-render.ts";
import { namedView } from "./named-view.ts";

/** What tells the browser's client of a view inside another one, besides its own id (liveview-protocol §3.2). */
export interface NestedContainerOptions {
  /** The DOM id of the view around it; undefined for one that joins without. */
  readonly parentId: string | undefined;
  /** The `data-phx-static` token; "" where the plain page has brought it already. */
  readonly staticToken: string;
  /** Whether the token for its join is given here: a child of a plain page gets it from its connected parent. */
  readonly isJoined: boolean;
}

/** The tags of a nested view's container. Throws a LiveError ("unnamed-view") for a view without a parent that has no name. */
export function nestedContainer(
  environment: Environment,
  nested: NestedView,
  { parentId, staticToken, isJoined }: NestedContainerOptions,
): { readonly open: string; readonly close: string } {
  const { id, view, session, container, sticky } = nested;
  const claims =
    parentId === undefined
      ? { id, view: namedView(environment, nested).viewName, session }
      : { id, view: "", parentId, session };
  return containerTags(mergeContainers(view.container, container), {
    id,
    "data-phx-session": isJoined ? environment.tokens.signSession(claims) : "",
    "data-phx-static": staticToken,
    "data-phx-parent-id": parentId,
    "data-phx-sticky": sticky === true ? true : undefined,
  });
}
