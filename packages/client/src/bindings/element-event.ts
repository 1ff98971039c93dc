import { type CommandArgs, runCommands } from "../live/commands.ts";
import type { Executable } from "../live/hooks.ts";
import { findTargets } from "../live/target.ts";
import { EVENT } from "../channel/event-names.ts";
import type { BindingHost } from "./host.ts";

/** Something that happened to an element. */
export interface ElementEvent {
  readonly element: Element;
  /** The `type` of the payload; null where nothing but the page itself is the cause. */
  readonly type: string | null;
  readonly metadata?: object;
}

/** Runs what a binding of an element says; its pushes carry the element's values (liveview-protocol.md §7.1). */
export function runBinding(host: BindingHost, code: string, { element, type, metadata }: ElementEvent): void {
  const send = (args: CommandArgs): void => {
    const value = { ...metadata, ...boundValues(element), ...ownValue(element), ...args.value };
    void push(host, args, { element, source: element, type: type ?? "", waiting: [element], payload: { type, value } });
  };
  runCommands(host, { code, source: element, type, push: send });
}

/** Runs commands of the app's own on an element. */
export function execute(host: BindingHost, commands: Executable, cause: ElementEvent): void {
  runBinding(host, typeof commands === "string" ? commands : JSON.stringify(commands), cause);
}

/** An event on its way to whom it may concern. */
export interface Push {
  /** In the view that it comes from. */
  readonly element: Element;
  /** Has the `phx-target`. */
  readonly source: Element;
  /** For the loading class. */
  readonly type: string;
  readonly waiting: readonly Element[];
  readonly form?: Element;
  readonly submitter?: Element | null;
  readonly payload: object;
}

/** Sends an event to its targets, while elements wait. Resolves when all have answered, or will not. */
export async function push(host: BindingHost, args: CommandArgs, event: Push): Promise<void> {
  const { element, source, type, waiting, form, submitter, payload } = event;
  const view = host.viewOf(element);
  if (!view) return;
  const loading = args.loading ? document.querySelectorAll(args.loading) : [];
  const answers = findTargets(args.target ?? source.getAttribute("phx-target"), view, host).map((target) =>
    target.view.push(
      EVENT,
      { ...payload, event: args.event, cid: target.cid },
      { type, elements: new Set([...waiting, ...loading]), form, submitter },
    ),
  );
  if (args.page_loading) host.loading.start("element");
  await Promise.allSettled(answers);
  if (args.page_loading) host.loading.stop();
}

/** The `phx-value-*` attributes of an element, without their prefix. */
export function boundValues(element: Element): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, value } of element.attributes) {
    if (name.startsWith("phx-value-")) values[name.slice("phx-value-".length)] = value;
  }
  return values;
}

function ownValue(element: Element): object {
  const { value, type, checked } = element as Partial<HTMLInputElement>; // what is no input has no value
  if (value === undefined || element instanceof HTMLFormElement) return {};
  return { value: checked === false && /checkbox|radio/.test(String(type)) ? undefined : value };
}
