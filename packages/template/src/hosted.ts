import type { Content } from "./content.ts";
import type { Scope } from "./scope.ts";
import type { TemplateSlot } from "./template.ts";

/** Content that only whoever renders the template can tell; made by `hosted`. */
export class Hosted {
  // Private, so that no object literal passes for one.
  readonly #resolve: (host: unknown) => Content;

  constructor(resolve: (host: unknown) => Content) {
    this.#resolve = resolve;
  }

  resolve(host: unknown): Content {
    return this.#resolve(host);
  }
}

/** The place of a component in a diff; made by `componentId`. */
export class ComponentId {
  // As above: text that comes from outside can never name a component.
  readonly #cid: number;

  constructor(cid: number) {
    this.#cid = cid;
  }

  get cid(): number {
    return this.#cid;
  }
}

/**
 * Content that depends on who renders it: a component with state, a nested view. `resolve` is called at each render (once for each place
 * where it stands) with the `host` of the `RenderOptions`, and what it returns stands in its place. Neither a lazy slot nor a row with
 * `memo` keeps the answer. Without a host: `TemplateError` ("no-host").
 */
export function hosted(resolve: (host: never) => Content): Hosted {
  return new Hosted(resolve as (host: unknown) => Content); // what a host is, is between it and whoever wrote `resolve`
}

/**
 * What stands in a diff for a component: its id, a positive integer, whose body travels apart from the template (liveview-protocol.md
 * §8.4). For hosts only: outside of a diff, and where only text may stand, a `TemplateError` ("misplaced-component").
 */
export function componentId(cid: number): ComponentId {
  return new ComponentId(cid);
}

/** What the host says. */
export function resolveHosted(slot: TemplateSlot, value: Hosted, scope: Scope): Content {
  if (scope.mayAsk?.() === false) return "";
  const { host } = scope;
  if (host !== undefined) return value.resolve(host);
  throw slot.source.error(
    "no-host",
    slot.offset,
    "A component with state or a nested view stands here, and nobody is there to keep it: this render has no host. " +
      "Render the template in a live view, or pass what the content needs: renderToString(rendered, assigns, { host }).",
  );
}

/** The error for a component that can have no place of its own. */
export function misplacedComponent({ kind, source, offset }: TemplateSlot, { cid }: ComponentId): Error {
  return source.error(
    "misplaced-component",
    offset,
    kind === "flat"
      ? `Component ${cid} stands in an element that holds text only, such as <title>. Put it beside, or write its text.`
      : `Component ${cid} stands in a page that is rendered as text, which has no components. The host answers such a render with the component's HTML: raw(html).`,
  );
}
