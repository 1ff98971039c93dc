// Areas F and T of docs/parity.md: routes, live sessions, and who may be where. One test a row.

import { html } from "@firecrest/template";
import { createPubSub } from "@firecrest/pubsub";
import type { LivePage } from "@firecrest/testing";
import { expect, test } from "vitest";
import { createApp } from "../app.ts";
import { click } from "../fixtures/exchange.ts";
import { openSite, SECRET, type Site } from "../fixtures/site.ts";
import type { MountHook } from "../lifecycle.ts";
import { liveSession } from "../live-session.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";

const plain = liveView({ mount: () => ({}), render: () => html`<p>plain</p>` });

/** Shows who is logged in, and what the live session has added. */
const who = liveView({
  mount: (live) => ({ user: String(live.session["user"]), role: String(live.session["role"]) }),
  render: ({ user, role }) => html`<p>${user} ${role}</p>`,
});

/** Takes the page to another path as a live link does. Rejects with the server's refusal. */
function navigate(page: LivePage, site: Site, path: string): Promise<void> {
  return page.join({ url: undefined, redirect: `${site.origin}${path}` });
}

/** An answer of the app's own that logs somebody in, or out. */
const login = (site: { readonly app: Site["app"] } | undefined, request: Request): Response => {
  const { pathname, searchParams } = new URL(request.url);
  if (site === undefined || pathname !== "/login") return new Response("a page of the app's own");
  const user = searchParams.get("user");
  const session = user === null ? {} : { user, live_socket_id: `users:${user}` };
  return new Response(null, { headers: { "set-cookie": site.app.sessions.renew(session) } });
};

