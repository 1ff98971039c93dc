import { type Content, componentId, Differ, type Raw, raw, type Rendered } from "@firecrest/template";
import { ComponentTree } from "./component-tree.ts";
import type { Environment } from "./environment.ts";
import { LiveError } from "./errors.ts";
import type { LiveComponent } from "./live-component.ts";
import type { ComponentUpdate, LiveHost } from "./live-host.ts";
import type { NestedView } from "./live-render.ts";
import { nestedContainer } from "./nested-container.ts";
import { sameProps } from "./props.ts";
import { renderView } from "./render.ts";
import type { RenderHost } from "./render-host.ts";
import type { ViewMatch } from "./router.ts";
import { LiveScope } from "./scope.ts";
import { temporaryAssigns } from "./temporary-assigns.ts";
import { isObserved, observe } from "./telemetry/callbacks.ts";
import { MOMENTS } from "./telemetry/events.ts";

/** What a connected view's renders need to know of it. */
export interface RendererOptions {
  readonly id: string;
  readonly host: LiveHost;
  readonly scope: LiveScope;
  readonly csrfToken: string;
  /** Whether the client understands what we added to LiveView's diffs. */
  readonly extensions: boolean;
}

/** A view in the template, with the container that the browser was sent for it. */
interface PlacedView {
  readonly nested: NestedView;
  readonly container: Raw;
}

const NESTED_VIEWS_MAX = 1_000;
const RENDER = "firecrest.live_view.render";

/** The renders of one connected view: what its template, its components and the views in it come to, as diffs. */
export class ViewRenderer implements RenderHost {
  readonly csrfToken: string;
  /** Undefined until a template has one. */
  components: ComponentTree | undefined;
  readonly #environment: Environment;
  readonly #id: string;
  readonly #host: LiveHost;
  readonly #scope: LiveScope;
  readonly #differ: Differ;
  #nested: Map<string, PlacedView> | undefined;
  /** Whether the turn was a component's: the view itself is rendered only if something in it was set. */
  #isComponentTurn = false;

  constructor(environment: Environment, { id, host, scope, csrfToken, extensions }: RendererOptions) {
    this.#environment = environment;
    this.#id = id;
    this.#host = host;
    this.#scope = scope;
    this.csrfToken = csrfToken;
    const { development, annotate, rootTagAttribute } = environment.renderOptions;
    this.#differ = new Differ({
      development,
      annotate,
      rootTagAttribute,
      host: this,
      listRuns: extensions,
      temporaryAssigns,
    });
  }

  nestedView(id: string): NestedView | undefined {
    return this.#nested?.get(id)?.nested;
  }

  touchedComponent(cid: number): void {
    this.#isComponentTurn = true;
    this.components?.touched(cid);
  }

  updateComponent({ component, id, props }: ComponentUpdate): void {
    this.#isComponentTurn = true;
    this.components?.update(component, id, props);
  }

  /** Ends components that the browser has removed; gives the ids of those that were not rendered again since. */
  destroyComponents(cids: readonly number[]): readonly number[] {
    const destroyed = this.components?.destroy(cids) ?? [];
    const moment = MOMENTS["firecrest.live_component.destroyed"];
    if (moment.isObserved) {
      for (const { definition, id, cid } of destroyed) {
        moment.publish({ ...this.#host.describe(), component: definition.name, id, cid });
      }
    }
    return destroyed.map(({ cid }) => cid);
  }

  /** The members of the diff for whatever may have changed; "" for nothing. */
  renderChanges(match: ViewMatch): string {
    const isChanged = this.#isComponentTurn ? this.#scope.hasChanged : this.#scope.mayHaveChanged();
    this.#isComponentTurn = false;
    this.components?.beginMessage(isChanged);
    return isChanged ? this.render(match, false) : this.#renderComponents("");
  }

  /** The members of the diff for the whole view. `force`: it is rendered whatever has changed, because the browser has nothing yet. */
  render(match: ViewMatch, force = true): string {
    if (!isObserved(this.#host, RENDER)) return this.#renderAll(match);
    const own = { force, changed: this.#scope.hasChanged };
    const run = (renderer: ViewRenderer, shown: ViewMatch) => renderer.#renderAll(shown);
    return observe(this.#host, RENDER, { own, run, args: [this, match] });
  }

  #renderAll(match: ViewMatch): string {
    const members = this.#differ.diff(renderView(this.#environment.layout, match, this.#scope), this.#scope.assigns);
    const all = this.#renderComponents(members);
    this.#scope.rendered();
    return all;
  }

  /** The JSON texts of pushed events: those of components first, then the view's (liveview-protocol §8.5). */
  takeEvents(): readonly string[] {
    const ofComponents = this.components?.takeEvents() ?? [];
    const own = this.#scope.takeEvents();
    return ofComponents.length === 0 ? own : [...ofComponents, ...own];
  }

  end(): void {
    this.components?.end();
  }

  placeComponent(component: LiveComponent<never>, props: object): Content {
    this.components ??= new ComponentTree({
      observed: this.#host,
      createScope: (cid) => new LiveScope(this.#host, { view: this.#scope, cid }),
      knows: (cid) => this.#differ.knows(cid),
      forget: (cids) => this.#differ.forgetComponents(cids),
    });
    return componentId(this.components.place(component, props));
  }

  placeView(nested: NestedView): Content {
    this.#nested ??= new Map();
    const known = this.#nested.get(nested.id);
    // Signed once: a token differs each time, and the browser would be sent it with every render.
    if (known?.nested.view === nested.view && sameProps(known.nested.session ?? {}, nested.session ?? {})) {
      return known.container;
    }
    if (this.#nested.size >= NESTED_VIEWS_MAX) {
      throw new LiveError(
        "too-many-nested-views",
        `The view ${JSON.stringify(nested.id)} would be one more than the ${NESTED_VIEWS_MAX} that a view may have in it. Each has an actor of its own: use components for the rows of a list.`,
      );
    }
    const container = this.#container(nested);
    this.#nested.set(nested.id, { nested, container });
    return container;
  }

  #container(nested: NestedView): Raw {
    const parentId = nested.sticky === true ? undefined : this.#id;
    const { open, close } = nestedContainer(this.#environment, nested, { parentId, staticToken: "", isJoined: true });
    return raw(`${open}${close}`);
  }

  #renderComponents(members: string): string {
    const { components } = this;
    if (components === undefined || !components.isPending) return members;
    const bodies = this.#differ.diffComponents(bodiesOf(components));
    return members === "" || bodies === "" ? `${members}${bodies}` : `${members},${bodies}`;
  }
}

/** What waits to be rendered, as the differ takes it. */
function* bodiesOf(components: ComponentTree): Generator<{
  readonly id: number;
  readonly rendered: Rendered;
  readonly assigns: object;
  readonly siblings: () => readonly number[];
}> {
  for (const { cid, rendered, scope } of components.pending()) {
    yield { id: cid, rendered, assigns: scope.assigns, siblings: () => components.siblings(cid) };
  }
}
