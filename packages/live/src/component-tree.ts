import type { Rendered } from "@firecrest/template";
import { LiveError } from "./errors.ts";
import type { ComponentLive, MountLive } from "./live.ts";
import type { ClosedComponent, LiveComponent } from "./live-component.ts";
import { sameProps } from "./props.ts";
import type { LiveScope } from "./scope.ts";
import { isObserved, observe, type ObservedView } from "./telemetry/callbacks.ts";

/** One stateful component of a view. */
export interface ComponentInstance {
  readonly cid: number;
  readonly component: LiveComponent<never>;
  readonly definition: ClosedComponent;
  /** What tells it from others of its definition. */
  readonly id: string;
  readonly scope: LiveScope;
}

/** A component that is to be sent. */
export interface RenderedComponent extends Pick<ComponentInstance, "cid" | "scope"> {
  readonly rendered: Rendered;
}

interface Instance extends ComponentInstance {
  props: Readonly<Record<string, unknown>>;
  isMounted: boolean;
  /** It has new props, which `update` has not seen yet. */
  hasNewProps: boolean;
  isQueued: boolean;
  /** The browser has removed it, and will soon confirm that. */
  isDoomed: boolean;
  /** The component that it stands in, and how deep that is; undefined and 1 in the view's own template. */
  parent: Instance | undefined;
  depth: number;
  /** The messages in which it was last placed and rendered. */
  placedIn: number;
  renderedIn: number;
}

/** What the tree needs of whoever renders it. */
export interface ComponentTreeHost {
  /** The view, for its telemetry. */
  readonly observed: ObservedView;
  createScope(cid: number): LiveScope;
  /** Whether the browser has this component. */
  knows(cid: number): boolean;
  /** The browser is to get this component complete, whatever it was sent before. */
  forget(cids: readonly number[]): void;
}

const COMPONENTS_MAX = 10_000;
const SIBLINGS_MAX = 32;
const RENDER = "firecrest.live_view.render";
const UPDATE = "firecrest.live_component.update";

/**
 * The stateful components of one view: which there are, which must be rendered, in which order. Identity is definition and
 * id. A message renders from the outside in, all of one depth together, so that one update serves all of a definition, and
 * each component at most once.
 */
export class ComponentTree {
  readonly #host: ComponentTreeHost;
  readonly #byComponent = new Map<LiveComponent<never>, Map<string, Instance>>();
  readonly #byCid = new Map<number, Instance>();
  #queue: Instance[] = [];
  #events: string[] = [];
  #cidLast = 0;
  #message = 0;
  /** Whether the view's own template is rendered in this message. */
  #isViewRendered = true;
  /** The component whose template is being rendered. */
  #parent: Instance | undefined;

  constructor(host: ComponentTreeHost) {
    this.#host = host;
  }

  find(cid: number): ComponentInstance | undefined {
    return this.#byCid.get(cid);
  }

