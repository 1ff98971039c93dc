import type { Attribute, Tag } from "./scan-tag.ts";
import { SLOT, type Source } from "./source.ts";
import { warn } from "./warning.ts";

// What a tag must not say although it is good HTML: the client could not keep its promise, or the author means another language.

const UPDATE_MODES = ["replace", "stream", "ignore", "append", "prepend"];

const DIRECTIVES: ReadonlyMap<string, string> = new Map([
  [":if", "For what is there or not, write ${condition && html`…`}."],
  [":for", "For a list, write ${each(items, (item) => item.id, (item) => html`…`)}."],
  [":key", "A key goes into the list: ${each(items, (item) => item.id, (item) => html`…`)}."],
  [":let", "What a component passes to its content arrives at a function: ${(item) => html`…`}."],
  [":type", "A component that is chosen at run time is a value like any other: <${Component}>."],
]);

/** Throws a `TemplateSyntaxError` for directives of LiveView's own templates, and for bindings that need an id and have none. */
export function checkTag(source: Source, { kind, name, attributes }: Tag): void {
  for (const attribute of attributes) {
    checkDirective(source, attribute);
    if (kind !== "element") continue;
    checkUpdate(source, attribute);
    if (needsId(attribute) && !mayHaveId(attributes)) {
      throw source.error(
        "missing-id",
        attribute.nameAt,
        `<${name}> has ${attribute.name}${attribute.value === undefined ? "" : `="${attribute.value.replaceAll(SLOT, "${…}")}"`} but no id: ` +
          "the client finds it again by its id. Add one that no other element of the page has.",
      );
    }
  }
  if (kind === "element") warnOfFieldCalledId(source, name, attributes);
}

function checkDirective(source: Source, { name, nameAt }: Attribute): void {
  const cure = DIRECTIVES.get(name.toLowerCase());
  if (cure !== undefined) throw source.error("unknown-directive", nameAt, `Templates know no ${name}. ${cure}`);
}

function checkUpdate(source: Source, { name, value, nameAt }: Attribute): void {
  if (name.toLowerCase() !== "phx-update" || value === undefined || value.includes(SLOT)) return;
  if (UPDATE_MODES.includes(value)) return;
  throw source.error(
    "unknown-update",
    nameAt,
    `phx-update="${value}" means nothing to the client. Write "stream", "ignore" or "replace".`,
  );
}

function needsId({ name, value }: Attribute): boolean {
  const lower = name.toLowerCase();
  return lower === "phx-hook" || (lower === "phx-update" && (value === "stream" || value === "ignore"));
}

// What a spread brings is known only when it is rendered.
function mayHaveId(attributes: readonly Attribute[]): boolean {
  return attributes.some(({ name }) => name === "" || name.toLowerCase() === "id");
}

function warnOfFieldCalledId(source: Source, tag: string, attributes: readonly Attribute[]): void {
  if (!/^(?:input|select|textarea|button)$/i.test(tag)) return;
  const attribute = attributes.find(({ name, value }) => name.toLowerCase() === "name" && value === "id");
  if (attribute === undefined) return;
  const { file, line, column } = source.place(attribute.nameAt);
  warn({
    template: `${file}:${line}:${column}`,
    message: `<${tag} name="id"> takes the place of its form's own id in the browser, so that the client cannot find the form again. Give the field another name.`,
  });
}
