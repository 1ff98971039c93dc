import { FakeClock } from "@firecrest/actors";
import { html, HttpError, liveSession, liveView, route, serve } from "@firecrest/live";
import { expect, test } from "vitest";
import { CookieJar } from "./cookie-jar.ts";
import { TestingError } from "./errors.ts";
import { appOf, appOfView } from "./fixtures/test-app.ts";
import { isolated } from "./isolated.ts";
import { followRedirect, live, visit } from "./live.ts";

const home = liveView({
  mount: (live) => ({ connected: live.connected, user: live.session["user"] ?? "nobody", pageTitle: "Home" }),
  events: {
    rename: (live) => live.assign({ pageTitle: "Renamed" }),
    go: (live) => {
      live.putFlash("info", "Welcome");
      live.navigate("/members/7");
    },
    leave: (live) => live.redirect("/plain", { status: 303 }),
    away: (live) => live.redirect({ external: "https://example.com/" }),
    across: (live) => live.navigate("/elsewhere/1"),
  },
  render: ({ connected, user }) => html`<h1>${user}</h1><p>${connected ? "live" : "plain"}</p>`,
});
const member = liveView({
  mount: (live, params: { readonly id: string }) => ({ id: params.id, referer: live.connectParams?._live_referer }),
  handleParams: (live, { id }) => live.assign({ id }),
  events: { next: (live) => live.patch(`/members/${Number(live.assigns.id) + 1}`, { replace: true }) },
  render: ({ id, flash, referer }) => html`<p>${id} ${flash["info"]} ${String(referer)}</p>`,
});
const guarded = liveView({
  mount: (live) => {
    live.putFlash("error", "Log in first");
    live.redirect("/");
    return {};
  },
  render: () => html``,
});
/** Lets the plain page through, and turns its socket away. */
const late = liveView({
  mount: (live) => {
    if (live.connected) live.navigate("/");
    return {};
  },
  render: () => html`<p>late</p>`,
});
const missing = liveView({
  mount: () => {
    throw new HttpError(404, "There is no such thing.");
  },
  render: () => html``,
});
const broken = liveView({
  mount: (live) => {
    if (live.connected) throw new Error("only when connected");
    return {};
  },
  render: () => html`<p>fine</p>`,
});

const app = appOf(
  [
    route("/", home),
    route("/members/:id", member),
    route("/guarded", guarded),
    route("/late", late),
    route("/missing", missing),
    route("/broken", broken),
    ...liveSession({ name: "elsewhere" }, [route("/elsewhere/:id", member)]),
  ],
  { fetch: () => new Response("<p>plain</p>", { headers: { "content-type": "text/html" } }) },
);

test("live loads the page, opens its socket and joins its view; a page that sends its visitor elsewhere says where to", async () => {
  const page = await live(app, "/");
  expect(page.deadHtml).toBe("<h1>nobody</h1><p>plain</p>");
  expect(page.html()).toBe("<h1>nobody</h1><p>live</p>");
  expect(page.topic).toBe(`lv:${page.id}`);
  expect(page.client.received.map(({ event }) => event)).toEqual(["phx_reply"]);
  const failure: unknown = await live(app, "/guarded").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TestingError);
  expect(failure).toMatchObject({
    code: "redirected",
    redirect: { type: "redirect", to: "/", status: 302, flash: { error: "Log in first" } },
  });
});

test("a view that turns its socket away rejects with where to", async () => {
  await expect(live(app, "/late")).rejects.toMatchObject({
    code: "redirected",
    redirect: { type: "navigate", to: "/", kind: "push" },
  });
});

test.each([
  ["no view is there", "/nowhere", "no-page", "The page of /nowhere holds no live view"],
  ["its view says 404", "/missing", "no-page", "GET /missing answered 404"],
  ["its view crashes once connected", "/broken", "join-refused", "only when connected"],
])("a page rejects when %s", async (_why, path, code, message) => {
  const failure: unknown = await live(app, path).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect((failure as Error).message).toContain(message);
});

