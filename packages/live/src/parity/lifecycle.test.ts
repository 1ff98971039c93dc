// Area A of docs/parity.md: what happens to a view, and when. One test a row.

import { createSessionStore, createCsrfSecret, CSRF_SESSION_KEY, systemRandom } from "@firecrest/channels";
import { systemClock } from "@firecrest/actors";
import { html } from "@firecrest/template";
import { CookieJar } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { openSite, SECRET } from "../fixtures/site.ts";
import type { Live } from "../live.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";
import { click, sendForm } from "../fixtures/exchange.ts";

test("a page is mounted for its plain HTML and again, with assigns of its own, when its socket joins", async () => {
  let mounts = 0;
  const view = liveView({
    mount: (): { mount: number; seen: string[] } => ({ mount: ++mounts, seen: [] }),
    handleParams: (live) => void live.assigns.seen.push(live.connected ? "live" : "plain"),
    render: ({ mount, seen }) => html`<p>${mount}: ${seen.join()}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect(page.deadHtml).toBe("<p>1: plain</p>");
  expect(page.html()).toBe("<p>2: live</p>");
  // After a crash the socket joins anew: another mount.
  await page.join();
  expect(page.html()).toBe("<p>3: live</p>");
});

test("mount gets the params of path and query, and the content of the session cookie", async () => {
  const view = liveView({
    mount: (live, params: { readonly id: string; readonly tab?: string | undefined }) => ({
      text: `${params.id} ${params.tab} ${String(live.session["user"])}`,
    }),
    render: ({ text }) => html`<p>${text}</p>`,
  });
  const site = await openSite([route("/posts/:id", view)]);
  const sessions = createSessionStore({ keys: [SECRET], clock: systemClock, secure: false });
  const session = { user: "ann", [CSRF_SESSION_KEY]: createCsrfSecret(systemRandom) };
  const [cookie = ""] = sessions.write(session).split(";");
  const page = await site.visit("/posts/a%20b?tab=c&id=other", { jar: new CookieJar(cookie) });
  expect(page.deadHtml).toBe("<p>a b c ann</p>");
  expect(page.html()).toBe(page.deadHtml);
});

test("a patch in mount is an error that names what to use; navigating and redirecting there work", async () => {
  const view = liveView({
    mount: (live, params: { readonly how?: string | undefined }) => {
      // The types do not offer it in mount; plain JavaScript can still call it.
      if (params.how === "patch") (live as unknown as Live<object>).patch("/there");
      if (params.how === "navigate") live.navigate("/there");
      if (params.how === "redirect") live.redirect("/there", { status: 303 });
      return {};
    },
    render: () => html`<p></p>`,
  });
  const site = await openSite(view);
  const statuses = await Promise.all(
    ["navigate", "redirect", "patch"].map(async (how) => {
      const { status, headers } = await site.get(`/?how=${how}`);
      return [how, status, headers.get("location")];
    }),
  );
  expect(statuses).toEqual([
    ["navigate", 302, "/there"],
    ["redirect", 303, "/there"],
    ["patch", 500, null],
  ]);
  expect(site.log.at(-1)).toContain('live.patch(\\"/there\\") was called in mount; use live.navigate or live.redirect');
});

test("handleParams runs after both mounts and after every patch, the server's and the browser's", async () => {
  const calls: string[] = [];
  const view = liveView({
    mount: () => ({ tab: "none" }),
    handleParams: (live, params, url) => {
      calls.push(`${live.connected ? "live" : "plain"} ${params["tab"]} ${url.pathname}${url.search}`);
      live.assign({ tab: params["tab"] ?? "first" });
    },
    events: { select: (live, params) => live.patch(`/?tab=${String(params["tab"])}`) },
    render: ({ tab }) => html`<p>${tab}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit("/?tab=a");
  await click(page, "select", { tab: "b" });
  expect(page.html()).toBe("<p>b</p>");
  await page.exchange(EVENTS.livePatch, { url: `${site.origin}/?tab=c` });
  expect(page.html()).toBe("<p>c</p>");
  expect(calls).toEqual(["plain a /?tab=a", "live a /?tab=a", "live b /?tab=b", "live c /?tab=c"]);
});

test("patches of the first handleParams settle: in a redirect of the plain page, in the URL of the join's answer", async () => {
  const view = liveView({
    mount: () => ({ step: 0 }),
    handleParams: (live, params) => {
      const step = Number(params["step"] ?? 0);
      live.assign({ step });
      // Connected it goes on by itself, twice; the plain page goes where it is sent.
      if (step < (live.connected ? 3 : 1)) live.patch(`/?step=${step + 1}`);
    },
    render: ({ step }) => html`<p>${step}</p>`,
  });
  const site = await openSite(view);
  const plain = await site.get("/");
  expect([plain.status, plain.headers.get("location")]).toEqual([302, "/?step=1"]);
  const page = await site.visit("/?step=1");
  expect([page.deadHtml, page.html()]).toEqual(["<p>1</p>", "<p>3</p>"]);
  const joined = page.client.received.find((frame) => frame.event === EVENTS.reply);
  expect(joined?.payload).toMatchObject({ response: { live_patch: { to: "/?step=3", kind: "push" } } });
});

test("an event's handler gets what the browser sent, and what it returns is the reply", async () => {
  const view = liveView({
    mount: () => ({ sum: 0 }),
    events: {
      add: (live, params) => {
        live.assign({ sum: live.assigns.sum + Number(params["by"]) });
        return { sum: live.assigns.sum, params };
      },
      quiet: () => undefined,
    },
    handleEvent: (_live, name, params) => ({ name, params }),
    render: ({ sum }) => html`<p>${sum}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect((await click(page, "add", { by: "2" })).response).toEqual({
    diff: { 0: "2", r: { sum: 2, params: { by: "2" } } },
  });
  expect((await sendForm(page, "add", { fields: { by: "3" }, target: "by" })).response["diff"]).toMatchObject({
    r: { sum: 5, params: { by: "3", _target: ["by"] } },
  });
  expect((await click(page, "quiet")).response).toEqual({});
  // Names that `events` does not have go to handleEvent.
  expect((await click(page, "other", { n: 1 })).response).toEqual({ diff: { r: { name: "other", params: { n: 1 } } } });
});

test("handleInfo gets broadcasts, timers and messages to oneself, and the view is rendered after each", async () => {
  const view = liveView({
    mount: (live): { seen: string } => {
      live.subscribe("news");
      return { seen: "" };
    },
    events: {
      later: (live) => {
        live.sendSelf("at once");
        live.sendSelf("after 5 ms", 5);
        // Cancelled in time: never arrives.
        live.sendSelf("never", 1)();
      },
    },
    handleInfo: (live, message: string, topic) =>
      live.assign({ seen: `${live.assigns.seen}${message} (${topic ?? "self"}), ` }),
    render: ({ seen }) => html`<p>${seen}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  site.app.pubsub.broadcast("news", "hello");
  await page.until((markup) => markup === "<p>hello (news), </p>");
  site.app.pubsub.broadcast("other topic", "nobody hears");
  await click(page, "later");
  await page.until((markup) => markup === "<p>hello (news), at once (self), after 5 ms (self), </p>");
});

test("render makes the markup from the assigns, and has the names of the view's events", async () => {
  const view = liveView({
    mount: () => ({ count: 1 }),
    events: { increment: (live) => live.assign({ count: live.assigns.count + 1 }) },
    render: ({ count }, on) => html`<button phx-click=${on.increment}>${count}</button>`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe('<button phx-click="increment">1</button>');
  await click(page, /phx-click="(\w+)"/.exec(page.html())?.[1] ?? "");
  expect(page.html()).toBe('<button phx-click="increment">2</button>');
});

test("terminate runs once when a connected view ends: left, its socket closed, crashed", async () => {
  const ends: string[] = [];
  const view = liveView({
    mount: (_live, params: { readonly name?: string | undefined }) => ({ name: params.name }),
    events: {
      crash: () => {
        throw new Error("on purpose");
      },
    },
    render: ({ name }) => html`<p>${name}</p>`,
    terminate: (live, reason) => void ends.push(`${live.assigns.name} ${reason.type}`),
  });
  const site = await openSite(view);
  const [left, closed, crashed] = [
    await site.visit("/?name=left"),
    await site.visit("/?name=closed"),
    await site.visit("/?name=crashed"),
  ];
  expect(ends).toEqual([]);
  await left.exchange(EVENTS.leave, {});
  await left.client.next((frame) => frame.event === EVENTS.close);
  await closed.close();
  await site.crash(crashed, "crash");
  await expect.poll(() => ends.length).toBe(3);
  expect(ends).toEqual(["left shutdown", expect.stringMatching(/^closed /), expect.stringMatching(/^crashed /)]);
});

test("twenty patches in a row may settle; one more ends the view with patch-loop", async () => {
  let runs = 0;
  const view = liveView({
    mount: () => ({ left: 0 }),
    events: { patch: (live, params) => live.patch(`/?left=${Number(params["times"]) - 1}`) },
    handleParams: (live, params) => {
      runs += 1;
      const left = Number(params["left"] ?? 0);
      live.assign({ left });
      if (left > 0) live.patch(`/?left=${left - 1}`);
    },
    render: ({ left }) => html`<p>${left}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect((await click(page, "patch", { times: 20 })).status).toBe("ok");
  runs = 0;
  expect(await site.crash(page, "patch", { times: 21 })).toContain("patched 20 times without settling");
  expect(runs).toBe(20);
});
