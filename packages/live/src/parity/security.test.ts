// Area T of docs/parity.md: what nobody can do from outside. One test a row.

import { ChannelClient, type LivePage } from "@firecrest/testing";
import { html, raw } from "@firecrest/template";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { later, openSite, SECRET, type Site } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";
import { click, sendForm, sessionToken } from "../fixtures/exchange.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

const plain = liveView({ mount: () => ({}), render: () => html`<p>plain</p>` });

/** A socket of its own, with what the caller has got hold of. */
function connect({ origin }: Site, cookie: string, csrf?: string): Promise<ChannelClient> {
  const query = csrf === undefined ? "" : `&_csrf_token=${csrf}`;
  return ChannelClient.connect(`${origin.replace("http", "ws")}/live/websocket?vsn=2.0.0${query}`, {
    headers: { cookie, origin },
  });
}

/** The CSRF token of a page of this visitor: another one at every call. */
async function csrfToken(site: Site, cookie: string): Promise<string> {
  const page = await (await site.get("/", { cookie })).text();
  return /<meta name="csrf-token" content="([^"]+)">/.exec(page)?.[1] ?? "";
}

async function joinOf(client: ChannelClient, page: LivePage, url: string): Promise<unknown> {
  const { status, response } = await client.join(page.topic, { url, session: sessionToken(page), static: "" });
  return status === "ok" ? "ok" : response;
}

test("a page's tokens are signed, for one topic and 14 days; secrets are rotated", async () => {
  const site = await openSite(plain);
  const page = await site.visit();
  const other = await site.visit();
  const [payload, signature] = sessionToken(page).split(".");
  const forged = `${payload}.${signature?.replace(/^./, (first) => (first === "A" ? "B" : "A"))}`;
  await expect(page.join({ session: forged })).rejects.toThrow("stale");
  await expect(page.join({ session: sessionToken(other) })).rejects.toThrow("stale");
  await expect(page.join({ static: forged })).rejects.toThrow("stale");
  later(13.9 * DAY_MS);
  await page.join();
  later(14.1 * DAY_MS);
  await expect(page.join()).rejects.toThrow("stale");
  later(0);

  const next = "another secret, at least 32 characters";
  const csrf = await csrfToken(site, page.jar.toString());
  const answers = [[next, SECRET], [next]].map(async (secrets) => {
    const restarted = await openSite(plain, { secrets });
    return joinOf(await connect(restarted, page.jar.toString(), csrf), page, `${restarted.origin}/`);
  });
  expect(await Promise.all(answers)).toEqual(["ok", { reason: "stale" }]);
});

test("a socket joins only with the cookie of the session and the CSRF token of one of its pages", async () => {
  const site = await openSite(plain);
  const [page, stranger] = [await site.visit(), await site.visit()];
  const [own, another, strangers] = [
    await csrfToken(site, page.jar.toString()),
    await csrfToken(site, page.jar.toString()),
    await csrfToken(site, stranger.jar.toString()),
  ];
  expect(own).not.toBe(another);
  const answers = await Promise.all(
    [
      { cookie: page.jar.toString(), csrf: own },
      { cookie: page.jar.toString(), csrf: another },
      { cookie: page.jar.toString(), csrf: undefined },
      { cookie: page.jar.toString(), csrf: strangers },
      { cookie: "", csrf: own },
      { cookie: stranger.jar.toString(), csrf: own },
    ].map(async ({ cookie, csrf }) => joinOf(await connect(site, cookie, csrf), page, `${site.origin}/`)),
  );
  const stale = { reason: "stale" };
  expect(answers).toEqual(["ok", "ok", stale, stale, stale, stale]);
});

test("a join's URL has to lead to the view that its page was rendered by", async () => {
  const admin = liveView({ mount: () => ({}), render: () => html`<p>admin</p>` });
  const site = await openSite([route("/", plain), route("/plain/:id", plain), route("/admin", admin)]);
  const page = await site.visit();
  await page.join({ url: `${site.origin}/plain/1` });
  for (const url of ["/admin", "/nowhere"]) {
    await expect(page.join({ url: `${site.origin}${url}` })).rejects.toThrow("unauthorized");
  }
  for (const url of [undefined, 7, "not a URL", "/admin"]) {
    await expect(page.join({ url })).rejects.toThrow("unauthorized");
  }
});