  /** A template has this component in it. Throws a LiveError: "component-without-id", "duplicate-component", "too-many-components". */
  place(component: LiveComponent<never>, props: object): number {
    const given = props as Readonly<Record<string, unknown>>;
    const id = idOf(given);
    const known = this.#byComponent.get(component)?.get(id);
    const instance = known ?? this.#create(component, id);
    if (instance.placedIn === this.#message) throw duplicate(id);
    instance.placedIn = this.#message;
    instance.parent = this.#parent;
    instance.depth = (this.#parent?.depth ?? 0) + 1;
    if (known === undefined || !sameProps(instance.props, given)) {
      instance.props = given;
      instance.hasNewProps = true;
      this.#enqueue(instance);
    }
    if (instance.isDoomed) this.#revive(instance);
    // What a browser has lost, with the template around it or by a destruction that was taken back, it gets again.
    if (!this.#host.knows(instance.cid)) this.#enqueue(instance);
    return instance.cid;
  }

  /** New props by `live.sendUpdate`. Nothing happens without such a component. */
  update(component: LiveComponent<never>, id: string, props: object): void {
    const instance = this.#byComponent.get(component)?.get(id);
    if (instance === undefined) return;
    instance.props = { ...instance.props, ...props };
    instance.hasNewProps = true;
    this.#enqueue(instance);
  }

  /** A handler of the component has run: it is rendered if it may have changed, and what it pushed goes out. */
  touched(cid: number): void {
    const instance = this.#byCid.get(cid);
    if (instance === undefined) return;
    this.#events.push(...instance.scope.takeEvents());
    if (instance.scope.mayHaveChanged()) this.#enqueue(instance);
  }

  /** A message begins: each component may be placed and rendered once in it. */
  beginMessage(isViewRendered: boolean): void {
    this.#message += 1;
    this.#isViewRendered = isViewRendered;
    this.#parent = undefined;
  }

  /** Whether a component waits to be rendered. */
  get isPending(): boolean {
    return this.#queue.length > 0;
  }

  /**
   * Updates what waits, and hands it out to be rendered, outermost first; what those place is handed out in turn. Whoever
   * asks for the next one has rendered the one before.
   */
  *pending(): Generator<RenderedComponent> {
    for (let level = this.#takeLevel(); level.length > 0; level = this.#takeLevel()) {
      updateLevel(this.#host.observed, level);
      for (const instance of level) {
        instance.renderedIn = this.#message;
        this.#parent = instance;
        const { cid, scope } = instance;
        yield { cid, scope, rendered: this.#render(instance) };
        scope.rendered();
        this.#events.push(...scope.takeEvents());
      }
    }
  }

  /** The outermost of those that wait. One whose parent was rendered without it is not in the page: it waits until it is. */
  #takeLevel(): readonly Instance[] {
    const ready = this.#queue.filter(({ placedIn, parent }) => placedIn === this.#message || !this.#isRendered(parent));
    const depth = ready.reduce((least, instance) => Math.min(least, instance.depth), Infinity);
    const level = ready.filter((instance) => instance.depth === depth);
    for (const instance of level) instance.isQueued = false;
    this.#queue = this.#queue.filter(({ isQueued }) => isQueued);
    return level;
  }

  #isRendered(parent: Instance | undefined): boolean {
    return parent === undefined ? this.#isViewRendered : parent.renderedIn === this.#message;
  }

  /** Others of the same definition, whose statics a new one may share. */
  siblings(cid: number): readonly number[] {
    const component = this.#byCid.get(cid)?.component;
    if (component === undefined) return [];
    const siblings: number[] = [];
    for (const other of this.#byComponent.get(component)?.values() ?? []) {
      if (siblings.length === SIBLINGS_MAX) break;
      if (other.cid !== cid && !other.isDoomed) siblings.push(other.cid);
    }
    return siblings;
  }

  /** The JSON texts of the events that components pushed since the last call, in the order of their renders. */
  takeEvents(): readonly string[] {
    const events = this.#events;
    if (events.length > 0) this.#events = [];
    return events;
  }

  /** The browser no longer shows these; it will confirm that when it is sure (liveview-protocol §11). */
  willDestroy(cids: readonly number[]): void {
    for (const cid of cids) {
      const instance = this.#byCid.get(cid);
      if (instance !== undefined) instance.isDoomed = true;
    }
  }

  /** Ends those that were not rendered again since, and returns them. */
  destroy(cids: readonly number[]): readonly ComponentInstance[] {
    const doomed = cids.flatMap((cid) => this.#byCid.get(cid) ?? []).filter(({ isDoomed }) => isDoomed);
    for (const instance of doomed) {
      this.#byCid.delete(instance.cid);
      this.#byComponent.get(instance.component)?.delete(instance.id);
      instance.scope.end();
    }
    this.#queue = this.#queue.filter((instance) => !doomed.includes(instance));
    this.#host.forget(doomed.map(({ cid }) => cid));
    return doomed;
  }

  /** The view has ended, and all of them with it. */
  end(): void {
    for (const { scope } of this.#byCid.values()) scope.end();
  }

  #render(instance: Instance): Rendered {
    const { observed } = this.#host;
    const { definition, scope, id, cid } = instance;
    if (!isObserved(observed, RENDER)) return renderInstance(instance);
    const own = { force: !this.#host.knows(cid), changed: scope.hasChanged, component: definition.name, id, cid };
    return observe(observed, RENDER, { own, run: renderInstance, args: [instance] });
  }

  #create(component: LiveComponent<never>, id: string): Instance {
    if (this.#byCid.size >= COMPONENTS_MAX) {
      throw new LiveError(
        "too-many-components",
        `The component ${JSON.stringify(id)} would be one more than the ${COMPONENTS_MAX} that a view may have. Render long lists as a stream of function components.`,
      );
    }
    this.#cidLast += 1;
    const cid = this.#cidLast;
    const instance: Instance = {
      cid,
      component,
      definition: component.definition,
      id,
      scope: this.#host.createScope(cid),
      props: {},
      isMounted: false,
      hasNewProps: true,
      isQueued: false,
      isDoomed: false,
      parent: this.#parent,
      depth: 1,
      placedIn: -1,
      renderedIn: -1,
    };
    this.#byCid.set(cid, instance);
    const ofComponent = this.#byComponent.get(component) ?? new Map<string, Instance>();
    this.#byComponent.set(component, ofComponent.set(id, instance));
    return instance;
  }

  // The browser has thrown its markup away: it gets all of it again, and so does what stands in it when that is placed.
  #revive(instance: Instance): void {
    instance.isDoomed = false;
    this.#host.forget([instance.cid]);
  }

  #enqueue(instance: Instance): void {
    if (instance.isQueued) return;
    instance.isQueued = true;
    this.#queue.push(instance);
  }
}

/** Mounts what is new, then gives each its props: all of a definition at once where it asks for that. */
function updateLevel(observed: ObservedView, level: readonly Instance[]): void {
  for (const instance of level) {
    if (instance.isMounted) continue;
    instance.isMounted = true;
    instance.scope.mounted(instance.definition.mount?.(instance.scope as unknown as MountLive, instance.props) ?? {});
  }
  const renewed = level.filter(({ hasNewProps }) => hasNewProps);
  for (const instance of renewed) instance.hasNewProps = false;
  const definitions = new Set(renewed.map(({ definition }) => definition));
  for (const definition of definitions) {
    const instances = renewed.filter((instance) => instance.definition === definition);
    if (!isObserved(observed, UPDATE)) updateAll(definition, instances);
    else {
      const own = { component: definition.name, entries: instances.map(({ id, cid, props }) => ({ id, cid, props })) };
      observe(observed, UPDATE, { own, run: updateAll, args: [definition, instances] });
    }
  }
}

function renderInstance({ scope, definition }: Instance): Rendered {
  const render = scope.render as ((assigns: object) => Rendered) | undefined;
  return (render ?? definition.render)(scope.assigns).ownedBy("component");
}

function updateAll({ update, updateMany }: ClosedComponent, instances: readonly Instance[]): void {
  const entries = instances.map(({ scope, props }) => ({ live: scope as unknown as ComponentLive<object>, props }));
  const derived =
    updateMany?.(entries) ?? entries.map(({ live, props }) => (update === undefined ? props : update(live, props)));
  if (derived.length !== instances.length) {
    throw new LiveError(
      "incomplete-update",
      `updateMany was given ${instances.length} components and returned assigns for ${derived.length}. Return one object for each, in the same order.`,
    );
  }
  instances.forEach(({ scope }, index) => scope.assign(derived[index] as Record<string, unknown>));
}

function idOf({ id }: Readonly<Record<string, unknown>>): string {
  if ((typeof id === "string" && id !== "") || typeof id === "number") return String(id);
  throw new LiveError(
    "component-without-id",
    `A stateful component was rendered with the id ${JSON.stringify(id) ?? "undefined"}. Its state is kept under its id: give it one that no other component of its kind has in this view.`,
  );
}

function duplicate(id: string): LiveError {
  return new LiveError(
    "duplicate-component",
    `Two components of one kind were rendered with the id ${JSON.stringify(id)}. Their state is kept under the id, so each needs its own.`,
  );
}
