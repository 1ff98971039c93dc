// Areas A and C of docs/parity.md, what is around a view: layouts, containers, pages of the app's own. One test a row.

import { createLogger } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { visit } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import type { App } from "../app.ts";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import type { MountHook } from "../lifecycle.ts";
import { liveRender } from "../live-render.ts";
import { liveSession } from "../live-session.ts";
import { type LiveViewOptions, liveView } from "../live-view.ts";
import type { Layout } from "../render.ts";
import type { RootLayout } from "../root-layout.ts";
import { route } from "../router.ts";

/** A layout that says its name. */
const named =
  (name: string): Layout =>
  ({ content }) =>
    html`<b>${name}</b>${content}`;

test("mount and its hooks choose a layout, the last word counts, and assigns that each render forgets", async () => {
  const hook: MountHook = (live) => {
    live.setLayout(named("hook"));
    live.temporaryAssigns({ news: [] });
    return { news: ["n"] };
  };
  const view = liveView({
    onMount: [hook],
    mount: (live, params): { messages: string[] } => {
      if (params["own"] !== undefined) live.setLayout(named("mount"));
      live.temporaryAssigns({ messages: [] });
      return { messages: ["first"] };
    },
    events: { kept: (live) => live.assigns },
    render: ({ messages }) => html`<p>${messages.join()}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect([page.deadHtml, page.html()]).toEqual(["<b>hook</b><p>first</p>", "<b>hook</b><p>first</p>"]);
  expect((await click(page, "kept")).response).toMatchObject({ diff: { r: { messages: [], news: [] } } });
  const own = await site.visit("/?own");
  expect([own.deadHtml, own.html()]).toEqual(["<b>mount</b><p>first</p>", "<b>mount</b><p>first</p>"]);
});

test("renderWith puts another render in the place of the view's, in the plain page too, until it is changed again", async () => {
  interface Assigns {
    count: number;
  }
  const waiting = ({ count }: Assigns) => html`<i>loading ${count}</i>`;
  const full = ({ count }: Assigns) => html`<table>${count}</table>`;
  const view = liveView({
    mount: (live): Assigns => {
      if (!live.connected) live.renderWith(waiting);
      return { count: 1 };
    },
    events: {
      full: (live) => live.renderWith(full),
      add: (live) => live.update("count", (count) => count + 1),
    },
    render: ({ count }) => html`<p>${count}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect([page.deadHtml, page.html()]).toEqual(["<i>loading 1</i>", "<p>1</p>"]);
  await click(page, "full");
  await click(page, "add");
  expect(page.markup()).toBe("<table>2</table>");
});

test("a view says its container, its live layout, and whether and how loud it is logged", async () => {
  const make = (options: LiveViewOptions) =>
    liveView({
      mount: () => ({}),
      handleEvent: () => undefined,
      render: () => html`<p></p>`,
      ...options,
    });
  const lines: string[] = [];
  const site = await openSite(
    [
      route("/plain", make({})),
      route("/own", make({ container: { tag: "main", class: "own" }, layout: named("own"), log: "info" })),
      route("/none", make({ layout: false, log: false })),
    ],
    { layout: named("app"), log: createLogger({ level: "debug", write: (line) => lines.push(line) }) },
  );
  const shown = async (path: string) => {
    lines.length = 0;
    const page = await site.visit(path);
    await click(page, "hello");
    const [, container] = /(<\w+) id="phx-[^"]+" data-phx-main/.exec(page.document()) ?? [];
    const own = lines.filter((line) => line.includes(" live: "));
    const levels = new Set(own.map((line) => line.split(" ")[0]));
    return [container, page.html(), [...levels].join(), own.some((line) => line.includes("hello"))];
  };
  expect(await shown("/plain")).toEqual(["<div", "<b>app</b><p></p>", "debug", true]);
  expect(await shown("/own")).toEqual(["<main", "<b>own</b><p></p>", "info", true]);
  expect(await shown("/none")).toEqual(["<div", "<p></p>", "", false]);
});

test("the root layout is rendered once, the live layout with its view: mount's, else the live session's, the view's, the app's", async () => {
  let roots = 0;
  const rootLayout: RootLayout = ({ head, content, pageTitle }) => {
    roots += 1;
    return html`<html lang="en"><head><title>root ${pageTitle}</title>${head}</head><body>${content}</body></html>`;
  };
  const make = (layout?: Layout | false) =>
    liveView({
      mount: (live, params): { count: number; pageTitle: string } => {
        if (params["mount"] !== undefined) live.setLayout(params["mount"] === "none" ? false : named("mount"));
        return { count: 0, pageTitle: "one" };
      },
      events: { add: (live) => live.assign({ count: live.assigns.count + 1, pageTitle: "two" }) },
      render: ({ count }) => html`<p>${count}</p>`,
      ...(layout !== undefined && { layout }),
    });
  const counting: Layout = ({ content, assigns }) => html`<b>app ${String(assigns["count"])}</b>${content}`;
  const rootOfSession: RootLayout = ({ head, content }) =>
    html`<html><head>${head}</head><body><hr>${content}</body></html>`;
  const site = await openSite(
    [
      route("/app", make()),
      route("/view", make(named("view"))),
      route("/bare", make(false)),
      ...liveSession({ name: "one", layout: named("session"), rootLayout: rootOfSession }, [
        route("/session", make(named("view"))),
      ]),
      ...liveSession({ name: "two", layout: false }, [route("/no-session", make(named("view")))]),
    ],
    { layout: counting, rootLayout },
  );
  const layoutOf = async (path: string) => {
    const page = await site.visit(path);
    expect(page.html()).toBe(page.deadHtml);
    return /^(?:<b>(.*)<\/b>)?<p>/.exec(page.html())?.[1];
  };
  expect(await layoutOf("/app")).toBe("app 0");
  expect(await layoutOf("/view")).toBe("view");
  expect(await layoutOf("/bare")).toBeUndefined();
  expect(await layoutOf("/session")).toBe("session");
  expect(await layoutOf("/no-session")).toBeUndefined();
  expect(await layoutOf("/session?mount=own")).toBe("mount");
  expect(await layoutOf("/session?mount=none")).toBeUndefined();
  roots = 0;
  const page = await site.visit("/app");
  await click(page, "add");
  expect(page.html()).toBe("<b>app 1</b><p>1</p>");
  expect([roots, (await site.text("/session")).includes("<hr>")]).toEqual([1, true]);
});

test("a view's container is its own, its route's or its place's, also where a live navigation brings it", async () => {
  const inner = liveView({ mount: () => ({}), render: () => html`<i></i>`, container: { tag: "nav", class: "inner" } });
  const view = liveView({
    mount: () => ({}),
    render: () =>
      html`${liveRender(inner, { id: "plain" })}${liveRender(inner, { id: "placed", container: { tag: "aside", class: "a & b" } })}`,
    container: { tag: "main", class: "own", lang: "de" },
  });
  const other = liveView({ mount: () => ({}), render: () => html`<p>other</p>` });
  const site = await openSite([
    route("/", view),
    route("/wide", view, { container: { tag: "article", class: "wide" } }),
    route("/other", other),
  ]);
  const tags = (text: string) =>
    text
      .match(/<(?:main|article|nav|aside|div) [^>]*>/g)
      ?.map((tag) => tag.replaceAll(/ (?:id|data-phx-\w+(?:-\w+)*)(?:="[^"]*")?/g, ""));
  expect(tags(await site.text("/"))).toEqual([
    '<main class="own" lang="de">',
    '<nav class="inner">',
    '<aside class="a &amp; b">',
  ]);
  expect(tags(await site.text("/wide"))?.[0]).toBe('<article class="wide" lang="de">');
  expect(tags(await site.text("/other"))?.[0]).toBe("<div>");

  const page = await site.visit("/other");
  const answerOf = async (path: string) => {
    await page.join({ url: undefined, redirect: `${site.origin}${path}` });
    return page.client.received.findLast(({ event, topic }) => event === EVENTS.reply && topic === page.topic)?.payload;
  };
  const container = (tag: string, attributes: object) => ({ response: { container: [tag, attributes] } });
  expect(await answerOf("/wide")).toMatchObject(container("article", { class: "wide", lang: "de" }));
  expect(await answerOf("/other")).toMatchObject(container("div", {}));
  expect(tags(page.document())?.[0]).toBe("<div>");
});

test("a page that the app's fetch answers holds a live view, with a session and a container of the page's choice", async () => {
  const view = liveView({
    mount: (live): { topic: string; count: number } => ({ topic: String(live.session["topic"]), count: 0 }),
    events: { add: (live) => live.update("count", (count) => count + 1) },
    render: ({ topic, count }) => html`<p>${topic} ${count}</p>`,
  });
  const unlisted = liveView({ mount: () => ({}), render: () => html`` });
  const holder: { app?: App } = {};
  const site = await openSite([], {
    views: { embedded: view },
    fetch: (request) => {
      const { app } = holder;
      if (app === undefined) return new Response(null, { status: 503 });
      return request.url.endsWith("/unlisted")
        ? app.render(request, unlisted)
        : app.render(request, view, { session: { topic: "rust" }, container: { tag: "aside", class: "embedded" } });
    },
  });
  holder.app = site.app;
  expect(await site.text("/anything")).toMatch(
    /<aside id="phx-[^"]+" data-phx-session="[^"]+" data-phx-static="[^"]+" class="embedded"><p>rust 0<\/p><\/aside>/,
  );
  // No route leads to it: nothing is the page's main view, and there is no live navigation.
  expect(await site.text("/anything")).not.toContain("data-phx-main");
  const page = await visit(site.origin, "/anything");
  await click(page, "add");
  expect(page.html()).toBe("<p>rust 1</p>");
  await page.close();
  expect((await site.get("/unlisted")).status).toBe(500);
});

test("a template holds live views: that of a view, of a component, of a layout and of the root layout", async () => {
  const clock = liveView({
    mount: (live): { place: string; ticks: number } => ({ place: live.id, ticks: 0 }),
    events: { tick: (live) => live.update("ticks", (ticks) => ticks + 1) },
    render: ({ place, ticks }) => html`<i>${place} ${ticks}</i>`,
  });
  const Framed = ({ id }: { id: string }) => html`<section>${liveRender(clock, { id })}</section>`;
  const view = liveView({
    mount: () => ({}),
    render: () => html`<p>${liveRender(clock, { id: "in-view" })}</p>${Framed({ id: "in-component" })}`,
  });
  const site = await openSite(view, {
    layout: ({ content }) => html`${content}${liveRender(clock, { id: "in-layout" })}`,
    rootLayout: ({ head, content }) =>
      html`<html><head>${head}</head><body>${content}${liveRender(clock, { id: "in-root" })}</body></html>`,
    views: { clock },
  });
  const plain = await site.text("/");
  const page = await site.visit();
  for (const id of ["in-view", "in-component", "in-layout"]) {
    expect(plain).toContain(`<i>${id} 0</i></div>`);
    await click(page.child(id), "tick");
    expect(page.child(id).html()).toBe(`<i>${id} 1</i>`);
  }
  expect(page.document()).toContain("<i>in-root 0</i>");
});
