import { expect, test } from "vitest";
import { isWanted, parseOptions } from "./options.ts";

test("without options everything is measured on both transports", () => {
  expect(parseOptions([])).toEqual({
    only: [],
    isQuick: false,
    ours: undefined,
    transports: ["uws", "node"],
    wantsHelp: false,
  });
});

test("every option is understood", () => {
  expect(parseOptions(["--quick", "--only", "click,fanout-5000", "--transport", "node", "--ours", "x.mjs"])).toEqual({
    only: ["click", "fanout-5000"],
    isQuick: true,
    ours: "x.mjs",
    transports: ["node"],
    wantsHelp: false,
  });
});

test.each([
  [["--fast"], "Unknown option --fast"],
  [["--only"], "--only needs a value"],
  [["--only", "clicks"], '--only does not know "clicks"'],
  [["--transport", "http3"], '--transport is uws or node (node:http with ws), not "http3"'],
])("%j is refused with a sentence", (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(sentence);
});

test.each([
  ["click-100", "click", true],
  ["click-1000", "click-100", false],
  ["click-100", "click-100", true],
  ["table-swap", "table", true],
  ["memory", "memory", true],
  ["memory", "mount", false],
])("the figure %s is wanted by --only %s: %s", (figure, only, expected) => {
  expect(isWanted(parseOptions(["--only", only]), figure)).toBe(expected);
});

test("every figure is wanted when none is named", () => {
  expect(isWanted(parseOptions([]), "render-form")).toBe(true);
});
