import { describe, expect, test } from "vitest";
import { type Entry, entryAt, readEntries } from "./form-entries.ts";
import { decodeForm, decodePath } from "./form-params.ts";

const read = (text: string): Entry => readEntries(decodeForm(text));

describe("the values of", () => {
  test.each([
    ["nothing", "", {}],
    ["plain and nested names", "a=1&user[email]=x&user[tags][]=p", { a: "1", user: { email: "x", tags: ["p"] } }],
    [
      "markers",
      "_unused_a=&a=1&user[_unused_b]=&user[b]=2&_unused_tags[]=&tags[]=x",
      { a: "1", user: { b: "2" }, tags: ["x"] },
    ],
    [
      "what the framework sends",
      "a=1&_target=a&_csrf_token=t&_method=put&user[_persistent_id]=0&user[b]=2",
      { a: "1", user: { b: "2" } },
    ],
    ["numbered names", "a[0]=x&a[1]=y", { a: ["x", "y"] }],
    ["numbered records", "a[0][b]=x&a[1][b]=y", { a: [{ b: "x" }, { b: "y" }] }],
    ["numbers out of order", "a[10]=c&a[2]=b&a[0]=a", { a: ["a", "b", "c"] }],
    ["numbered names with markers", "a[_unused_0]=&a[0]=x&a[1]=y", { a: ["x", "y"] }],
    ["lists in lists", "a[0][b][0][c]=x&a[1][b][5][c]=y", { a: [{ b: [{ c: "x" }] }, { b: [{ c: "y" }] }] }],
    [
      "names that are not all numbers",
      "a[0]=x&a[b]=y&c[01]=z&d[-1]=w",
      { a: { 0: "x", b: "y" }, c: { "01": "z" }, d: { "-1": "w" } },
    ],
    ["a number no list has", "a[4294967296]=x", { a: { 4294967296: "x" } }],
  ])("%s", (_title, text, expected) => {
    expect(read(text).value).toEqual(expected);
  });

  test("a form's beginning, with dates and other values as they are", () => {
    const when = new Date(0);
    const file = new File(["x"], "a.txt");
    const values = { when, file, count: 3, on: true, none: null, list: [{ a: 1 }], empty: [], of: { 0: "x" } };
    expect(readEntries(values).value).toEqual({ ...values, of: ["x"] });
    expect(readEntries(undefined).value).toEqual({});
  });

  test("names that would reach a prototype are names", () => {
    const { value } = readEntries(JSON.parse('{"__proto__":{"admin":"1"},"constructor":"2"}'));
    expect(Object.hasOwn(value as object, "__proto__")).toBe(true);
    expect((value as { admin?: string }).admin).toBeUndefined();
    expect(read("a=1").children.get("constructor")).toBeUndefined();
  });
});

describe("a list is put in order", () => {
  const rows = "a[0][n]=x&a[1][n]=y&a[2][n]=z";
  test.each([
    ["by what is sorted", `${rows}&a_sort[]=2&a_sort[]=0&a_sort[]=1`, ["z", "x", "y"]],
    ["with the rest behind, in its order", `${rows}&a_sort[]=2`, ["z", "x", "y"]],
    [
      "with a new one for a number that it does not know",
      `${rows}&a_sort[]=0&a_sort[]=new&a_sort[]=1`,
      ["x", undefined, "y", "z"],
    ],
    ["with a new one for a number that comes twice", `${rows}&a_sort[]=0&a_sort[]=0`, ["x", undefined, "y", "z"]],
    ["without what is dropped", `${rows}&a_drop[]=1`, ["x", "z"]],
    ["without what is both sorted and dropped", `${rows}&a_sort[]=2&a_sort[]=1&a_sort[]=0&a_drop[]=1`, ["z", "x"]],
    ["taking the empty text for nothing", `${rows}&a_drop[]=&a_sort[]=`, ["x", "y", "z"]],
    ["ignoring a drop of what is not there", `${rows}&a_drop[]=9`, ["x", "y", "z"]],
    ["from nothing, by a new one", "a_sort[]=new", [undefined]],
    ["from nothing, by nothing", "a_drop[]=", []],
  ])("%s", (_title, text, expected) => {
    const { a } = read(text).value as { a: { n?: string }[] };
    expect(a.map(({ n }) => n)).toEqual(expected);
  });

  test("inside of others, too", () => {
    const text = "a[0][b][0][c]=x&a[0][b][1][c]=y&a[0][b_sort][]=1&a[0][b_sort][]=0&a[0][b_sort][]=new&user[a_drop][]=";
    expect(read(text).value).toEqual({ a: [{ b: [{ c: "y" }, { c: "x" }, {}] }], user: { a: [] } });
  });

  test("of texts gets a text", () => {
    expect(read("a[0]=x&a_sort[]=0&a_sort[]=new").value).toEqual({ a: ["x", ""] });
  });

  test.each([
    ["a_sort=1", { a_sort: "1" }],
    ["a_drop[x]=1", { a_drop: { x: "1" } }],
    ["a=text&a_sort[]=1", { a: "text", a_sort: ["1"] }],
    ["a[b]=1&a_drop[]=0", { a: { b: "1" }, a_drop: ["0"] }],
    ["_sort[]=1", { _sort: ["1"] }],
  ])("only if there can be one: %s", (text, expected) => {
    expect(read(text).value).toEqual(expected);
  });
});

