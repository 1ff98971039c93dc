import type { BindingHost } from "../bindings/host.ts";
import { choose } from "./files.ts";

const ACTIVE = "phx-drop-target-active";

const bound = new WeakSet<BindingHost>();

/** `phx-drop-target`: names the file input that what is dropped here is for. Listens once for the whole page. */
export function bindDrops(host: BindingHost): void {
  if (bound.has(host)) return;
  bound.add(host);
  /** How many elements of a drop target the pointer has entered and not left. */
  const entered = new WeakMap<Element, number>();
  const listen = (type: string, listener: (event: DragEvent, target: HTMLElement | null) => void): void =>
    window.addEventListener(type, (event) => {
      const { target } = event;
      listener(
        event as DragEvent, // these types are all about dragging
        target instanceof Element ? target.closest<HTMLElement>("[phx-drop-target]:not([disabled])") : null,
      );
    });
  const enter = (target: HTMLElement | null, depth: number): void => {
    if (!target) return;
    entered.set(target, depth);
    host.kit.setClass(target, ACTIVE, depth > 0);
  };
  const depthOf = (target: HTMLElement | null): number => (target && entered.get(target)) ?? 0;
  listen("dragover", (event) => event.preventDefault());
  listen("dragenter", ({ dataTransfer }, target) => {
    if (dataTransfer?.types.includes("Files")) enter(target, depthOf(target) + 1);
  });
  listen("dragleave", (_event, target) => enter(target, Math.max(depthOf(target) - 1, 0)));
  listen("drop", (event, target) => {
    event.preventDefault();
    enter(target, 0);
    const input = document.getElementById(target?.getAttribute("phx-drop-target") ?? "");
    const { files } = event.dataTransfer ?? {};
    if (!(input instanceof HTMLInputElement) || input.disabled || !files?.length) return;
    if (!input.multiple) input.files = files;
    choose(input, [...files]);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
