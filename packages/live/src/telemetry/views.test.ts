import { createLogger, type Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { type LivePage, visit } from "@firecrest/testing";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "../app.ts";
import { HttpError } from "../http-error.ts";
import { liveComponent } from "../live-component.ts";
import { liveRender } from "../live-render.ts";
import { liveView } from "../live-view.ts";
import { route } from "../router.ts";
import { serve } from "../serve.ts";
import type { SpanName, TelemetryMessages, ViewMetadata } from "./events.ts";
import { subscribe } from "./subscribe.ts";
import { click, sendForm } from "../fixtures/exchange.ts";

// Which messages views publish, and which lines they log, seen from outside: real server, real sockets.

const row = liveComponent({
  name: "Row",
  updateMany: (entries: readonly { readonly props: { readonly id: string; readonly text: string } }[]) =>
    entries.map(({ props }) => {
      if (props.text === "broken") throw new RangeError("no such row");
      return { shown: props.text.toUpperCase() };
    }),
  events: {
    pick: () => ({ picked: true }),
    fail: () => {
      throw new TypeError("no pick");
    },
  },
  render: ({ shown }) => html`<i>${shown}</i>`,
});

const clock = liveView({ name: "Clock", mount: () => ({}), render: () => html`<u>12</u>` });

const board = liveView({
  mount: async (live, { mode }: { readonly mode?: string | undefined }) => {
    await Promise.resolve();
    if (mode === "gone") throw new HttpError(404, "There is no such board.");
    if (live.connected && mode === "closed") throw new HttpError(403, "Not for you.");
    live.subscribe("board");
    return { count: 0, text: "a", mode: mode ?? "none" };
  },
  handleParams: (_live, { mode }) => {
    if (mode === "params") throw new RangeError("bad params");
  },
  events: {
    add: async (live) => {
      await Promise.resolve();
      live.update("count", (count) => count + 1);
    },
    patch: (live) => live.patch("/board?mode=patched"),
    relabel: (live, { text }) => live.assign({ text: String(text) }),
    hide: (live) => live.assign({ mode: "hidden" }),
    nothing: () => undefined,
    hang: () => new Promise(() => {}),
    unrenderable: (live) => live.assign({ count: Number.NaN }),
    crash: () => {
      throw new TypeError("no crash");
    },
  },
  handleInfo: (live, text: string) => live.assign({ text }),
  render: ({ count, text, mode }) => {
    if (Number.isNaN(count)) throw new RangeError("not a count");
    const rows =
      mode === "hidden" ? [] : ["1", "2"].map((id) => row({ id, text: `${text}${text === "broken" ? "" : id}` }));
    return html`<b>${count}</b>${rows}`;
  },
});

const quiet = liveView({
  log: false,
  mount: () => ({}),
  events: { a: () => undefined },
  render: () => html`<p>quiet</p>`,
});
const loud = liveView({
  log: "info",
  mount: () => ({}),
  events: { save: () => undefined },
  render: () => html`<p>loud</p>`,
});
const host = liveView({ mount: () => ({}), render: () => html`<p>host</p>${liveRender(clock, { id: "clock-1" })}` });

const SECRET = "0123456789abcdef0123456789abcdef";
const lines: string[] = [];
let app: ReturnType<typeof makeApp>;
let server: Server;
let origin: string;
const ends: (() => void)[] = [];
const pages: LivePage[] = [];

function makeApp() {
  return createApp({
    secrets: [SECRET],
    development: false,
    log: createLogger({ level: "debug", write: (line) => lines.push(line) }),
    filterParameters: ["iban"],
    mailboxMessagesMax: 50,
    routes: [route("/board", board), route("/quiet", quiet), route("/loud", loud), route("/host", host)],
  });
}

beforeAll(async () => {
  app = makeApp();
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  lines.length = 0;
});

afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await Promise.all(pages.splice(0).map((page) => page.close()));
});

/** A page that is closed after its test. */
async function open(path: string): Promise<LivePage> {
  const page = await visit(origin, path);
  pages.push(page);
  return page;
}

/** What one span publishes from now on: which channel, and the message as it was then. */
function record<Name extends SpanName>(span: Name) {
  const seen: (readonly ["start" | "stop" | "exception", TelemetryMessages[`${Name}.exception`]])[] = [];
  for (const phase of ["start", "stop", "exception"] as const) {
    ends.push(
      subscribe(`${span}.${phase}`, (message) =>
        seen.push([phase, { ...message } as unknown as TelemetryMessages[`${Name}.exception`]]),
      ),
    );
  }
  return seen;
}

/** Sends an event to a component, as its markup does. */
function toComponent(page: LivePage, cid: number, event: string): Promise<unknown> {
  return page.exchange("event", { type: "click", event, value: { a: 1 }, cid });
}

