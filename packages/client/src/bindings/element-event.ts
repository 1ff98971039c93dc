import { EVENTS } from "@firecrest/wire";
import type { CommandArgs } from "../live/commands.ts";
import type { Page } from "./page.ts";

/** Something that happened to an element. */
export interface ElementEvent {
  readonly element: Element;
  /** The `type` of the payload; null where nothing but the page itself is the cause. */
  readonly type: string | null;
  readonly metadata?: object;
}

/** Runs what a binding of an element says; its pushes carry the element's values (liveview-protocol.md §7.1). */
export function runBinding(page: Page, code: string, event: ElementEvent): number {
  return page.run(code, event.element, (args) => pushEvent(page, event, args));
}

/** The elements that a command's `loading` selects. */
export function loadingElements({ loading }: CommandArgs): Element[] {
  return loading === undefined ? [] : [...document.querySelectorAll(loading)];
}

/** The `phx-value-*` attributes of an element, without their prefix. */
export function boundValues(element: Element): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (name.startsWith("phx-value-")) values[name.slice("phx-value-".length)] = value;
  }
  return values;
}

function pushEvent(page: Page, { element, type, metadata }: ElementEvent, args: CommandArgs): void {
  const view = page.viewOf(element);
  if (view === undefined) return;
  const value = { ...metadata, ...boundValues(element), ...ownValue(element), ...args.value };
  const waiting = [element, ...loadingElements(args)];
  for (const { view: receiver, cid } of page.targets(args.target ?? element.getAttribute("phx-target"), view)) {
    const payload = { type, event: args.event, value, cid };
    void receiver.push(EVENTS.event, payload, { type: type ?? "", loading: waiting, locked: waiting });
  }
}

function ownValue(element: Element): object {
  if (element instanceof HTMLFormElement) return {};
  const { value, type, checked } = element as Partial<HTMLInputElement>; // what is no input has no value
  if (value === undefined) return {};
  if ((type === "checkbox" || type === "radio") && checked === false) return { value: undefined };
  return { value };
}
