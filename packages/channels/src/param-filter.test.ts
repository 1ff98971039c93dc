import { describe, expect, test } from "vitest";
import { createParamFilter } from "./param-filter.ts";

const filter = createParamFilter();

describe("a param filter", () => {
  test.each([
    { name: "a secret name, in any case", params: { password: "p", userPassword: "p", "PASSWORD-2": "p" } },
    { name: "a part of a name", params: { _csrf_token: "t", client_secret: "s", accessToken: "t" } },
    { name: "all below a secret name", params: { password: { old: "p", new: ["p"] } } },
    { name: "nested names", params: { user: { credentials: [{ password: "p" }] } } },
    { name: "a query", params: { value: "user%5Bpassword%5D=p&_csrf_token=t" } },
    { name: "a URL", params: { url: "https://example.com/reset?token=t#password=p" } },
    { name: "names that objects have by nature", params: JSON.parse('{"__proto__":{"password":"p"}}') as unknown },
  ])("hides $name", ({ params }) => {
    const text = JSON.stringify(filter(params));
    expect(text).toContain("[FILTERED]");
    expect(text).not.toMatch(/"[pts]"|=[pts]\b/);
  });

  test("leaves names and everything else as they are", () => {
    const params = { id: 7, ok: true, none: null, missing: undefined, user: { email: "a@b.c" }, tags: ["x", 1] };
    expect(filter(params)).toEqual(params);
    expect(filter({ user: { password: "p", email: "a" } })).toEqual({ user: { password: "[FILTERED]", email: "a" } });
    expect(filter({ url: "/reset?user=7&token=t" })).toEqual({ url: "/reset?user=7&token=[FILTERED]" });
  });

  test("takes further names, each as text and not as a pattern", () => {
    const further = createParamFilter(["iban", "a.c", ""]);
    expect(further({ IBAN: 1, "a.c": 2, abc: 3, token: 4 })).toEqual({
      IBAN: "[FILTERED]",
      "a.c": "[FILTERED]",
      abc: 3,
      token: "[FILTERED]",
    });
  });

  test.each([
    { name: "a long text", params: "x".repeat(100), expected: `${"x".repeat(80)}…` },
    { name: "a long name", params: { ["x".repeat(100)]: 1 }, expected: { [`${"x".repeat(80)}…`]: 1 } },
    {
      name: "a long list",
      params: Array.from({ length: 30 }, () => 1),
      expected: [...Array.from({ length: 20 }, () => 1), "… 10 more"],
    },
    {
      name: "an object of many members",
      params: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, index])),
      expected: {
        ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, index])),
        "…": "1 more",
      },
    },
    {
      name: "depth",
      params: [[[[[[[1]], { a: 1 }]]]]],
      expected: [[[[[["[1 items]"], { a: 1 }]]]]],
    },
    { name: "an object too deep", params: [[[[[[{ a: 1 }]]]]]], expected: [[[[[["[object]"]]]]]] },
    { name: "bytes", params: { file: new Uint8Array(9) }, expected: { file: "[object Uint8Array]" } },
    { name: "a function and a bigint", params: [() => 1, 1n], expected: ["[function]", "1"] },
  ])("cuts $name", ({ params, expected }) => {
    expect(filter(params)).toEqual(expected);
  });

  test("copies 100 values of a tree that is wide at every depth", () => {
    const wide = (depth: number): unknown => (depth === 0 ? 1 : Array.from({ length: 15 }, () => wide(depth - 1)));
    const text = JSON.stringify(filter(wide(4)));
    expect(text.match(/1/g)?.length).toBeLessThan(130);
    expect(text.length).toBeLessThan(2_000);
  });
});