/** Sends an event whose answer does not matter. */
function send(page: LivePage, event: string, value: object = {}): void {
  click(page, event, value).catch(() => undefined);
}

const phases = (seen: readonly (readonly [string, object])[]) => seen.map(([phase]) => phase);

/** What each message says of its time, checked; the rest is returned. */
function checkTimes(seen: readonly (readonly [string, object])[]): void {
  for (const [phase, message] of seen) {
    expect(message).toMatchObject({ systemTimeMs: expect.any(Number), monotonicTimeMs: expect.any(Number) });
    if (phase === "start") expect(message).not.toHaveProperty("durationMs");
    else expect((message as { durationMs: number }).durationMs).toBeGreaterThanOrEqual(0);
    expect(Math.abs((message as { systemTimeMs: number }).systemTimeMs - Date.now())).toBeLessThan(60_000);
  }
}

test("a mount is published with its params, session and URL: for the plain page, for the socket, and when it throws", async () => {
  const seen = record("firecrest.live_view.mount");
  const page = await open("/board?mode=x");
  expect(seen.map(([phase, { connected, view, params }]) => [phase, connected, view, params])).toEqual([
    ["start", false, "/board", { mode: "x" }],
    ["stop", false, "/board", { mode: "x" }],
    ["start", true, "/board", { mode: "x" }],
    ["stop", true, "/board", { mode: "x" }],
  ]);
  checkTimes(seen);
  const joined = seen[3]?.[1];
  expect(joined).toMatchObject({ url: `${origin}/board?mode=x`, viewId: page.topic.slice(3), socketId: null });
  expect(Object.keys(joined?.session ?? {})).toEqual(["_csrf_token"]);
  seen.length = 0;
  expect((await fetch(`${origin}/board?mode=gone`)).status).toBe(404);
  expect(phases(seen)).toEqual(["start", "exception"]);
  expect(seen[1]?.[1].error).toBeInstanceOf(HttpError);
});

test("handleParams is published at the mount and at every patch, with its params and URL, and when it throws", async () => {
  const seen = record("firecrest.live_view.handle_params");
  const page = await open("/board?mode=x");
  expect(seen.map(([phase, { connected, url, params }]) => [phase, connected, url, params])).toEqual(
    [false, true].flatMap((connected) => [
      ["start", connected, `${origin}/board?mode=x`, { mode: "x" }],
      ["stop", connected, `${origin}/board?mode=x`, { mode: "x" }],
    ]),
  );
  checkTimes(seen);
  seen.length = 0;
  await click(page, "patch");
  expect(seen.map(([phase, { url }]) => [phase, url])).toEqual([
    ["start", `${origin}/board?mode=patched`],
    ["stop", `${origin}/board?mode=patched`],
  ]);
  seen.length = 0;
  expect((await fetch(`${origin}/board?mode=params`)).status).toBe(500);
  expect(phases(seen)).toEqual(["start", "exception"]);
  expect(seen[1]?.[1].error).toBeInstanceOf(RangeError);
});

test("an event of a view is published with its name and params, to the end of its promise, and when its handler throws", async () => {
  const page = await open("/board");
  const seen = record("firecrest.live_view.handle_event");
  const rendered = record("firecrest.live_view.render");
  const order: string[] = [];
  ends.push(
    subscribe("firecrest.live_view.handle_event.stop", () => order.push(page.topic)),
    subscribe("firecrest.live_view.render.start", () => order.push("render")),
  );
  await click(page, "add", { by: 1 });
  expect(seen.map(([phase, { event, params, connected }]) => [phase, event, params, connected])).toEqual([
    ["start", "add", { by: 1 }, true],
    ["stop", "add", { by: 1 }, true],
  ]);
  checkTimes(seen);
  // It awaits; the render follows its end, and both belong to one turn.
  expect(order).toEqual([page.topic, "render"]);
  expect(rendered[0]?.[1].turn).toBe(seen[0]?.[1].turn);
  await click(page, "nothing");
  expect(seen[2]?.[1].turn).not.toBe(seen[0]?.[1].turn);
  await click(page, "lv:clear-flash", { key: "info" });
  expect(phases(seen)).toEqual(["start", "stop", "start", "stop"]);
  seen.length = 0;
  send(page, "crash");
  await page.client.next((frame) => frame.event === "phx_error");
  expect(phases(seen)).toEqual(["start", "exception"]);
  expect(seen[1]?.[1].error).toBeInstanceOf(TypeError);
});

