// Area F of docs/parity.md, what runs around the callbacks of a view or component. One test a row.

import { html } from "@firecrest/template";
import { followRedirect, live } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import type { HookStage, MountHook } from "../lifecycle.ts";
import { liveComponent } from "../live-component.ts";
import { liveRender } from "../live-render.ts";
import { liveSession } from "../live-session.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";

const there = liveView({ mount: () => ({}), render: ({ flash }) => html`<p>there ${flash["info"]}</p>` });

test("mount hooks run before both mounts, the live session's first, add assigns, and stop it all with a redirect", async () => {
  const order: string[] = [];
  const nameUser = (_live: unknown, params: Readonly<Record<string, string | undefined>>) => {
    order.push(`user ${params["user"]}`);
    return { user: params["user"] ?? "nobody" };
  };
  const guard: MountHook = async (live, params) => {
    order.push("guard");
    await Promise.resolve();
    if (params["user"] !== "eve") return undefined;
    live.putFlash("info", "No entry");
    live.redirect("/there");
    return "halt";
  };
  const wrong: MountHook = (live, params) => {
    if (params["wrong"] === "halt") return "halt";
    if (params["wrong"] === "redirect") live.redirect("/there");
    return undefined;
  };
  const view = liveView({
    onMount: [nameUser, wrong],
    mount: (live) => {
      order.push(live.connected ? "live" : "plain");
      return { greeting: `Hello ${live.assigns.user}` };
    },
    render: ({ greeting, user }) => html`<p>${greeting}, ${user}</p>`,
  });
  const site = await openSite([
    ...liveSession({ name: "all", onMount: [guard] }, [route("/", view)]),
    route("/there", there),
  ]);
  const page = await site.visit("/?user=ann");
  expect([page.deadHtml, page.html()]).toEqual(["<p>Hello ann, ann</p>", "<p>Hello ann, ann</p>"]);
  expect(order).toEqual(["guard", "user ann", "plain", "guard", "user ann", "live"]);

  order.length = 0;
  expect((await followRedirect(live(site.app, "/?user=eve"), "/there")).html()).toBe("<p>there No entry</p>");
  expect(order).toEqual(["guard"]);
  expect(await navigated(page, `${site.origin}/?user=eve`)).toMatchObject({ redirect: { to: "/there", status: 302 } });
  for (const [how, message] of [
    ["halt", 'returned \\"halt\\" without a redirect'],
    ["redirect", "redirects and lets the mount go on"],
  ]) {
    expect((await site.get(`/?wrong=${how}`)).status).toBe(500);
    expect(site.log.at(-1)).toContain(message);
  }
});

/** What the join is answered with that mounts the view of another path in the page's place. */
async function navigated(page: Awaited<ReturnType<typeof live>>, url: string): Promise<unknown> {
  await page.join({ url: undefined, redirect: url }).catch(() => undefined);
  const reply = page.client.received.findLast(({ event, ref, joinRef }) => event === EVENTS.reply && ref === joinRef);
  return (reply?.payload as { readonly response: unknown } | undefined)?.response;
}

