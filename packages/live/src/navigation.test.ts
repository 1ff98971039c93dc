import { describe, expect, test } from "vitest";
import { encodeNavigation, externalUrl, localPath } from "./navigation.ts";

describe("localPath", () => {
  test.each(["/", "/battles/1", "/a?b=c#d", "/%20x"])("%s is a path within the app", (to) => {
    expect(localPath(to)).toBe(to);
  });

  test.each([
    "battles",
    "",
    "//evil.example",
    "/\\evil.example",
    "/\tevil.example",
    "/\n/evil.example",
    "/%09/evil.example",
    "/%0D/evil.example",
    "/%5cevil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/ /evil.example",
  ])("%j is refused", (to) => {
    expect(() => localPath(to)).toThrow(/Cannot go to/);
  });
});

describe("externalUrl", () => {
  test.each(["https://example.com/x", "http://127.0.0.1:1/x", "mailto:a@example.com"])("%s", (external) => {
    expect(externalUrl({ external })).toBe(external);
  });

  test.each(["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "/local", "//example.com"])(
    "%j is refused",
    (external) => {
      expect(() => externalUrl({ external })).toThrow(/Cannot redirect to/);
    },
  );
});

test.each([
  [{ type: "patch", to: "/a", replace: true } as const, undefined, { to: "/a", kind: "replace" }],
  [{ type: "navigate", to: "/a", replace: false } as const, "token", { to: "/a", kind: "push", flash: "token" }],
  [{ type: "redirect", to: "/a", status: 303 } as const, undefined, { to: "/a", status: 303 }],
])("encodeNavigation(%j)", (navigation, flash, expected) => {
  expect(JSON.parse(encodeNavigation(navigation, flash))).toEqual(expected);
});
