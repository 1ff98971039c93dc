import { randomBytes } from "node:crypto";
import { createLogger, type Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { ChannelClient, followRedirect, type LivePage, visit } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type App, createApp } from "./app.ts";
import { each } from "./each.ts";
import { click } from "./fixtures/exchange.ts";
import { HttpError } from "./http-error.ts";
import { event } from "./event.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";
import { serve } from "./serve.ts";
import type { Stream } from "./stream.ts";

interface CounterAssigns {
  count: number;
  pageTitle: string;
  list: number[];
}

const counter = liveView({
  mount: (live): CounterAssigns => {
    live.subscribe("counter");
    return { count: 0, pageTitle: "Zero", list: [] };
  },
  handleInfo: (live, by: number) => live.assign({ count: live.assigns.count + by }),
  events: {
    add: event(z.object({ by: z.coerce.number() }), (live, { by }) => live.assign({ count: live.assigns.count + by })),
    nothing: () => undefined,
    reply: (_live, params) => ({ got: params }),
    title: (live) => live.assign({ pageTitle: "One" }),
    push: (live) => live.pushEvent("chart", { points: [1] }),
    flash: (live) => live.putFlash("info", "hi"),
    mutate: (live) => void live.assigns.list.push(1),
    slow: async (live, params) => {
      await Promise.resolve();
      live.assign({ count: live.assigns.count * 2 });
      live.pushEvent("slow-done", { params });
    },
    later: (live) => void live.sendSelf(100, 1),
    crash: () => {
      throw new Error("boom");
    },
    patch: (live) => live.patch("/tabs?tab=x"),
    go: (live) => {
      live.putFlash("info", "bye");
      live.pushEvent("last", {});
      live.navigate("/tabs");
    },
    leave: (live) => live.redirect({ external: "https://example.com/x" }),
  },
  render: ({ count, flash, list }) => html`<main><b>${count}</b><i>${flash["info"]}</i><u>${list.length}</u></main>`,
});

const tabs = liveView({
  mount: (live) => ({ tab: "none", connected: live.connected }),
  handleParams: (live, params: { readonly tab?: string | undefined }) => {
    if (params.tab === "settle") live.patch("/tabs?tab=settled");
    else live.assign({ tab: params.tab ?? "first" });
  },
  events: {
    select: event(z.object({ tab: z.string() }), (live, { tab }) => live.patch(`/tabs?tab=${tab}`, { replace: true })),
    loop: (live) => live.patch("/tabs?tab=settle"),
    elsewhere: (live) => live.patch("/"),
  },
  render: ({ tab, connected, flash }) => html`<p>${tab} ${connected ? "live" : "dead"} ${flash["info"]}</p>`,
});

const list = liveView({
  mount: (live): { items: Stream<{ id: number }> } => ({
    items: live.stream([{ id: 1 }, { id: 2 }], { domId: ({ id }) => `item-${id}` }),
  }),
  events: {
    add: (live) => live.assigns.items.insert({ id: 3 }, { at: 0 }),
    remove: (live) => live.assigns.items.delete({ id: 1 }),
  },
  render: ({ items }) =>
    html`<ul id="items" phx-update="stream">${each(items, ({ id }, domId) => html`<li id=${domId}>${id}</li>`)}</ul>`,
});

const wall = liveView({
  mount: (live) => {
    live.subscribe("wall");
    return { text: "" };
  },
  handleInfo: (live, text: string) => live.assign({ text }),
  events: { read: (live) => ({ length: live.assigns.text.length }) },
  render: ({ text }) => html`<p>${text}</p>`,
});

const guarded = liveView({
  mount: (live, params: { readonly id: string }) => {
    if (params.id === "none") throw new HttpError(404, "There is no such thing.");
    if (params.id === "away") live.redirect("/tabs");
    if (params.id === "broken") throw new Error("secret detail");
    return { id: params.id };
  },
  render: ({ id }) => html`<p>${id}</p><a href=${`${id}:alert(1)`}>link</a>`,
});

const log: string[] = [];
let server: Server;
let app: App;
let origin: string;

beforeAll(async () => {
  app = createApp({
    secrets: ["0123456789abcdef0123456789abcdef"],
    development: false,
    log: createLogger({ level: "warn", write: (line) => log.push(line) }),
    layout: ({ content }) => html`<header>Live</header>${content}`,
    routes: [
      route("/", counter),
      route("/tabs", tabs),
      route("/items", list),
      route("/guarded/:id", guarded),
      route("/wall", wall),
    ],
    fetch: (request) => new Response(`fetched ${new URL(request.url).pathname}`, { status: 202 }),
  });
  server = await serve(app, { port: 0, host: "127.0.0.1", ...transportFromEnvironment() });
  origin = `http://127.0.0.1:${server.port}`;
});