describe("what a record of a list is known by", () => {
  const ids = (text: string) =>
    [...(read(text).children.get("a")?.children.values() ?? [])].map((entry) => entry.persistentId);

  test.each([
    ["its position at first", "a[0][n]=x&a[1][n]=y", ["0", "1"]],
    ["what it sends", "a[0][_persistent_id]=4&a[0][n]=x&a[1][_persistent_id]=2&a[1][n]=y", ["4", "2"]],
    ["the same wherever it goes", "a[0][_persistent_id]=0&a[1][_persistent_id]=1&a_sort[]=1&a_sort[]=0", ["1", "0"]],
    ["more than all others, if it is new", "a[0][_persistent_id]=3&a_sort[]=new&a_sort[]=0", ["4", "3"]],
    [
      "not what just went",
      "a[0][_persistent_id]=0&a[1][_persistent_id]=1&a_drop[]=1&a_sort[]=0&a_sort[]=new",
      ["0", "2"],
    ],
    ["not what another is known by", "a[0][_persistent_id]=1&a[1][_persistent_id]=1", ["1", "2"]],
    [
      "not what no page has sent",
      'a[0][_persistent_id]=x" onclick&a[1][_persistent_id]=-1&a[2][_persistent_id][]=0',
      ["0", "1", "2"],
    ],
  ])("%s", (_title, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });
});

describe("whether the user has been there", () => {
  test.each([
    ["a", "a=1", true],
    ["a", "_unused_a=&a=1", false],
    ["a", "b=1", undefined],
    ["u", "u[_unused_a]=&u[a]=1&u[b]=2", true],
    ["u", "u[_unused_a]=&u[a]=1&u[_unused_b]=&u[b]=2", false],
    ["u", "u[_persistent_id]=0", false],
    ["u", "_unused_u=&u[a]=1", false],
    ["l", "_unused_l[]=&l[]=1", false],
    ["l", "l[]=1&l[]=2", true],
    ["l", "l[0][_unused_a]=&l[0][a]=1&l[1][a]=2", true],
    ["l[0]", "l[0][_unused_a]=&l[0][a]=1&l[1][a]=2", false],
    ["l[1][a]", "l[0][_unused_a]=&l[0][a]=1&l[1][a]=2", true],
    ["l[0]", "l[_unused_0]=&l[0]=1&l[1]=2", false],
    ["l[0][a]", "l[0][a]=1&l[1][_unused_a]=&l[1][a]=2&l_sort[]=1&l_sort[]=0", false],
    ["l[1]", "l[0][a]=1&l_sort[]=0&l_sort[]=new", false],
    ["l", "l_drop[]=", false],
  ])("%s of %s: %s", (name, text, expected) => {
    expect(entryAt(read(text), decodePath(name))?.isUsed).toBe(expected);
  });
});
