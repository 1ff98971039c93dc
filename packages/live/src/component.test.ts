import { randomBytes } from "node:crypto";
import { createLogger } from "@firecrest/channels";
import { type Hosted, html } from "@firecrest/template";
import { followRedirect, live, type LivePart } from "@firecrest/testing";
import { beforeEach, expect, test } from "vitest";
import { createApp } from "./app.ts";
import { each } from "./each.ts";
import { click } from "./fixtures/exchange.ts";
import type { Live } from "./live.ts";
import { type LiveComponent, liveComponent } from "./live-component.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";

const calls: string[] = [];
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
beforeEach(() => {
  calls.length = 0;
});

/** An event for one component. */
const send = async (page: LivePart, cid: number, event: string) =>
  (await page.exchange("event", { type: "click", event, value: {}, cid })).response;
const button = (id: string, cid: number, text: string) =>
  `<button id="${id}" phx-click="add" phx-target="${cid}">${text}</button>`;

test("a component is in the plain page and in the joined view, with the same number", async () => {
  const page = await live(app, "/board");
  expect(page.deadHtml).toBe(`<b>0</b><li>${button("a", 1, "La: 0")}</li><li>${button("b", 2, "Lb: 0")}</li>`);
  expect(page.html()).toBe(page.deadHtml);
});

test("an event for a component reaches that one, renders that one, and takes its events along", async () => {
  const page = await live(app, "/board");
  calls.length = 0;
  expect(await send(page, 2, "add")).toEqual({ diff: { c: { 2: { 4: "1" } }, e: [["added", { id: "b" }]] } });
  expect(calls).toEqual(["render b"]);
  expect(await send(page, 1, "reply")).toEqual({ diff: { r: { myself: 1 } } });
  expect(await send(page, 77, "add")).toEqual({});
});

test("one of fifty components costs as much as one", async () => {
  const page = await live(app, "/fifty");
  calls.length = 0;
  const response = await send(page, 25, "add");
  expect(calls).toEqual(["render n24"]);
  expect(JSON.stringify(response).length).toBeLessThan(80);
});

test("its state survives what its parent renders, which reaches it only with other props", async () => {
  const page = await live(app, "/board");
  await send(page, 1, "add");
  calls.length = 0;
  await page.push("nothing");
  expect(calls).toEqual([]);
  await page.push("relabel");
  expect(calls).toEqual(["render a", "render b"]);
  expect(page.html()).toContain(button("a", 1, "Ma: 1"));
});

test("its state follows its id when it moves, and one that is new shares the statics of the others", async () => {
  const page = await live(app, "/board");
  await send(page, 1, "add");
  await page.push("reverse");
  expect(page.html()).toBe(`<b>0</b><li>${button("b", 2, "Lb: 0")}</li><li>${button("a", 1, "La: 1")}</li>`);
  const added = (await click(page, "add")).response["diff"] as { c: Record<string, { s: unknown }> };
  expect(added.c["3"]?.s).toBe(-1);
});

test("it ends when the browser has removed it for good, and not when it came back in between", async () => {
  const page = await live(app, "/board");
  await send(page, 1, "add");
  await page.exchange("cids_will_destroy", { cids: [1, 2] });
  await page.push("relabel");
  expect((await page.exchange("cids_destroyed", { cids: [1, 2] })).response).toEqual({ cids: [] });
  expect(page.html()).toContain("Ma: 1");
  await page.push("hide");
  await page.settled();
  expect(page.client.received.at(-1)?.payload).toEqual({ status: "ok", response: { cids: [1, 2] } });
  await page.push("hide");
  expect(page.html()).toContain(button("a", 3, "Ma: 0"));
});

test("its own messages are its own, until it leads the page away", async () => {
  const page = await live(app, "/board");
  await send(page, 1, "flash");
  expect(page.html()).toContain("La: 0mine");
  expect(page.html()).toContain("Lb: 0</button>");
  await send(page, 1, "leave");
  const next = await followRedirect(page, "/other");
  expect(next.html()).toBe("<p>from the component</p>");
});

test("a message updates it, now or later; one for a component that is not there does nothing", async () => {
  const page = await live(app, "/board");
  await page.push("update");
  await page.until((text) => text.includes("updated: 0"));
  await page.push("updateGhost");
  await page.push("updateLater");
  await page.until((text) => text.includes("later: 0"));
  await send(page, 1, "later");
  await page.until((text) => text.includes("sent: 0"));
});

test("one update serves all components of a kind, outermost first", async () => {
  const page = await live(app, "/many");
  expect(calls.filter((call) => call.startsWith("load"))).toEqual(["load x,y,z", "load x,y,z"]);
  expect(page.html()).toBe(page.deadHtml);
  expect(page.deadHtml).toContain("<i>name of x</i><i>name of y</i><i>name of z</i><div>");
  expect(page.deadHtml).toContain(button("in-1", 5, "1: 0"));
});

test("it tells its view by a function that it was given", async () => {
  const page = await live(app, "/parent");
  await send(page, 1, "add");
  await page.until((text) => text.includes("<b>1</b>"));
});

test("their state outlives the template around the whole view, and what stood in them comes back with them", async () => {
  const page = await live(app, "/flipping");
  await send(page, 2, "add");
  await page.push("flip");
  expect(page.html()).toBe(`<main><div><p>${button("in-1", 2, "1: 1")}</p></div></main>`);
  await page.exchange("cids_will_destroy", { cids: [1, 2] });
  await page.push("flip");
  expect((await page.exchange("cids_destroyed", { cids: [1, 2] })).response).toEqual({ cids: [] });
  expect(page.html()).toBe(`<section><div><p>${button("in-1", 2, "1: 1")}</p></div></section>`);
});

test("one that moves into another in the turn in which it changed is rendered once, in its new place", async () => {
  const page = await live(app, "/moving");
  calls.length = 0;
  await send(page, 1, "add");
  expect(page.html()).toBe(`<main><div>${button("a", 1, "inside: 1")}</div></main>`);
  expect(calls).toEqual(["render a"]);
});

test("two of one kind with one id end the view", async () => {
  const page = await live(app, "/board");
  await expect(page.push("twice")).rejects.toThrow("Two components of one kind were rendered with the id");
});
