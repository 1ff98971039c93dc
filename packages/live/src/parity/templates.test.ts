// Area J of docs/parity.md: what stands in a template, on its way through a live page. One test a row.

import { html, json, type Slot } from "@firecrest/template";
import { expect, test } from "vitest";
import { each } from "../each.ts";
import { openSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";

test("conditions, loops and keys stand around tags, components and their slots", async () => {
  const Item = ({ name, children }: { name: string; children?: Slot }) => html`<li>${name}${children}</li>`;
  const view = liveView({
    mount: () => ({ names: ["Ann", "Ben"], isMarked: false }),
    events: {
      mark: (live) => live.assign({ isMarked: true, names: ["Ben", "Ann", "Cy"] }),
      empty: (live) => live.assign({ names: [] }),
    },
    render: ({ names, isMarked }) =>
      html`<h1>${isMarked && html`<b>marked</b>`}</h1>${
        names.length === 0
          ? html`<p>nobody</p>`
          : html`<ul>${each(
              names,
              (name) => name,
              (name) => html`<${Item} name=${name}>${isMarked && "!"}<//>`,
            )}</ul>`
      }<p>${names.map((name) => html`<i>${name}</i>`)}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe("<h1></h1><ul><li>Ann</li><li>Ben</li></ul><p><i>Ann</i><i>Ben</i></p>");
  await page.click("mark");
  expect(page.html()).toBe(
    "<h1><b>marked</b></h1><ul><li>Ben!</li><li>Ann!</li><li>Cy!</li></ul><p><i>Ben</i><i>Ann</i><i>Cy</i></p>",
  );
  await page.click("empty");
  expect(page.html()).toBe("<h1><b>marked</b></h1><p>nobody</p><p></p>");
});

test("slots stand for text, attributes, components and the JSON of a script; comments are constant", async () => {
  const Badge = ({ text }: { text: string }) => html`<em>${text}</em>`;
  const view = liveView({
    mount: () => ({ n: 1 }),
    events: { increment: (live) => live.assign({ n: live.assigns.n + 1 }) },
    render: ({ n }) =>
      html`<!-- a note --><p id="p-${n}" title=${`<${n}>`}>${n}{n}</p><${Badge} text="no. ${n}" /><script type="application/json">${json({ n, text: "</script>" })}</script>`,
  });
  const page = await (await openSite(view)).visit();
  const expected = (n: number) =>
    `<!-- a note --><p id="p-${n}" title="&lt;${n}&gt;">${n}{n}</p><em>no. ${n}</em>` +
    `<script type="application/json">{"n":${n},"text":"\\u003c/script\\u003e"}</script>`;
  expect(page.html()).toBe(expected(1));
  await page.click("increment");
  expect(page.html()).toBe(expected(2));
});

test("an attribute's value decides how it is written, and whether it is", async () => {
  const view = liveView({
    mount: () => ({ value: true as unknown }),
    events: { set: (live, params) => live.assign({ value: params["value"] ?? undefined }) },
    render: ({ value }) =>
      html`<p hidden=${value} title=${value} lang="${value}" aria-busy=${value} class=${["a", { b: value === true }, value === "c" && "c"]} style=${{ color: value === true ? "red" : null }}></p>`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe('<p hidden title lang="" aria-busy="true" class="a b" style="color: red;"></p>');
  await page.click("set", { value: false });
  expect(page.html()).toBe('<p lang="" aria-busy="false" class="a" style=""></p>');
  await page.click("set", { value: null });
  expect(page.html()).toBe('<p lang="" class="a" style=""></p>');
  await page.click("set", { value: "c" });
  expect(page.html()).toBe('<p hidden="c" title="c" lang="c" aria-busy="c" class="a c" style=""></p>');
});

test("a spread adds attributes whose names are known at run time, and overrides none", async () => {
  const view = liveView({
    mount: (): { rest: Record<string, unknown> } => ({ rest: { type: "text", "data-a": "1", class: ["x", "y"] } }),
    events: { set: (live, params) => live.assign({ rest: params }) },
    render: ({ rest }) => html`<input type="email" ...${rest}>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect(page.html()).toBe('<input type="email" data-a="1" class="x y">');
  await page.click("set", { id: "i", "data-b": '"', required: true, title: null });
  expect(page.html()).toBe('<input type="email" id="i" data-b="&quot;" required>');
  expect(await site.crash(page, "set", { "a b": 1 })).toContain("cannot name an attribute");
});

test("a malformed template is an error with its file and line, and the page a 500", async () => {
  const malformed = [
    () => html`<h1>a</h2>`,
    () => html`<p>a`,
    () => html`<div/>`,
    () => html`<p class="a" class="b"></p>`,
    () => html`<!-- ${1} -->`,
    () => html`<p data-${"x"}="y"></p>`,
  ];
  const view = liveView({
    mount: (_live, params) => ({ which: Number(params["which"]) }),
    render: ({ which }) => malformed[which]?.() ?? html`<p>fine</p>`,
  });
  const site = await openSite(view);
  expect((await site.get("/?which=9")).status).toBe(200);
  for (const which of malformed.keys()) {
    expect((await site.get(`/?which=${which}`)).status).toBe(500);
    expect(site.log.at(-1)).toMatch(/TemplateSyntaxError: [^]*templates\.test\.ts:\d+:\d+/);
  }
});

test("which component a tag is can change from one render to the next", async () => {
  const Wide = ({ title }: { title: string }) => html`<h1>${title}</h1>`;
  const Narrow = ({ title }: { title: string }) => html`<b>${title}</b>`;
  const view = liveView({
    mount: () => ({ isWide: true, title: "A" }),
    events: { set: (live, params) => live.assign({ isWide: params["wide"] === true, title: String(params["title"]) }) },
    render: ({ isWide, title }) => html`<div><${isWide ? Wide : Narrow} title=${title} /></div>`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe("<div><h1>A</h1></div>");
  await page.click("set", { wide: false, title: "B" });
  expect(page.html()).toBe("<div><b>B</b></div>");
  await page.click("set", { wide: true, title: "C" });
  expect(page.html()).toBe("<div><h1>C</h1></div>");
});

test("white space between tags and around slots is as it is written", async () => {
  const view = liveView({
    mount: () => ({ name: "Ann" }),
    events: { rename: (live) => live.assign({ name: " Ben  " }) },
    render: ({ name }) => html`
  <pre>
  a  b
</pre> <b>${name}</b>
	<i> ${name} </i>
`,
  });
  const page = await (await openSite(view)).visit();
  const expected = (name: string) => `\n  <pre>\n  a  b\n</pre> <b>${name}</b>\n\t<i> ${name} </i>\n`;
  expect([page.deadHtml, page.html()]).toEqual([expected("Ann"), expected("Ann")]);
  await page.click("rename");
  expect(page.html()).toBe(expected(" Ben  "));
});
