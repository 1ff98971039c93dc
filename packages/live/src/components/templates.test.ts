import { attr, component, html, slot } from "@firecrest/template";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LastingSite, startSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { click } from "../fixtures/exchange.ts";

// What templates promise, on real pages. The template package has the tables of cases.

const values = liveView({
  mount: () => ({
    on: false as unknown,
    classes: ["a", false, null, ["b", { c: true, d: false }]] as unknown,
    gone: null,
  }),
  events: { flip: (live) => live.assign({ on: true, classes: null }) },
  render: ({ on, classes, gone }) =>
    html`<input disabled=${on} title=${gone} aria-busy=${on} class=${classes} style=${gone} value="${gone}">`,
});

const spread = liveView({
  mount: () => ({
    more: {
      title: "<t>",
      hidden: false,
      class: ["x", null],
      id: "i",
      data: { userId: 7 },
      aria: { label: "l" },
      TYPE: "text",
    } as object,
  }),
  events: { change: (live) => live.assign({ more: { title: "u", camelCase: 1 } }) },
  render: ({ more }) => html`<input type="email" ...${more}>`,
});

/** A page whose template the test gets wrong. */
function broken(render: () => ReturnType<typeof html>) {
  return liveView({ mount: () => ({}), render });
}

const Anchor = component(
  { attrs: { href: attr.string() }, slots: { children: slot() } },
  ({ href, children }) => html`<a href=${href}>${children}</a>`,
);

const field = liveView({
  mount: () => ({}),
  render: () => html`<form id="f" phx-change="change"><input name="id"><input name="mail"></form>`,
});

const laidOut = liveView({
  mount: () => ({ names: ["a"] }),
  events: { more: (live) => live.assign({ names: ["a", "b"] }) },
  render: ({ names }) => html`
    <main>
      <pre>
 x
  y</pre> a  b
      ${names.map(
        (name) => html`
          <i>${name}</i>
        `,
      )}
    </main>
  `,
});

const Card = component(
  { name: "Card", slots: { children: slot(), footer: slot() } },
  ({ children, footer }) => html`<section><h2>${children}</h2></section>${footer}`,
);

const parts = liveView({
  mount: () => ({ count: 0 }),
  events: { add: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ count }) =>
    html`<main><${Card}><b>${count}</b><:footer><i>f</i><//><//>${count > 0 && html`<u>new</u>`}</main>`,
});

let site: LastingSite;
let annotated: LastingSite;
let scoped: LastingSite;

beforeAll(async () => {
  site = await startSite({
    "/values": values,
    "/spread": spread,
    "/unclosed": broken(() => html`<div><p>${1}</div>`),
    "/mismatched": broken(() => html`<b>x</i>`),
    "/void": broken(() => html`<br>x</br>`),
    "/directive": broken(() => html`<p :if=${true}>x</p>`),
    "/hook": broken(() => html`<div phx-hook="Chart"></div>`),
    "/stream": broken(() => html`<ul class="rows" phx-update="stream"></ul>`),
    "/ignored": broken(() => html`<${Anchor}><i phx-update="ignore"></i><//>`),
    "/field": field,
    "/laid-out": laidOut,
  });
  annotated = await startSite({ "/parts": parts }, { debugAnnotations: (file) => file.endsWith("templates.test.ts") });
  scoped = await startSite({ "/parts": parts }, { rootTagAttribute: "data-r", development: false });
});

afterAll(() => Promise.all([site.close(), annotated.close(), scoped.close()]));

test("a value decides whether its attribute is there, class lists are flattened, and a class is never left out", async () => {
  const page = await site.visit("/values");
  expect(page.deadMarkup).toBe('<input aria-busy="false" class="a b c" style="" value="">');
  await click(page, "flip");
  expect(page.markup()).toBe('<input disabled aria-busy="true" class="" style="" value="">');
});

