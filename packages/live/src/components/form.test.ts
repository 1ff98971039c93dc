import { html, type Rendered, renderToString } from "@firecrest/template";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { form } from "../forms/form.ts";
import { Form, InputsFor } from "./index.ts";

const entry = form(z.object({ q: z.string(), rows: z.array(z.object({ n: z.string() })) }), {
  q: "1",
  rows: [{ n: "a" }, { n: "b" }],
});
const host = { csrfToken: "of-the-page" };
const markupOf = (rendered: unknown): string => renderToString(html`${rendered}`, {}, { host });

describe("Form", () => {
  test.each<[string, Rendered, string]>([
    ["nothing but an id", Form({ for: entry }), '<form id="form"></form>'],
    ["an id of its own", Form({ for: entry, id: "own" }), '<form id="own"></form>'],
    [
      "no form",
      Form({ action: "/logout", method: "delete", csrfToken: "t" }),
      '<form action="/logout" method="post"><input type="hidden" name="_method" value="delete"><input type="hidden" name="_csrf_token" value="t"></form>',
    ],
    ["a method, and nowhere to go", Form({ method: "put", csrfToken: "t" }), "<form></form>"],
    [
      "attributes",
      Form({ for: entry, "phx-change": "c", novalidate: true, class: ["a", false], "data-x": 1 }),
      '<form id="form" phx-change="c" novalidate class="a" data-x="1"></form>',
    ],
    [
      "a token that has to be escaped",
      Form({ action: "/", csrfToken: '"<' }),
      '<form action="/" method="post"><input type="hidden" name="_csrf_token" value="&quot;&lt;"></form>',
    ],
  ])("with %s", (_title, rendered, expected) => {
    expect(markupOf(rendered)).toBe(expected);
  });

  test.each(["/login", "", "?a=1", "login"])("that posts to %j has the page's token", (action) => {
    expect(markupOf(Form({ action }))).toContain('<input type="hidden" name="_csrf_token" value="of-the-page">');
    expect(markupOf(Form({ action, csrfToken: "own" }))).toContain('name="_csrf_token" value="own"');
    expect(markupOf(Form({ action, csrfToken: false }))).not.toContain("_csrf_token");
    expect(markupOf(Form({ action, method: "get" }))).not.toContain("_csrf_token");
  });

  test.each([
    "https://example.com/x",
    "//example.com",
    "/\t/example.com",
    "\\\\example.com",
    "/\\example.com",
    " HTTPS://example.com",
  ])("that posts to %j, elsewhere, gets none", (action) => {
    expect(markupOf(Form({ action }))).not.toContain("_csrf_token");
  });

  test("as a tag takes the same, and functions in it get the form", () => {
    const value = (of: typeof entry) => of.field("q").value;
    expect(markupOf(html`<${Form} for=${entry} phx-submit="save"><b>${value}</b><i>${"x"}</i><//>`)).toBe(
      '<form id="form" phx-submit="save"><b>1</b><i>x</i></form>',
    );
  });

  test("as a function takes content, text, or a function of the form", () => {
    expect(markupOf(Form({ for: entry, children: "a<b" }))).toBe('<form id="form">a&lt;b</form>');
    expect(markupOf(Form({ for: entry, children: (same) => same?.field("q").value }))).toBe('<form id="form">1</form>');
  });
});

describe("InputsFor", () => {
  const hidden = (index: number) =>
    `<input type="hidden" name="rows[${index}][_persistent_id]" value="${index}"><input type="hidden" name="rows_sort[]" value="${index}">`;
  const end = '<input type="hidden" name="rows_drop[]" value="">';

  test("shows each record with its hidden inputs, and behind them that they are all", () => {
    const list = InputsFor({ for: entry.inputs("rows"), children: (row) => html`<b>${row.field("n").value}</b>` });
    expect(markupOf(list)).toBe(`${hidden(0)}<b>a</b>${hidden(1)}<b>b</b>${end}`);
  });

  test("without records sends that there are none", () => {
    expect(markupOf(InputsFor({ for: form(entry, { q: "" }).inputs("rows"), children: "x" }))).toBe(end);
  });

  test("leaves the hidden inputs to whoever has a better place for them", () => {
    expect(markupOf(InputsFor({ for: entry.inputs("rows"), skipHidden: true, children: "x" }))).toBe("xx");
  });

  test("as a tag calls the functions in it with each record", () => {
    const row = ({ index, name }: { index: number; name: string }) => `${index}:${name} `;
    expect(markupOf(html`<${InputsFor} for=${entry.inputs("rows")} skipHidden>${row}<//>`)).toBe(
      "0:rows[0] 1:rows[1] ",
    );
  });
});