async function cookieOf(site: Site, user: string): Promise<string> {
  const response = await site.get(`/login?user=${user}`);
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

test("a route gives its view a liveAction, a container and metadata, and the params of its path", async () => {
  const view = liveView({
    mount: (live, params: { readonly id: string }) => ({
      route: JSON.stringify([params.id, live.route?.path, live.route?.liveAction, live.route?.metadata]),
    }),
    render: ({ route: text, liveAction }) => html`<p>${text} ${liveAction}</p>`,
  });
  const site = await openSite([
    route("/posts/:id/edit", view, { liveAction: "edit", metadata: { menu: "posts" }, container: { tag: "main" } }),
    route("/posts/:id", view),
  ]);
  const edit = await site.visit("/posts/7/edit");
  const shown = '<p>["7","/posts/:id/edit","edit",{"menu":"posts"}] edit</p>';
  expect([edit.deadMarkup, edit.markup()].map((text) => text.replaceAll("&quot;", '"'))).toEqual([shown, shown]);
  expect(edit.document()).toMatch(/<main id="phx-[^"]+" data-phx-main/);
  expect((await site.visit("/posts/8")).html()).toContain('["8","/posts/:id",null,null]');
});

test("a live session is a border for live navigation and adds to the session; its name is used once, and none is in another", async () => {
  const routes = [
    ...liveSession({ name: "members", session: ({ user }) => ({ role: user === "ann" ? "admin" : "guest" }) }, [
      route("/members", who),
      route("/members/list", plain),
    ]),
    ...liveSession({ name: "public" }, [route("/", who)]),
    route("/outside", plain),
    route("/outside/too", who),
  ];
  const site: Site = await openSite(routes, { fetch: (request) => login(site, request) });
  const page = await site.visit("/members", { headers: { cookie: await cookieOf(site, "ann") } });
  expect([page.deadHtml, page.html()]).toEqual(["<p>ann admin</p>", "<p>ann admin</p>"]);
  await navigate(page, site, "/members/list");
  expect(page.html()).toBe("<p>plain</p>");
  for (const path of ["/", "/outside"]) await expect(navigate(page, site, path)).rejects.toThrow("unauthorized");
  // Routes outside of any live session are one among themselves.
  const outside = await site.visit("/outside");
  await navigate(outside, site, "/outside/too");
  expect(outside.html()).toBe("<p>undefined undefined</p>");
  await expect(navigate(outside, site, "/members")).rejects.toThrow("unauthorized");

  const twice = [...routes, ...liveSession({ name: "members" }, [route("/other", plain)])];
  await expect(openSite(twice)).rejects.toThrow('Two live sessions are called "members"');
  expect(() => liveSession({ name: "inner" }, routes.slice(0, 1))).toThrow("Live sessions do not nest");
  expect(() => liveSession({ name: "" }, [])).toThrow("needs a name");
});

test("an id in the session names all sockets of a user, and one broadcast closes them", async () => {
  const site: Site = await openSite([route("/", who)], { fetch: (request) => login(site, request) });
  const [ann, bob] = [await cookieOf(site, "ann"), await cookieOf(site, "bob")];
  const pages = await Promise.all([ann, ann, bob].map((cookie) => site.visit("/", { headers: { cookie } })));
  const [first, second, other] = pages;
  site.app.pubsub.broadcast("users:ann", { topic: "users:ann", event: "disconnect", payload: {} });
  expect(await Promise.all([first?.client.closed, second?.client.closed])).toMatchObject([
    { code: 1001 },
    { code: 1001 },
  ]);
  expect(other?.client.isOpen).toBe(true);
  expect(other?.html()).toBe("<p>bob undefined</p>");
});

test("what the app's fetch answers is in no live session: a live link to it loads the page", async () => {
  const view = liveView({
    mount: () => ({}),
    events: { type: (live, { to }) => ({ type: live.navigationType(String(to)) }) },
    render: () => html`<p>routed</p>`,
  });
  const site: Site = await openSite([route("/", view), route("/also", plain)], {
    fetch: (request) => login(site, request),
  });
  expect(await site.text("/about")).toBe("a page of the app's own");
  const page = await site.visit();
  expect((await click(page, "type", { to: "/about" })).response).toEqual({ diff: { r: { type: "href" } } });
  await expect(navigate(page, site, "/about")).rejects.toThrow("unauthorized");
  await navigate(page, site, "/also");
  expect(page.html()).toBe("<p>plain</p>");
});

test("live navigation stays in its live session, and every mount passes the session's hooks with what is true then", async () => {
  const banned = new Set<string>();
  const passed: string[] = [];
  const members: MountHook = (live) => {
    const user = String(live.session["user"]);
    passed.push(`${user} ${live.connected ? "live" : "plain"}`);
    if (live.session["user"] !== undefined && !banned.has(user)) return undefined;
    live.redirect("/");
    return "halt";
  };
  const site: Site = await openSite(
    [
      ...liveSession({ name: "members", onMount: [members] }, [route("/members", who), route("/members/list", plain)]),
      route("/", plain),
    ],
    { fetch: (request) => login(site, request) },
  );
  // A visitor is sent away, and cannot go in by the socket with the token of a page that everybody gets.
  expect((await site.get("/members")).headers.get("location")).toBe("/");
  const visitor = await site.visit("/");
  await expect(navigate(visitor, site, "/members")).rejects.toThrow("unauthorized");
  expect(passed.splice(0)).toEqual(["undefined plain"]);

  const page = await site.visit("/members", { headers: { cookie: await cookieOf(site, "ann") } });
  await navigate(page, site, "/members/list");
  await page.join();
  expect(passed.splice(0)).toEqual(["ann plain", "ann live", "ann live", "ann live"]);
  banned.add("ann");
  await expect(navigate(page, site, "/members")).rejects.toThrow();
  expect(page.redirect).toMatchObject({ type: "redirect", to: "/" });
  expect(passed).toEqual(["ann live"]);
});

test("all of a user's pages are disconnected at once, on every server, and come back with the session that they have then", async () => {
  const pubsub = createPubSub();
  const options = { pubsub, secrets: [SECRET] };
  const one: Site = await openSite([route("/", who)], { ...options, fetch: (request) => login(one, request) });
  const two = await openSite([route("/", who)], options);
  const cookie = await cookieOf(one, "ann");
  const pages = [
    await one.visit("/", { headers: { cookie } }),
    await two.visit("/", { headers: { cookie } }),
    await two.visit("/", { headers: { cookie } }),
  ];
  const stranger = await two.visit("/", { headers: { cookie: await cookieOf(one, "bob") } });
  expect(createApp({ routes: [], ...options }).disconnect("users:ann")).toBeUndefined();
  const closed = await Promise.all(pages.map((page) => page.client.closed));
  expect(closed.map(({ code }) => code)).toEqual([1001, 1001, 1001]);
  expect(stranger.html()).toBe("<p>bob undefined</p>");
  const [page] = pages;
  await page?.join();
  expect(page?.html()).toBe("<p>ann undefined</p>");
  // Logged out, the browser has another cookie: the page of before is of no use with it.
  const response = await one.get("/login", { cookie });
  page?.jar.take(response.headers.getSetCookie());
  one.app.disconnect("users:ann");
  await page?.client.closed;
  await expect(page?.join()).rejects.toThrow("stale");
});
