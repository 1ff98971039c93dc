// Areas D to F of docs/parity.md: pushed events, flash, where a view goes, and what a connection brings. One test a row.

import { CookieJar, type LivePage } from "@firecrest/testing";
import { html } from "@firecrest/template";
import { EVENTS, type Frame } from "@firecrest/wire";
import { expect, test } from "vitest";
import { later, openSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { FLASH_COOKIE } from "../page-session.ts";
import { route } from "../router.ts";
import { click } from "../fixtures/exchange.ts";

/** Shows its path's tab and the flash; the target of whoever goes somewhere. */
const there = liveView({
  mount: (_live, params) => ({ tab: params["tab"] ?? "none" }),
  render: ({ tab, flash }) => html`<p>there: ${tab} ${flash["info"]}</p>`,
});

/** Mounts the view of another path over the page's socket, as the browser's client does when it is told to. */
async function follow(page: LivePage, url: string, flash?: string): Promise<void> {
  await page.join({ url: undefined, redirect: url, ...(flash !== undefined && { flash }) });
}

test("events pushed in a turn that leaves the page arrive before it is left, at the join too", async () => {
  const view = liveView({
    mount: (live, params) => {
      if (live.connected && params["how"] === "join") {
        live.pushEvent("bye", { from: "mount" });
        live.navigate("/there");
      }
      return {};
    },
    events: {
      go: (live) => {
        live.pushEvent("bye", { from: "event" });
        live.navigate("/there");
      },
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite([route("/", view), route("/there", there)]);
  const page = await site.visit();
  await click(page, "go");
  const order = (frames: readonly Frame[]) => frames.map(({ event, payload }) => [event, payload]).slice(1);
  expect(order(page.client.received)).toEqual([
    [EVENTS.diff, { e: [["bye", { from: "event" }]] }],
    [EVENTS.reply, { status: "ok", response: { live_redirect: { to: "/there", kind: "push" } } }],
    [EVENTS.close, {}],
  ]);
  const answer = await site.visit("/?how=join").catch((error: unknown) => (error as Error).cause);
  expect(String(answer)).toContain(
    '{"live_redirect":{"to":"/there","kind":"push"},"events":[["bye",{"from":"mount"}]]}',
  );
});

test("a flash shows until it is cleared, and crosses a redirect in a signed token that holds for a minute", async () => {
  const view = liveView({
    mount: () => ({ count: 0 }),
    events: {
      save: (live) => live.putFlash("info", "saved"),
      render: (live) => live.assign({ count: live.assigns.count + 1 }),
      go: (live) => live.navigate("/there"),
    },
    render: ({ count, flash }) => html`<p>${count} ${flash["info"]}</p>`,
  });
  const site = await openSite([route("/", view), route("/there", there)]);
  const page = await site.visit();
  await click(page, "save");
  await click(page, "render");
  expect(page.html()).toBe("<p>1 saved</p>");
  const { response } = await click(page, "go");
  const { flash = "" } = response["live_redirect"] as { readonly flash?: string };
  expect(flash).not.toBe("");

  const url = `${site.origin}/there`;
  const other = await site.visit("/there");
  await follow(other, url, flash);
  expect(other.html()).toBe("<p>there: none saved</p>");
  await follow(other, url, `${flash.slice(0, -2)}xx`);
  expect(other.html()).toBe("<p>there: none </p>");
  later(55_000);
  await follow(other, url, flash);
  expect(other.html()).toBe("<p>there: none saved</p>");
  later(65_000);
  await follow(other, url, flash);
  expect(other.html()).toBe("<p>there: none </p>");
});

test("clearFlash and a click on lv:clear-flash take one message away, or all", async () => {
  const view = liveView({
    mount: () => ({}),
    events: {
      put: (live) => {
        for (const kind of ["a", "b", "c"]) live.putFlash(kind, kind);
      },
      clear: (live, params) => live.clearFlash(params["kind"] as string | undefined),
    },
    render: ({ flash }) => html`<p>${Object.keys(flash).join()}</p>`,
  });
  const page = await (await openSite(view)).visit();
  await click(page, "put");
  await click(page, "clear", { kind: "a" });
  expect(page.html()).toBe("<p>b,c</p>");
  await click(page, "lv:clear-flash", { key: "b" });
  expect(page.html()).toBe("<p>c</p>");
  await click(page, "put");
  await click(page, "lv:clear-flash");
  expect(page.html()).toBe("<p></p>");
  await click(page, "put");
  await click(page, "clear", {});
  expect(page.html()).toBe("<p></p>");
});

test("a patch that the browser starts clears the flash before handleParams, one of the view's own keeps it", async () => {
  const view = liveView({
    mount: () => ({}),
    handleParams: (live, params) => {
      if (params["put"] !== undefined) live.putFlash("info", params["put"]);
    },
    events: {
      put: (live) => live.putFlash("error", "old"),
      patch: (live) => live.patch("/?put=patched"),
    },
    render: ({ flash }) => html`<p>${Object.values(flash).join()}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "put");
  await click(page, "patch");
  expect(page.html()).toBe("<p>old,patched</p>");
  await page.exchange(EVENTS.livePatch, { url: `${site.origin}/?put=new` });
  expect(page.html()).toBe("<p>new</p>");
  await page.exchange(EVENTS.livePatch, { url: `${site.origin}/` });
  expect(page.html()).toBe("<p></p>");
});

test("patch runs handleParams and changes the URL, before the diff; a path of another view is an error", async () => {
  const view = liveView({
    mount: () => ({ tab: "" }),
    handleParams: (live, params) => live.assign({ tab: params["tab"] ?? "first" }),
    events: { select: (live, params) => live.patch(String(params["to"]), { replace: params["replace"] === true }) },
    render: ({ tab }) => html`<p>${tab}</p>`,
  });
  const site = await openSite([route("/", view), route("/also/:tab", view), route("/there", there)]);
  const page = await site.visit();
  await click(page, "select", { to: "/?tab=a" });
  await click(page, "select", { to: "/also/b", replace: true });
  expect(page.html()).toBe("<p>b</p>");
  expect(page.client.received.slice(1).map(({ event, payload }) => [event, payload])).toEqual([
    [EVENTS.livePatch, { to: "/?tab=a", kind: "push" }],
    [EVENTS.reply, { status: "ok", response: { diff: { 0: "a" } } }],
    [EVENTS.livePatch, { to: "/also/b", kind: "replace" }],
    [EVENTS.reply, { status: "ok", response: { diff: { 0: "b" } } }],
  ]);
  expect(await site.crash(page, "select", { to: "/there" })).toContain("use live.navigate");
});

test("navigate ends this view and mounts the next one over the same socket", async () => {
  let ends = 0;
  const view = liveView({
    mount: () => ({}),
    events: { go: (live, params) => live.navigate("/there?tab=x", { replace: params["replace"] === true }) },
    render: () => html`<p>here</p>`,
    terminate: () => void (ends += 1),
  });
  const site = await openSite([route("/", view), route("/there", there)]);
  const page = await site.visit();
  const { response } = await click(page, "go", { replace: true });
  expect(response).toEqual({ live_redirect: { to: "/there?tab=x", kind: "replace" } });
  await page.client.next((frame) => frame.event === EVENTS.close);
  expect(ends).toBe(1);
  const { client } = page;
  await follow(page, `${site.origin}/there?tab=x`);
  expect(page.html()).toBe("<p>there: x </p>");
  expect(page.client).toBe(client);
});

test("redirect loads a page: of this app with a status, or of another site, unless its scheme could run code", async () => {
  const view = liveView({
    mount: (live, params) => {
      const to = params["to"];
      if (to !== undefined) live.redirect({ external: to }, { status: 307 });
      return {};
    },
    events: {
      inside: (live) => live.redirect("/there", { status: 303 }),
      outside: (live, params) => live.redirect({ external: String(params["to"]) }),
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite(view);
  const moved = await site.get("/?to=https://example.com/a");
  expect([moved.status, moved.headers.get("location")]).toEqual([307, "https://example.com/a"]);
  const inside = await click(await site.visit(), "inside");
  expect(inside.response).toEqual({ redirect: { to: "/there", status: 303 } });
  const outside = await click(await site.visit(), "outside", { to: "https://example.com/b" });
  expect(outside.response).toEqual({ redirect: { to: "https://example.com/b", status: 302 } });
  for (const to of ["javascript:alert(1)", "data:text/html,x", "//example.com", "example.com"]) {
    expect(await site.crash(await site.visit(), "outside", { to })).toContain(
      "is not an absolute http, https or mailto",
    );
  }
});

test("patch, navigate and redirect refuse a path in which a browser may read another host", async () => {
  const view = liveView({
    mount: () => ({}),
    events: {
      patch: (live, params) => live.patch(String(params["to"])),
      navigate: (live, params) => live.navigate(String(params["to"])),
      redirect: (live, params) => live.redirect(String(params["to"])),
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  const hosts = [
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\r/evil.example",
    "/\n/evil.example",
    "/%09/evil",
  ];
  for (const how of ["patch", "navigate", "redirect"]) {
    for (const to of [...hosts, "evil", "https://evil.example", ""]) {
      expect(await site.crash(page, how, { to })).toContain(
        JSON.stringify(`Cannot go to ${JSON.stringify(to)}`).slice(1, -1),
      );
      await page.join();
    }
  }
  expect((await click(page, "patch", { to: "/?next=//evil.example" })).status).toBe("ok");
});

test("a second navigation in one turn is an error; two turns may go two ways", async () => {
  const view = liveView({
    mount: () => ({}),
    events: {
      twice: (live) => {
        live.patch("/?first");
        live.navigate("/second");
      },
      once: (live) => live.patch("/?first"),
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "once");
  expect((await click(page, "once")).status).toBe("ok");
  const line = await site.crash(page, "twice");
  expect(line).toContain("asked to go to /second, but in this turn it already goes to /?first");
});

test("connected is false for the plain page and true once its socket has joined", async () => {
  const view = liveView({
    mount: (live) => ({ atMount: live.connected, isLive: false }),
    events: { look: (live) => live.assign({ isLive: live.connected }) },
    render: ({ atMount, isLive }) => html`<p>${String(atMount)} ${String(isLive)}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.deadHtml).toBe("<p>false false</p>");
  await click(page, "look");
  expect(page.html()).toBe("<p>true true</p>");
});

test("a page reads the flash of the redirect that led to it from its cookie, once", async () => {
  const from = liveView({
    mount: (live) => {
      live.putFlash("info", "moved");
      live.redirect("/there");
      return {};
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite([route("/", from), route("/there", there)]);
  const moved = await site.get("/");
  const [cookie = ""] = moved.headers.getSetCookie().filter((one) => one.startsWith(FLASH_COOKIE));
  expect(cookie).toContain("Max-Age=60");
  const [pair = ""] = cookie.split(";");
  const page = await site.visit("/there", { jar: new CookieJar(pair) });
  expect(page.deadHtml).toBe("<p>there: none moved</p>");
  expect(page.html()).toBe(page.deadHtml);
  const shown = await site.get("/there", { cookie: pair });
  expect(shown.headers.getSetCookie()).toContainEqual(expect.stringMatching(`^${FLASH_COOKIE}=; Max-Age=0`));
  // Joined again, after a crash, the message is not news any more.
  await page.join();
  expect(page.html()).toBe("<p>there: none </p>");
});
