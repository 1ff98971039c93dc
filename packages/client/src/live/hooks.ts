import type { BindingHost } from "../bindings/host.ts";
import { ClientError } from "./client-error.ts";
import type { Log } from "./part.ts";
import { elementsOf, type TargetName } from "./target.ts";

/** What a hook's callbacks find in `this`, beside what they put there themselves. */
export interface HookContext<E extends HTMLElement = HTMLElement> {
  /** The element with the `phx-hook` attribute. */
  readonly el: E;
  /** Sends an event to the view (or the component) that the element is in; resolves to the handler's reply. Rejects with a ClientError. */
  pushEvent(event: string, payload?: unknown): Promise<unknown>;
  /** Sends an event to the view or component of every element that matches. */
  pushEventTo(target: string | Element, event: string, payload?: unknown): Promise<PromiseSettledResult<unknown>[]>;
  /** Calls `callback` for every event of this name that the server pushes, until the hook is destroyed. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the author knows what the event brings
  handleEvent<Payload = unknown>(event: string, callback: (payload: Payload) => void): HookListener;
  /** Ends what {@link handleEvent} began. */
  removeHandleEvent(listener: HookListener): void;
  /** Puts files into the view's live file input of this name, as if the user had chosen them. */
  upload(name: string, files: Iterable<File>): void;
  /** The same, for the inputs in every element that matches. */
  uploadTo(target: string | Element, name: string, files: Iterable<File>): void;
}

/** Ends what `handleEvent` began; `removeHandleEvent` calls it. */
export type HookListener = () => void;

/** A hook that comes with the client, made for one element. */
export type BuiltinHook = (element: HTMLElement, host: BindingHost) => HookCallbacks;

/** What a hook may hear of. */
export interface HookCallbacks {
  /** The element is in the page and its view is connected. */
  mounted?(): void;
  /** The element is about to be patched. */
  beforeUpdate?(): void;
  /** The element has been patched. */
  updated?(): void;
  /** The element has left the page. */
  destroyed?(): void;
  /** The connection is lost, or the view crashed. Called once until `reconnected`. */
  disconnected?(): void;
  /** The view is back. */
  reconnected?(): void;
}

/**
 * What happens to an element with `phx-hook`, as an object with callbacks. `State` is what they keep in `this`:
 *
 *     const Chart: Hook<{ chart: uPlot }> = { mounted() { this.chart = new uPlot(options, [], this.el); } };
 */
export type Hook<State extends object = object, E extends HTMLElement = HTMLElement> = HookCallbacks &
  ThisType<HookContext<E> & State>;

/** The hooks of a page by name, the value of `phx-hook`. */
// oxlint-disable-next-line no-explicit-any -- each hook has a state and an element type of its own; `this` is made for it
export type Hooks = Readonly<Record<string, Hook<any, any>>>;

/** How the hooks of a view reach its server side. */
export interface HookHost {
  readonly hooks: Hooks;
  readonly log: Log;
  readonly page: BindingHost;
  readonly container: Element;
  /** Sends an event to each target; without one, to the view. */
  pushHookEvent(element: Element, event: HookEvent): Promise<unknown>[];
}

/** What a hook sends. */
export interface HookEvent {
  readonly event: string;
  readonly value: unknown;
  readonly to?: TargetName;
}

interface MountedHook {
  readonly name: string;
  readonly self: HookCallbacks & HookContext;
  readonly listeners: Set<HookListener>;
  isDisconnected: boolean;
  isUpdating: boolean;
}

/** The hooks of one view that are alive. */
export class MountedHooks {
  readonly #host: HookHost;
  readonly #mounted = new Map<Element, MountedHook>();

  constructor(host: HookHost) {
    this.#host = host;
  }

  /** Before an element is patched. */
  beforeUpdate(from: Element, to: Element, isContentIgnored: boolean): void {
    const hook = this.#mounted.get(from);
    if (!hook || (isContentIgnored ? datasetOf(from) === datasetOf(to) : from.isEqualNode(to))) return;
    hook.isUpdating = true;
    hook.self.beforeUpdate?.();
  }