test("a user's text is escaped in every slot; raw is the one way out", async () => {
  const view = liveView({
    mount: () => ({ text: "", trusted: "" }),
    events: {
      write: (live, params) => live.assign({ text: String(params["text"]) }),
      trust: (live, params) => live.assign({ trusted: String(params["text"]) }),
    },
    render: ({ text, trusted }) =>
      html`<p title=${text} class=${[text]} style=${{ color: text }} id="a-${text}" data-x=x${text} ...${{ lang: text }}>${text}${[text]}${() => text}</p><textarea>${text}</textarea><i>${raw(trusted)}</i>`,
  });
  const page = await (await openSite(view)).visit();
  const text = `"'><script>alert(1)</script>&amp;</textarea>`;
  await click(page, "write", { text });
  const escaped = "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&lt;/textarea&gt;";
  expect(page.html()).not.toContain("<script");
  expect(page.markup().split(escaped).length - 1).toBe(9);
  await click(page, "trust", { text: "<b>bold</b>" });
  expect(page.html()).toContain("<i><b>bold</b></i>");
});

test("a link that would run code is blanked and logged, in every attribute that a browser follows", async () => {
  const view = liveView({
    mount: () => ({ to: "/" }),
    events: { link: (live, params) => live.assign({ to: String(params["to"]) }) },
    render: ({ to }) =>
      html`<a href=${to}>a</a><form action="${to}"></form><button formaction=${to}>b</button><iframe src=${to}></iframe><a ...${{ href: to }}>c</a>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  for (const to of [
    "javascript:alert(1)",
    " Java\tScript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>x</script>",
  ]) {
    const lines = site.log.length;
    await click(page, "link", { to });
    expect(page.html().split("about:blank#blocked").length - 1, to).toBe(5);
    expect(page.html()).not.toMatch(/script:|data:/i);
    expect(site.log.slice(lines).join()).toContain("blocked a URL");
  }
  await click(page, "link", { to: "https://example.com/?q=javascript:alert(1)" });
  expect(page.html()).not.toContain("blocked");
});

test("a path that came with the request cannot lead out of the app", async () => {
  const view = liveView({
    mount: (live, params) => {
      live.redirect(params["return"] ?? "/");
      return {};
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite([route("/login", view)]);
  const locations = await Promise.all(
    [
      "/home?a=b#c",
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "/\t/evil.example",
      "/%0a/evil.example",
    ].map(async (to) => {
      const { status, headers } = await site.get(`/login?return=${encodeURIComponent(to)}`);
      return [status, headers.get("location")];
    }),
  );
  expect(locations).toEqual([[302, "/home?a=b#c"], ...Array.from({ length: 5 }, () => [500, null])]);
});

test("whatever a browser sends ends its own view at most", async () => {
  const view = liveView({
    mount: () => ({ count: 0 }),
    events: { increment: (live) => live.assign({ count: live.assigns.count + 1 }) },
    render: ({ count }) => html`<p>${count}</p>`,
  });
  const site = await openSite(view);
  const [page, neighbour] = [await site.visit(), await site.visit()];
  await click(neighbour, "increment");
  const event = { type: "click", value: {} };
  const pushes: readonly (readonly [string, unknown])[] = [
    [EVENTS.event, { ...event, event: "constructor" }],
    [EVENTS.event, { ...event, event: "__proto__" }],
    [EVENTS.event, { ...event, event: "lv:unheard-of" }],
    [EVENTS.event, { event: "increment" }],
    [EVENTS.event, { type: "form", event: "increment", value: { a: 1 } }],
    [EVENTS.event, null],
    [EVENTS.livePatch, { url: "not a URL" }],
    ["nothing of ours", {}],
  ];
  for (const [name, payload] of pushes) {
    const { received } = page.client;
    const seen = received.length;
    void page.exchange(name, payload).catch(() => undefined);
    await page.client.next((frame) => frame.event === EVENTS.error && received.indexOf(frame) >= seen);
    await page.join();
  }
  // A value that reaches for the prototype is a value like any other.
  await sendForm(page, "increment", { fields: { "__proto__[x]": "1", "constructor[prototype][x]": "1" } });
  expect([page.html(), ({} as { x?: unknown }).x]).toEqual(["<p>1</p>", undefined]);
  page.client.sendRaw("[not JSON");
  await page.client.closed;
  await click(neighbour, "increment");
  expect(neighbour.html()).toBe("<p>2</p>");
});
