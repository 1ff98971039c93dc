import { RenderedView } from "@firecrest/wire";
import { beforeAll, describe, expect, test } from "vitest";
import type { ComponentBody } from "./diff-components.ts";
import { Differ } from "./differ.ts";
import { each } from "./each.ts";
import { componentId, hosted } from "./hosted.ts";
import { UpstreamClient } from "./fixtures/upstream-client.ts";
import { html } from "./html.ts";
import type { Rendered } from "./rendered.ts";
import { streamRows } from "./stream-rows.ts";

const page = (...ids: readonly number[]) => html`<main>${ids.map((id) => componentId(id))}</main>`;
const body = (id: number, rendered: Rendered, siblings: readonly number[] = []): ComponentBody => ({
  id,
  rendered,
  assigns: {},
  siblings: () => siblings,
});
const text = (value: unknown) => html`<p>${value}</p>`;
const other = (value: unknown) => html`<b>${value}</b>`;
const line = () => html`<hr>`;
const TEXT = ["<p>", "</p>"];
const OTHER = ["<b>", "</b>"];

const parsed = (members: string) => JSON.parse(`{${members}}`) as { c?: object };

/** What is sent for the bodies once the view and the components in `before` are there. */
function bodiesOf(before: readonly ComponentBody[], after: readonly ComponentBody[]): unknown {
  const differ = new Differ();
  differ.diff(page(), {}, before);
  return parsed(differ.diffComponents(after)).c;
}

