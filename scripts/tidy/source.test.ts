import { expect, test } from "vitest";

import { parseSource } from "./source.ts";

const read = (text: string) => parseSource("packages/wire/src/x.ts", text);

test.each([
  ['import { a, type B as C } from "./b.ts";', "import", "./b.ts", ["a", "B"]],
  ['import type { B } from "./b.ts";', "import", "./b.ts", ["B"]],
  ['import b from "morphdom";', "import", "morphdom", ["default"]],
  ['import b, { c } from "ws";', "import", "ws", ["default", "c"]],
  ['import * as all from "./b.ts";', "import", "./b.ts", ["*"]],
  ['import "./b.css";', "side-effect", "./b.css", []],
  ['const b = await import("./b.ts");', "dynamic", "./b.ts", ["*"]],
  ['type B = import("./b.ts").B;', "dynamic", "./b.ts", ["*"]],
  ['export { a, type B } from "./b.ts";', "re-export", "./b.ts", ["a", "B"]],
  ['serve(app, { client: "./client.ts" });', "path", "./client.ts", ["*"]],
  ['new Worker(new URL("../load/main.ts", import.meta.url));', "path", "../load/main.ts", ["*"]],
  ['import {\n  a,\n  b,\n} from "./b.ts";', "import", "./b.ts", ["a", "b"]],
])("%s", (text, ...[kind, specifier, names]) => {
  expect(read(text).imports).toEqual([{ kind, specifier, names, line: 1 }]);
});

test.each([
  '// import { a } from "./b.ts";',
  `const text = 'import { a } from "./b.ts";';`,
  'const from = "b";',
  'Array.from("abc");',
])("no import: %s", (text) => {
  expect(read(text).imports).toEqual([]);
});

test("an import is found on its line", () => {
  expect(read('// one\n\nimport { a } from "./b.ts";').imports[0]?.line).toBe(3);
});

test.each([
  ["export function a(): void {}", [["a", false]]],
  ["export async function a() {}", [["a", false]]],
  ["export abstract class A {}", [["A", false]]],
  ["export const A = 1, b = 2;", [["A", false]]],
  ["export interface A {}", [["A", true]]],
  ["export type A<T> = T;", [["A", true]]],
  ["export function a(x: 1): 1;\nexport function a(x: 2): 2;", [["a", false]]],
  [
    "export { a, b as c };",
    [
      ["a", false],
      ["c", false],
    ],
  ],
  [
    'export { a, type B } from "./b.ts";',
    [
      ["a", false],
      ["B", true],
    ],
  ],
  ['export type { A } from "./b.ts";', [["A", true]]],
  ["  export const inner = 1;", []],
  ["// export const a = 1;", []],
])("%s", (text, names) => {
  expect(read(text).exports.map((one) => [one.name, one.isType])).toEqual(names);
});

test("a renamed re-export knows the name it has at home, and where that is", () => {
  expect(read('export {\n  a as b,\n} from "./b.ts";').exports).toEqual([
    { name: "b", localName: "a", from: "./b.ts", isType: false, line: 2 },
  ]);
});
