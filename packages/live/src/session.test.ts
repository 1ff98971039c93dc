import { randomBytes } from "node:crypto";
import { createLogger } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { CookieJar, followRedirect, live, request } from "@firecrest/testing";
import { expect, test } from "vitest";
import { type App, createApp } from "./app.ts";
import { liveSession } from "./live-session.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";

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

const app: App = createApp({
  routes: [
    ...liveSession({ name: "members", session: ({ user }) => ({ role: user === "Ann" ? "admin" : "guest" }) }, [
      route("/members", who),
      route("/members/list", who),
      route("/members/other", other),
    ]),
    route("/other", other),
  ],
  views: { embedded },
  fetch: async (sent) => {
    const { pathname } = new URL(sent.url);
    if (pathname === "/embedded") {
      return app.render(sent, embedded, { session: { topic: "rust" }, container: { tag: "aside" } });
    }
    if (pathname !== "/login") return new Response(null, { status: 404 });
    const session = { ...app.sessions.read(sent), user: "Ann", live_socket_id: "users:ann" };
    return new Response(null, { headers: { "set-cookie": app.sessions.renew(session) } });
  },
  secrets: [randomBytes(32).toString("hex")],
  development: true,
  log: createLogger({ write: () => undefined }),
});

/** The cookies of a visitor who has logged in, in place of those of `jar`. */
async function login(jar = new CookieJar()): Promise<CookieJar> {
  await request(app, "/login", { jar });
  return jar;
}

test("a live session adds to the session what it finds out from the cookie, signed for the socket", async () => {
  const page = await live(app, "/members", { jar: await login() });
  expect(page.deadHtml).toContain("<p>Ann/admin/unknown/");
  expect(page.html()).toContain("<p>Ann/admin/unknown/");
});

test("live navigation stays inside the live session; its border is crossed by loading a page", async () => {
  const page = await live(app, "/members");
  const inside = await followRedirect(page.navigate("/members/other"));
  expect([inside.html(), inside.client === page.client]).toEqual(["<p>other</p>", true]);
  const outside = await followRedirect(inside.navigate("/other"));
  expect([outside.html(), outside.client === page.client]).toEqual(["<p>other</p>", false]);
  const { payload } = await page.client.next(({ payload: sent }) => (sent as { status?: string }).status === "error");
  expect(payload).toEqual({ status: "error", response: { reason: "unauthorized" } });
});

test("a view knows how it would get to a path", async () => {
  const page = await live(app, "/members");
  const type = (to: string) => page.push("types", { to });
  expect(await type("/members/list?page=2")).toEqual({ type: "patch" });
  expect(await type("/members/other")).toEqual({ type: "navigate" });
  expect(await type("/other")).toEqual({ type: "href" });
  expect(await type("/nowhere")).toEqual({ type: "href" });
});

test("what the browser says when it joins is there in mount, and only there", async () => {
  const page = await live(app, "/members", { headers: { "user-agent": "Netscape" } });
  expect(page.deadHtml).toContain("/unknown/Netscape/fresh/-1<");
  const tracked = ["http://localhost/assets/app-old.js"];
  await page.join({ params: { locale: "it", _mounts: 3, _track_static: tracked } });
  expect(page.html()).toContain("/it/Netscape/stale/3<");
  await expect(page.push("late")).rejects.toMatchObject({ code: "view-crashed" });
});

test("all sockets of a user are closed at once, and their pages come back with the session that they have then", async () => {
  const page = await live(app, "/members", { jar: await login() });
  const stranger = await live(app, "/members");
  app.disconnect("users:ann");
  await expect(page.client.closed).resolves.toMatchObject({ code: 1001 });
  expect(await stranger.push("types", { to: "/other" })).toEqual({ type: "href" });
  await page.join();
  expect(page.html()).toContain("<p>Ann/admin/");
});

test("a session that was renewed at login shuts out the pages that were loaded before", async () => {
  const page = await live(app, "/members");
  await login(page.jar);
  await page.close();
  await expect(page.join()).rejects.toThrow('{"reason":"stale"}');
});

test("a page of the app's own shows a live view that no route mounts", async () => {
  const page = await live(app, "/embedded");
  expect(page.document()).toMatch(
    /<aside id="phx-[^"]+" data-phx-session="[^"]+" data-phx-static="[^"]+"><p>rust<\/p>/,
  );
  expect(page.document()).not.toContain("data-phx-main");
  await page.exchange("event", { type: "click", event: "upper", value: {} });
  expect(page.html()).toBe("<p>RUST</p>");
});
