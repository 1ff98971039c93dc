import { describe, expect, test } from "vitest";
import { type CheckOrigin, allowedOriginProblem, isOriginAllowed } from "./origin.ts";

function allowed(check: CheckOrigin, origin: string | undefined, host: string | undefined = "example.com"): boolean {
  return isOriginAllowed(check, { origin, host });
}

describe("an origin", () => {
  test.each<{ check: CheckOrigin; origin: string | undefined; expected: boolean; host?: string }>([
    // Programs send none.
    { check: true, origin: undefined, expected: true },
    { check: ["https://a.com"], origin: undefined, expected: true },
    { check: () => false, origin: undefined, expected: true },

    { check: false, origin: "http://evil.com", expected: true },
    { check: false, origin: "null", expected: true },

    // true: the request's own host, whatever scheme and port.
    { check: true, origin: "http://example.com", expected: true },
    { check: true, origin: "https://example.com:8443", expected: true },
    { check: true, origin: "https://EXAMPLE.com", expected: true },
    { check: true, origin: "http://localhost:4000", host: "localhost:4000", expected: true },
    { check: true, origin: "http://[::1]:4000", host: "[::1]:4000", expected: true },
    { check: true, origin: "http://sub.example.com", expected: false },
    { check: true, origin: "http://example.com.evil.com", expected: false },
    { check: true, origin: "http://evil.com", expected: false },
    { check: true, origin: "http://example.com@evil.com", expected: false },

    // No host, nobody.
    { check: true, origin: "null", expected: false },
    { check: true, origin: "file://", expected: false },
    { check: true, origin: "about:blank", expected: false },
    { check: true, origin: "no url", expected: false },
    { check: ["//example.com"], origin: "null", expected: false },

    // conn: host and port.
    { check: "conn", origin: "http://example.com", expected: true },
    { check: "conn", origin: "https://example.com", expected: true },
    { check: "conn", origin: "http://example.com:4000", expected: false },
    { check: "conn", origin: "http://example.com:4000", host: "example.com:4000", expected: true },
    { check: "conn", origin: "http://example.com", host: "example.com:4000", expected: false },
    { check: "conn", origin: "https://example.com", host: "example.com:80", expected: false },

    // A list: a missing scheme or port is any, a scheme brings its default port.
    { check: ["https://a.com"], origin: "https://a.com", expected: true },
    { check: ["https://a.com"], origin: "http://a.com", expected: false },
    { check: ["http://a.com"], origin: "http://a.com:81", expected: false },
    { check: ["http://a.com:81"], origin: "http://a.com:81", expected: true },
    { check: ["//a.com"], origin: "https://a.com:81", expected: true },
    { check: ["//a.com:81"], origin: "https://a.com:81", expected: true },
    { check: ["//a.com:81"], origin: "https://a.com", expected: false },
    { check: ["//b.com", "//a.com"], origin: "http://a.com", expected: true },
    { check: ["//A.com"], origin: "http://a.com", expected: true },
    { check: [], origin: "http://a.com", expected: false },

    // A wildcard: subdomains and the bare domain, and no suffix trick.
    { check: ["//*.a.com"], origin: "http://x.a.com", expected: true },
    { check: ["//*.a.com"], origin: "http://x.y.a.com", expected: true },
    { check: ["//*.a.com"], origin: "http://a.com", expected: true },
    { check: ["//*.a.com"], origin: "http://prefix-a.com", expected: false },
    { check: ["https://*.a.com"], origin: "http://x.a.com", expected: false },

    { check: (url) => url.port === "81", origin: "http://evil.com:81", expected: true },
    { check: (url) => url.port === "81", origin: "http://evil.com", expected: false },
  ])("$origin of a request to $host with $check: $expected", ({ check, origin, expected, host }) => {
    expect(allowed(check, origin, host)).toBe(expected);
  });

  test.each([undefined, "", "bad host"])("is refused when the request's own host is %j", (host) => {
    expect(isOriginAllowed(true, { origin: "http://example.com", host })).toBe(false);
  });
});

describe("allowedOriginProblem", () => {
  test.each([
    "https://a.com",
    "http://a.com:81",
    "//a.com",
    "//*.a.com",
    "https://*.a.com/",
    "//localhost",
    "//[::1]:4000",
  ])("%s is fine", (entry) => {
    expect(allowedOriginProblem(entry)).toBeUndefined();
  });

  test.each(["", "a.com", "https://", "//", "//a.*.com", "//a.com/path", "*"])("%j is explained", (entry) => {
    expect(allowedOriginProblem(entry)).toContain("names no host");
  });
});