describe("bodies", () => {
  test("come beside the view, with their statics in them", () => {
    const differ = new Differ();
    expect(parsed(differ.diff(html`<main>${componentId(1)} ${text(2)}</main>`, {}, [body(1, text("a"))]))).toEqual({
      0: 1,
      1: { 0: "2", s: 0 },
      s: 1,
      r: 1,
      p: { 0: TEXT, 1: ["<main>", " ", "</main>"] },
      c: { 1: { 0: "a", s: TEXT, r: 1 } },
    });
  });

  test("are all of a message that leaves the view alone", () => {
    const differ = new Differ();
    differ.diff(page(4), {}, [body(4, text(8))]);
    expect(differ.diffComponents([body(4, text(9))])).toBe('"c":{"4":{"0":"9"}}');
  });

  test("may be in a message that has nothing of the view's", () => {
    const differ = new Differ();
    differ.diff(page(4), {}, [body(4, text(8))]);
    expect(differ.diff(page(4), {}, [body(4, text(9))])).toBe('"c":{"4":{"0":"9"}}');
    expect(parsed(differ.diff(page(4, 5), {}, [body(4, text(9)), body(5, html`<hr>`)]))).toEqual({
      0: { k: { 1: { 0: 5 }, kc: 2 } },
      c: { 5: { s: ["<hr>"], r: 1 } },
    });
  });

  test("that have not changed are left out", () => {
    const differ = new Differ();
    const bodies = [body(1, text("a")), body(2, line())];
    differ.diff(page(1, 2), {}, bodies);
    expect(differ.diff(page(1, 2), {}, bodies)).toBe("");
    expect(differ.diffComponents(bodies)).toBe("");
    expect(differ.diff(page(1, 2), {}, [])).toBe("");
    expect(bodiesOf(bodies, [body(1, text("b")), body(2, line())])).toEqual({ 1: { 0: "b" } });
  });

  test("whose root template has changed come complete", () => {
    expect(bodiesOf([body(1, text("a")), body(2, other("b"))], [body(1, other("a"), [2])])).toEqual({
      1: { 0: "a", s: OTHER, r: 1 },
    });
  });

  test("hold nodes with statics of their own, as often as it takes", () => {
    const nested = html`<p>${other(1)}${other(2)}${html`<u>${other(3)}</u>`}</p>`;
    const inner = (n: number) => ({ 0: String(n), s: OTHER });
    const complete = { 0: inner(1), 1: inner(2), 2: { 0: inner(3), s: ["<u>", "</u>"] } };
    expect(bodiesOf([], [body(1, nested)])).toEqual({ 1: { ...complete, s: ["<p>", "", "", "</p>"], r: 1 } });
    expect(bodiesOf([body(1, text("a"))], [body(1, text(other(2)))])).toEqual({ 1: { 0: inner(2) } });
  });

  test("hold other components", () => {
    expect(bodiesOf([], [body(1, text(componentId(2))), body(2, text("in"), [1])])).toEqual({
      1: { 0: 2, s: TEXT, r: 1 },
      2: { 0: "in", s: 1 },
    });
  });

  test("have their own assigns", () => {
    const lazy = (assigns: { n: number }) => assigns.n;
    const differ = new Differ();
    const bodies = (a: number, b: number) => [
      { ...body(1, text(lazy)), assigns: { n: a } },
      { ...body(2, text(lazy)), assigns: { n: b } },
    ];
    const view = () => html`<main>${lazy}</main>`;
    differ.diff(view(), { n: 0 }, bodies(1, 2));
    expect(differ.diff(view(), { n: 0 }, bodies(1, 3))).toBe('"c":{"2":{"0":"3"}}');
  });

  test("are asked for when the view is written, and while they are", () => {
    const events: unknown[] = [];
    const mention = (id: number) => hosted((found: unknown[]) => (found.push(id), componentId(id)));
    const differ = new Differ({ host: events });
    function* bodies() {
      events.push("view done");
      yield body(1, text(mention(2)));
      events.push("1 done", differ.knows(1));
      yield body(2, text("in"));
      events.push("2 done");
    }
    differ.diff(html`<main>${mention(1)}</main>`, {}, bodies());
    expect(events).toEqual([1, "view done", 2, "1 done", true, "2 done"]);
  });

  test.each<[string, Rendered]>([
    ["text", html`text`],
    ["text beside it", html`<p></p>text`],
    ["two elements", html`<p></p><p></p>`],
    ["a slot", html`${text(1)}`],
    ["a function component", html`<${() => text(1)} />`],
    ["nothing", html``],
  ])("must be one element, which is not %s", (_, rendered) => {
    const error = expect.objectContaining({
      code: "component-without-root",
      message: expect.stringContaining("<div>…</div>") as string,
    }) as Error;
    expect(() => bodiesOf([], [body(1, rendered)])).toThrow(error);
  });

  test("may have space and comments around their element", () => {
    expect(bodiesOf([], [body(1, html`\n <!-- card --> <p>${1}</p>\n `)])).toMatchObject({ 1: { 0: "1", r: 1 } });
  });

  test("come once in a message", () => {
    const differ = new Differ();
    differ.diff(page(1), {}, [body(1, text("a"))]);
    expect(differ.diffComponents([body(1, text("a")), body(1, text("b"))])).toBe('"c":{"1":{"0":"b"}}');
    expect(() => differ.diffComponents([body(1, text("c")), body(1, text("d"))])).toThrow(
      expect.objectContaining({ code: "body-given-twice" }),
    );
  });
});

