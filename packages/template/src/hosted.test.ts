import { describe, expect, test } from "vitest";
import { Differ } from "./differ.ts";
import { each } from "./each.ts";
import { componentId, hosted } from "./hosted.ts";
import { html } from "./html.ts";
import { json, raw } from "./rendered.ts";
import { renderToString } from "./render-to-string.ts";

interface Names {
  name: string;
  asked: number;
}

const namesOf = (name: string): Names => ({ name, asked: 0 });
const nameOf = (host: Names) => {
  host.asked += 1;
  return html`<b>${host.name}</b>`;
};
const name = hosted(nameOf);
const place = (content: unknown) => html`<p>${content}</p>`;

describe("content that only the host knows", () => {
  test("is asked of it at each render", () => {
    const host = namesOf("Ann");
    const differ = new Differ({ host });
    expect(JSON.parse(`{${differ.diff(place(name))}}`)).toMatchObject({ 0: { 0: "Ann", s: 0 } });
    expect(differ.diff(place(name))).toBe("");
    host.name = "Bob";
    expect(differ.diff(place(name))).toBe('"0":{"0":"Bob"}');
    expect(host.asked).toBe(3);
    expect(renderToString(place(name), {}, { host })).toBe("<p><b>Bob</b></p>");
  });

  test("may be any content, and ask again", () => {
    const host = namesOf("Ann");
    const twice = hosted(() => [name, " & ", hosted(({ name: text }: Names) => text)]);
    expect(renderToString(place(twice), {}, { host })).toBe("<p><b>Ann</b> &amp; Ann</p>");
    const text = hosted(({ name: inner }: Names) => inner);
    expect(renderToString(html`<title>Hi ${text}</title>`, {}, { host })).toBe("<title>Hi Ann</title>");
  });

  test.each([
    ["by a lazy slot", () => place((assigns: object) => html`${name}${"user" in assigns}`)],
    ["by a lazy slot in a lazy slot", () => place((assigns: object) => html`${"user" in assigns}${() => name}`)],
    ["by a lazy slot that is all text", () => html`<title>${(assigns: object) => [name, "user" in assigns]}</title>`],
    ["by a row with memo", () => place(each([1], Number, () => html`<i>${name}</i>`, []))],
    ["by a row with memo that is nothing else", () => place(each([1], Number, () => name, []))],
  ])("is not kept %s", (_, template) => {
    const host = namesOf("Ann");
    const differ = new Differ({ host });
    differ.diff(template());
    host.name = "Bob";
    expect(differ.diff(template())).toContain("Bob");
    expect(host.asked).toBe(2);
  });

  test("cannot be rendered without one", () => {
    const error = { code: "no-host", message: expect.stringContaining("Render the template in a live view") as string };
    expect(() => renderToString(place(name))).toThrow(expect.objectContaining(error));
    expect(() => new Differ().diff(place([name]))).toThrow(expect.objectContaining(error));
  });
});

describe("a component in a diff", () => {
  /** The diff of the second. */
  const change = (before: unknown, after: unknown) => {
    const differ = new Differ();
    differ.diff(place(before));
    return `{${differ.diff(place(after))}}`;
  };

  test.each<[string, unknown, unknown, string]>([
    ["the same one", componentId(3), componentId(3), "{}"],
    ["another one", componentId(3), componentId(4), '{"0":4}'],
    ["a text", componentId(3), "3", '{"0":"3"}'],
    ["a number", componentId(3), 3, '{"0":"3"}'],
    ["nothing", componentId(3), false, '{"0":""}'],
    ["markup", componentId(3), raw("3"), '{"0":"3"}'],
    ["no rows", componentId(3), [], '{"0":""}'],
    ["a template", componentId(3), html`<i></i>`, '{"0":{"s":0},"p":{"0":["<i></i>"]}}'],
    ["one after a text", "3", componentId(3), '{"0":3}'],
    ["one after a number", 3, componentId(3), '{"0":3}'],
    ["one after markup", raw("3"), componentId(3), '{"0":3}'],
    ["one after JSON", json(3), componentId(3), '{"0":3}'],
    ["one after a template", html`<i></i>`, componentId(3), '{"0":3}'],
    ["one after rows", [html`<i></i>`], componentId(3), '{"0":3}'],
    ["a lazy one", componentId(3), () => componentId(4), '{"0":4}'],
    ["one of the host", componentId(3), hosted(() => componentId(4)), '{"0":4}'],
  ])("is an integer: %s", (_, before, after, diff) => {
    const differ = new Differ({ host: {} });
    differ.diff(place(before));
    expect(`{${differ.diff(place(after))}}`).toBe(diff);
  });

  test("may stand in rows", () => {
    const rows = (...ids: readonly number[]) => each(ids, Number, (id) => componentId(id));
    expect(change(rows(1, 2), rows(2, 3))).toBe('{"0":{"k":{"1":{"0":3},"0":1,"kc":2,"km":true}}}');
  });

  test("has no place where there is only text", () => {
    const error = expect.objectContaining({ code: "misplaced-component" }) as Error;
    expect(() => new Differ().diff(html`<title>${componentId(1)}</title>`)).toThrow(error);
    expect(() => renderToString(place(componentId(1)))).toThrow(error);
    expect(() => renderToString(html`<p id="${componentId(1)}"></p>`)).toThrow(
      expect.objectContaining({ code: "unprintable-value" }),
    );
  });
});

