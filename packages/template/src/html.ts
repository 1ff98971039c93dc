import { buildTemplate } from "./build-template.ts";
import { callerOf } from "./call-site.ts";
import { Rendered } from "./rendered.ts";
import { scan, type Token } from "./scanner.ts";
import { Source } from "./source.ts";
import type { Template } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { buildTree } from "./tree.ts";

// The identity of the strings array is the identity of the call site, and of what the client has cached: nothing to hash.
const templates = new WeakMap<TemplateStringsArray, Template>();

// Rows of a list come from one call site a thousand times in a row; comparing with the last one is cheaper than a look-up.
let lastStrings: TemplateStringsArray | undefined;
let lastTemplate: Template | undefined;

/**
 * A piece of a page: `` html`<p class=${kind}>${text}</p>` ``. The template is read once per place in the program; a call costs no more than
 * its values. Throws a `TemplateSyntaxError` when it is malformed, at its first use.
 */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Rendered {
  if (strings !== lastStrings || lastTemplate === undefined) {
    lastTemplate = templates.get(strings) ?? prepare(strings, values);
    lastStrings = strings;
  }
  return new Rendered(lastTemplate, values);
}

function prepare(strings: TemplateStringsArray, values: readonly unknown[]): Template {
  // An array that came in as JSON has no `raw`: text of a user must never be taken for a template.
  if (!Array.isArray(strings) || !Array.isArray(strings.raw)) {
    throw new TemplateError(
      "not-a-template",
      "html was called like a function. Write it as a tag, html`…`, so that values and markup stay apart.",
    );
  }
  const source = new Source(strings, callerOf(html));
  const template = buildTemplate(source, buildTree(withoutEnds(source, scan(source))));
  checkCode(template, values);
  templates.set(strings, template);
  return template;
}

// White space that holds a line break at either end is how the template is laid out in the program, and would be sent with each of them.
function withoutEnds(source: Source, tokens: readonly Token[]): readonly Token[] {
  const last = tokens.length - 1;
  return tokens
    .map((token, index) => {
      if (token.type !== "text" || token.mode !== "content") return token;
      const text = source.text.slice(token.from, token.to);
      const before = index === 0 ? breakLength(/^\s+/, text) : 0;
      const behind = index === last ? breakLength(/\s+$/, text.slice(before)) : 0;
      return { ...token, from: token.from + before, to: token.to - behind };
    })
    .filter((token) => token.type !== "text" || token.from < token.to);
}

function breakLength(end: RegExp, text: string): number {
  const [space = ""] = end.exec(text) ?? [];
  return space.includes("\n") ? space.length : 0;
}

// Values in code are checked whenever they are rendered; the first ones also here, while the mistake is on the stack.
function checkCode({ slots }: Template, values: readonly unknown[]): void {
  for (const { printer, value, call } of slots) {
    if (printer?.isCode && typeof values[value] !== "function") printer.print(values[value]);
    for (const { template } of call?.named ?? []) checkCode(template, values);
    if (call?.children !== undefined) checkCode(call.children, values);
  }
}