describe("lists in bodies", () => {
  const list = (rows: readonly unknown[]) =>
    html`<ul>${each(
      rows,
      (_, index) => index,
      (row) => html`<li>${row}</li>`,
    )}</ul>`;
  const UL = ["<ul>", "</ul>"];
  const LI = ["<li>", "</li>"];

  test("bring a table for what is in their rows, and statics of their own beside it", () => {
    expect(bodiesOf([], [body(1, list(["a", text(1), text(2)]))])).toEqual({
      1: {
        0: {
          k: { 0: { 0: "a" }, 1: { 0: { 0: "1", s: 0 } }, 2: { 0: { 0: "2", s: 0 } }, kc: 3 },
          s: LI,
          p: { 0: TEXT },
        },
        s: UL,
        r: 1,
      },
    });
  });

  test("bring none when nothing is in their rows", () => {
    expect(bodiesOf([], [body(1, list(["a"]))])).toEqual({
      1: { 0: { k: { 0: { 0: "a" }, kc: 1 }, s: LI }, s: UL, r: 1 },
    });
    expect(bodiesOf([body(1, list(["a"]))], [body(1, list(["b"]))])).toEqual({
      1: { 0: { k: { 0: { 0: "b" }, kc: 1 } } },
    });
  });

  test("bring one with changes that need new statics", () => {
    expect(bodiesOf([body(1, list(["a", "b"]))], [body(1, list(["a", text(1), other(2)]))])).toEqual({
      1: {
        0: {
          k: { 1: { 0: { 0: "1", s: 0 } }, 2: { 0: { 0: "2", s: 1 } }, kc: 3 },
          p: { 0: TEXT, 1: OTHER },
        },
      },
    });
  });

  test("share it with the lists in their rows, and with no list beside them", () => {
    const inner = { k: { 0: { 0: { 0: "1", s: 0 } }, kc: 1 }, s: 1 };
    const rows = (...nodes: readonly unknown[]) => ({
      s: LI,
      k: { ...Object.fromEntries(nodes.map((node, index) => [index, { 0: node }])), kc: nodes.length },
    });
    expect(
      bodiesOf(
        [],
        [body(1, html`<div>${list([[html`<i>${text(1)}</i>`], text(2)])}${list([text(3)])}${text(4)}</div>`)],
      ),
    ).toMatchObject({
      1: {
        0: { 0: { ...rows(inner, { 0: "2", s: 0 }), p: { 0: TEXT, 1: ["<i>", "</i>"] } }, s: UL },
        1: { 0: { ...rows({ 0: "3", s: 0 }), p: { 0: TEXT } }, s: UL },
        2: { 0: "4", s: TEXT },
      },
    });
  });

  test("do so when rows differ in template, and when they come to", () => {
    const mixed = { k: { 0: { 0: { 0: "1", s: 0 } }, 1: { 0: "x" }, kc: 2 }, s: ["", ""], p: { 0: TEXT } };
    const whole = { 1: { 0: mixed, s: TEXT, r: 1 } };
    expect(bodiesOf([], [body(1, text([text(1), "x"]))])).toEqual(whole);
    expect(bodiesOf([body(1, text([text(1)]))], [body(1, text([text(1), "x"]))])).toEqual({ 1: { 0: mixed } });
  });

  test("are streams as well", () => {
    const payload = { ref: "0", inserts: [["a", -1, null, false]], deletes: [], reset: false } as const;
    const stream = (content: unknown) => text(streamRows(payload, [html`<li id="a">${content}</li>`]));
    const sent = {
      k: { 0: { 0: { 0: "1", s: 0 } }, kc: 1 },
      stream: ["0", [["a", -1, null, false]], []],
      p: { 0: TEXT },
    };
    const s = ['<li id="a">', "</li>"];
    expect(bodiesOf([], [body(1, stream(text(1)))])).toEqual({ 1: { 0: { ...sent, s }, s: TEXT, r: 1 } });
    expect(bodiesOf([body(1, stream("x"))], [body(1, stream(text(1)))])).toEqual({ 1: { 0: sent } });
  });
});