test("isolated opens a view that no route mounts: no params, no handleParams", async () => {
  const seen: string[] = [];
  const view = liveView({
    mount: (live, params): { params: number; user: string } => ({
      params: Object.keys(params).length,
      user: String(live.session["user"]),
    }),
    handleParams: () => void seen.push("params"),
    events: { shout: (live) => live.update("user", (user) => user.toUpperCase()) },
    render: ({ params, user }) => html`<p>${params} ${user}</p>`,
  });
  const page = await isolated(view, { session: { user: "ann" } });
  expect(page.html()).toBe("<p>0 ann</p>");
  await page.push("shout");
  expect([page.html(), seen]).toEqual(["<p>0 ANN</p>", []]);
});

test("connect params and headers reach mount, as a page's script and a browser send them", async () => {
  const view = liveView({
    mount: (live) => ({
      locale: String(live.connectParams?.["locale"]),
      agent: live.connectInfo.userAgent,
      tenant: live.connectInfo.headers["x-tenant"],
      address: live.connectInfo.remoteAddress,
    }),
    render: ({ locale, agent, tenant, address }) => html`<p>${locale} ${agent} ${tenant} ${address}</p>`,
  });
  const page = await live(appOfView(view), "/", {
    params: { locale: "it" },
    headers: { "user-agent": "Netscape", "x-tenant": "acme" },
    remoteAddress: "10.0.0.7",
  });
  expect(page.deadHtml).toBe("<p>undefined Netscape acme 10.0.0.7</p>");
  expect(page.html()).toBe("<p>it Netscape acme 10.0.0.7</p>");
});

test("a visitor's session is what the test says, and their cookies go with them from page to page", async () => {
  const page = await live(app, "/", { session: { user: "Ann" } });
  expect(page.html()).toContain("<h1>Ann</h1>");
  const next = await live(app, "/", { jar: page.jar });
  expect(next.html()).toContain("<h1>Ann</h1>");
  const stranger = await live(app, "/", { jar: new CookieJar() });
  expect(stranger.html()).toContain("<h1>nobody</h1>");
});

test("the title is the document's, with what the layout puts around it", async () => {
  const titled = appOf([route("/", home)], {
    rootLayout: ({ head, content, pageTitle }) =>
      html`<!doctype html><html><head>${head}<title data-suffix=" · Shop">${pageTitle} · Shop</title></head><body>${content}</body></html>`,
  });
  const page = await live(titled, "/");
  expect(page.title).toBe("Home · Shop");
  await page.push("rename");
  expect(page.title).toBe("Renamed · Shop");
});

test("a patch by the server is noted, with its place in the history, and the page's path follows", async () => {
  const page = await live(app, "/members/1");
  expect(page.patches).toEqual([]);
  await page.push("next");
  expect(page.patches).toEqual([{ to: "/members/2", kind: "replace" }]);
  expect([page.path, page.html()]).toEqual(["/members/2", "<p>2  undefined</p>"]);
});

test("patch changes the URL as a link does; a path of another view is a navigation instead", async () => {
  const page = await live(app, "/members/1");
  expect(await page.patch("/members/5?page=2")).toBe("<p>5  undefined</p>");
  expect([page.path, page.patches]).toEqual(["/members/5?page=2", [{ to: "/members/5?page=2", kind: "push" }]]);
  await page.patch("/");
  expect(page.redirect).toMatchObject({ type: "navigate", to: "/" });
});

test("a redirect is noted with its flash; a page that stays has none", async () => {
  const page = await live(app, "/");
  await page.push("rename");
  expect(page.redirect).toBeUndefined();
  await page.push("go");
  expect(page.redirect).toEqual({
    type: "navigate",
    to: "/members/7",
    kind: "push",
    flash: { info: "Welcome" },
    status: undefined,
  });
  await expect(page.push("rename")).rejects.toMatchObject({ code: "view-left" });
  const leaving = await live(app, "/");
  await leaving.push("leave");
  expect(leaving.redirect).toMatchObject({ type: "redirect", to: "/plain", status: 303, flash: {} });
});

