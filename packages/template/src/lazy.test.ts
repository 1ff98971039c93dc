import { describe, expect, test } from "vitest";
import { Differ } from "./differ.ts";
import { each } from "./each.ts";
import { TestClient } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { renderToString } from "./render-to-string.ts";

/** Renders a page with the one lazy slot `read` for assigns that `change` works on; tells whether each render evaluated it. */
function evaluations<Assigns extends object>(
  read: (assigns: Assigns) => unknown,
  assigns: Assigns,
  ...changes: readonly ((assigns: Assigns) => unknown)[]
) {
  let count = 0;
  const differ = new Differ();
  const page = () =>
    html`<p>${(tracked: Assigns) => {
      count += 1;
      return read(tracked);
    }}</p>`;
  const run = () => {
    const before = count;
    differ.diff(page(), assigns);
    return count > before;
  };
  run();
  return changes.map((change) => {
    change(assigns);
    return run();
  });
}

const nothing = () => {};

describe("a lazy slot is evaluated again", () => {
  test("when a primitive that it read has changed, and only then", () => {
    const assigns = { a: 1, b: 1, c: undefined as unknown };
    expect(
      evaluations<typeof assigns>(
        ({ a, c }) => [a, c],
        assigns,
        nothing,
        (x) => (x.b = 2),
        (x) => (x.a = 2),
        nothing,
        (x) => (x.c = null),
      ),
    ).toEqual([false, false, true, false, true]);
  });

  test("every time, when it read none", () => {
    expect(evaluations(() => "a", {}, nothing, nothing)).toEqual([true, true]);
  });

  test("when something inside of an object was changed in place that it read", () => {
    const assigns = { user: { name: "Ann", age: 1, tags: ["x", "y"] } };
    expect(
      evaluations<typeof assigns>(
        ({ user }) => `${user.name} ${user.tags[0]}`,
        assigns,
        nothing,
        (x) => (x.user.age = 2),
        (x) => x.user.tags.push("z"),
        (x) => (x.user = { ...x.user }),
        (x) => (x.user.name = "Ben"),
        (x) => (x.user.tags[0] = "q"),
        (x) => (x.user = { ...x.user, name: "Eve" }),
      ),
    ).toEqual([false, false, false, false, true, true, true]);
  });

  test("when an entry of a list, or their number, has changed", () => {
    const assigns = { list: [{ n: 1 }, { n: 2 }] };
    expect(
      evaluations<typeof assigns>(
        ({ list }) => list.map(({ n }) => html`<i>${n}</i>`),
        assigns,
        nothing,
        (x) => Object.assign(x.list[1] ?? {}, { n: 3 }),
        (x) => x.list.push({ n: 4 }),
        (x) => x.list.reverse(),
        (x) => (x.list = x.list.map((item) => ({ ...item }))),
      ),
    ).toEqual([false, true, true, true, false]);
  });

  test("when keys that it listed came or went", () => {
    const assigns: { map: Record<string, number> } = { map: { a: 1 } };
    expect(
      evaluations<typeof assigns>(
        ({ map }) => Object.keys(map).join(),
        assigns,
        nothing,
        (x) => (x.map["b"] = 2),
        (x) => delete x.map["a"],
      ),
    ).toEqual([false, true, true]);
  });

  test("when `in` would answer differently", () => {
    const assigns: { a?: number } = {};
    expect(
      evaluations<typeof assigns>(
        (x) => "a" in x,
        assigns,
        nothing,
        (x) => (x.a = 1),
      ),
    ).toEqual([false, true]);
  });

  test("when an object became something else", () => {
    const assigns: { user: unknown } = { user: { name: "Ann" } };
    const read = ({ user }: { user: unknown }) => (user as { name?: string } | null)?.name;
    expect(
      evaluations<typeof assigns>(
        read,
        assigns,
        nothing,
        (x) => (x.user = null),
        (x) => (x.user = "text"),
      ),
    ).toEqual([false, true, true]);
  });

  test.each<[string, unknown, (value: never) => unknown]>([
    ["a Map", new Map([["a", 1]]), (map: Map<string, number>) => map.get("a")],
    ["a date", new Date(0), (date: Date) => date.getTime()],
    [
      "an object with a class",
      new (class {
        name = "x";
      })(),
      ({ name }: { name: string }) => name,
    ],
    ["a function", () => "x", (read: () => string) => read()],
  ])("every time, when it read %s, which may change unseen", (_, value, read) => {
    expect(evaluations<{ value: unknown }>((x) => read(x.value as never), { value }, nothing)).toEqual([true]);
  });

  test("every time, when it read more than is worth comparing", () => {
    const assigns = { list: Array.from({ length: 500 }, (_, n) => n) };
    expect(evaluations<typeof assigns>(({ list }) => list.reduce((sum, n) => sum + n, 0), assigns, nothing)).toEqual([
      true,
    ]);
  });
});

