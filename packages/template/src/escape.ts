// Text on its way into HTML and from there into JSON. Nearly all text needs neither, so each function looks before it works.

const HTML_SPECIAL = /[&<>"']/;
const HTML_SPECIALS = /[&<>"']/g;
const JSON_SPECIAL = /["\\\u0000-\u001f]/;
// All but what is special in either. Said the other way round, by its members, the look takes half as long again.
const EITHER_SPECIAL = /[^ !#-%(-;=?-[\]-\uffff]/;

/** `&`, `<`, `>`, `"` and `'` as entities: safe in text and in attribute values of either quote. */
export function escapeHtml(text: string): string {
  return HTML_SPECIAL.test(text) ? text.replace(HTML_SPECIALS, entityOf) : text;
}

/** HTML as a JSON string, quotes included. */
export function jsonOfHtml(html: string): string {
  return JSON_SPECIAL.test(html) ? JSON.stringify(html) : `"${html}"`;
}

/** Text, escaped for HTML, as a JSON string: `jsonOfHtml(escapeHtml(text))` with one look instead of two. */
export function jsonOfText(text: string): string {
  return `"${jsonTextBody(text)}"`;
}

/** What stands between the quotes of `jsonOfText(text)`. */
export function jsonTextBody(text: string): string {
  return EITHER_SPECIAL.test(text) ? JSON.stringify(escapeHtml(text)).slice(1, -1) : text;
}

function entityOf(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}