test("followRedirect goes on over the same socket, and the flash with it", async () => {
  const page = await live(app, "/");
  await page.push("go");
  const next = await followRedirect(page, "/members/7");
  expect(next.html()).toBe("<p>7 Welcome http://localhost/</p>");
  expect([next.path, next.client === page.client, next.events]).toEqual(["/members/7", true, []]);
});

test("followRedirect goes on where a page was never open, and loads the next one", async () => {
  const page = await followRedirect(live(app, "/guarded"), "/");
  expect([page.path, page.html()]).toEqual(["/", "<h1>nobody</h1><p>live</p>"]);
});

test("followRedirect crosses the border of a live session by loading the page", async () => {
  const page = await live(app, "/");
  await page.push("across");
  const next = await followRedirect(page);
  expect([next.path, next.client === page.client]).toEqual(["/elsewhere/1", false]);
  expect(next.deadHtml).toContain("undefined");
});

test.each([
  ["it was sent somewhere else", "go", "/elsewhere/1", "no-redirect", "was sent to /members/7 instead of /elsewhere/1"],
  ["nothing has sent it away", "rename", undefined, "no-redirect", "The page is still at /"],
  ["it leads to another site", "away", undefined, "no-page", "is on another site"],
] as const)("followRedirect rejects when %s", async (_why, event, to, code, message) => {
  const page = await live(app, "/");
  await page.push(event);
  const failure: unknown = await followRedirect(page, to).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect((failure as Error).message).toContain(message);
});

test("navigate asks for another view as a link does, which leaves the old one when it is followed", async () => {
  const ended: string[] = [];
  const from = liveView({
    mount: () => ({}),
    render: () => html`<p>from</p>`,
    terminate: () => void ended.push("from"),
  });
  const page = await live(appOf([route("/", from), route("/members/:id", member)]), "/");
  const next = await followRedirect(page.navigate("/members/3"));
  expect([next.path, next.html(), ended]).toEqual(["/members/3", "<p>3  http://localhost/</p>", ["from"]]);
});

test("two visitors of one app meet, and each has a page of their own", async () => {
  const wall = liveView({
    mount: (live) => {
      live.subscribe("wall");
      return { text: "" };
    },
    events: { write: (live, { text }) => live.broadcast("wall", text) },
    handleInfo: (live, text: string) => live.assign({ text }),
    render: ({ text }) => html`<p>${text}</p>`,
  });
  const shared = appOfView(wall);
  const [ann, ben] = await Promise.all([live(shared, "/"), live(shared, "/")]);
  await ann.push("write", { text: "Hello" });
  expect([ann.html(), ben.html()]).toEqual(["<p>Hello</p>", "<p>Hello</p>"]);
});

test("with a fake clock a view's timers wait until the test moves time", async () => {
  const clock = new FakeClock();
  const ticking = liveView({
    mount: (live) => {
      if (live.connected) live.sendSelf("tick", 5_000);
      return { ticks: 0 };
    },
    handleInfo: (live) => live.update("ticks", (ticks) => ticks + 1),
    render: ({ ticks }) => html`<p>${ticks}</p>`,
  });
  const page = await live(appOfView(ticking), "/", { clock });
  clock.advance(4_999);
  expect(page.html()).toBe("<p>0</p>");
  clock.advance(1);
  expect(page.html()).toBe("<p>1</p>");
});

test("visit opens the same page over a real socket", async () => {
  const server = await serve(app, { port: 0, host: "127.0.0.1" });
  const page = await visit(`http://127.0.0.1:${server.port}`, "/");
  expect(page.html()).toBe("<h1>nobody</h1><p>live</p>");
  await page.push("go");
  const next = await followRedirect(page);
  expect(next.html()).toContain("7 Welcome");
  await expect(next.settled()).rejects.toMatchObject({ code: "not-in-process" });
  expect(() => next.send("x")).toThrow(expect.objectContaining({ code: "not-in-process" }));
  await next.close();
  await server.close();
});

test("close closes the socket, which ends the view; join opens another", async () => {
  const page = await live(app, "/");
  await page.close();
  expect(() => page.html()).toThrow(expect.objectContaining({ code: "socket-closed" }));
  await page.join();
  expect(page.html()).toContain("live");
});
