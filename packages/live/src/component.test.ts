import { randomBytes } from "node:crypto";
import { createLogger, type Server } from "@firecrest/channels";
import { type Hosted, html } from "@firecrest/template";
import { type LivePage, visit } from "@firecrest/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { each } from "./each.ts";
import type { Live } from "./live.ts";
import { type LiveComponent, liveComponent } from "./live-component.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";
import { serve } from "./serve.ts";

const calls: string[] = [];
let server: Server;
let origin: string;

interface CounterProps {
  readonly id: string;
  readonly label: string;
  readonly notify?: (count: number) => void;
}
const counter: LiveComponent<CounterProps> = liveComponent({
  mount: (_live, { id }: CounterProps): { count: number } => {
    calls.push(`mount ${id}`);
    return { count: 0 };
  },
  events: {
    add: (live) => {
      live.assign({ count: live.assigns.count + 1 });
      live.pushEvent("added", { id: live.assigns.id });
      live.assigns.notify?.(live.assigns.count);
    },
    reply: (live) => ({ myself: live.myself }),
    flash: (live) => live.putFlash("info", "mine"),
    leave: (live) => {
      live.putFlash("info", "from the component");
      live.navigate("/other");
    },
    later: (live) => live.sendUpdate(counter, live.assigns.id, { label: "sent" }),
  },
  render: ({ id, label, count, flash, myself }, on) => {
    calls.push(`render ${id}`);
    return html`<button id=${id} phx-click=${on.add} phx-target=${myself}>${label}: ${count}${flash["info"]}</button>`;
  },
});

const loaded = liveComponent({
  updateMany: (entries: readonly { readonly props: { readonly id: string } }[]) => {
    calls.push(`load ${entries.map(({ props }) => props.id).join()}`);
    return entries.map(({ props }) => ({ name: `name of ${props.id}` }));
  },
  render: ({ name }) => html`<i>${name}</i>`,
});

const outer = liveComponent({
  mount: (_live, _props: { readonly id: string; readonly ids: readonly string[] }) => ({}),
  render: ({ ids }) =>
    html`<div>${each(ids, String, (id) => html`<p>${counter({ id: `in-${id}`, label: id })}</p>`)}</div>`,
});

const frame = liveComponent({
  mount: (_live, _props: { readonly id: string; readonly content: Hosted | undefined }) => ({}),
  render: ({ content }) => html`<div>${content}</div>`,
});

interface Assigns {
  ids: string[];
  label: string;
  hidden: boolean;
  told: number;
}
const board = liveView({
  mount: (): Assigns => ({ ids: ["a", "b"], label: "L", hidden: false, told: 0 }),
  events: {
    relabel: (live) => live.assign({ label: "M" }),
    add: (live) => live.update("ids", (ids) => [...ids, "c"]),
    reverse: (live) => live.update("ids", (ids) => ids.toReversed()),
    hide: (live) => live.update("hidden", (hidden) => !hidden),
    nothing: () => undefined,
    update: (live) => live.sendUpdate(counter, "a", { label: "updated" }),
    updateGhost: (live) => live.sendUpdate(counter, "ghost", { label: "x" }),
    updateLater: (live) => void live.sendUpdateAfter(1, counter, "b", { label: "later" }),
    twice: (live) => live.assign({ ids: ["a", "b", "c", "d"] }),
  },
  handleInfo: (live, told: number) => live.assign({ told }),
  render: ({ ids, label, hidden, told }) =>
    html`<b>${told}</b>${ids.length > 3 ? counter({ id: "a", label: "again" }) : undefined}${
      hidden ? undefined : each(ids, String, (id) => html`<li><${counter} id=${id} label=${`${label}${id}`} /></li>`)
    }`,
});
const many = liveView({
  mount: () => ({ ids: ["x", "y", "z"] }),
  render: ({ ids }) => html`${ids.map((id) => loaded({ id }))}${outer({ id: "o", ids: ["1", "2"] })}`,
});
const parent = liveView({
  mount: (live) => ({ told: 0, notify: (count: number) => void live.sendSelf(count) }),
  handleInfo: (live, told: number) => live.assign({ told }),
  render: ({ told, notify }) => html`<b>${told}</b>${counter({ id: "a", label: "n", notify })}`,
});
const flipping = liveView({
  mount: (): { isFlipped: boolean } => ({ isFlipped: false }),
  events: { flip: (live) => live.update("isFlipped", (isFlipped) => !isFlipped) },
  render: ({ isFlipped }) => {
    const nested = outer({ id: "o", ids: ["1"] });
    return isFlipped ? html`<main>${nested}</main>` : html`<section>${nested}</section>`;
  },
});
const moving = liveView({
  mount: (live): { isInside: boolean; notify: () => void } => ({
    isInside: false,
    notify: () => (live as unknown as Live<{ isInside: boolean }>).assign({ isInside: true }),
  }),
  render: ({ isInside, notify }) => {
    const moved = counter({ id: "a", label: isInside ? "inside" : "outside", notify });
    return html`<main>${isInside ? undefined : moved}${frame({ id: "f", content: isInside ? moved : undefined })}</main>`;
  },
});
const other = liveView({ mount: () => ({}), render: ({ flash }) => html`<p>${flash["info"]}</p>` });
const fifty = liveView({
  mount: () => ({ ids: Array.from({ length: 50 }, (_, index) => `n${index}`) }),
  render: ({ ids }) => html`<main>${ids.map((id) => counter({ id, label: id }))}</main>`,
});

