import { describe, expect, test } from "vitest";
import { connectInfo, isVersionSupported, parseParams, parseProtocols } from "./handshake.ts";

describe("parseParams", () => {
  test.each([
    { query: "", params: {} },
    { query: "a=1&b=%C3%A9&c=x+y", params: { a: "1", b: "é", c: "x y" } },
    { query: "a=1&a=2", params: { a: "2" } },
    { query: "a", params: { a: "" } },
    { query: "&&=&a=%zz", params: { "": "", a: "%zz" } },
  ])("$query", ({ query, params }) => {
    expect({ ...parseParams(query) }).toEqual(params);
  });

  test("names that objects have by nature are names like any other", () => {
    const params = parseParams("__proto__=x&constructor=y");
    expect(Object.getPrototypeOf(params)).toBeNull();
    expect(params["__proto__"]).toBe("x");
    expect(parseParams("")["toString"]).toBeUndefined();
  });
});

describe("isVersionSupported", () => {
  test.each([
    ["2.0.0", true],
    ["2.10.3", true],
    [undefined, false],
    ["1.0.0", false],
    ["2.0", false],
    ["2.0.0-rc.1", false],
    ["", false],
    ["two", false],
  ])("%s: %s", (vsn, expected) => {
    expect(isVersionSupported(vsn)).toBe(expected);
  });
});

describe("parseProtocols", () => {
  const bearer = (text: string): string =>
    `base64url.bearer.phx.${Buffer.from(text).toString("base64").replaceAll("=", "")}`;
  test.each([
    { header: undefined, expected: { protocol: undefined, authToken: null } },
    { header: "phoenix", expected: { protocol: "phoenix", authToken: null } },
    { header: "chat,phoenix", expected: { protocol: "phoenix", authToken: null } },
    { header: "chat", expected: { protocol: undefined, authToken: null } },
    { header: `phoenix, ${bearer("a token")}`, expected: { protocol: "phoenix", authToken: "a token" } },
    { header: `phoenix, ${bearer("~~~???")}`, expected: { protocol: "phoenix", authToken: "~~~???" } },
    { header: "phoenix, base64url.bearer.phx.fn5-Pz8_", expected: { protocol: "phoenix", authToken: "~~~???" } },
    { header: bearer("alone"), expected: { protocol: undefined, authToken: "alone" } },
    { header: "phoenix, base64url.bearer.phx.%%%", expected: undefined },
    { header: "phoenix, base64url.bearer.phx.abcde", expected: undefined },
  ])("$header", ({ header, expected }) => {
    expect(parseProtocols(header)).toEqual(expected);
  });
});

describe("connectInfo", () => {
  test("keeps what a socket may see, and withholds what browsers attach by themselves", () => {
    const headers = [
      ["host", "h"],
      ["cookie", "secret=1"],
      ["authorization", "Bearer x"],
      ["x-a", "1"],
      ["traceparent", "t"],
      ["user-agent", "u"],
    ] as const;
    const request = {
      method: "GET",
      path: "/p",
      query: "",
      remoteAddress: "1.2.3.4",
      header: (name: string) => headers.find((header) => header[0] === name)?.[1],
      headers: () => headers,
      body: () => Promise.resolve(new Uint8Array(0)),
    };
    const info = connectInfo(request, "token");
    expect({ ...info, headers: { ...info.headers } }).toEqual({
      remoteAddress: "1.2.3.4",
      host: "h",
      path: "/p",
      userAgent: "u",
      authToken: "token",
      headers: { "x-a": "1", traceparent: "t" },
    });
  });
});