test("a render is published with whether it was forced and what changed, for the view and for each component in it", async () => {
  const seen = record("firecrest.live_view.render");
  const page = await open("/board");
  const facts = () =>
    seen.map(([phase, { connected, force, changed, component, id, cid }]) => [
      phase,
      connected,
      { force, changed },
      ...(component === undefined ? [] : [component, id, cid]),
    ]);
  const first = { force: true, changed: true };
  expect(facts()).toEqual(
    [false, true].flatMap((connected) => [
      ["start", connected, first],
      ["start", connected, first, "Row", "1", 1],
      ["stop", connected, first, "Row", "1", 1],
      ["start", connected, first, "Row", "2", 2],
      ["stop", connected, first, "Row", "2", 2],
      ["stop", connected, first],
    ]),
  );
  checkTimes(seen);
  seen.length = 0;
  await click(page, "nothing");
  expect(facts()).toEqual([]);
  await click(page, "add");
  const again = { force: false, changed: true };
  expect(facts()).toEqual([
    ["start", true, again],
    ["stop", true, again],
  ]);
  seen.length = 0;
  send(page, "unrenderable");
  await page.client.next((frame) => frame.event === "phx_error");
  expect(phases(seen)).toEqual(["start", "exception"]);
  expect(seen[1]?.[1].error).toBeInstanceOf(RangeError);
});

test("an update of components is published once for all of a kind, with their props, and when it throws", async () => {
  const page = await open("/board");
  const seen = record("firecrest.live_component.update");
  await click(page, "relabel", { text: "b" });
  const entries = [
    { id: "1", cid: 1, props: { id: "1", text: "b1" } },
    { id: "2", cid: 2, props: { id: "2", text: "b2" } },
  ];
  expect(seen.map(([phase, { component, entries: given }]) => [phase, component, given])).toEqual([
    ["start", "Row", entries],
    ["stop", "Row", entries],
  ]);
  checkTimes(seen);
  seen.length = 0;
  send(page, "relabel", { text: "broken" });
  await page.client.next((frame) => frame.event === "phx_error");
  expect(phases(seen)).toEqual(["start", "exception"]);
  expect(seen[1]?.[1].error).toBeInstanceOf(RangeError);
});

test("an event of a component is published with which component it is, and not as one of its view", async () => {
  const page = await open("/board");
  const seen = record("firecrest.live_component.handle_event");
  const ofView = record("firecrest.live_view.handle_event");
  await toComponent(page, 2, "pick");
  expect(
    seen.map(([phase, { event, params, component, id, cid, view }]) => [
      phase,
      event,
      params,
      component,
      id,
      cid,
      view,
    ]),
  ).toEqual([
    ["start", "pick", { a: 1 }, "Row", "2", 2, "/board"],
    ["stop", "pick", { a: 1 }, "Row", "2", 2, "/board"],
  ]);
  checkTimes(seen);
  expect(ofView).toEqual([]);
  seen.length = 0;
  toComponent(page, 1, "fail").catch(() => undefined);
  await page.client.next((frame) => frame.event === "phx_error");
  expect(phases(seen)).toEqual(["start", "exception"]);
  expect(seen[1]?.[1].error).toBeInstanceOf(TypeError);
});

test("a component that the browser has removed for good is published as destroyed", async () => {
  const page = await open("/board");
  const seen: TelemetryMessages["firecrest.live_component.destroyed"][] = [];
  ends.push(subscribe("firecrest.live_component.destroyed", (message) => seen.push(message)));
  await click(page, "hide");
  await page.exchange("cids_will_destroy", { cids: [1, 2] });
  expect(seen).toEqual([]);
  await page.exchange("cids_destroyed", { cids: [1, 2] });
  expect(seen.map(({ component, id, cid, view, viewId }) => [component, id, cid, view, viewId])).toEqual([
    ["Row", "1", 1, "/board", page.topic.slice(3)],
    ["Row", "2", 2, "/board", page.topic.slice(3)],
  ]);
});

test("mounts, params and events are logged at the view's level, and what looks like a secret is not", async () => {
  const page = await open("/board?mode=x&token=abc");
  await sendForm(page, "relabel", {
    fields: { text: "t", "user[password]": "hunter2", iban: "DE02", note: "n".repeat(100) },
  });
  await toComponent(page, 1, "pick");
  const logged = lines
    .filter((line) => line.includes(" live: "))
    .map((line) => line.replace(/"durationMs":[\d.]+/, "…"));
  const params = '"params":{"mode":"x","token":"[FILTERED]"},…}';
  expect(logged).toEqual([
    `debug live: mounted a view {"view":"/board","connected":false,${params}`,
    `debug live: handled params {"view":"/board","connected":false,${params}`,
    `debug live: mounted a view {"view":"/board","connected":true,${params}`,
    `debug live: handled params {"view":"/board","connected":true,${params}`,
    `debug live: handled an event {"view":"/board","connected":true,"event":"relabel","params":{"text":"t","user":{"password":"[FILTERED]"},"iban":"[FILTERED]","note":"${"n".repeat(80)}…"},…}`,
    'debug live: handled an event of a component {"view":"/board","connected":true,"component":"Row","event":"pick","params":{"a":1},…}',
  ]);
  expect(lines.join("\n")).not.toMatch(/hunter2|abc|DE02|_csrf_token":"(?!\[FILTERED\])/);
  await page.close();

  lines.length = 0;
  const still = await open("/quiet");
  await click(still, "a", { a: 1 });
  expect(lines.filter((line) => line.includes(" live: "))).toEqual([]);
  const audible = await open("/loud");
  await click(audible, "save", { a: 1 });
  expect(lines.filter((line) => line.includes(" live: ")).map((line) => line.slice(0, 24))).toEqual([
    "info live: mounted a view".slice(0, 24),
    "info live: mounted a view".slice(0, 24),
    "info live: handled an event".slice(0, 24),
  ]);
});

