import { randomBytes } from "node:crypto";
import { createLogger, type Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { ChannelClient, type LivePage, visit } from "@firecrest/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "./app.ts";
import { liveSession } from "./live-session.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";
import { serve } from "./serve.ts";

const who = liveView({
  mount: (live) => ({
    user: live.session["user"] ?? "nobody",
    role: live.session["role"] ?? "none",
    locale: live.connectParams?.["locale"] ?? "unknown",
    agent: live.connectInfo.userAgent,
    isStale: live.staticChanged,
    mounts: live.connectParams?._mounts ?? -1,
  }),
  events: {
    types: (live, { to }) => ({ type: live.navigationType(String(to)) }),
    late: (live) => void (live as unknown as { connectParams: unknown }).connectParams,
  },
  render: ({ user, role, locale, agent, isStale, mounts }) =>
    html`<p>${user}/${role}/${locale}/${agent}/${isStale ? "stale" : "fresh"}/${mounts}</p>`,
});
const other = liveView({ mount: () => ({}), render: () => html`<p>other</p>` });
const embedded = liveView({
  mount: (live): { topic: string } => ({ topic: String(live.session["topic"]) }),
  events: { upper: (live) => live.update("topic", (topic) => topic.toUpperCase()) },
  render: ({ topic }) => html`<p>${topic}</p>`,
});

let app: App;
let server: Server;
let origin: string;

beforeAll(async () => {
  app = createApp({
    routes: [
      ...liveSession({ name: "members", session: ({ user }) => ({ role: user === "Ann" ? "admin" : "guest" }) }, [
        route("/members", who),
        route("/members/list", who),
        route("/members/other", other),
      ]),
      route("/other", other),
    ],
    views: { embedded },
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/embedded") {
        return app.render(request, embedded, { session: { topic: "rust" }, container: { tag: "aside" } });
      }
      if (pathname !== "/login") return new Response(null, { status: 404 });
      const session = { ...app.sessions.read(request), user: "Ann", live_socket_id: "users:ann" };
      return new Response(null, { headers: { "set-cookie": app.sessions.renew(session) } });
    },
    secrets: [randomBytes(32).toString("hex")],
    development: true,
    log: createLogger({ write: () => undefined }),
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());

async function login(cookie = ""): Promise<string> {
  const response = await fetch(`${origin}/login`, { headers: { cookie } });
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** Takes the page's view to another path, as a live link does. */
const navigate = (page: LivePage, path: string) => page.join({ url: undefined, redirect: `${origin}${path}` });

test("a live session adds to the session what it finds out from the cookie, signed for the socket", async () => {
  const page = await visit(origin, "/members", { cookie: await login() });
  expect(page.deadHtml).toContain("<p>Ann/admin/unknown/");
  expect(page.html()).toContain("<p>Ann/admin/unknown/");
  await page.close();
});

test("live navigation stays inside the live session; its border is crossed by loading a page", async () => {
  const page = await visit(origin, "/members");
  await navigate(page, "/members/other");
  expect(page.html()).toBe("<p>other</p>");
  await expect(navigate(page, "/other")).rejects.toThrow("unauthorized");
  await page.close();
});

test("a view knows how it would get to a path", async () => {
  const page = await visit(origin, "/members");
  const type = async (to: string) => (await page.click("types", { to })).response["diff"];
  expect(await type("/members/list?page=2")).toEqual({ r: { type: "patch" } });
  expect(await type("/members/other")).toEqual({ r: { type: "navigate" } });
  expect(await type("/other")).toEqual({ r: { type: "href" } });
  expect(await type("/nowhere")).toEqual({ r: { type: "href" } });
  await page.close();
});

test("what the browser says when it joins is there in mount, and only there", async () => {
  const page = await visit(origin, "/members");
  expect(page.deadHtml).toMatch(/\/unknown\/node\/fresh\/-1</);
  const tracked = [`${origin}/assets/app-old.js`];
  await page.join({ params: { locale: "it", _mounts: 3, _track_static: tracked } });
  expect(page.html()).toMatch(/\/it\/[^/]*\/stale\/3</);
  page.click("late").catch(() => undefined);
  await page.client.next((frame) => frame.event === "phx_error");
  await page.close();
});

test("all sockets of a user are closed at once, and their pages come back with the session that they have then", async () => {
  const cookie = await login();
  const page = await visit(origin, "/members", { cookie });
  const stranger = await visit(origin, "/members");
  app.disconnect("users:ann");
  await expect(page.client.closed).resolves.toMatchObject({ code: 1001 });
  expect((await stranger.click("types", { to: "/other" })).status).toBe("ok");
  await stranger.close();
});

test("a session that was renewed at login shuts out the pages that were loaded before", async () => {
  const page = await visit(origin, "/members");
  const cookie = await login(page.cookie);
  const url = new URL("/live/websocket", origin.replace("http", "ws"));
  const csrf = /name="csrf-token" content="([^"]+)"/.exec(
    await (await fetch(`${origin}/members`, { headers: { cookie: page.cookie } })).text(),
  );
  url.search = new URLSearchParams({ vsn: "2.0.0", _csrf_token: csrf?.[1] ?? "" }).toString();
  const client = await ChannelClient.connect(url.href, { headers: { cookie, origin } });
  const reply = await client.join(page.topic, { session: page.sessionToken, url: `${origin}/members`, params: {} });
  expect(reply).toMatchObject({ status: "error", response: { reason: "stale" } });
  await client.close();
  await page.close();
});

test("a page of the app's own shows a live view that no route mounts", async () => {
  const text = await (await fetch(`${origin}/embedded`)).text();
  expect(text).toMatch(/<aside id="phx-[^"]+" data-phx-session="[^"]+" data-phx-static="[^"]+"><p>rust<\/p><\/aside>/);
  expect(text).not.toContain("data-phx-main");
});
