import { focusWrap } from "./focus.ts";
import { infiniteScroll } from "./infinite-scroll.ts";
import { fileOf } from "../uploads/files.ts";
import { inject } from "../uploads/form-uploads.ts";
import { fileInput, imagePreview } from "../uploads/input-hook.ts";
import type { BuiltinHook, HookCallbacks, HookContext, HookEvent, HookHost, HookListener } from "../live/hooks.ts";

/** The hooks of ours. */
const BUILTIN: Readonly<Record<string, BuiltinHook>> = {
  "Phoenix.FocusWrap": focusWrap,
  "Phoenix.InfiniteScroll": infiniteScroll,
  "Phoenix.LiveFileUpload": fileInput,
  "Phoenix.LiveImgPreview": imagePreview,
};

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
    const { page, hooks } = this.#host;
    const definition = BUILTIN[name]?.(element, page) ?? hooks[name];
    if (!definition) {
      const message = `phx-hook="${name}" names no hook of the page. Give it to the LiveSocket: { hooks: { ${name} } }.`;
      return this.#host.log.error(new this.#host.page.kit.ClientError("unknown-hook", message));
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
    const upload = (root: Element, name: string, files: Iterable<File>): void => inject(page, root, { name, files });
    return {
      el,
      pushEvent: (event, value) => push({ event, value })[0] as Promise<never>, // without a target there is one: the view
      pushEventTo: (to, event, value) => Promise.allSettled(push({ event, value, to }) as Promise<never>[]),
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
        for (const root of page.kit.elementsOf(to)) upload(root, name, files);
      },
      fileUrl: (input, ref) => {
        const file = fileOf(input, ref);
        return file && URL.createObjectURL(file);
      },
      exec: (commands, element = el) => page.kit.execute(page, commands, { element, type: "hook" }),
    };
  }
}

function nameOf(element: Element): string {
  return element.getAttribute("phx-hook") ?? element.getAttribute("data-phx-hook") ?? "Phoenix.InfiniteScroll";
}

function datasetOf(element: Element): string {
  return JSON.stringify((element as HTMLElement).dataset); // hooks are on HTML or SVG elements: both have it
}