describe("statics shared between components", () => {
  const card = (title: unknown, inner: unknown) => html`<div id="${title}">${inner}</div>`;

  test.each<[string, readonly ComponentBody[], readonly ComponentBody[], object]>([
    ["with one that the client has", [body(1, text("a"))], [body(2, text("b"), [1])], { 2: { 0: "b", s: -1 } }],
    [
      "with one of the same message",
      [],
      [body(1, text("a")), body(2, text("b"), [1])],
      { 1: { 0: "a", s: TEXT, r: 1 }, 2: { 0: "b", s: 1 } },
    ],
    [
      "over several steps",
      [],
      [body(1, text("a")), body(2, text("b"), [1]), body(3, text("c"), [2, 1])],
      { 1: { 0: "a", s: TEXT, r: 1 }, 2: { 0: "b", s: 1 }, 3: { 0: "c", s: 2 } },
    ],
    [
      "with one that changes later in the message, as it was",
      [body(1, text(other("a")))],
      [body(2, text(other("b")), [1]), body(1, text("now a text"))],
      { 1: { 0: "now a text" }, 2: { 0: { 0: "b" }, s: -1 } },
    ],
    [
      "with one that has changed before, as it is",
      [body(1, text(other("a")))],
      [body(1, text("now a text")), body(2, text(other("b")), [1])],
      { 1: { 0: "now a text" }, 2: { 0: { 0: "b", s: OTHER }, s: 1 } },
    ],
    [
      "with one that was looked at and has not changed",
      [body(1, text("a"))],
      [body(1, text("a")), body(2, text("b"), [1])],
      { 2: { 0: "b", s: -1 } },
    ],
    [
      "at every depth where the templates are the same",
      [body(1, card("a", card("b", text("c"))))],
      [body(2, card("a", card("b", other("c"))), [1])],
      { 2: { 0: "a", 1: { 0: "b", 1: { 0: "c", s: OTHER } }, s: -1 } },
    ],
    ["though nothing else has to be said", [body(1, line())], [body(2, line(), [1])], { 2: { s: -1 } }],
    [
      "with the first that has the template",
      [body(1, other("a")), body(2, text("b")), body(3, text("c"))],
      [body(4, text("d"), [9, 1, 3, 2])],
      { 4: { 0: "d", s: -3 } },
    ],
    [
      "with none, if none has it",
      [body(1, other("a"))],
      [body(2, text("b"), [1, 2, 7])],
      { 2: { 0: "b", s: TEXT, r: 1 } },
    ],
  ])("%s", (_, before, after, diff) => {
    expect(bodiesOf(before, after)).toEqual(diff);
  });

  test("leave nothing of the lender's in any slot", () => {
    const slots = (value: unknown) =>
      html`<p id="${value}" title=${value} ...${{ lang: value }}>${value}${() => value}</p>`;
    for (const value of ["a", "", null]) {
      expect(bodiesOf([body(1, slots(value))], [body(2, slots(value), [1])])).toMatchObject({
        2: {
          0: expect.any(String),
          1: expect.any(String),
          2: expect.any(String),
          3: value ?? "",
          4: value ?? "",
          s: -1,
        },
      });
    }
  });

  const li = (value: unknown) => html`<li>${value}</li>`;
  const keyed = (...values: readonly unknown[]) =>
    text(
      each(
        values,
        (_, index) => index,
        (value) => li(value),
      ),
    );
  const unkeyed = (...values: readonly unknown[]) => text(values.map(li));

  test.each<[string, Rendered, Rendered, object]>([
    ["complete rows", keyed("a", "b"), keyed("a"), { k: { 0: { 0: "a" }, kc: 1 } }],
    ["complete rows by index", unkeyed("a"), unkeyed("a", "b"), { k: { 0: { 0: "a" }, 1: { 0: "b" }, kc: 2 } }],
    [
      "the statics of what is in rows",
      keyed(other(1)),
      keyed(other(2)),
      { k: { 0: { 0: { 0: "2", s: 0 } }, kc: 1 }, p: { 0: OTHER } },
    ],
    ["no rows where there were some", keyed("a"), keyed(), { k: { kc: 0 } }],
    ["no rows where there were some, by index", unkeyed("a"), unkeyed(), { k: { kc: 0 } }],
    ["rows of another template", text([li(1)]), text([other(2)]), { k: { 0: { 0: "2" }, kc: 1 }, s: OTHER }],
    ["a text where there were rows", keyed("a"), text("b"), "b" as unknown as object],
    ["rows where there was a text", text("b"), unkeyed("a"), { k: { 0: { 0: "a" }, kc: 1 }, s: ["<li>", "</li>"] }],
  ])("bring %s", (_, lent, borrower, slot) => {
    const template = text(borrower);
    expect(bodiesOf([body(1, text(lent))], [body(2, template, [1])])).toEqual({ 2: { 0: { 0: slot }, s: -1 } });
  });

  test("know afterwards what was borrowed: a list of the lender's can be filled", () => {
    const differ = new Differ();
    differ.diff(page(1), {}, [body(1, keyed("a"))]);
    differ.diff(page(1, 2), {}, [body(2, keyed(), [1])]);
    expect(differ.diffComponents([body(2, keyed())])).toBe("");
    expect(differ.diffComponents([body(2, keyed("b", "c"))])).toBe(
      '"c":{"2":{"0":{"k":{"0":{"0":"b"},"1":{"0":"c"},"kc":2}}}}',
    );
    expect(differ.diffComponents([body(2, keyed("c")), body(1, keyed("a"))])).toBe(
      '"c":{"2":{"0":{"k":{"0":{"0":"c"},"kc":1}}}}',
    );
  });

  test("leave the lender's prints alone", () => {
    const differ = new Differ();
    differ.diff(page(1), {}, [body(1, text(other("a")))]);
    differ.diffComponents([body(2, text(other("b")), [1])]);
    expect(differ.diffComponents([body(1, text(other("a"))), body(2, text(other("b")))])).toBe("");
    expect(differ.diffComponents([body(1, text(other("b"))), body(2, text(other("b")))])).toBe(
      '"c":{"1":{"0":{"0":"b"}}}',
    );
  });

  describe("where the lender has a stream", () => {
    const streamOf = (...rows: readonly Rendered[]) => {
      const inserts = rows.map((_, index) => [String(index), -1, null, false] as const);
      return text(streamRows({ ref: "0", inserts, deletes: [], reset: false }, rows));
    };
    const stream = ["0", [["0", -1, null, false]], []];

    test.each<[string, Rendered, object | string]>([
      ["a stream takes its statics", streamOf(li("b")), { k: { 0: { 0: "b" }, kc: 1 }, stream }],
      ["one of other rows does not", streamOf(other("b")), { k: { 0: { 0: "b" }, kc: 1 }, stream, s: OTHER }],
      ["one without rows shows none of its", streamOf(), ""],
      ["a list is no stream", unkeyed("b"), { k: { 0: { 0: "b" }, kc: 1 }, s: ["<li>", "</li>"] }],
    ])("%s", (_, borrower, slot) => {
      expect(bodiesOf([body(1, streamOf(li("a")))], [body(2, borrower, [1])])).toEqual({ 2: { 0: slot, s: -1 } });
    });
  });
});