test("a stage's hooks run in the order in which they were attached, halting skips the rest and the callback, and an id is taken once", async () => {
  const order: string[] = [];
  const view = liveView({
    mount: (live) => {
      for (const id of ["first", "second", "third"]) {
        live.attachHook(id, "handleEvent", async (_live, name) => {
          order.push(id);
          await Promise.resolve();
          return name === `stop ${id}` ? "halt" : undefined;
        });
      }
      // Another stage has names of its own.
      live.attachHook("first", "handleInfo", () => undefined);
      return {};
    },
    events: { again: (live) => live.attachHook("second", "handleEvent", () => undefined) },
    handleEvent: (_live, name) => void order.push(name),
    render: () => html`<p></p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "any");
  expect(order.splice(0)).toEqual(["first", "second", "third", "any"]);
  expect((await click(page, "stop second")).response).toEqual({});
  expect(order.splice(0)).toEqual(["first", "second"]);
  expect(await site.crash(page, "again")).toContain('A hook \\"second\\" is already attached to handleEvent');
});

test("a hook gets what the callback of its stage gets; one for events halts with a reply", async () => {
  const calls: unknown[][] = [];
  const note = (stage: string, ...given: readonly unknown[]) => void calls.push([stage, ...given]);
  const view = liveView({
    mount: (live) => {
      live.subscribe("news");
      live.attachHook("h", "handleParams", (self, params, url) => note("params", self.connected, params, url.pathname));
      live.attachHook("h", "handleEvent", (self, name, params) => {
        note("event", self.connected, name, params);
        return name === "ask" ? { halt: { answer: 42 } } : undefined;
      });
      live.attachHook("h", "handleInfo", (self, message, topic) => note("info", self.connected, message, topic));
      live.attachHook("h", "handleAsync", (self, name, outcome) => note("async", self.connected, name, outcome));
      live.attachHook("h", "afterRender", (self) => note("render", self.connected));
      return {};
    },
    events: {
      work: (live) =>
        live.startAsync(
          "sum",
          async () => 3,
          () => note("outcome"),
        ),
    },
    handleInfo: (live) => live.pushEvent("heard"),
    render: () => html`<p></p>`,
  });
  const site = await openSite(view);
  const page = await site.visit("/?a=1");
  expect(calls.splice(0)).toEqual([
    ["params", false, { a: "1" }, "/"],
    ["params", true, { a: "1" }, "/"],
    ["render", true],
  ]);
  expect((await click(page, "ask", { n: 1 })).response).toEqual({ diff: { r: { answer: 42 } } });
  expect(calls.splice(0)).toEqual([["event", true, "ask", { n: 1 }]]);
  site.app.pubsub.broadcast("news", "hello");
  await page.client.next(({ event }) => event === EVENTS.diff);
  expect(calls.splice(0)).toEqual([["info", true, "hello", "news"]]);
  await click(page, "work");
  await expect.poll(() => calls.length).toBe(3);
  expect(calls.slice(1)).toEqual([["async", true, "sum", { ok: true, value: 3 }], ["outcome"]]);
});

test("a component attaches hooks to its events, outcomes and renders, and to nothing that it does not have", async () => {
  const order: string[] = [];
  const counter = liveComponent({
    mount: (live, _props: { readonly id: string }): { count: number } => {
      live.attachHook("event", "handleEvent", (_self, name) => {
        order.push(`event ${name}`);
        return name === "blocked" ? { halt: { by: "hook" } } : undefined;
      });
      live.attachHook("async", "handleAsync", (_self, name) => {
        order.push(`async ${name}`);
        return name === "dropped" ? "halt" : undefined;
      });
      live.attachHook("render", "afterRender", (self) => self.pushEvent("rendered"));
      return { count: 0 };
    },
    events: {
      add: (live) => live.update("count", (count) => count + 1),
      blocked: () => ({ by: "handler" }),
      work: (live) => {
        live.startAsync(
          "dropped",
          async () => 100,
          () => live.update("count", (count) => count + 100),
        );
        live.startAsync(
          "kept",
          async () => 10,
          () => live.update("count", (count) => count + 10),
        );
      },
      wrong: (live, { stage }) => live.attachHook("wrong", String(stage) as HookStage, () => undefined),
    },
    render: ({ id, count, myself }) => html`<b id=${id} phx-click="add" phx-target=${myself}>${count}</b>`,
  });
  const view = liveView({
    mount: () => ({}),
    events: { add: () => undefined },
    render: () => html`${counter({ id: "a" })}`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect(page.events).toEqual([{ name: "rendered", payload: {} }]);
  const send = (event: string, value: object = {}) =>
    page.exchange(EVENTS.event, { type: "click", event, value, cid: 1 });
  expect((await send("add")).response).toEqual({ diff: { c: { 1: { 2: "1" } }, e: [["rendered", {}]] } });
  expect((await send("blocked")).response).toEqual({ diff: { r: { by: "hook" } } });
  await click(page, "add");
  await send("work");
  await page.until((text) => text.includes(">11<"));
  expect(order).toEqual(["event add", "event blocked", "event work", "async dropped", "async kept"]);
  for (const stage of ["handleParams", "handleInfo"]) {
    const other = await site.visit();
    await expect(other.push("wrong", { stage }, { target: 1 })).rejects.toThrow("crashed");
    expect(site.log.at(-1)).toContain(`a component has no ${stage}`);
  }
});

test("detachHook takes a hook away, also one that runs, and is no error where there is none", async () => {
  const order: string[] = [];
  const view = liveView({
    mount: (live) => {
      live.attachHook("once", "handleEvent", (self) => {
        order.push("once");
        self.detachHook("once", "handleEvent");
      });
      live.attachHook("always", "handleEvent", () => void order.push("always"));
      live.detachHook("none", "handleEvent");
      live.detachHook("always", "handleInfo");
      return {};
    },
    events: {
      act: () => undefined,
      detach: (live) => live.detachHook("always", "handleEvent"),
    },
    render: () => html`<p></p>`,
  });
  const page = await (await openSite(view)).visit();
  for (const name of ["act", "act", "detach", "act"]) await click(page, name);
  expect(order).toEqual(["once", "always", "always", "always"]);
});

test("a hook on handleParams in a view without a route is an error that says why", async () => {
  const child = liveView({
    mount: (live) => {
      live.attachHook("h", "handleParams", () => undefined);
      return {};
    },
    render: () => html`<i></i>`,
  });
  const routed = await openSite([route("/", child)]);
  expect((await routed.visit()).html()).toBe("<i></i>");
  const parent = liveView({ mount: () => ({}), render: () => html`${liveRender(child, { id: "child" })}` });
  const nested = await openSite(parent);
  expect((await nested.get("/")).status).toBe(500);
  expect(nested.log.at(-1)).toContain("this view is not mounted by a route and has no params");
});
