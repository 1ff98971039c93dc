import { randomBytes } from "node:crypto";
import { createLogger } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { live } from "@firecrest/testing";
import { expect, test } from "vitest";
import { createApp } from "./app.ts";
import { click } from "./fixtures/exchange.ts";
import { liveRender } from "./live-render.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";

const lines: string[] = [];
const ended: string[] = [];
let loads = 0;
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

const app = createApp({
  routes: [route("/parent", parent), route("/other", other), route("/away", away)],
  views: { player },
  assigns: () => ({ user: "Cid" }),
  secrets: [randomBytes(32).toString("hex")],
  development: true,
  log: createLogger({ write: (line) => lines.push(line) }),
});

test("a page holds its nested views complete, each in a container of its own", async () => {
  const page = await live(app, "/parent");
  expect(page.deadMarkup).toMatch(
    /<section id="child" data-phx-session="" data-phx-static="[^"]+" data-phx-parent-id="phx-[^"]+" class="child"><b>Cid in Rome: 0<\/b><\/section>/,
  );
  expect(page.deadMarkup).toMatch(
    /<div id="player" data-phx-session="[^"]+" data-phx-static="[^"]+" data-phx-sticky><i>A<\/i><\/div>/,
  );
  expect(page.markup()).toMatch(
    /<section id="child" data-phx-session="[^"]+" data-phx-static="" data-phx-parent-id="phx-[^"]+" class="child"><\/section>/,
  );
  expect(page.children().map(({ id }) => id)).toEqual(["child", "player"]);
});

test("the request's assigns spare the plain page a load; the connected view loads, and its child takes it over", async () => {
  loads = 0;
  const page = await live(app, "/parent");
  expect(page.deadHtml).toContain("<p>Cid none</p>");
  expect(page.html()).toContain("<p>Ann none</p>");
  expect(loads).toBe(1);
  expect(page.child("child").html()).toBe("<b>Ann in Rome: 0</b>");
});

test("a nested view has a life of its own: its events, its crash", async () => {
  const page = await live(app, "/parent");
  const nested = page.child("child");
  expect((await click(nested, "add")).response).toEqual({ diff: { 2: "1" } });
  await expect(nested.push("crash")).rejects.toThrow("the child's own");
  await page.push("rename");
  expect(page.html()).toContain("<p>Bea none</p>");
  await nested.join();
  expect(nested.html()).toBe("<b>Bea in Rome: 0</b>");
});

test("a nested view's patch is the page's", async () => {
  const page = await live(app, "/parent");
  await page.child("child").push("patch");
  expect(page.patches).toEqual([{ to: "/parent?tab=child", kind: "push" }]);
  expect(page.html()).toContain("Ann child");
});

test("a nested view leads the page away, and ends with the view around it", async () => {
  const page = await live(app, "/parent");
  await page.child("child").push("go");
  expect(page.redirect).toMatchObject({ type: "navigate", to: "/other", kind: "push" });
  const left = await live(app, "/parent");
  const session = /id="child" data-phx-session="([^"]+)"/.exec(left.markup())?.[1];
  ended.length = 0;
  await left.exchange("phx_leave", {});
  await left.settled();
  expect(ended).toEqual(["child"]);
  const orphan = await left.client.join("lv:child", { session, params: {} });
  expect(orphan).toMatchObject({ status: "error", response: { reason: "stale" } });
});

test("a sticky view goes on where another view takes the page over", async () => {
  const page = await live(app, "/parent");
  const sticky = page.child("player");
  await page.exchange("phx_leave", {});
  expect((await click(sticky, "next")).response).toEqual({ diff: { 0: "B" } });
  await sticky.push("go");
  expect(page.redirect).toMatchObject({ type: "navigate", to: "/other" });
  expect((await click(sticky, "next")).status).toBe("ok");
});

test("a nested view that redirects in its mount redirects the page, with its flash", async () => {
  await expect(live(app, "/away")).rejects.toMatchObject({
    code: "redirected",
    redirect: { type: "redirect", to: "/other", status: 302, flash: { info: "from the child" } },
  });
});
