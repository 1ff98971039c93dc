import type { BindingHost } from "../bindings/host.ts";
import { cancelLimits, limit } from "./rate-limit.ts";

/** A key was pressed or released, or the focus has come or gone: here, or anywhere. */
export function happened(host: BindingHost, type: string, event: Event): void {
  const { target } = event;
  const isKey = type.startsWith("key");
  // A browser that fills in a form makes up key events without a key.
  if (isKey && !("key" in event)) return;
  if (!(target instanceof Element)) return fireAll(host, type, event);
  if (type === "blur") cancelLimits(target, true);
  if (target.hasAttribute(`phx-${type}`)) fire(host, target, { attribute: `phx-${type}`, type, event });
  else if (isKey) fireAll(host, type, event);
}

function fireAll(host: BindingHost, type: string, event: Event): void {
  const attribute = `phx-window-${type}`;
  for (const element of document.querySelectorAll(`[${attribute}]`)) fire(host, element, { attribute, type, event });
}

interface Cause {
  readonly attribute: string;
  readonly type: string;
  readonly event: Event;
}

function fire(host: BindingHost, element: Element, { attribute, type, event }: Cause): void {
  const { key } = event as Partial<KeyboardEvent>; // focus events have none
  const wanted = element.getAttribute("phx-key");
  if (key && wanted && wanted.toLowerCase() !== key.toLowerCase()) return;
  const code = element.getAttribute(attribute) ?? "";
  const metadata = { ...(key && { key }), ...host.metadata(type, event, element) };
  const run = (): void => host.kit.runBinding(host, code, { element, type, metadata });
  // Leaving a field is said at once: what was held back for it has just been.
  if (type === "blur") run();
  else limit(host.clock, { element, binding: attribute, key, fire: run });
}
