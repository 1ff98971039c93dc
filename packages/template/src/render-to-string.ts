import { Slot, slotContent } from "./component.ts";
import { callComponent } from "./component-call.ts";
import { composeUrl } from "./compose-url.ts";
import { Each } from "./each.ts";
import { escapeHtml } from "./escape.ts";
import { ComponentId, Hosted, misplacedComponent, resolveHosted } from "./hosted.ts";
import { forbidDuplicateKeys } from "./keys.ts";
import { Json, Raw, Rendered } from "./rendered.ts";
import type { RenderOptions, Scope } from "./scope.ts";
import { StreamRows } from "./stream-rows.ts";
import type { TemplateSlot } from "./template.ts";
import { textOf, toPrimitive } from "./text.ts";

/**
 * The page as a string: the dead render. `assigns` is what lazy slots receive. Equal, always, to what a client shows that has applied
 * the diffs of a `Differ` for the same templates and values.
 */
export function renderToString(
  rendered: Rendered,
  assigns: object = {},
  { development = false, host, annotate, rootTagAttribute }: RenderOptions = {},
): string {
  return renderTemplate(rendered, { assigns, development, host, annotate, rootTagAttribute });
}

function renderTemplate({ template, values }: Rendered, scope: Scope): string {
  const { slots } = template;
  const statics = template.staticsFor(scope);
  let html = statics[0] as string; // there is one static more than slots
  for (let index = 0; index < slots.length; index += 1) {
    const slot = slots[index] as TemplateSlot; // index < length
    const value = values[slot.value];
    // Nearly all values take the first two ways; a number has nothing to escape.
    if (typeof value === "string" && slot.isText) html += escapeHtml(value);
    else if (typeof value === "number" && slot.isText) html += value;
    else html += slotHtml(slot, values, scope);
    html += statics[index + 1];
  }
  return html;
}

function slotHtml(slot: TemplateSlot, values: readonly unknown[], scope: Scope): string {
  const value = values[slot.value];
  switch (slot.kind) {
    case "content":
    case "flat":
      return contentHtml(slot, value, scope);
    case "attribute":
      return attributeHtml(slot, value, scope);
    case "composed":
      return composeUrl(slot, values, (lazy) => lazy(scope.assigns)).html;
    case "component":
      return contentHtml(slot, callComponent(slot, values, scope.development), scope);
  }
}

function attributeHtml(slot: TemplateSlot, value: unknown, scope: Scope): string {
  if (typeof value === "function") return attributeHtml(slot, value(scope.assigns), scope);
  return slot.printer?.html(slot.printer.print(value)) ?? "";
}

/** The HTML of what may stand between tags. */
export function contentHtml(slot: TemplateSlot, value: unknown, scope: Scope): string {
  switch (typeof value) {
    case "string":
      return escapeHtml(value);
    case "object":
      return value === null ? "" : objectHtml(slot, value, scope);
    case "function":
      return contentHtml(slot, value(scope.assigns), scope);
    default:
      return textOf(toPrimitive(value, slot.source, slot.offset));
  }
}

function objectHtml(slot: TemplateSlot, value: object, scope: Scope): string {
  if (value instanceof Rendered) return renderTemplate(value, scope);
  if (Array.isArray(value)) return listHtml(slot, value, scope);
  if (value instanceof Each) return eachHtml(slot, value, scope);
  if (value instanceof Raw) return value.html;
  if (value instanceof Json) return escapeHtml(value.text);
  if (value instanceof Slot) return contentHtml(slot, slotContent(value, []), scope);
  if (value instanceof StreamRows) return listHtml(slot, value.rows, scope);
  if (value instanceof Hosted) return contentHtml(slot, resolveHosted(slot, value, scope), scope);
  if (value instanceof ComponentId) throw misplacedComponent(slot, value);
  return escapeHtml(textOf(toPrimitive(value, slot.source, slot.offset)));
}

function listHtml(slot: TemplateSlot, contents: readonly unknown[], scope: Scope): string {
  let html = "";
  for (const content of contents) html += contentHtml(slot, content, scope);
  return html;
}

function eachHtml(slot: TemplateSlot, each: Each, scope: Scope): string {
  if (scope.development) forbidDuplicateKeys(each, slot);
  const { items, row } = each;
  let html = "";
  for (let index = 0; index < items.length; index += 1) html += contentHtml(slot, row(items[index], index), scope);
  return html;
}