  /** After a patch: ends the hooks of elements that are gone, begins those of these elements that have none, tells the others. */
  settle(elements: readonly HTMLElement[]): void {
    for (const [element, hook] of this.#mounted) {
      if (!element.isConnected || nameOf(element) !== hook.name) this.#destroy(element, hook);
    }
    const older = [...this.#mounted.values()];
    for (const element of elements) if (!this.#mounted.has(element)) this.#mount(element);
    for (const hook of older) {
      if (hook.isUpdating) hook.self.updated?.();
      hook.isUpdating = false;
    }
  }

  /** The connection is lost (true), or the view is back. Hooks hear of it once. */
  setDisconnected(isDisconnected: boolean): void {
    for (const hook of this.#mounted.values()) {
      if (hook.isDisconnected === isDisconnected) continue;
      hook.isDisconnected = isDisconnected;
      hook.self[isDisconnected ? "disconnected" : "reconnected"]?.();
    }
  }

  destroy(): void {
    for (const [element, hook] of this.#mounted) this.#destroy(element, hook);
  }

  #mount(element: HTMLElement): void {
    const name = nameOf(element);
    const { page } = this.#host;
    // Our own ones are loaded when a page has them.
    if (!name.startsWith("Phoenix.")) return this.#mountAs(name, element, this.#host.hooks[name]);
    page[name.startsWith("Phoenix.Live") ? "uploads" : "extras"].use((part) => {
      if (part && element.isConnected && !this.#mounted.has(element))
        this.#mountAs(name, element, part.hooks[name]?.(element, page));
    });
  }

  #mountAs(name: string, element: HTMLElement, definition: HookCallbacks | undefined): void {
    if (!definition) {
      const message = `phx-hook="${name}" names no hook of the page. Give it to the LiveSocket: { hooks: { ${name} } }.`;
      return this.#host.log.error(new ClientError("unknown-hook", message));
    }
    const listeners = new Set<HookListener>();
    const self = { ...definition, ...this.#context(element, listeners) };
    this.#mounted.set(element, { name, self, listeners, isDisconnected: false, isUpdating: false });
    self.mounted?.();
  }

  #destroy(element: Element, { self, listeners }: MountedHook): void {
    this.#mounted.delete(element);
    self.destroyed?.();
    for (const end of listeners) end();
  }

  #context(el: HTMLElement, listeners: Set<HookListener>): HookContext {
    const { page } = this.#host;
    const push = (event: HookEvent): Promise<unknown>[] => this.#host.pushHookEvent(el, event);
    const upload = (root: Element, name: string, files: Iterable<File>): void =>
      page.uploads.use((uploads) => uploads?.inject(page, root, { name, files }));
    return {
      el,
      pushEvent: (event, value) => push({ event, value })[0] as Promise<unknown>, // without a target there is one: the view
      pushEventTo: (to, event, value) => Promise.allSettled(push({ event, value, to })),
      handleEvent: (event, callback) => {
        const name = `phx:${event}`;
        const listener = ({ detail }: CustomEventInit): void => callback(detail);
        const end = (): void => {
          window.removeEventListener(name, listener);
          listeners.delete(end);
        };
        window.addEventListener(name, listener);
        listeners.add(end);
        return end;
      },
      removeHandleEvent: (end) => end(),
      upload: (name, files) => upload(this.#host.container, name, files),
      uploadTo: (to, name, files) => {
        for (const root of elementsOf(to)) upload(root, name, files);
      },
    };
  }
}

function nameOf(element: Element): string {
  return element.getAttribute("phx-hook") ?? element.getAttribute("data-phx-hook") ?? "Phoenix.InfiniteScroll";
}

function datasetOf(element: Element): string {
  return JSON.stringify((element as HTMLElement).dataset); // hooks are on HTML or SVG elements: both have it
}
