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
  let isVouchedFor = false;
  for (const part of slot.composed?.parts ?? []) {
    if (typeof part === "string") {
      url += part;
      html += part;
      continue;
    }
    const given = values[part];
    const value = typeof given === "function" ? call(given as Lazy) : given;
    isVouchedFor ||= value instanceof Raw;
    const text = textOf(value instanceof Raw ? value.html : toPrimitive(value, slot.source, slot.offset));
    url += text;
    html += escapeHtml(text);
  }
  const checked = slot.composed === undefined || isVouchedFor ? url : checkedUrl(slot.composed.place, url);
  return new Raw(checked === url ? html : checked);
}