beforeAll(async () => {
  const app = createApp({
    routes: [
      route("/board", board),
      route("/many", many),
      route("/parent", parent),
      route("/other", other),
      route("/fifty", fifty),
      route("/flipping", flipping),
      route("/moving", moving),
    ],
    secrets: [randomBytes(32).toString("hex")],
    development: true,
    log: createLogger({ write: () => undefined }),
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  calls.length = 0;
});

/** An event for one component. */
const send = async (page: LivePage, cid: number, event: string) =>
  (await page.push("event", { type: "click", event, value: {}, cid })).response;
const button = (id: string, cid: number, text: string) =>
  `<button id="${id}" phx-click="add" phx-target="${cid}">${text}</button>`;

test("a component is in the plain page and in the joined view, with the same number", async () => {
  const page = await visit(origin, "/board");
  expect(page.deadHtml).toBe(`<b>0</b><li>${button("a", 1, "La: 0")}</li><li>${button("b", 2, "Lb: 0")}</li>`);
  expect(page.html()).toBe(page.deadHtml);
  await page.close();
});

test("an event for a component reaches that one, renders that one, and takes its events along", async () => {
  const page = await visit(origin, "/board");
  calls.length = 0;
  expect(await send(page, 2, "add")).toEqual({ diff: { c: { 2: { 4: "1" } }, e: [["added", { id: "b" }]] } });
  expect(calls).toEqual(["render b"]);
  expect(await send(page, 1, "reply")).toEqual({ diff: { r: { myself: 1 } } });
  expect(await send(page, 77, "add")).toEqual({});
  await page.close();
});

test("one of fifty components costs as much as one", async () => {
  const page = await visit(origin, "/fifty");
  calls.length = 0;
  const response = await send(page, 25, "add");
  expect(calls).toEqual(["render n24"]);
  expect(JSON.stringify(response).length).toBeLessThan(80);
  await page.close();
});

test("its state survives what its parent renders, which reaches it only with other props", async () => {
  const page = await visit(origin, "/board");
  await send(page, 1, "add");
  calls.length = 0;
  await page.click("nothing");
  expect(calls).toEqual([]);
  await page.click("relabel");
  expect(calls).toEqual(["render a", "render b"]);
  expect(page.html()).toContain(button("a", 1, "Ma: 1"));
  await page.close();
});

test("its state follows its id when it moves, and one that is new shares the statics of the others", async () => {
  const page = await visit(origin, "/board");
  await send(page, 1, "add");
  await page.click("reverse");
  expect(page.html()).toBe(`<b>0</b><li>${button("b", 2, "Lb: 0")}</li><li>${button("a", 1, "La: 1")}</li>`);
  const added = (await page.click("add")).response["diff"] as { c: Record<string, { s: unknown }> };
  expect(added.c["3"]?.s).toBe(-1);
  await page.close();
});

test("it ends when the browser has removed it for good, and not when it came back in between", async () => {
  const page = await visit(origin, "/board");
  await send(page, 1, "add");
  await page.click("hide");
  await page.push("cids_will_destroy", { cids: [1, 2] });
  await page.click("hide");
  expect(page.html()).toContain("La: 1");
  expect((await page.push("cids_destroyed", { cids: [1, 2] })).response).toEqual({ cids: [] });
  await page.click("hide");
  await page.push("cids_will_destroy", { cids: [1, 2] });
  expect((await page.push("cids_destroyed", { cids: [1, 2] })).response).toEqual({ cids: [1, 2] });
  await page.click("hide");
  expect(page.html()).toContain(button("a", 3, "La: 0"));
  await page.close();
});

test("its own messages are its own, until it leads the page away", async () => {
  const page = await visit(origin, "/board");
  await send(page, 1, "flash");
  expect(page.html()).toContain("La: 0mine");
  expect(page.html()).toContain("Lb: 0</button>");
  const left = (await send(page, 1, "leave")) as { live_redirect: { to: string; flash: string } };
  expect(left.live_redirect.to).toBe("/other");
  const next = await visit(origin, "/other");
  await next.join({ flash: left.live_redirect.flash });
  expect(next.html()).toBe("<p>from the component</p>");
  await Promise.all([page.close(), next.close()]);
});

test("a message updates it, now or later; one for a component that is not there does nothing", async () => {
  const page = await visit(origin, "/board");
  await page.click("update");
  await page.until((text) => text.includes("updated: 0"));
  await page.click("updateGhost");
  await page.click("updateLater");
  await page.until((text) => text.includes("later: 0"));
  await send(page, 1, "later");
  await page.until((text) => text.includes("sent: 0"));
  await page.close();
});

test("one update serves all components of a kind, outermost first", async () => {
  const page = await visit(origin, "/many");
  expect(calls.filter((call) => call.startsWith("load"))).toEqual(["load x,y,z", "load x,y,z"]);
  expect(page.html()).toBe(page.deadHtml);
  expect(page.deadHtml).toContain("<i>name of x</i><i>name of y</i><i>name of z</i><div>");
  expect(page.deadHtml).toContain(button("in-1", 5, "1: 0"));
  await page.close();
});

test("it tells its view by a function that it was given", async () => {
  const page = await visit(origin, "/parent");
  await send(page, 1, "add");
  await page.until((text) => text.includes("<b>1</b>"));
  await page.close();
});

test("their state outlives the template around the whole view, and what stood in them comes back with them", async () => {
  const page = await visit(origin, "/flipping");
  await send(page, 2, "add");
  await page.click("flip");
  expect(page.html()).toBe(`<main><div><p>${button("in-1", 2, "1: 1")}</p></div></main>`);
  await page.push("cids_will_destroy", { cids: [1, 2] });
  await page.click("flip");
  expect((await page.push("cids_destroyed", { cids: [1, 2] })).response).toEqual({ cids: [] });
  expect(page.html()).toBe(`<section><div><p>${button("in-1", 2, "1: 1")}</p></div></section>`);
  await page.close();
});

test("one that moves into another in the turn in which it changed is rendered once, in its new place", async () => {
  const page = await visit(origin, "/moving");
  calls.length = 0;
  await send(page, 1, "add");
  expect(page.html()).toBe(`<main><div>${button("a", 1, "inside: 1")}</div></main>`);
  expect(calls).toEqual(["render a"]);
  await page.close();
});

test("two of one kind with one id end the view", async () => {
  const page = await visit(origin, "/board");
  page.click("twice").catch(() => undefined);
  const { payload } = await page.client.next((frame) => frame.event === "phx_error");
  expect(JSON.stringify(payload)).toContain("Two components of one kind were rendered with the id");
  await page.close();
});
