import { describe, expect, test } from "vitest";

import { findSystemBrowser, howToGetBrowser } from "./find.ts";

const machine = (platform: string, paths: readonly string[], env: Readonly<Record<string, string>> = {}) => ({
  platform,
  env,
  exists: (path: string) => paths.includes(path),
});

describe("the machine's browser", () => {
  test.each([
    [
      "the first of the usual places",
      machine("linux", ["/usr/bin/google-chrome", "/usr/bin/chromium"]),
      "/usr/bin/chromium",
    ],
    ["nothing", machine("linux", ["/usr/bin/firefox"]), undefined],
    [
      "a Mac's application",
      machine("darwin", ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]),
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ],
    [
      "a Windows program",
      machine("win32", [String.raw`C:\P\Google\Chrome\Application\chrome.exe`], { PROGRAMFILES: String.raw`C:\P` }),
      String.raw`C:\P\Google\Chrome\Application\chrome.exe`,
    ],
    [
      "the one that a variable names",
      machine("linux", ["/opt/chrome", "/usr/bin/chromium"], { CHROME_BIN: "/opt/chrome" }),
      "/opt/chrome",
    ],
    ["the first variable of two", machine("linux", ["/a", "/b"], { CHROME_BIN: "/a", CHROMIUM_PATH: "/b" }), "/b"],
    ["not an empty variable", machine("linux", ["/usr/bin/chromium"], { CHROMIUM_PATH: "" }), "/usr/bin/chromium"],
  ])("%s", (_name, surroundings, path) => {
    expect(findSystemBrowser(surroundings)).toBe(path);
  });

  test("a variable that names nothing is an error, not a reason to take another browser", () => {
    const surroundings = machine("linux", ["/usr/bin/chromium"], { CHROMIUM_PATH: "/gone" });
    expect(() => findSystemBrowser(surroundings)).toThrow('CHROMIUM_PATH is "/gone", but there is no such file');
  });
});

test.each([
  ["linux", "apt-get install chromium"],
  ["darwin", "npx playwright install chromium"],
])("without a browser on %s, the message says what to do", (platform, advice) => {
  const message = howToGetBrowser(platform, "npm is offline");
  expect(message).toContain("npm is offline");
  expect(message).toContain(advice);
});
