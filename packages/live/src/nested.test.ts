import { randomBytes } from "node:crypto";
import { createLogger, type Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { type LivePage, visit } from "@firecrest/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { liveRender } from "./live-render.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";
import { serve } from "./serve.ts";

const lines: string[] = [];
const ended: string[] = [];
let loads = 0;
let server: Server;
let origin: string;

interface Child {
  user: string;
  zone: string;
  count: number;
}
const child = liveView({
  mount: (live): Child => ({
    user: live.assignNew("user", () => "nobody"),
    zone: String(live.session["zone"]),
    count: 0,
  }),
  events: {
    add: (live) => live.update("count", (count) => count + 1),
    crash: () => {
      throw new Error("the child's own");
    },
    patch: (live) => live.patch("/parent?tab=child"),
    go: (live) => live.navigate("/other"),
  },
  render: ({ user, zone, count }) => html`<b>${user} in ${zone}: ${count}</b>`,
  terminate: (live) => void ended.push(live.id),
  container: { tag: "section", class: "child" },
});

const parent = liveView({
  mount: (live) => ({
    user: live.assignNew("user", () => {
      loads += 1;
      return "Ann";
    }),
    tab: "none",
  }),
  handleParams: (live, params) => live.assign({ tab: params["tab"] ?? "none" }),
  events: { rename: (live) => live.assign({ user: "Bea" }) },
  render: ({ tab, user }) =>
    html`<p>${user} ${tab}</p>${liveRender(child, { id: "child", session: { zone: "Rome" } })}${liveRender(player, { id: "player", sticky: true })}`,
});

const player = liveView({
  mount: () => ({ song: "A" }),
  events: {
    next: (live) => live.assign({ song: "B" }),
    go: (live) => live.navigate("/other"),
  },
  render: ({ song }) => html`<i>${song}</i>`,
});

const other = liveView({ mount: () => ({}), render: () => html`<p>other</p>` });
const away = liveView({
  mount: () => ({}),
  render: () => html`<p>never</p>${liveRender(leaving, { id: "leaving" })}`,
});
const leaving = liveView({
  mount: (live) => {
    live.putFlash("info", "from the child");
    live.redirect("/other");
    return {};
  },
  render: () => html``,
});

beforeAll(async () => {
  const app = createApp({
    routes: [route("/parent", parent), route("/other", other), route("/away", away)],
    views: { player },
    assigns: () => ({ user: "Cid" }),
    secrets: [randomBytes(32).toString("hex")],
    development: true,
    log: createLogger({ write: (line) => lines.push(line) }),
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());

/** Joins a view inside a page with the tokens of its container. */
async function joinNested(page: LivePage, id: string): ReturnType<LivePage["client"]["join"]> {
  const found = new RegExp(`<\\w+ id="${id}" data-phx-session="([^"]*)"`).exec(page.html());
  const statics = new RegExp(`id="${id}"[^>]*data-phx-static="([^"]*)"`).exec(page.deadHtml);
  const params = { _mounts: 0 };
  return page.client.join(`lv:${id}`, { session: found?.[1], static: statics?.[1], params });
}

const event = (name: string) => ({ event: "event", payload: { type: "click", event: name, value: {} } });

test("a page holds its nested views complete, each in a container of its own", async () => {
  const page = await visit(origin, "/parent");
  expect(page.deadHtml).toMatch(
    /<section id="child" data-phx-session="" data-phx-static="[^"]+" data-phx-parent-id="phx-[^"]+" class="child"><b>Cid in Rome: 0<\/b><\/section>/,
  );
  expect(page.deadHtml).toMatch(
    /<div id="player" data-phx-session="[^"]+" data-phx-static="[^"]+" data-phx-sticky><i>A<\/i><\/div>/,
  );
  expect(page.html()).toMatch(
    /<section id="child" data-phx-session="[^"]+" data-phx-static="" data-phx-parent-id="phx-[^"]+" class="child"><\/section>/,
  );
  await page.close();
});

test("the request's assigns spare the plain page a load; the connected view loads, and its child takes it over", async () => {
  loads = 0;
  const page = await visit(origin, "/parent");
  expect(page.deadHtml).toContain("<p>Cid none</p>");
  expect(page.html()).toContain("<p>Ann none</p>");
  expect(loads).toBe(1);
  const joined = await joinNested(page, "child");
  expect(JSON.stringify(joined.response)).toContain('"Ann"');
  await page.close();
});

test("a nested view has a life of its own: its events, its crash", async () => {
  const page = await visit(origin, "/parent");
  const joined = await joinNested(page, "child");
  const reply = await page.client.push(joined.joinRef, "lv:child", event("add"));
  expect(reply.response).toEqual({ diff: { 2: "1" } });
  page.client.push(joined.joinRef, "lv:child", event("crash")).catch(() => undefined);
  await page.client.next((frame) => frame.event === "phx_error" && frame.topic === "lv:child");
  await page.click("rename");
  expect(page.html()).toContain("<p>Bea none</p>");
  const again = await joinNested(page, "child");
  expect(JSON.stringify(again.response)).toContain('"Bea"');
  await page.close();
});

test("a nested view's patch is the page's", async () => {
  const page = await visit(origin, "/parent");
  const joined = await joinNested(page, "child");
  await page.client.push(joined.joinRef, "lv:child", event("patch"));
  const patch = await page.client.next((frame) => frame.event === "live_patch");
  expect(patch.topic).toBe(page.topic);
  await page.until((text) => text.includes("Ann child"));
  await page.close();
});

test("a nested view leads the page away, and ends with the view around it", async () => {
  const page = await visit(origin, "/parent");
  const joined = await joinNested(page, "child");
  const reply = await page.client.push(joined.joinRef, "lv:child", event("go"));
  expect(reply.response).toMatchObject({ live_redirect: { to: "/other", kind: "push" } });
  const { joinRef } = await joinNested(page, "child");
  ended.length = 0;
  page.push("phx_leave", {}).catch(() => undefined);
  await page.client.next((frame) => frame.event === "phx_close" && frame.joinRef === joinRef);
  expect(ended).toEqual(["child"]);
  const orphan = await joinNested(page, "child");
  expect(orphan).toMatchObject({ status: "error", response: { reason: "stale" } });
  await page.close();
});

test("a sticky view goes on where another view takes the page over", async () => {
  const page = await visit(origin, "/parent");
  const found = /id="player" data-phx-session="([^"]*)"/.exec(page.deadHtml);
  const joined = await page.client.join("lv:player", { session: found?.[1], static: null, sticky: true, params: {} });
  page.push("phx_leave", {}).catch(() => undefined);
  await page.client.next((frame) => frame.event === "phx_close" && frame.topic === page.topic);
  expect((await page.client.push(joined.joinRef, "lv:player", event("next"))).response).toEqual({ diff: { 0: "B" } });
  const reply = await page.client.push(joined.joinRef, "lv:player", event("go"));
  expect(reply.response).toMatchObject({ live_redirect: { to: "/other" } });
  expect((await page.client.push(joined.joinRef, "lv:player", event("next"))).status).toBe("ok");
  await page.close();
});

test("a nested view that redirects in its mount redirects the page, with its flash", async () => {
  const response = await fetch(`${origin}/away`, { redirect: "manual" });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("/other");
  expect(response.headers.getSetCookie().join()).toContain("__phoenix_flash__=");
});
