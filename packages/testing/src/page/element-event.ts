import { EVENTS } from "@firecrest/wire";
import type { Element } from "domhandler";
import { kindOf, valueOf } from "../form/controls.ts";
import { type CommandArgs, findTargets, type Gesture, runBinding } from "./commands.ts";
import type { Tab } from "./tab.ts";
import type { View } from "./view.ts";

/** Something that happens to an element with a binding. */
export interface ElementEvent {
  readonly element: Element;
  readonly binding: string;
  /** The `type` of the payload. */
  readonly type: string;
  /** What the browser adds, and what the test does. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly dispatch?: Gesture["dispatch"];
}

/** Runs what a binding of an element says; its pushes carry the element's values (liveview-protocol §7.1). */
export function fire(tab: Tab, { element, binding, type, extra, dispatch }: ElementEvent): Promise<void> {
  const push = (args: CommandArgs): Promise<void> => {
    const value = { ...boundValues(element), ...ownValue(element, type), ...extra, ...args.value };
    return pushTo(tab, { source: element, args, payload: { type, value } });
  };
  return runBinding(tab, { element, binding, push, dispatch });
}

/** An event on its way to whom it may concern. */
export interface Push {
  /** The element with the `phx-target`. */
  readonly source: Element;
  readonly args: CommandArgs;
  readonly payload: object;
}

/** Sends an event to its targets and waits for their answers. */
export async function pushTo(tab: Tab, { source, args, payload }: Push): Promise<void> {
  const view = ownerOf(tab, source);
  const targets = findTargets(tab, view, args.target ?? source.attribs["phx-target"]);
  await Promise.all(
    targets.map((target) => target.view.push(EVENTS.event, { ...payload, event: args.event, cid: target.cid })),
  );
}

/** The view that an element is in; the main one for what is around the views. */
export function ownerOf(tab: Tab, element: Element): View {
  return tab.ownerOf(element) ?? tab.main;
}

/** The `phx-value-*` attributes of an element, without their prefix. */
export function boundValues({ attribs }: Element): Record<string, string> {
  const bound = Object.entries(attribs).filter(([name]) => name.startsWith("phx-value-"));
  return Object.fromEntries(bound.map(([name, value]) => [name.slice("phx-value-".length), value]));
}

/** What the DOM calls an element's `value`: of a list item and its like a number, of most elements nothing, of an empty box nothing is sent. */
function ownValue(element: Element, type: string): { readonly value?: string | number | undefined } {
  const { name, attribs } = element;
  const kind = kindOf(element);
  if (kind === "checkbox" || kind === "radio") {
    // A click has ticked the box, or taken the tick away, before anybody hears of it.
    const isToggled = type === "click" && (kind === "checkbox" || !("checked" in attribs));
    return { value: "checked" in attribs !== isToggled ? valueOf(element) : undefined };
  }
  if (NUMBERED.has(name)) return { value: Number(attribs["value"] ?? 0) };
  const value = VALUED.has(name) ? (attribs["value"] ?? "") : valueOf(element);
  return value === undefined ? {} : { value };
}

const VALUED = new Set(["data", "option", "output"]);
const NUMBERED = new Set(["li", "meter", "progress"]);