describe("streams in components that share statics", () => {
  const payload = { ref: "0", deletes: [], reset: false };
  const stream = (...ids: readonly string[]) =>
    html`<ul>${streamRows(
      { ...payload, inserts: ids.map((id) => [id, -1, null, false] as const) },
      ids.map((id) => html`<li id="${id}">${text(id)}</li>`),
    )}</ul>`;

  /** What the page shows when both components are rendered for the first time. */
  const shown = (...messages: readonly string[]) => {
    const ours = new RenderedView("v", parsed(messages[0] ?? ""));
    const upstream = new UpstreamClient();
    upstream.receive(parsed(messages[0] ?? ""));
    for (const message of messages.slice(1)) {
      ours.mergeDiff(parsed(message));
      upstream.receive(parsed(message));
    }
    expect(upstream.plainHtml()).toBe(ours.toPlainHtml());
    return ours.toPlainHtml();
  };

  beforeAll(() => UpstreamClient.load());

  test("show their own rows, whether the client has rendered those of the lender or not", () => {
    const differ = new Differ();
    const first = differ.diff(page(1, 2), {}, [body(1, stream("a", "b")), body(2, stream("c"), [1])]);
    expect(shown(first)).toBe(
      '<main><ul><li id="a"><p>a</p></li><li id="b"><p>b</p></li></ul><ul><li id="c"><p>c</p></li></ul></main>',
    );
    const second = differ.diff(page(1, 2, 3), {}, [body(3, stream("d"), [2])]);
    expect(parsed(second)).toMatchObject({ c: { 3: { s: -2 } } });
    expect(shown(first, second)).toContain('</ul><ul><li id="d"><p>d</p></li></ul></main>');
  });

  test("show none when they have none", () => {
    const differ = new Differ();
    const first = differ.diff(page(1, 2), {}, [body(1, stream("a")), body(2, stream(), [1])]);
    expect(shown(first)).toBe('<main><ul><li id="a"><p>a</p></li></ul><ul></ul></main>');
    expect(shown(first, differ.diffComponents([body(2, stream("b"))]))).toContain('<li id="b"><p>b</p></li>');
  });
});