afterAll(() => server.close());

function transportFromEnvironment(): { transport?: "uws" | "node" } {
  const transport = process.env["FIRECREST_TRANSPORT"];
  return transport === "uws" || transport === "node" ? { transport } : {};
}

async function onPage<Result>(path: string, use: (page: LivePage) => Promise<Result>): Promise<Result> {
  const page = await visit(origin, path);
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

/** The signed session of the page's container. */
function sessionOf(page: LivePage): string {
  return /data-phx-main[^>]* data-phx-session="([^"]+)"/.exec(page.document())?.[1] ?? "";
}

describe("a page", () => {
  test("is complete HTML before its socket joins, and the same after", () =>
    onPage("/", async (page) => {
      expect(page.deadHtml).toBe("<header>Live</header><main><b>0</b><i></i><u>0</u></main>");
      expect(page.html()).toBe(page.deadHtml);
      expect(page.title).toBe("Zero");
    }));

  test("comes with its policy, and with a session cookie for a new visitor only", async () => {
    const first = await fetch(origin);
    expect(first.headers.get("content-security-policy")).toContain("default-src 'self'");
    const [cookie = ""] = first.headers.getSetCookie();
    expect(cookie).toMatch(/^_firecrest_session=.*HttpOnly/);
    const again = await fetch(origin, { headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  test("a path that no view has goes to the app's fetch", async () => {
    const response = await fetch(`${origin}/v1/events`, { method: "POST" });
    expect([response.status, await response.text()]).toEqual([202, "fetched /v1/events"]);
  });

  test("an HttpError is its status and its message, any other error a 500 without detail", async () => {
    const none = await fetch(`${origin}/guarded/none`);
    expect([none.status, (await none.text()).includes("There is no such thing.")]).toEqual([404, true]);
    const broken = await fetch(`${origin}/guarded/broken`);
    expect([broken.status, (await broken.text()).includes("secret detail")]).toEqual([500, false]);
    expect(log.at(-1)).toContain("secret detail");
  });

  test("a link that would run as a script is blocked and logged, and the page is shown", async () => {
    const page = await fetch(`${origin}/guarded/JavaScript`);
    expect([page.status, (await page.text()).includes('<a href="about:blank#blocked">')]).toEqual([200, true]);
    expect(log.at(-1)).toMatch(/blocked a URL.*JavaScript:alert/);
  });

  test("a redirect of mount and a patch of the first handleParams are redirects of the page", async () => {
    const away = await fetch(`${origin}/guarded/away`, { redirect: "manual" });
    expect([away.status, away.headers.get("location")]).toEqual([302, "/tabs"]);
    const settle = await fetch(`${origin}/tabs?tab=settle`, { redirect: "manual" });
    expect([settle.status, settle.headers.get("location")]).toEqual([302, "/tabs?tab=settled"]);
  });
});

describe("an event", () => {
  test("is answered with the diff of what changed", () =>
    onPage("/", async (page) => {
      const reply = await click(page, "add", { by: "2" });
      expect(reply).toEqual({ status: "ok", response: { diff: { 0: { 0: "2" } } } });
      expect(page.html()).toContain("<b>2</b>");
    }));

  test.each([
    ["nothing", {}],
    ["reply", { diff: { r: { got: { value: "" } } } }],
    ["title", { diff: { t: "One" } }],
    ["push", { diff: { e: [["chart", { points: [1] }]] } }],
  ])("%s", (name, response) =>
    onPage("/", async (page) => expect((await click(page, name)).response).toEqual(response)),
  );

  test("an assign changed in place shows", () =>
    onPage("/", async (page) => {
      await click(page, "mutate");
      expect(page.html()).toContain("<u>1</u>");
    }));

  test("an async handler renders once, when it has settled, and what came meanwhile waits for it", () =>
    onPage("/", async (page) => {
      const slow = click(page, "slow", { n: 1 });
      const [first, second] = await Promise.all([slow, click(page, "add", { by: 5 })]);
      expect(first.response["diff"]).toEqual({ e: [["slow-done", { params: { n: 1 } }]] });
      expect(second.response["diff"]).toEqual({ 0: { 0: "5" } });
    }));

  test("a message to oneself and a broadcast arrive as diffs", () =>
    onPage("/", async (page) => {
      await click(page, "later");
      await page.until((markup) => markup.includes("<b>100</b>"));
      app.pubsub.broadcast("counter", 11);
      await page.until((markup) => markup.includes("<b>111</b>"));
    }));

  test("a flash shows, and lv:clear-flash takes it away", () =>
    onPage("/", async (page) => {
      await click(page, "flash");
      expect(page.html()).toContain("<i>hi</i>");
      await click(page, "lv:clear-flash", { key: "info" });
      expect(page.html()).toContain("<i></i>");
    }));

  test("for a component that is gone is answered with nothing", () =>
    onPage("/", async (page) => {
      const reply = await page.exchange(EVENTS.event, { type: "click", event: "add", value: {}, cid: 4 });
      expect(reply.response).toEqual({});
    }));
});

describe("a crash", () => {
  test.each([
    ["a throw", "crash", {}],
    ["an event nobody handles", "nosuch", {}],
    ["params that do not fit the schema", "add", { by: "x" }],
  ])("%s ends that view only, and it mounts afresh on the same socket", async (_title, name, value) => {
    const neighbour = await visit(origin, "/");
    await onPage("/", async (page) => {
      await click(page, "add", { by: 1 });
      void click(page, name, value).catch(() => undefined);
      const error = await page.client.next((frame) => frame.event === EVENTS.error);
      expect(error.payload).toEqual({ reason: "channel_crash" });
      expect(error.joinRef).toBe(error.ref);
      await page.join();
      expect(page.html()).toContain("<b>0</b>");
    });
    await click(neighbour, "add", { by: 3 });
    expect(neighbour.html()).toContain("<b>3</b>");
    await neighbour.close();
  });

  test("the log names the events that the view knows", () =>
    onPage("/", async (page) => {
      void click(page, "nosuch").catch(() => undefined);
      await page.client.next((frame) => frame.event === EVENTS.error);
      expect(log.at(-1)).toContain('received the event "nosuch", but its events are: add, nothing, reply');
    }));
});

test("a handler that never settles ends its view after handlerTimeoutMs, and what it does later has no effect", async () => {
  let settle = (): void => undefined;
  const waiting = liveView({
    mount: () => ({ count: 0 }),
    events: {
      wait: async (live) => {
        await new Promise<void>((resolve) => {
          settle = resolve;
        });
        live.assign({ count: 7 });
        live.pushEvent("too-late");
      },
    },
    render: ({ count }) => html`<b>${count}</b>`,
  });
  const patient = await serve(
    createApp({ ...app.options, development: false, handlerTimeoutMs: 20, routes: [route("/", waiting)] }),
    { port: 0, host: "127.0.0.1" },
  );
  const page = await visit(`http://127.0.0.1:${patient.port}`, "/");
  void click(page, "wait").catch(() => undefined);
  const error = await page.client.next((frame) => frame.event === EVENTS.error);
  expect(error.payload).toEqual({ reason: "channel_crash" });
  settle();
  await page.join();
  expect([page.html(), page.events]).toEqual(["<header>Live</header><b>0</b>", []]);
  await page.close();
  await patient.close();
});

test("in development the browser is told why a view crashed", async () => {
  const development = await serve(createApp({ ...app.options, development: true }), { port: 0, host: "127.0.0.1" });
  const page = await visit(`http://127.0.0.1:${development.port}`, "/");
  void click(page, "nosuch").catch(() => undefined);
  const error = await page.client.next((frame) => frame.event === EVENTS.error);
  expect(error.payload).toMatchObject({
    reason: "channel_crash",
    message: expect.stringContaining('the event "nosuch"'),
  });
  await page.close();
  await development.close();
});

describe("navigation", () => {
  test("a patch pushes the URL first and answers with the diff", () =>
    onPage("/tabs", async (page) => {
      expect(page.html()).toContain("first live");
      const reply = await click(page, "select", { tab: "b" });
      const patch = await page.client.next((frame) => frame.event === EVENTS.livePatch);
      expect(patch.payload).toEqual({ to: "/tabs?tab=b", kind: "replace" });
      expect(reply.response["diff"]).toEqual({ 0: { 0: "b" } });
    }));

  test("the client's own patch runs handleParams; a URL of another view is a link_redirect", () =>
    onPage("/tabs", async (page) => {
      await page.exchange(EVENTS.livePatch, { url: `${origin}/tabs?tab=c` });
      expect(page.html()).toContain("c live");
      const other = await page.exchange(EVENTS.livePatch, { url: `${origin}/` });
      expect(other.response).toEqual({ link_redirect: true });
    }));

  test("a patch that handleParams patches again settles in one turn", () =>
    onPage("/tabs", async (page) => {
      await click(page, "loop");
      expect(page.html()).toContain("settled live");
    }));

  test("a patch to another view crashes, and the log says what to use", () =>
    onPage("/tabs", async (page) => {
      void click(page, "elsewhere").catch(() => undefined);
      await page.client.next((frame) => frame.event === EVENTS.error);
      expect(log.at(-1)).toContain("use live.navigate");
    }));

  test("navigate answers with the target, after the last events, and closes; the flash travels", () =>
    onPage("/", async (page) => {
      const reply = await click(page, "go");
      expect(page.events.at(-1)).toEqual({ name: "last", payload: {} });
      const diff = await page.client.next((frame) => frame.event === EVENTS.diff);
      expect(diff.payload).toEqual({ e: [["last", {}]] });
      const { to, kind, flash } = reply.response["live_redirect"] as { to: string; kind: string; flash: string };
      expect([to, kind]).toEqual(["/tabs", "push"]);
      await page.client.next((frame) => frame.event === EVENTS.close);
      expect(flash).toBeTypeOf("string");
      const next = await followRedirect(page, "/tabs");
      expect(next.html()).toContain("first live bye");
    }));

  test("redirect loads another page", () =>
    onPage("/", async (page) => {
      const reply = await click(page, "leave");
      expect(reply.response).toEqual({ redirect: { to: "https://example.com/x", status: 302 } });
    }));
});

describe("a join", () => {
  test.each([
    ["a tampered session", { session: "x.y" }, "stale"],
    ["another page's static token", { static: "x.y" }, "stale"],
    ["a URL of another view", { url: "http://localhost/tabs" }, "unauthorized"],
    ["a URL of no view", { url: "http://localhost/nowhere" }, "unauthorized"],
    ["no URL", { url: undefined }, "unauthorized"],
  ])("with %s is refused as %s", (_title, payload, reason) =>
    onPage("/", async (page) => {
      await expect(page.join(payload)).rejects.toThrow(`{"reason":"${reason}"}`);
    }),
  );

  test("from another origin is refused with 403", async () => {
    const { client, topic } = await visit(origin, "/");
    expect(topic).toMatch(/^lv:phx-/);
    await client.close();
    const url = `${origin.replace("http", "ws")}/live/websocket?vsn=2.0.0`;
    await expect(ChannelClient.connect(url, { headers: { origin: "https://evil.example" } })).rejects.toThrow("403");
  });

  test("without the session's cookie is stale: the page must be loaded again", async () => {
    const page = await visit(origin, "/");
    await page.close();
    const client = await ChannelClient.connect(`${origin.replace("http", "ws")}/live/websocket?vsn=2.0.0`);
    const reply = await client.join(page.topic, { url: `${origin}/`, session: sessionOf(page), static: "" });
    expect(reply).toMatchObject({ status: "error", response: { reason: "stale" } });
    await client.close();
  });
});

test("a stream sends what changes and keeps what it sent", () =>
  onPage("/items", async (page) => {
    expect(page.deadHtml).toContain('<li id="item-1">1</li><li id="item-2">2</li>');
    const added = await click(page, "add");
    expect(added.response["diff"]).toEqual({
      0: { 0: { stream: ["0", [["item-3", 0, null, false]], []], k: { 0: { 0: ' id="item-3"', 1: "3" }, kc: 1 } } },
    });
    const removed = await click(page, "remove");
    expect(removed.response["diff"]).toEqual({ 0: { 0: { stream: ["0", [], ["item-1"]], k: { kc: 0 } } } });
  }));

test("a leave is answered and closes the view", () =>
  onPage("/", async (page) => {
    const reply = await page.exchange(EVENTS.leave, {});
    expect(reply).toEqual({ status: "ok", response: {} });
    await page.client.next((frame) => frame.event === EVENTS.close);
  }));

describe("a browser that does not keep up", () => {
  test("skips what it could not read, and ends with the latest state", () =>
    onPage("/wall", async (page) => {
      // Not compressible: every byte has to go through the network.
      const text = (round: number) => `${round} ${randomBytes(75_000).toString("base64")}`.slice(0, 100_000);
      page.client.pause();
      for (let round = 0; round < 300; round++) {
        app.pubsub.broadcast("wall", text(round));
        // Lets the view handle each message before the next is broadcast.
        await new Promise((resolve) => setImmediate(resolve));
      }
      page.client.resume();
      await page.until((markup) => markup.startsWith("<header>Live</header><p>299 "));
      const diffs = page.client.received.filter((frame) => frame.event === EVENTS.diff);
      expect(diffs.length).toBeLessThan(300);
      const reply = await click(page, "read");
      expect(reply.response["diff"]).toEqual({ r: { length: 100_000 } });
    }));

  test("one whose broadcasts outrun its mailbox is mounted afresh; the broadcaster notices nothing", () =>
    onPage("/wall", async (page) => {
      for (let round = 0; round < 5_000; round++) app.pubsub.broadcast("wall", String(round));
      const error = await page.client.next((frame) => frame.event === EVENTS.error);
      expect(error.payload).toEqual({ reason: "channel_crash" });
      await page.join();
      expect(page.html()).toContain("<p></p>");
    }));
});