test("an object spreads into attributes, data and aria into theirs, beside what the tag says itself", async () => {
  const page = await site.visit("/spread");
  expect(page.deadMarkup).toBe(
    '<input type="email" title="&lt;t&gt;" class="x" id="i" data-user-id="7" aria-label="l">',
  );
  await click(page, "change");
  expect(page.markup()).toBe('<input type="email" title="u" camelCase="1">');
});

test("a tag that is unclosed, mismatched or void, and a directive that nobody knows, are errors with file, line and spot", async () => {
  const message = async (path: string) => {
    const response = await site.get(path);
    const { status } = response;
    const body = await response.text();
    expect(status).toBe(500);
    expect(body).toMatch(/templates\.test\.ts:\d+:\d+\n {4}&lt;/);
    return body.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  };
  expect(await message("/unclosed")).toContain("<p> is closed by </div>");
  expect(await message("/mismatched")).toContain("<b> is closed by </i>");
  expect(await message("/void")).toContain("</br> closes nothing");
  expect(await message("/directive")).toContain("Templates know no :if. For what is there or not, write ${condition");
});

test("a hook, a stream and an ignored element need an id, and a field called id is warned of", async () => {
  for (const [path, attribute] of [
    ["/hook", 'phx-hook="Chart"'],
    ["/stream", 'phx-update="stream"'],
    ["/ignored", 'phx-update="ignore"'],
  ] as const) {
    const response = await site.get(path);
    const { status } = response;
    const body = await response.text();
    expect([status, body]).toEqual([
      500,
      expect.stringContaining(`has ${attribute.replaceAll('"', "&quot;")} but no id`),
    ]);
  }
  const page = await site.visit("/field");
  expect(page.deadMarkup).toContain('<input name="id">');
  expect(site.log.join()).toMatch(
    /<input name=\\?"id\\?"> takes the place of its form's own id.*templates\.test\.ts:\d+:\d+/,
  );
});

test("white space is as it is written, but for the line breaks at the ends of each template", async () => {
  const page = await site.visit("/laid-out");
  const main = (rows: string) => `<main>\n      <pre>\n x\n  y</pre> a  b\n      ${rows}\n    </main>`;
  expect(page.deadMarkup).toBe(main("<i>a</i>"));
  await click(page, "more");
  expect(page.markup()).toBe(main("<i>a</i><i>b</i>"));
});

test("in development a page can say where its tags, components and slots are written, and files can be left out", async () => {
  const page = await annotated.visit("/parts");
  expect(page.markup()).toBe(page.deadMarkup);
  const at = String.raw`packages/live/src/components/templates\.test\.ts:\d+`;
  const text = page.markup().replaceAll(new RegExp(`${at}(?::\\d+)?`, "g"), "AT");
  expect(text).toBe(
    '<!-- <view> AT --><main data-phx-loc="AT"><!-- @caller AT --><!-- <Card> AT --><section data-phx-loc="AT"><h2 data-phx-loc="AT">' +
      '<!-- <:children> AT --><b data-phx-loc="AT">0</b><!-- </:children> --></h2></section>' +
      '<!-- <:footer> AT --><i data-phx-loc="AT">f</i><!-- </:footer> --><!-- </Card> --></main><!-- </view> -->',
  );
  await click(page, "add");
  expect(page.markup()).toContain('">1</b>');
  // The root layout's file was left out.
  expect(await annotated.text("/parts")).toMatch(/^<!doctype html>\n<html lang="en">/);
});

test("the outermost tags of layouts, views, components and slots get the app's attribute", async () => {
  const page = await scoped.visit("/parts");
  const main = (count: number, more: string) =>
    `<main data-r><section data-r><h2><b data-r>${count}</b></h2></section><i data-r>f</i>${more}</main>`;
  expect(page.deadMarkup).toBe(main(0, ""));
  await click(page, "add");
  expect(page.markup()).toBe(main(1, "<u>new</u>"));
  expect(await scoped.text("/parts")).toContain('<html data-r lang="en">');
});
