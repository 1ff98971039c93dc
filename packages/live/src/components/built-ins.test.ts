import { html, type Rendered } from "@firecrest/template";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AsyncContent, component, DynamicTag, FocusWrap, Intersperse, Link, LiveTitle, Portal, slot } from "./index.ts";
import type { AsyncFailure, AsyncResult } from "../async-result.ts";
import { type LastingSite, startSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { click } from "../fixtures/exchange.ts";

// Each built-in on a real page, named in a template and called.

interface Links {
  to: string;
}

const links = liveView({
  mount: (): Links => ({ to: "/a?b=1&c" }),
  events: { attack: (live) => live.assign({ to: " java\tscript:alert(1)" }) },
  render: ({ to }) => html`<nav>
<${Link} navigate=${to} class="main">a</${Link}>
<${Link} patch="/links?page=2" replace>b<//>
${Link({ href: to, target: "_blank", rel: "noopener", children: html`<b>c</b>` })}
${Link({ href: new URL("https://example.com/"), children: "d" })}
${Link({ href: to, method: "delete", csrfToken: "token", "data-confirm": "Sure?", children: "e" })}
${Link({ "phx-click": "go", children: "f" })}
</nav>`,
});

const submitting = liveView({
  mount: () => ({}),
  render: () =>
    html`${["/logout", "/own", "https://example.com/"].map((href) =>
      Link({ href, method: "post", csrfToken: href === "/own" ? "own" : undefined, children: "x" }),
    )}`,
});

const titled = liveView({
  mount: () => ({ pageTitle: "Kitchen" }),
  events: { rename: (live) => live.assign({ pageTitle: "" }) },
  render: () => html`<p></p>`,
});
const untitled = liveView({ mount: () => ({}), render: () => html`<p></p>` });

const dialog = liveView({
  mount: () => ({ isWide: false }),
  events: { widen: (live) => live.assign({ isWide: true }) },
  render: ({ isWide }) =>
    html`<${FocusWrap} id="dialog" class=${{ wide: isWide }} role="dialog"><button>OK</button><//>`,
});

interface Tagged {
  name: string;
  level: number;
}

const tagged = liveView({
  mount: (): Tagged => ({ name: "section", level: 1 }),
  events: {
    deepen: (live) => live.assign({ level: 2 }),
    inject: (live) => live.assign({ name: "p onload=x" }),
    fill: (live) => live.assign({ name: "br" }),
  },
  render: ({ name, level }) => html`<main>
<${DynamicTag} tagName=${name} name="kept" data-level=${level}><${DynamicTag} tagName="h${level}" title="&">${"<"}<//><//>
${DynamicTag({ tagName: "img", src: "javascript:x", alt: "" })}${DynamicTag({ tagName: "p" })}
</main>`,
});

const crumbs = liveView({
  mount: () => ({ path: ["Home", "Shop"] }),
  events: {
    enter: (live) => live.assign({ path: ["Home", "Shop", "<Tea>"] }),
    leave: (live) => live.assign({ path: [] as string[] }),
  },
  render: ({ path }) =>
    html`<nav><${Intersperse} items=${path}><:separator> / <//><b>${(name: string) => name}</b><//>|${Intersperse({
      items: path,
      separator: html`<i></i>`,
      children: (name) => name.length,
    })}</nav>`,
});

const portals = liveView({
  mount: () => ({ count: 0 }),
  events: { add: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ count }) => html`<main><${Portal} id="outer" target="body" class="modal" container="section">
    <b>${count}</b>${Portal({ id: "inner", target: "#outer-place", children: html`<i>${count}</i>` })}
  <//></main>`,
});

const noNet: AsyncFailure = { type: "error", error: new Error("no net") };

interface Loads {
  posts: AsyncResult<readonly string[]>;
}

const loads = liveView({
  mount: (): Loads => ({ posts: { status: "loading" } }),
  events: {
    fail: (live) => live.assign({ posts: { status: "failed", reason: noNet } }),
    load: (live) => live.assign({ posts: { status: "ok", result: ["a"] } }),
    reload: (live) => live.assign({ posts: { status: "loading", result: ["a"] } }),
    failAgain: (live) => live.assign({ posts: { status: "failed", reason: noNet, result: ["a"] } }),
  },
  render: ({ posts }) => html`<main><${AsyncContent} of=${posts}>
    <:loading>wait<//><:failed>failed: ${({ type }: AsyncFailure) => type}<//>
    <i>${(list: readonly string[]) => list.length}</i>
  <//>|${AsyncContent({
    of: posts,
    loading: "wait",
    failed: (reason) => html`<b>${reason.type}</b>`,
    children: (list) => html`<i>${list.join()}</i>`,
  })}</main>`,
});

/** A component that takes its element from its caller. */
const Heading = component({ slots: { children: slot() } }, ({ children }) => DynamicTag({ tagName: "h1", children }));
const headed = liveView({ mount: () => ({}), render: () => html`<${Heading}>x<//>` });

let site: LastingSite;

beforeAll(async () => {
  site = await startSite(
    {
      "/links": links,
      "/submitting": submitting,
      "/titled": titled,
      "/untitled": untitled,
      "/dialog": dialog,
      "/tagged": tagged,
      "/headed": headed,
      "/crumbs": crumbs,
      "/portals": portals,
      "/loads": loads,
    },
    {
      rootLayout: ({ head, pageTitle, content }): Rendered =>
        html`<!doctype html><html lang="en"><head>${LiveTitle({ title: pageTitle, prefix: "* ", suffix: " · Bench", default: "<Bench>" })}${head}</head><body>${content}</body></html>`,
    },
  );
});