describe("what the client has", () => {
  test("is asked of the differ", () => {
    const differ = new Differ();
    expect(differ.knows(1)).toBe(false);
    differ.diff(page(1), {}, [body(1, text("a"))]);
    expect([differ.knows(1), differ.knows(2)]).toEqual([true, false]);
  });

  test("can be forgotten: then a body comes complete, or borrows", () => {
    const differ = new Differ();
    differ.diff(page(1, 2), {}, [body(1, text("a")), body(2, text("b"))]);
    differ.forgetComponents([1, 9]);
    expect([differ.knows(1), differ.knows(2)]).toEqual([false, true]);
    expect(parsed(differ.diffComponents([body(1, text("a")), body(2, text("b"))])).c).toEqual({
      1: { 0: "a", s: TEXT, r: 1 },
    });
    differ.forgetComponents([1]);
    expect(differ.diffComponents([body(1, text("a"), [2])])).toBe('"c":{"1":{"0":"a","s":-2}}');
  });

  test("can be forgotten while a message is written", () => {
    const differ = new Differ();
    differ.diff(page(1), {}, [body(1, text("a"))]);
    function* revived() {
      differ.forgetComponents([1]);
      yield body(1, text("a"));
      expect(differ.knows(1)).toBe(true);
    }
    expect(parsed(differ.diffComponents(revived())).c).toEqual({ 1: { 0: "a", s: TEXT, r: 1 } });
    expect(differ.diffComponents([body(1, text("a"))])).toBe("");
  });

  test("is nothing after the view's template has changed, so that all bodies come complete with it", () => {
    const known: boolean[] = [];
    const differ = new Differ({ host: known });
    const mention = hosted((list: boolean[]) => (list.push(differ.knows(1)), componentId(1)));
    differ.diff(html`<main>${mention}</main>`, {}, [body(1, text("a")), body(2, text("b"))]);
    const members = differ.diff(html`<div>${mention}</div>`, {}, [body(1, text("a"), [2])]);
    expect(parsed(members)).toMatchObject({ 0: 1, s: 0, c: { 1: { 0: "a", s: TEXT, r: 1 } } });
    expect([known, differ.knows(2)]).toEqual([[false, false], false]);
  });

  test.each<[string, (differ: Differ, bodies: Iterable<ComponentBody>) => unknown]>([
    ["of the view and its components", (differ, bodies) => differ.diff(page(1), {}, bodies)],
    ["of components", (differ, bodies) => differ.diffComponents(bodies)],
  ])("is not known after a message %s went wrong", (_, send) => {
    const differ = new Differ();
    const first = differ.diff(page(1), {}, [body(1, text("a"))]);
    function* failing() {
      yield body(1, text("b"));
      throw new Error("oops");
    }
    expect(() => send(differ, failing())).toThrow("oops");
    expect(differ.diff(page(1), {}, [body(1, text("a"))])).toBe(first);
  });

  test("belongs to one view", () => {
    const differ = new Differ();
    differ.diff(page(1), {}, [body(1, text("a"))]);
    expect(new Differ().knows(1)).toBe(false);
  });
});
