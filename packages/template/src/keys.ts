import type { Each } from "./each.ts";
import type { TemplateSlot } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** Throws when two items of the list have the same key; for development, since it asks for all keys once more. */
export function forbidDuplicateKeys({ items, key }: Each, slot: TemplateSlot): void {
  const seen = new Map<unknown, number>();
  items.forEach((item, index) => {
    const itemKey = key(item, index);
    const first = seen.get(itemKey);
    if (first !== undefined) {
      const { file, line, column } = slot.source.site;
      throw new TemplateError(
        "duplicate-key",
        `each() got the key ${JSON.stringify(itemKey) ?? String(itemKey)} for the items ${first} and ${index}; a key tells rows apart, so each must have its own. ` +
          `Key by an id, or by the index: each(items, (_, index) => index, …). The list is in the template at ${file}:${line}:${column}.`,
      );
    }
    seen.set(itemKey, index);
  });
}
