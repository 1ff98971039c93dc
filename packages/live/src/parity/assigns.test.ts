// Area B of docs/parity.md: what a view knows, and what follows when that changes. One test a row.

import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { openSite } from "../fixtures/site.ts";
import { liveRender } from "../live-render.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";
import { click } from "../fixtures/exchange.ts";

test("an assign that is set to an equal value renders nothing and sends nothing", async () => {
  let renders = 0;
  const view = liveView({
    mount: () => ({ count: 0, name: "Ann" }),
    events: { set: (live, params) => live.assign({ count: Number(params["count"]), name: "Ann" }) },
    render: ({ count, name }) => {
      renders += 1;
      return html`<p>${count} ${name}</p>`;
    },
  });
  const page = await (await openSite(view)).visit();
  renders = 0;
  expect((await click(page, "set", { count: 1 })).response).toEqual({ diff: { 0: "1" } });
  expect((await click(page, "set", { count: 1 })).response).toEqual({});
  expect(renders).toBe(1);
});

test("an object that was replaced sends only the slots that show its changed field", async () => {
  const view = liveView({
    mount: () => ({ user: { name: "Ann", age: 40, address: { city: "Graz" } } }),
    events: {
      birthday: (live) => live.assign({ user: { ...live.assigns.user, age: 41, address: { city: "Graz" } } }),
    },
    render: ({ user }) => html`<h1>${user.name}</h1><p>${user.age}</p><p>${user.address.city}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect((await click(page, "birthday")).response).toEqual({ diff: { 1: "41" } });
  expect(page.html()).toBe("<h1>Ann</h1><p>41</p><p>Graz</p>");
});

test("a view and the layout around it read messages from flash, by their kind", async () => {
  const view = liveView({
    mount: () => ({}),
    events: {
      save: (live) => {
        live.putFlash("info", "Saved <it>");
        live.putFlash("error", "Almost");
      },
    },
    render: ({ flash }) => html`<p>${flash["info"] ?? "nothing"}</p>`,
  });
  const site = await openSite(view, { layout: ({ content, flash }) => html`<b>${flash["error"]}</b>${content}` });
  const page = await site.visit();
  expect(page.html()).toBe("<b></b><p>nothing</p>");
  await click(page, "save");
  expect(page.html()).toBe("<b>Almost</b><p>Saved &lt;it&gt;</p>");
});

test("assign takes changes, or a function from the present assigns to changes", async () => {
  const view = liveView({
    mount: () => ({ first: 1, second: 2 }),
    events: {
      changes: (live) => live.assign({ second: 20 }),
      swap: (live) => live.assign(({ first, second }) => ({ first: second, second: first })),
      nothing: (live) => live.assign(() => ({})),
    },
    render: ({ first, second }) => html`<p>${first} ${second}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect((await click(page, "changes")).response).toEqual({ diff: { 1: "20" } });
  await click(page, "swap");
  expect(page.html()).toBe("<p>20 1</p>");
  expect((await click(page, "nothing")).response).toEqual({});
});

test("assignNew fills what is missing: from the request in the plain page, from the parent in a nested view, else itself", async () => {
  const made: string[] = [];
  const child = liveView({
    mount: (live) => ({
      user: live.assignNew("user", () => "of-child"),
      own: live.assignNew("own", () => "of-child"),
    }),
    render: ({ user, own }) => html`<i>${user} ${own}</i>`,
  });
  const view = liveView({
    onMount: [() => ({ locale: "of-hook" })],
    mount: (live) => {
      const make = (name: string) => {
        made.push(`${name} ${live.connected ? "live" : "plain"}`);
        return "of-mount";
      };
      live.assignNew("locale", () => make("locale"));
      return { user: live.assignNew("user", () => make("user")), team: live.assignNew("team", () => make("team")) };
    },
    render: ({ locale, user, team }) =>
      html`<p>${locale}, ${user}, ${team}</p>${liveRender(child, { id: "child" })}${liveRender(child, { id: "sticky", sticky: true })}`,
  });
  const site = await openSite(view, { assigns: ({ url }) => ({ user: `of-request${url.search}` }), views: { child } });
  const page = await site.visit("/?7");
  // A sticky view is a tree of its own: it finds the of-request, and nothing of the view around it.
  expect(page.deadHtml.match(/<([pi])>.*?<\/\1>/g)).toEqual([
    "<p>of-hook, of-request?7, of-mount</p>",
    "<i>of-request?7 of-child</i>",
    "<i>of-request?7 of-child</i>",
  ]);
  expect(page.markup()).toContain("<p>of-hook, of-mount, of-mount</p>");
  expect([page.child("child").html(), page.child("sticky").html()]).toEqual([
    "<i>of-mount of-child</i>",
    "<i>of-child of-child</i>",
  ]);
  expect(made).toEqual(["team plain", "user live", "team live"]);
});

test("update makes an assign from its old value and the others; one that is not there is an error that names those that are", async () => {
  const view = liveView({
    mount: (): { count: number; step: number } => ({ count: 1, step: 10 }),
    events: {
      add: (live) => live.update("count", (count, { step }) => count + step),
      misspelt: (live) => live.update("cuont" as "count", (count) => count + 1),
    },
    render: ({ count }) => html`<p>${count}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "add");
  await click(page, "add");
  expect(page.html()).toBe("<p>21</p>");
  expect(await site.crash(page, "misspelt")).toMatch(/cuont.*found no such assign; there are: .*count, step/);
});

test("changed tells whether an assign differs from the last render", async () => {
  const view = liveView({
    mount: (): { count: number; other: number } => ({ count: 0, other: 0 }),
    events: {
      look: (live) => {
        const before = live.changed("count");
        live.assign({ count: live.assigns.count, other: 1 });
        const same = live.changed("count");
        live.assign({ count: live.assigns.count + 1 });
        return { before, same, after: live.changed("count") };
      },
    },
    render: ({ count }) => html`<p>${count}</p>`,
  });
  const page = await (await openSite(view)).visit();
  const told = { before: false, same: false, after: true };
  expect((await click(page, "look")).response).toMatchObject({ diff: { r: told } });
  // The render in between is what is compared with.
  expect((await click(page, "look")).response).toMatchObject({ diff: { r: told } });
});

test("a temporary assign is back at its default after every render, and what was rendered of it stays until it is set again", async () => {
  const view = liveView({
    mount: (live): { messages: readonly string[]; count: number } => {
      live.temporaryAssigns({ messages: [] });
      return { messages: ["first"], count: 0 };
    },
    events: {
      size: (live) => ({ size: live.assigns.messages.length }),
      say: (live) => {
        live.assign({ messages: ["second", "third"] });
        return { size: live.assigns.messages.length };
      },
      add: (live) => live.assign({ count: live.assigns.count + 1 }),
    },
    render: (assigns) =>
      html`<p>${assigns.count}</p><p>${({ messages }: { messages: readonly string[] }) => messages.join()}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe("<p>0</p><p>first</p>");
  expect((await click(page, "size")).response).toEqual({ diff: { r: { size: 0 } } });
  expect((await click(page, "say")).response).toEqual({ diff: { 1: "second,third", r: { size: 2 } } });
  expect((await click(page, "size")).response).toEqual({ diff: { r: { size: 0 } } });
  expect(page.html()).toBe("<p>0</p><p>second,third</p>");
});

test("private keeps what a view needs: by any key, for one view, and no render sees it or is caused by it", async () => {
  const key = Symbol("calls");
  let renders = 0;
  const view = liveView({
    mount: (live) => {
      live.private.set(key, 10);
      return {};
    },
    events: {
      count: (live) => {
        live.private.set(key, Number(live.private.get(key)) + 1);
        return { calls: live.private.get(key), isShown: JSON.stringify(live.assigns).includes("11") };
      },
    },
    render: (assigns) => {
      renders += 1;
      return html`<p>${Object.keys(assigns).join()}</p>`;
    },
  });
  const site = await openSite([route("/", view)]);
  const [one, other] = [await site.visit(), await site.visit()];
  renders = 0;
  await click(one, "count");
  expect((await click(one, "count")).response).toEqual({
    diff: { r: { calls: 12, isShown: false } },
  });
  expect((await click(other, "count")).response).toMatchObject({ diff: { r: { calls: 11 } } });
  expect(renders).toBe(0);
});
