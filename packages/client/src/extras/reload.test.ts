import { beforeEach, expect, test } from "vitest";
import { reloadDelayMs, worksAgain } from "./reload.ts";

beforeEach(() => localStorage.clear());

test("reloads are spread over five seconds after the first five", () => {
  expect(reloadDelayMs(() => 0, false)).toBe(5_000);
  expect(reloadDelayMs(() => 0.999, false)).toBeCloseTo(9_995);
});

test("a page that is out of date reloads soon, but only the first time", () => {
  expect(reloadDelayMs(() => 0.5, true)).toBe(500);
  expect(reloadDelayMs(() => 0.5, true)).toBe(7_500);
});

test("after ten in a row they become rare, until one succeeds", () => {
  for (let count = 0; count < 10; count++) expect(reloadDelayMs(() => 0, false)).toBe(5_000);
  expect(reloadDelayMs(() => 0, false)).toBe(30_000);
  expect(localStorage.getItem("/-consecutive-reloads")).toBe("11");
  worksAgain();
  expect(reloadDelayMs(() => 0, false)).toBe(5_000);
});