test("a message for a view is published with its topic", async () => {
  const page = await open("/board");
  const seen = record("firecrest.live_view.handle_info");
  app.pubsub.broadcast("board", "z");
  await page.until((text) => text.includes("Z1"));
  const own = seen.filter(([, { viewId }]) => viewId === page.topic.slice(3));
  expect(own.map(([phase, { topic, view }]) => [phase, topic, view])).toEqual([
    ["start", "board", "/board"],
    ["stop", "board", "/board"],
  ]);
  checkTimes(seen);
});

test("the end of a connected view is published with its reason", async () => {
  const seen: (readonly [string, string])[] = [];
  let heard = (): void => {};
  ends.push(
    subscribe("firecrest.live_view.ended", ({ view, reason }) => {
      seen.push([view, reason.type]);
      heard();
    }),
  );
  const left = await open("/loud");
  const isOver = new Promise<void>((resolve) => (heard = resolve));
  await left.close();
  await isOver;
  const crashed = await open("/board");
  send(crashed, "crash");
  await crashed.client.next((frame) => frame.event === "phx_error");
  const flooded = await open("/board");
  for (let index = 0; index < 60; index++) send(flooded, index === 0 ? "hang" : "nothing");
  await flooded.client.closed;
  expect(seen).toEqual([
    ["/loud", "shutdown"],
    ["/board", "crashed"],
    ["/board", "mailbox-full"],
  ]);
});

test("a refused join is published with its reason", async () => {
  const seen: TelemetryMessages["firecrest.live_view.join_refused"][] = [];
  ends.push(subscribe("firecrest.live_view.join_refused", (message) => seen.push(message)));
  const page = await open("/board");
  await expect(page.join({ session: "forged" })).rejects.toThrow("stale");
  await expect(page.join({ url: `${origin}/nowhere` })).rejects.toThrow("unauthorized");
  await expect(page.join({ url: `${origin}/board?mode=closed` })).rejects.toThrow("reload");
  expect(seen.map(({ reason, topic }) => [reason, topic])).toEqual(
    ["stale", "unauthorized", "reload"].map((reason) => [reason, page.topic]),
  );
});

test("a nested view is called by its name, and has no URL", async () => {
  const seen = record("firecrest.live_view.mount");
  await open("/host");
  const names = (message: ViewMetadata) => [message.view, message.url];
  expect(seen.filter(([phase]) => phase === "stop").map(([, message]) => names(message))).toEqual([
    ["/host", `${origin}/host`],
    ["Clock", undefined],
    ["/host", `${origin}/host`],
    ["Clock", undefined],
  ]);
  expect(liveView({ mount: () => ({}), render: () => html`` }).name).toMatch(/^views\.test\.ts:\d+$/);
  expect(liveComponent({ render: () => html`<p></p>` }).definition.name).toMatch(/^views\.test\.ts:\d+$/);
});

test("what a hostile client brings about is a warning, and of a flood only the first lines are written", async () => {
  const page = await open("/loud");
  send(page, "forged\nevent");
  await page.client.next((frame) => frame.event === "phx_error");
  const [warning = "", ...others] = lines.filter((line) => !/^(?:debug|info) /.test(line));
  expect(warning.split("\n")[0]).toMatch(
    /^warn live: \/loud failed in handleMessage \{"error":\{"name":"LiveError","code":"event-without-handler","message":".*forged/,
  );
  expect(
    warning
      .split("\n")
      .slice(1)
      .every((line) => line.startsWith("  ")),
  ).toBe(true);
  expect(others).toEqual([]);
  lines.length = 0;
  for (let index = 0; index < 150; index++)
    page.client.sendRaw(`["${index}","${index}","nowhere:${index}","phx_join",{}]`);
  await page.client.next((frame) => frame.topic === "nowhere:149");
  // 100 at once, and what time has added since.
  expect(lines.length).toBeGreaterThanOrEqual(100);
  expect(lines.length).toBeLessThan(140);
});
