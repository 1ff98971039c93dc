const PROPERTY = /^(?:--[\w-]+|-?[a-z][a-z-]*)$/i;
const MAY_END_DECLARATION = /[;{}"'()/\\!]/;

/**
 * The text of a style attribute from a map: `{ color: "red", "--size": 3, fontWeight: bold && 700 }`. Names may be written in camel case;
 * entries that are `false`, `true`, `null`, `undefined` or "" are left out. So is a value that is more than one declaration's value, as
 * `element.style.setProperty` does: a map stays one property per entry whatever its values hold.
 */
export function styleText(map: object): string {
  let text = "";
  for (const [name, value] of Object.entries(map)) {
    if ((typeof value !== "string" && typeof value !== "number") || value === "") continue;
    const property = name.startsWith("--") ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (PROPERTY.test(property) && isOneValue(String(value))) text += `${text === "" ? "" : " "}${property}: ${value};`;
  }
  return text;
}

// Walks strings and brackets, since `url("data:image/png;base64,…")` is one value although it has a semicolon.
function isOneValue(value: string): boolean {
  if (!MAY_END_DECLARATION.test(value)) return true;
  const bare = value.replace(/"[^"\\\n]*"|'[^'\\\n]*'/g, "s").replace(/url\([^"'()\\\s]*\)/gi, "u");
  if (/[;{}"'\\]|\/\*/.test(bare)) return false;
  return balanced(bare);
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
