import hljs from "highlight.js/lib/core";
import css from "highlight.js/lib/languages/css";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";

// TypeScript, with the markup of html`…` in it.
hljs.registerLanguage("typescript", typescript);
hljs.registerLanguage("xml", xml);
hljs.registerLanguage("css", css);

/** TypeScript as markup: escaped, each word in a `span` with a class that says what it is. */
export function highlight(code: string): string {
  return hljs.highlight(code, { language: "typescript" }).value;
}
