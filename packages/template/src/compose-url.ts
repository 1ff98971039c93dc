import { checkedUrl } from "./attribute-printer.ts";
import { escapeHtml } from "./escape.ts";
import { Raw } from "./rendered.ts";
import type { TemplateSlot } from "./template.ts";
import { textOf, toPrimitive } from "./text.ts";

type Lazy = (assigns: unknown) => unknown;

/**
 * The value of a URL attribute that several slots and constant texts make up, when only together they tell the scheme. `call`
 * evaluates lazy parts.
 */
export function composeUrl(slot: TemplateSlot, values: readonly unknown[], call: (lazy: Lazy) => unknown): Raw {
  let url = "";
  let html = "";
  for (const part of slot.composed?.parts ?? []) {
    if (typeof part === "string") {
      url += part;
      html += part;
      continue;
    }
    const value = values[part];
    const text = textOf(toPrimitive(typeof value === "function" ? call(value as Lazy) : value, slot.source, slot.offset));
    url += text;
    html += escapeHtml(text);
  }
  const checked = slot.composed === undefined ? url : checkedUrl(slot.composed.place, url);
  return new Raw(checked === url ? html : checked);
}