afterAll(() => site.close());

test("a link navigates, patches, loads or submits, and never runs a script", async () => {
  const page = await site.visit("/links");
  expect(page.deadHtml.split("\n").slice(1, -1)).toEqual([
    '<a href="/a?b=1&amp;c" data-phx-link="redirect" data-phx-link-state="push" class="main">a</a>',
    '<a href="/links?page=2" data-phx-link="patch" data-phx-link-state="replace">b</a>',
    '<a href="/a?b=1&amp;c" target="_blank" rel="noopener"><b>c</b></a>',
    '<a href="https://example.com/">d</a>',
    '<a href="/a?b=1&amp;c" data-method="delete" data-csrf="token" data-to="/a?b=1&amp;c" data-confirm="Sure?">e</a>',
    '<a href="#" phx-click="go">f</a>',
  ]);
  await click(page, "attack");
  const blocked = 'href="about:blank#blocked"';
  expect(page.html()).not.toContain("script:");
  expect(page.html().split(blocked).length - 1).toBe(3);
  expect(page.html()).toContain('data-to="about:blank#blocked"');
});

test("a link that submits brings the page's token, unless it has its own or leads to another site", async () => {
  const body = await site.text("/submitting");
  const tokens = [...body.matchAll(/<a [^>]*data-method="post"(?: data-csrf="([^"]*)")?/g)].map((match) => match[1]);
  expect(tokens).toEqual([/name="csrf-token" content="([^"]+)"/.exec(body)?.[1], "own", undefined]);
  const page = await site.visit("/submitting");
  expect(page.html()).toMatch(/data-csrf="[^"]+" data-to="\/logout"/);
});

test("a live title carries its prefix, suffix and default for the titles that come later", async () => {
  const title = async (path: string) => /<title.*<\/title>/.exec(await site.text(path))?.[0];
  const attributes = 'data-prefix="* " data-default="&lt;Bench&gt;" data-suffix=" · Bench"';
  expect(await title("/titled")).toBe(`<title ${attributes}>* Kitchen · Bench</title>`);
  expect(await title("/untitled")).toBe(`<title ${attributes}>* &lt;Bench&gt; · Bench</title>`);
  const page = await site.visit("/titled");
  expect(page.title).toBe("* Kitchen · Bench");
  await click(page, "rename");
  expect(page.title).toBe("* <Bench> · Bench");
});

test("a focus wrap stands between two sentinels under the client's hook", async () => {
  const page = await site.visit("/dialog");
  const sentinel = (end: string) => `<div id="dialog-${end}" tabindex="0" aria-hidden="true"></div>`;
  const wrap = (classes: string) =>
    `<div id="dialog" phx-hook="Phoenix.FocusWrap" class="${classes}" role="dialog">${sentinel("start")}<button>OK</button>${sentinel("end")}</div>`;
  expect(page.deadHtml).toBe(wrap(""));
  await click(page, "widen");
  expect(page.html()).toBe(wrap("wide"));
});

test("a dynamic tag is an element like any other, and its name can break out of nothing", async () => {
  const page = await site.visit("/tagged");
  const main = (level: number) =>
    `<main>\n<section name="kept" data-level="${level}"><h${level} title="&amp;">&lt;</h${level}></section>\n<img src="about:blank#blocked" alt=""><p></p>\n</main>`;
  expect(page.deadHtml).toBe(main(1));
  await click(page, "deepen");
  expect(page.html()).toBe(main(2));
  expect(await site.crash(page, "inject")).toContain('"p onload=x" cannot name an element');
  await page.join();
  expect(await site.text("/headed")).toContain("<h1>x</h1>");
});

test("a void dynamic tag takes no content", async () => {
  const page = await site.visit("/tagged");
  expect(await site.crash(page, "fill")).toContain("<br> got content, but in HTML it can have none");
});

test("a separator stands between each two items", async () => {
  const page = await site.visit("/crumbs");
  expect(page.deadHtml).toBe("<nav><b>Home</b> / <b>Shop</b>|4<i></i>4</nav>");
  await click(page, "enter");
  expect(page.html()).toBe("<nav><b>Home</b> / <b>Shop</b> / <b>&lt;Tea&gt;</b>|4<i></i>4<i></i>5</nav>");
  await click(page, "leave");
  expect(page.html()).toBe("<nav>|</nav>");
});

test("a portal is a template with one element for the client to move, also inside of another", async () => {
  const page = await site.visit("/portals");
  const main = (count: number) =>
    '<main><template id="outer" data-phx-portal="body"><section id="_lv_portal_wrap_outer" class="modal">\n    ' +
    `<b>${count}</b><template id="inner" data-phx-portal="#outer-place"><div id="_lv_portal_wrap_inner"><i>${count}</i></div></template>\n  ` +
    "</section></template></main>";
  expect(page.deadHtml).toBe(main(0));
  const { response } = await click(page, "add");
  expect(page.html()).toBe(main(1));
  expect(JSON.stringify(response).length).toBeLessThan(80);
});

test("what is on its way shows as loading, failed or its result, and a result stays", async () => {
  const page = await site.visit("/loads");
  const seen = () => page.html().replaceAll(/\s*\n\s*/g, "");
  expect(seen()).toBe("<main>wait|wait</main>");
  await click(page, "fail");
  expect(seen()).toBe("<main>failed: error|<b>error</b></main>");
  for (const event of ["load", "reload", "failAgain"]) {
    await click(page, event);
    expect(seen()).toBe("<main><i>1</i>|<i>a</i></main>");
  }
});
