import { describe, expect, test } from "vitest";
import { decodeForm, decodePath } from "./form-params.ts";

describe("decodeForm", () => {
  test.each([
    ["", {}],
    ["a=1&b=2", { a: "1", b: "2" }],
    ["a=1&a=2", { a: "2" }],
    ["a", { a: "" }],
    ["a+b=c+d%21", { "a b": "c d!" }],
    ["user%5Bname%5D=Ann&user[email]=a%40b", { user: { name: "Ann", email: "a@b" } }],
    ["tags[]=a&tags[]=b", { tags: ["a", "b"] }],
    ["q[0]=x&q[1]=y", { q: { 0: "x", 1: "y" } }],
    ["user[tags][]=a", { user: { tags: ["a"] } }],
    ["a=1&a[b]=2", { a: { b: "2" } }],
    ["100%=x", { "100%": "x" }],
    ["=lost", {}],
  ])("%s", (text, expected) => {
    expect(decodeForm(text)).toEqual(expected);
  });

  test("names that would reach a prototype are dropped or are plain names", () => {
    const params = decodeForm("__proto__[admin]=1&a[__proto__]=2&constructor[x]=3&toString=4");
    expect(Object.getPrototypeOf(params)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["admin"]).toBeUndefined();
    expect(Object.hasOwn(params, "constructor")).toBe(true);
    expect(params["toString"]).toBe("4");
  });

  test("more than 2,000 fields are refused", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=`).join("&");
    expect(Object.keys(decodeForm(many(2_000)))).toHaveLength(2_000);
    expect(() => decodeForm(many(2_001))).toThrow(/more than 2000 fields/);
  });

  test("a name that nests deeper than 32 levels is refused", () => {
    expect(() => decodeForm(`a${"[b]".repeat(40)}=1`)).toThrow(/nests deeper/);
  });
});

test.each([
  ["user[name]", ["user", "name"]],
  ["foo", ["foo"]],
  ["tags[]", ["tags", ""]],
  ["[x]", ["[x]"]],
  ["a[b", ["a[b"]],
])("decodePath(%s)", (name, path) => {
  expect(decodePath(name)).toEqual(path);
});