describe("what a lazy slot gets", () => {
  test("reads like the assigns, frozen or not", () => {
    const assigns = Object.freeze({ user: Object.freeze({ tags: Object.freeze(["a", "b"]), name: "Ann" }), n: 1 });
    const read = ({ user, n }: typeof assigns) =>
      JSON.stringify([
        user,
        { ...user },
        [...user.tags],
        Array.isArray(user.tags),
        user.tags.length,
        Object.entries(user),
        user.tags.indexOf("b"),
        "n" in assigns,
        n,
      ]);
    const page = html`<p>${read}</p>`;
    const client = new TestClient();
    client.receive(page, assigns);
    expect(client.receive(page, assigns)).toEqual({});
  });

  test("is the same object each time it is read", () => {
    expect(
      JSON.parse(`{${new Differ().diff(html`${(x: { a: object }) => String(x.a === x.a)}`, { a: {} })}}`),
    ).toMatchObject({ 0: "true" });
  });

  test("passes writes on", () => {
    const assigns = { list: [3, 1, 2] };
    new Differ().diff(html`${(x: typeof assigns) => x.list.sort((left, right) => left - right).join()}`, assigns);
    expect(assigns.list).toEqual([1, 2, 3]);
  });
});

describe("lazy slots", () => {
  test("stand in attributes, rows and components too", () => {
    const Bold = ({ text }: { text: unknown }) => html`<b>${text}</b>`;
    const page = () => html`<p
      class=${({ on }: { on: boolean }) => ({ on })}
      title="a ${({ title }: { title: string }) => title}"
      disabled=${({ on }: { on: boolean }) => on}
    >${each([1], Number, () => html`${({ n }: { n: number }) => html`<i>${n}</i>`}`)}<${Bold} text=${({ n }: { n: number }) => n}/></p>`;
    const client = new TestClient();
    client.receive(page(), { on: false, title: "t", n: 1 });
    expect(client.receive(page(), { on: false, title: "t", n: 1 })).toEqual({});
    expect(client.receive(page(), { on: true, title: "t", n: 1 })).toEqual({ 0: "on", 2: " disabled" });
    expect(client.receive(page(), { on: true, title: "u", n: 2 })).toEqual({
      1: "u",
      3: { k: { 0: { 0: { 0: "2" } }, kc: 1 } },
      4: { 0: "2" },
    });
  });

  test("inside of lazy slots count as read by the outer one", () => {
    const page = () => html`<p>${({ a }: { a: number }) => html`<i>${a} ${({ b }: { b: number }) => b}</i>`}</p>`;
    const client = new TestClient();
    client.receive(page(), { a: 1, b: 1 });
    expect(client.receive(page(), { a: 1, b: 2 })).toEqual({ 0: { 1: "2" } });
    expect(client.receive(page(), { a: 1, b: 2 })).toEqual({});
    expect(client.receive(page(), { a: 2, b: 2 })).toEqual({ 0: { 0: "2" } });
    expect(client.receive(page(), { a: 2, b: 3 })).toEqual({ 0: { 1: "3" } });
  });

  test("inside of lazy slots that read nothing have the outer one evaluated every time", () => {
    let shown = 1;
    const page = () => html`<p>${({ a }: { a: number }) => html`<i>${a} ${() => shown}</i>`}</p>`;
    const client = new TestClient();
    client.receive(page(), { a: 1 });
    shown = 2;
    expect(client.receive(page(), { a: 1 })).toEqual({ 0: { 1: "2" } });
  });

  test("in a title are found through the templates around them", () => {
    const page = () => html`<title>${({ a }: { a: number }) => html`${a} ${({ b }: { b: number }) => b}`}</title>`;
    const client = new TestClient();
    client.receive(page(), { a: 1, b: 1 });
    expect(client.receive(page(), { a: 1, b: 2 })).toEqual({ 0: "1 2" });
  });

  test("may come and go", () => {
    const page = (value: unknown) => html`<p>${value}</p>`;
    const lazy = ({ a }: { a: number }) => a;
    const client = new TestClient();
    client.receive(page(lazy), { a: 1 });
    expect(client.receive(page("1"), { a: 1 })).toEqual({});
    expect(client.receive(page(lazy), { a: 1 })).toEqual({});
    expect(client.receive(page(html`<i></i>`), { a: 1 })).toEqual({ 0: { s: 0 }, p: { 0: ["<i></i>"] } });
    expect(client.receive(page(lazy), { a: 2 })).toEqual({ 0: "2" });
  });

  test("see the assigns in the dead render", () => {
    expect(renderToString(html`<p title=${({ a }: { a: number }) => a}>${() => () => "deep"}</p>`, { a: 1 })).toBe(
      '<p title="1">deep</p>',
    );
  });
});

test("a lazy slot shows what it read of a temporary assign until that is set anew", () => {
  const isSet = new Map([["rows", true]]);
  const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, tags: new Set([id]) }));
  const assigns = { count: 0, rows: rows(300) };
  const differ = new Differ({ temporaryAssigns: (of) => (of === assigns ? isSet : undefined) });
  const page = () =>
    html`<p>${(read: typeof assigns) => read.rows.length}</p><b>${(read: typeof assigns) => read.count}</b>`;
  const send = (changes: Partial<typeof assigns>) => {
    isSet.set("rows", "rows" in changes);
    Object.assign(assigns, changes);
    const members = differ.diff(page(), assigns);
    isSet.set("rows", false);
    assigns.rows = [];
    return members;
  };
  expect(send({ rows: rows(300) })).toContain('"0":"300","1":"0"');
  expect(send({})).toBe("");
  expect(send({ count: 1 })).toBe('"1":"1"');
  expect(send({ rows: rows(2) })).toBe('"0":"2"');
  expect(send({ rows: [] })).toBe('"0":"0"');
});