describe("a host", () => {
  /** What it is asked in one render; asking twice for one place would make two components of one. */
  const asked: unknown[] = [];
  const mention = (spot: number) => hosted((list: unknown[]) => (list.push(spot), componentId(1)));
  const row = (content: unknown, isOther: boolean) =>
    isOther ? html`<b>${content}</b>` : html`<i>${typeof content === "number" ? mention(content) : content}</i>`;

  const lists: [string, (rows: readonly (readonly [key: string, content: unknown, isOther?: boolean])[]) => unknown][] =
    [
      ["by index", (rows) => rows.map(([, content, isOther = false]) => row(content, isOther))],
      [
        "by key",
        (rows) =>
          each(
            rows,
            ([key]) => key,
            ([, content, isOther = false]) => row(content, isOther),
          ),
      ],
      [
        "in lists",
        (rows) =>
          each(
            rows,
            ([key]) => key,
            ([, content, isOther = false]) =>
              isOther ? html`<u></u>` : html`<ol>${[row(content, isOther), row("x", true)]}</ol>`,
          ),
      ],
      [
        "in text",
        (rows) =>
          rows.map(([, content, isOther = false]) =>
            isOther
              ? html`<u></u>`
              : html`<textarea>${typeof content === "number" ? hosted((list: unknown[]) => (list.push(content), "t")) : ""}</textarea>`,
          ),
      ],
    ];

  test.each(lists)("is asked once for each place though rows %s come to differ in template", (_, show) => {
    const differ = new Differ({ host: asked });
    const send = (...rows: Parameters<typeof show>[0]) => {
      asked.length = 0;
      differ.diff(html`<main>${show(rows)}</main>`);
      return asked.map(Number).toSorted((left, right) => left - right);
    };
    expect(send(["a", "x"], ["b", "y"], ["c", "z"])).toEqual([]);
    expect(send(["a", 1], ["b", 2], ["c", 3, true])).toEqual([1, 2]);
    expect(send(["a", 1], ["b", 2], ["c", 3])).toEqual([1, 2, 3]);
    expect(send(["c", 3], ["a", 1], ["d", 4])).toEqual([1, 3, 4]);
    const fresh = new Differ({ host: asked });
    fresh.diff(
      html`<main>${show([
        ["a", "x"],
        ["b", "y"],
      ])}</main>`,
    );
    asked.length = 0;
    fresh.diff(
      html`<main>${show([
        ["b", 2],
        ["c", 3],
        ["a", 1],
        ["d", 4, true],
      ])}</main>`,
    );
    expect(asked.map(Number).toSorted((left, right) => left - right)).toEqual([1, 2, 3]);
  });

  test.each(lists)("is asked once for each place while rows %s move", (_, show) => {
    const differ = new Differ({ host: asked });
    const send = (...rows: Parameters<typeof show>[0]) => {
      asked.length = 0;
      differ.diff(html`<main>${show(rows)}</main>`);
      return asked.map(Number).toSorted((left, right) => left - right);
    };
    expect(send(["a", 1], ["b", 2])).toEqual([1, 2]);
    expect(send(["c", 3], ["b", 2], ["a", 1])).toEqual([1, 2, 3]);
    expect(send(["a", 1])).toEqual([1]);
  });

  test("is asked without a row being evaluated twice", () => {
    const evaluated: string[] = [];
    const differ = new Differ({ host: asked });
    const send = (keys: string) => {
      evaluated.length = 0;
      const show = (key: string) => {
        evaluated.push(key);
        return html`<li>${key < "c" ? "x" : mention(1)}</li>`;
      };
      differ.diff(html`<ul>${each(keys, (key) => key, show)}</ul>`);
      return evaluated.toSorted().join("");
    };
    expect(["abcdef", "abcdef", "fxdcba", "abdcgh", "hgfedcba", "ba", "abc"].map(send)).toEqual([
      "abcdef",
      "abcdef",
      "abcdfx",
      "abcdgh",
      "abcdefgh",
      "ab",
      "abc",
    ]);
  });
});
