// Area A of docs/parity.md, what happens in a turn: events, outcomes, the order of things. One test a row.

import { html } from "@firecrest/template";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { deferred } from "../fixtures/deferred.ts";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import type { MountHook } from "../lifecycle.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";

test("an event that begins with lv: reaches no handler of the view's: lv:clear-flash is done, any other ends the view", async () => {
  const reached: string[] = [];
  const view = liveView({
    mount: (live) => {
      live.putFlash("info", "hello");
      live.attachHook("spy", "handleEvent", (_live, name) => void reached.push(`hook ${name}`));
      return {};
    },
    events: { "lv:other": () => void reached.push("events") },
    handleEvent: (_live, name) => void reached.push(`handleEvent ${name}`),
    render: ({ flash }) => html`<p>${flash["info"] ?? "none"}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "lv:clear-flash", { key: "info" });
  expect(page.html()).toBe("<p>none</p>");
  expect(await site.crash(page, "lv:other")).toContain('received the event \\"lv:other\\"');
  expect(reached).toEqual([]);
});

test("the outcome of a task comes back as a turn of its view, which answers in between and renders after it", async () => {
  const work = deferred<number>();
  const view = liveView({
    mount: () => ({ state: "idle" }),
    events: {
      start: (live) => {
        live.startAsync(
          "sum",
          () => work.promise,
          (outcome) => live.assign({ state: outcome.ok ? `sum ${outcome.value}` : outcome.reason.type }),
        );
        live.assign({ state: "working" });
      },
      ask: (live) => ({ state: live.assigns.state }),
    },
    render: ({ state }) => html`<p>${state}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect((await click(page, "start")).response).toEqual({ diff: { 0: "working" } });
  expect((await click(page, "ask")).response).toEqual({ diff: { r: { state: "working" } } });
  work.resolve(7);
  await page.until((text) => text === "<p>sum 7</p>");
  expect(page.client.received.at(-1)).toMatchObject({ event: EVENTS.diff, payload: { 0: "sum 7" } });
});

test("a turn is hooks, callback, one render, hooks after it; then events and reply leave in one message", async () => {
  const order: string[] = [];
  let renders = 0;
  const view = liveView({
    mount: (live): { count: number; note: string } => {
      live.attachHook("before", "handleEvent", (hooked) => {
        order.push("hook");
        hooked.pushEvent("hook");
      });
      live.attachHook("after", "afterRender", (hooked) => {
        order.push("after render");
        hooked.pushEvent("after");
        (hooked as unknown as { assign(changes: object): void }).assign({ note: `after ${(renders += 1)}` });
      });
      return { count: 0, note: "" };
    },
    events: {
      add: async (live) => {
        order.push("callback");
        live.assign({ count: live.assigns.count + 1 });
        live.pushEvent("callback");
        await Promise.resolve();
        live.assign({ count: live.assigns.count + 1 });
        return { count: live.assigns.count };
      },
      nothing: () => undefined,
    },
    render: ({ count, note }) => {
      order.push("render");
      return html`<p>${count} ${note}</p>`;
    },
  });
  const page = await (await openSite(view)).visit();
  await click(page, "add");
  order.length = 0;
  const sent = page.client.received.length;
  expect((await click(page, "add")).response).toEqual({
    diff: {
      0: "4",
      1: "after 2",
      e: [
        ["hook", {}],
        ["callback", {}],
        ["after", {}],
      ],
      r: { count: 4 },
    },
  });
  expect(order).toEqual(["hook", "callback", "render", "after render"]);
  expect(page.client.received.length - sent).toBe(1);
  // What a hook assigns after the render is shown by the next one, and causes none.
  order.length = 0;
  expect((await click(page, "nothing")).response).toEqual({ diff: { e: [["hook", {}]] } });
  expect([page.html(), order]).toEqual(["<p>4 after 2</p>", ["hook"]]);
});

test("flash, liveAction, uploads and myself are the framework's: no callback and no hook may set them", async () => {
  const given = (params: Readonly<Record<string, string | undefined>>) => ({ [params["name"] ?? "fine"]: "mine" });
  const hook: MountHook = (_live, params) => (params["where"] === "hook" ? given(params) : {});
  const view = liveView({
    onMount: [hook],
    mount: (live, params) => {
      if (params["where"] === "assignNew") live.assignNew(params["name"] ?? "", () => "mine");
      return params["where"] === "mount" ? given(params) : {};
    },
    events: { set: (live, params) => live.assign(given(params as Readonly<Record<string, string>>)) },
    render: ({ liveAction }) => html`<p>${liveAction}</p>`,
  });
  const site = await openSite([route("/", view, { liveAction: "show" })]);
  for (const name of ["flash", "liveAction", "uploads", "myself"]) {
    for (const where of ["hook", "assignNew", "mount"]) {
      expect((await site.get(`/?where=${where}&name=${name}`)).status).toBe(500);
      expect(site.log.at(-1)).toContain(`The assign \\"${name}\\" is the framework's own and cannot be set`);
    }
    const page = await site.visit();
    expect(await site.crash(page, "set", { name })).toContain(`The assign \\"${name}\\" is the framework's own`);
  }
  const page = await site.visit("/?where=mount&name=other");
  expect(page.html()).toBe("<p>show</p>");
});

test("liveAction is the matched route's, in the view and its layout, and follows every patch", async () => {
  const view = liveView({
    mount: () => ({}),
    handleParams: (live) =>
      live.pushEvent("action", { liveAction: (live.assigns as { liveAction?: string }).liveAction }),
    events: { go: (live, { to }) => live.patch(String(to)) },
    render: ({ liveAction }) => html`<p>${liveAction ?? "none"}</p>`,
    layout: ({ content, assigns }) => html`<b>${String(assigns["liveAction"])}</b>${content}`,
  });
  const site = await openSite([
    route("/notes", view, { liveAction: "index" }),
    route("/notes/new", view, { liveAction: "new" }),
    route("/notes/:id", view),
  ]);
  const page = await site.visit("/notes");
  expect([page.deadHtml, page.html()]).toEqual(["<b>index</b><p>index</p>", "<b>index</b><p>index</p>"]);
  await click(page, "go", { to: "/notes/new" });
  expect(page.html()).toBe("<b>new</b><p>new</p>");
  await page.patch("/notes/7");
  expect(page.html()).toBe("<b>undefined</b><p>none</p>");
  // handleParams sees it already.
  expect(page.events.map(({ payload }) => payload)).toEqual([{ liveAction: "index" }, { liveAction: "new" }, {}]);
});
