// Area D of docs/parity.md, what hooks, components and nested views answer and where they lead. One test a row.

import { html } from "@firecrest/template";
import { followRedirect } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import { liveComponent } from "../live-component.ts";
import { liveRender } from "../live-render.ts";
import { liveSession } from "../live-session.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";

const there = liveView({ mount: () => ({}), render: ({ flash }) => html`<p>there ${flash["info"]}</p>` });

test("a hook that halts an event answers it in the handler's place, and what it has changed is rendered", async () => {
  let handled = 0;
  const view = liveView({
    mount: (live): { locked: number } => {
      live.attachHook("lock", "handleEvent", (hooked, name) => {
        if (name !== "save") return undefined;
        (hooked as unknown as { assign(changes: object): void }).assign({ locked: 1 });
        return { halt: { error: "locked" } };
      });
      return { locked: 0 };
    },
    events: {
      save: () => void (handled += 1),
      ask: () => ({ fine: true }),
    },
    render: ({ locked }) => html`<p>${locked}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect((await click(page, "save")).response).toEqual({ diff: { 0: "1", r: { error: "locked" } } });
  expect(handled).toBe(0);
  expect((await click(page, "ask")).response).toEqual({ diff: { r: { fine: true } } });
});

test("a component's flash is its own, and the page takes it over when the component navigates or patches", async () => {
  const form = liveComponent({
    mount: (_live, _props: { readonly id: string }) => ({}),
    events: {
      save: (live) => live.putFlash("info", "saved"),
      clear: (live) => live.clearFlash(),
      patch: (live) => live.patch("/?patched"),
      go: (live) => live.navigate("/there"),
    },
    render: ({ id, flash, myself }) =>
      html`<form id=${id}>${flash["info"]}${["save", "clear", "patch", "go"].map((name) => html`<b class=${name} phx-click=${name} phx-target=${myself}></b>`)}</form>`,
  });
  const view = liveView({
    mount: () => ({}),
    render: ({ flash }) => html`<p>${flash["info"]}</p>${form({ id: "a" })}${form({ id: "b" })}`,
  });
  const site = await openSite([route("/", view), route("/there", there)]);
  const page = await site.visit();
  const texts = () =>
    page
      .html()
      .replaceAll(/<b[^>]*><\/b>/g, "")
      .match(/>[^<]*(?=<\/)/g)
      ?.map((text) => text.slice(1));
  await page.element("#a .save").click();
  expect(texts()).toEqual(["", "saved", ""]);
  await page.element("#a .clear").click();
  expect(texts()).toEqual(["", "", ""]);
  await page.element("#a .save").click();
  await page.element("#a .patch").click();
  expect([texts()?.[0], page.path]).toEqual(["saved", "/?patched"]);
  const other = await site.visit();
  await other.element("#b .save").click();
  await other.element("#b .go").click();
  expect((await followRedirect(other, "/there")).html()).toBe("<p>there saved</p>");
});

test("navigationType says how a path is reached: by a patch, a live navigation, or loading the page", async () => {
  const child = liveView({
    mount: () => ({}),
    events: { types: (live, { to }) => ({ type: live.navigationType(String(to)) }) },
    render: () => html`<i></i>`,
  });
  const view = liveView({
    mount: (live) => ({ type: live.navigationType("/list") }),
    events: { types: (live, { to }) => ({ type: live.navigationType(String(to)) }) },
    render: ({ type }) => html`<p>${type}</p>${liveRender(child, { id: "child" })}`,
  });
  const site = await openSite([
    route("/list", view),
    route("/list/:id", view),
    route("/there", there),
    ...liveSession({ name: "admin" }, [route("/admin", view)]),
  ]);
  const page = await site.visit("/list");
  expect(page.deadHtml).toContain("<p>href</p>");
  expect(page.markup()).toContain("<p>patch</p>");
  const types = async (part: Parameters<typeof click>[0], paths: readonly string[]) => {
    const replies = paths.map(
      async (to) => (await click(part, "types", { to })).response["diff"] as { r: { type: string } },
    );
    return (await Promise.all(replies)).map(({ r }) => r.type);
  };
  const paths = ["/list?page=2", "/list/7", "/there", "/admin", "/nowhere"];
  const expected = ["patch", "patch", "navigate", "href", "href"];
  expect(await types(page, paths)).toEqual(expected);
  // A nested view has no URL of its own: what counts is the page's.
  expect(await types(page.child("child"), paths)).toEqual(expected);
  expect(await site.crash(page, "types", { to: "https://example.com" })).toContain("Cannot go to");
});

test("a nested view's patch is its root's; a sticky view navigates the page and lives on", async () => {
  const child = liveView({
    mount: (): { count: number } => ({ count: 0 }),
    events: {
      add: (live) => live.update("count", (count) => count + 1),
      patch: (live) => {
        live.update("count", (count) => count + 10);
        live.patch("/?tab=two");
      },
      go: (live) => live.navigate("/there"),
    },
    render: ({ count }) => html`<i>${count}</i>`,
  });
  const middle = liveView({ mount: () => ({}), render: () => html`${liveRender(child, { id: "child" })}` });
  const view = liveView({
    mount: () => ({ tab: "" }),
    handleParams: (live, params) => live.assign({ tab: params["tab"] ?? "one" }),
    render: ({ tab }) =>
      html`<p>${tab}</p>${liveRender(middle, { id: "middle" })}${liveRender(child, { id: "sticky", sticky: true })}`,
  });
  const site = await openSite([route("/", view), route("/there", there)], { views: { child } });
  const page = await site.visit();
  const reply = await click(page.child("middle").child("child"), "patch");
  expect(reply.response).toEqual({ diff: { 0: "10" } });
  const patch = await page.client.next(({ event }) => event === EVENTS.livePatch);
  expect([patch.topic, patch.payload]).toEqual([page.topic, { to: "/?tab=two", kind: "push" }]);
  await page.until((text) => text.includes("<p>two</p>"));
  const sticky = page.child("sticky");
  await click(sticky, "add");
  expect((await click(sticky, "go")).response).toEqual({ live_redirect: { to: "/there", kind: "push" } });
  expect((await click(sticky, "add")).response).toEqual({ diff: { 0: "2" } });
  expect(page.client.received.some(({ event, topic }) => event === EVENTS.close && topic === sticky.topic)).toBe(false);
});
