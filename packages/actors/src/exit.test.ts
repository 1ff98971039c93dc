import { expect, test } from "vitest";
import { describeExit, type ExitReason, isQuietExit, NORMAL_EXIT } from "./exit.ts";

const cases: [ExitReason, boolean, string][] = [
  [NORMAL_EXIT, true, "normal"],
  [{ type: "shutdown", detail: "closed" }, true, "shutdown: closed"],
  [{ type: "crashed", error: new Error("no such battle") }, false, "crashed: Error: no such battle"],
  [{ type: "crashed", error: "thrown text" }, false, "crashed: thrown text"],
  [{ type: "mailbox-full" }, false, "mailbox-full"],
  [{ type: "handler-timeout" }, false, "handler-timeout"],
];

test.each(cases)("%o: quiet %s, in words: %s", (reason, isQuiet, text) => {
  expect(isQuietExit(reason)).toBe(isQuiet);
  expect(describeExit(reason)).toBe(text);
});
