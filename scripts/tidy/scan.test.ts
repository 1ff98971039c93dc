import { expect, test } from "vitest";

import { scan } from "./scan.ts";

test.each([
  ["a line comment", "a(); // Date.now()\nb();", "a();              \nb();"],
  ["a block comment over lines", "a /* x\ny */ b", "a     \n     b"],
  ["a string", 'const a = "Date.now()";', 'const a = "          ";'],
  ["an escaped quote", String.raw`f("a\"b", c)`, 'f("    ", c)'],
  ["a quote inside other quotes", `f('"', x)`, `f(' ', x)`],
  ["a template around code", "`a ${b + `c ${d}`} e`", "`  ${b + `  ${d}`}  `"],
  ["braces inside a slot", "`${ {a: {}} } x`", "`${ {a: {}} }  `"],
  ["a comment marker in a string", '"// no" + x', '"     " + x'],
  ["a comment marker in a template", "`http://x` + y", "`        ` + y"],
  ["a regex with a quote", "x.replace(/[\"'/]/g, y)", "x.replace(/     /g, y)"],
  ["a regex behind return", "return /a'b/.test(c)", "return /   /.test(c)"],
  ["a division", "a / b / c // d", "a / b / c     "],
  ["a division behind a bracket", "f(a) / g('x')", "f(a) / g(' ')"],
  ["a slash in a class of a regex", "if (/[/]'/.test(a)) b", "if (/    /.test(a)) b"],
  ["an unclosed string ends with its line", "'abc\nd", "'   \nd"],
])("%s", (_name, text, code) => {
  expect(scan(text).code).toBe(code);
});

test("comments are given with their places", () => {
  const text = "a /* b */ // c\n";
  expect(scan(text).comments).toEqual([
    { start: 2, end: 9, text: "/* b */" },
    { start: 10, end: 14, text: "// c" },
  ]);
});

test("whatever the text, the code is as long and has the same lines", () => {
  for (const text of ["`${", "/*", "'", "`a", "/[", "}", "`${'`'}", ""]) {
    const { code } = scan(text);
    expect(code).toHaveLength(text.length);
    expect(code.split("\n")).toHaveLength(text.split("\n").length);
  }
});
