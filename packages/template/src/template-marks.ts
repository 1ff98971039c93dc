import type { RenderOptions } from "./scope.ts";
import type { Source } from "./source.ts";

/** A place in the statics of a template where something may be added that no slot knows of. */
export interface Mark {
  /** `tag`: behind the name of a start tag; `call`: before a component. */
  readonly kind: "tag" | "call";
  /** Which static, and where in it. */
  readonly index: number;
  readonly at: number;
  /** Where it stands in the source. */
  readonly offset: number;
  /** Not inside another element of the template. */
  readonly isOutermost: boolean;
}

/** What of the options changes the constant text of templates. */
export type MarkOptions = Pick<RenderOptions, "annotate" | "rootTagAttribute">;

/** The parts of a template that marking reads. */
interface Marked {
  readonly statics: readonly string[];
  readonly marks: readonly Mark[];
  readonly source: Source;
  readonly owner: string | undefined;
}

/** The statics with the attribute for outermost tags, and with what tells a developer where each piece of the page comes from. */
export function markStatics(template: Marked, { annotate, rootTagAttribute }: MarkOptions): readonly string[] {
  const { marks, source, owner } = template;
  const file = annotate?.(source.site.file);
  const place = (offset: number) => {
    const { line, column } = source.place(offset);
    return { line: `${file}:${line}`, spot: `${file}:${line}:${column}` };
  };
  const statics = [...template.statics];
  // From the back, so that what is added does not shift what is still to come.
  for (const { kind, index, at, offset, isOutermost } of marks.toReversed()) {
    let added = "";
    if (kind === "tag" && isOutermost && owner !== undefined && rootTagAttribute !== undefined)
      added += ` ${rootTagAttribute}`;
    if (kind === "tag" && file !== undefined) added += ` data-phx-loc="${attributeText(place(offset).line)}"`;
    if (kind === "call" && file !== undefined) added += comment(`@caller ${place(offset).spot}`);
    const text = statics[index] ?? "";
    statics[index] = text.slice(0, at) + added + text.slice(at);
  }
  const isDocument = /^\s*<!doctype/i.test(template.statics[0] ?? "");
  if (file === undefined || owner === undefined || isDocument) return statics;
  statics[0] = comment(`<${owner}> ${place(0).spot}`) + (statics[0] ?? "");
  statics[statics.length - 1] += comment(`</${owner}>`);
  return statics;
}

// Neither a path nor a name shall end the comment.
function comment(text: string): string {
  return `<!-- ${text.replaceAll("--", "- -")} -->`;
}

function attributeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
