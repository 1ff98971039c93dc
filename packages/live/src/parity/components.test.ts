// Area K of docs/parity.md, with a row of C: components with state. One test a row; selectors as targets are in e2e/targets.spec.ts.

import { html } from "@firecrest/template";
import { type LivePage, live } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { FakeClock } from "@firecrest/actors";
import { expect, test } from "vitest";
import { each } from "../each.ts";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import { type ComponentEntry, type LiveComponent, liveComponent } from "../live-component.ts";
import { liveView } from "../live-view.ts";
import type { Stream } from "../stream.ts";
import { subscribe, type TelemetryMessages } from "../telemetry/index.ts";

interface CounterProps {
  readonly id: string;
  readonly label?: string;
}

/** A number that grows with each click on it. */
const counter: LiveComponent<CounterProps> = liveComponent({
  mount: (_live, _props: CounterProps): { count: number } => ({ count: 0 }),
  events: { add: (live) => live.update("count", (count) => count + 1) },
  render: ({ id, label, count, myself }, on) =>
    html`<button id=${id} phx-click=${on.add} phx-target=${myself}>${label}${count}</button>`,
});

/** The texts of the page's buttons. */
function texts(page: LivePage): string {
  return [...page.html().matchAll(/>([^<>]*)<\/button>/g)].map(([, text]) => text).join(" ");
}

test("a new instance uses the markup of those that are there", async () => {
  const view = liveView({
    mount: (): { ids: readonly string[] } => ({ ids: ["a"] }),
    events: { more: (live) => live.update("ids", (ids) => [...ids, `n${ids.length}`, `m${ids.length}`]) },
    render: ({ ids }) => html`${ids.map((id) => counter({ id }))}`,
  });
  const page = await (await openSite(view)).visit();
  await page.element("#a").click();
  const { response } = await click(page, "more");
  const bodies = (response["diff"] as { readonly c: Readonly<Record<string, { readonly s: unknown }>> }).c;
  // -1: the markup of component 1 as it was before this message.
  expect([bodies["2"]?.s, bodies["3"]?.s]).toEqual([-1, expect.any(Number)]);
  expect(JSON.stringify(response)).not.toContain("<button");
  expect(texts(page)).toBe("1 0 0");
});

test("a component is one by what it is and its id, has one root tag, and a second one with that id is an error", async () => {
  const other = liveComponent({ render: ({ myself }) => html`<b id="other-${myself}"></b>` });
  const rootless = liveComponent({ render: () => html`<i></i><i></i>` });
  const shapes: Readonly<Record<string, () => unknown>> = {
    fine: () => [counter({ id: "a" }), counter({ id: "b" }), other({ id: "a" })],
    twice: () => [counter({ id: "a" }), html`<p>${counter({ id: "a" })}</p>`],
    rootless: () => rootless({ id: "r" }),
    nameless: () => counter({ id: "" }),
  };
  const view = liveView({
    mount: () => ({ shape: "fine" }),
    events: { show: (live, { shape }) => live.assign({ shape: String(shape) }) },
    render: ({ shape }) => html`<main>${shapes[shape]?.()}</main>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await page.element("#b").click();
  expect(texts(page)).toBe("0 1");
  expect(page.html()).toContain('<b id="other-3"></b>');
  for (const [shape, message] of [
    ["twice", 'Two components of one kind were rendered with the id \\"a\\"'],
    ["rootless", "one element"],
    ["nameless", 'was rendered with the id \\"\\"'],
  ]) {
    expect(await site.crash(await site.visit(), "show", { shape })).toContain(message);
  }
});

test("mount of a component runs once for each identity, wherever and however often that is rendered", async () => {
  const mounts: string[] = [];
  const card = liveComponent({
    mount: (live, { id }: { readonly id: string; readonly n: number }): { from: string } => {
      if (live.connected) mounts.push(`${id} ${live.myself}`);
      return { from: "mount" };
    },
    render: ({ id, n, from }) => html`<b>${id} ${n} ${from}</b>`,
  });
  const view = liveView({
    mount: (): { ids: readonly string[]; n: number } => ({ ids: ["a", "b"], n: 0 }),
    events: {
      again: (live) => live.update("n", (n) => n + 1),
      turn: (live) => live.update("ids", (ids) => ids.toReversed()),
      more: (live) => live.update("ids", (ids) => [...ids, "c"]),
    },
    render: ({ ids, n }) =>
      html`${ids.length > 2 ? html`<hr>` : ""}${each(ids, String, (id) => html`<p>${card({ id, n })}</p>`)}`,
  });
  const page = await (await openSite(view)).visit();
  for (const event of ["again", "turn", "again", "more"]) await click(page, event);
  expect(mounts).toEqual(["a 1", "b 2", "c 3"]);
  expect(page.html()).toBe("<hr><p><b>b 2 mount</b></p><p><b>a 2 mount</b></p><p><b>c 2 mount</b></p>");
});

test("update runs when the parent renders it with other props and on sendUpdate; without it the props are the assigns", async () => {
  const updates: string[] = [];
  interface Props {
    readonly id: string;
    readonly label: string;
    readonly size?: number;
  }
  const derived: LiveComponent<Props> = liveComponent({
    mount: (_live, _props: Props): { count: number } => ({ count: 7 }),
    update: (live, { id, label, size }: Props) => {
      if (live.connected) updates.push(`${id} ${label} ${size}`);
      return { title: label.toUpperCase() };
    },
    render: ({ title, count }) => html`<b>${title} ${count}</b>`,
  });
  const direct: LiveComponent<Props> = liveComponent({ render: ({ label }: Props) => html`<i>${label}</i>` });
  const view = liveView({
    mount: () => ({ label: "a", n: 0 }),
    events: {
      other: (live) => live.assign({ n: live.assigns.n + 1 }),
      relabel: (live) => live.assign({ label: "b" }),
      send: (live) => live.sendUpdate(derived, "d", { size: 3 }),
    },
    render: ({ label, n }) => html`<p>${n}</p>${derived({ id: "d", label })}${direct({ id: "e", label })}`,
  });
  const page = await (await openSite(view)).visit();
  expect(updates.splice(0)).toEqual(["d a undefined"]);
  await click(page, "other");
  expect(updates).toEqual([]);
  await click(page, "relabel");
  expect(page.html()).toBe("<p>1</p><b>B 7</b><i>b</i>");
  await click(page, "send");
  await expect.poll(() => updates).toEqual(["d b undefined", "d b 3"]);
});

test("updateMany takes all instances of one kind that a render touches, at once, level by level", async () => {
  const loads: string[] = [];
  interface Props {
    readonly id: string;
    readonly n: number;
    readonly inner?: readonly string[];
  }
  const badge: LiveComponent<Props> = liveComponent({
    updateMany: (entries: readonly ComponentEntry<Props, object>[]) => {
      if (entries.some(({ live: { connected } }) => connected)) loads.push(entries.map(({ props }) => props.id).join());
      return entries.map(({ props }) => ({ name: `${props.id}${props.n}`, props }));
    },
    render: ({ name, props: { inner = [], n } }) => html`<b>${name}${inner.map((id) => badge({ id, n }))}</b>`,
  });
  const wrong = liveComponent({
    updateMany: (): readonly { readonly name: string }[] => [],
    render: ({ name }) => html`<b>${name}</b>`,
  });
  const view = liveView({
    mount: (): { n: number; only: string; isWrong: boolean } => ({ n: 0, only: "", isWrong: false }),
    events: {
      all: (live) => live.update("n", (n) => n + 1),
      one: (live) => live.sendUpdate(badge, "b", { n: 9 }),
      wrong: (live) => live.assign({ isWrong: true }),
    },
    render: ({ n, isWrong }) =>
      html`${badge({ id: "a", n, inner: ["x", "y"] })}${badge({ id: "b", n, inner: ["z"] })}${isWrong && wrong({ id: "w" })}`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect(loads.splice(0)).toEqual(["a,b", "x,y,z"]);
  await click(page, "all");
  expect(loads.splice(0)).toEqual(["a,b", "x,y,z"]);
  expect(page.html()).toBe("<b>a1<b>x1</b><b>y1</b></b><b>b1<b>z1</b></b>");
  await click(page, "one");
  await page.until((text) => text.includes("<b>b9<b>z9</b></b>"));
  expect(loads).toEqual(["b", "z"]);
  expect(await site.crash(page, "wrong")).toContain("was given 1 components and returned assigns for 0");
});

test("a component renders like a view, from assigns and names of events, and renderWith takes that over", async () => {
  const door = liveComponent({
    mount: (_live, _props: { readonly id: string }): { isOpen: boolean } => ({ isOpen: false }),
    events: {
      open: (live) => {
        live.assign({ isOpen: true });
        live.renderWith(
          ({ id, isOpen, myself }: { id: string; isOpen: boolean; myself: number }) =>
            html`<dialog id=${id} open=${isOpen}>${myself}</dialog>`,
        );
      },
    },
    render: ({ id, isOpen, myself, flash }, on) =>
      html`<button id=${id} phx-click=${on.open} phx-target=${myself}>${String(isOpen)}${flash["info"]}</button>`,
  });
  const view = liveView({ mount: () => ({}), render: () => html`${door({ id: "d" })}` });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe('<button id="d" phx-click="open" phx-target="1">false</button>');
  expect(page.deadHtml).toBe(page.html());
  await page.element("#d").click();
  expect(page.markup()).toBe('<dialog id="d" open>1</dialog>');
});

test("an event whose target is a component runs that one's handler, with its reply, and only its diff travels", async () => {
  let renders = 0;
  const row = liveComponent({
    mount: (_live, _props: { readonly id: string }): { count: number } => ({ count: 0 }),
    events: { add: (live, { by }) => live.update("count", (count) => count + Number(by)) },
    handleEvent: (live, name) => ({ name, count: live.assigns.count }),
    render: ({ id, count, myself }) =>
      html`<b id=${id} phx-click="add" phx-target=${myself} phx-value-by="2">${count}</b>`,
  });
  const view = liveView({
    mount: () => ({}),
    handleEvent: () => ({ by: "view" }),
    render: () => {
      renders += 1;
      return html`<main>${Array.from({ length: 50 }, (_, index) => row({ id: `r${index}` }))}</main>`;
    },
  });
  const page = await (await openSite(view)).visit();
  renders = 0;
  await page.element("#r24").click();
  const added = page.client.received.at(-1);
  expect(added?.payload).toEqual({ status: "ok", response: { diff: { c: { 25: { 2: "2" } } } } });
  expect(renders).toBe(0);
  expect(await page.push("ask", {}, { target: 25 })).toEqual({ name: "ask", count: 2 });
  expect(await page.push("ask")).toEqual({ by: "view" });
  // One that is gone is a race, and no error.
  expect((await page.exchange(EVENTS.event, { type: "click", event: "add", value: {}, cid: 99 })).response).toEqual({});
});

test("myself names an instance: in phx-target, in commands, and for those who send it updates", async () => {
  const seen: unknown[] = [];
  const box: LiveComponent<{ readonly id: string; readonly text?: string }> = liveComponent({
    mount: (live, _props: { readonly id: string; readonly text?: string }): { own: number } => ({ own: live.myself }),
    events: {
      tell: (live) => {
        seen.push([live.myself, live.assigns.own]);
        live.sendUpdate(box, live.assigns.id, { text: `told ${live.myself}` });
      },
    },
    render: ({ id, text, myself }) =>
      html`<p id=${id}><a class="attribute" phx-click="tell" phx-target=${myself}></a><a class="command" phx-click=${`[["push",{"event":"tell","target":${myself}}]]`}></a>${text}</p>`,
  });
  const view = liveView({ mount: () => ({}), render: () => html`${box({ id: "a" })}${box({ id: "b" })}` });
  const page = await (await openSite(view)).visit();
  await page.element("#a .attribute").click();
  await page.until((text) => text.includes("told 1"));
  await page.element("#b .command").click();
  await page.until((text) => text.includes("told 2"));
  expect(seen).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test("messages go to the view, which passes them on with sendUpdate", async () => {
  const view = liveView({
    mount: (live) => {
      live.subscribe("labels");
      return {};
    },
    handleInfo: (live, message: { readonly id: string; readonly label: string }) =>
      live.sendUpdate(counter, message.id, { label: message.label }),
    render: () => html`${counter({ id: "a" })}${counter({ id: "b" })}`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  site.app.pubsub.broadcast("labels", { id: "b", label: "new " });
  await page.until(() => texts(page) === "0 new 0");
  expect("handleInfo" in counter.definition).toBe(false);
});

test("sendUpdate updates one instance in a turn of its own, keeps the other props, and is nothing where there is none", async () => {
  const view = liveView({
    mount: () => ({}),
    events: {
      send: (live, { id }) => {
        live.sendUpdate(counter, String(id), { label: "sent " });
        return { sent: true };
      },
    },
    render: () => html`${counter({ id: "a", label: "a " })}${counter({ id: "b", label: "b " })}`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await page.element("#b").click();
  expect((await click(page, "send", { id: "b" })).response).toEqual({ diff: { r: { sent: true } } });
  await page.until(() => texts(page) === "a 0 sent 1");
  expect(page.client.received.at(-1)).toMatchObject({ event: EVENTS.diff, payload: { c: { 2: { 3: "sent " } } } });
  const seen = page.client.received.length;
  await click(page, "send", { id: "ghost" });
  await click(page, "send", { id: "ghost" });
  expect(page.client.received.length - seen).toBe(2);
  expect(site.log).toEqual([]);
});

test("sendUpdateAfter does so later, unless it is cancelled", async () => {
  const clock = new FakeClock();
  const view = liveView({
    mount: () => ({}),
    events: {
      start: (live) => {
        const cancel = live.sendUpdateAfter(1_000, counter, "a", { label: "first " });
        live.private.set("cancel", cancel);
        live.sendUpdateAfter(2_000, counter, "b", { label: "second " });
      },
      cancel: (live) => (live.private.get("cancel") as () => void)(),
    },
    render: () => html`${counter({ id: "a" })}${counter({ id: "b" })}`,
  });
  const { app } = await openSite(view);
  const page = await live(app, "/", { clock });
  await click(page, "start");
  clock.advance(999);
  expect(texts(page)).toBe("0 0");
  clock.advance(1);
  expect(texts(page)).toBe("first 0 0");
  clock.advance(1_000);
  expect(texts(page)).toBe("first 0 second 0");
  await click(page, "start");
  await click(page, "cancel");
  clock.advance(5_000);
  expect(texts(page)).toBe("first 0 second 0");
});

test("a component that moves keeps its state, and loses it only when the browser has said that it is gone", async () => {
  const view = liveView({
    mount: (): { ids: readonly string[]; isWide: boolean } => ({ ids: ["a", "b"], isWide: false }),
    events: {
      turn: (live) => live.update("ids", (ids) => ids.toReversed()),
      widen: (live) => live.update("isWide", (isWide) => !isWide),
      show: (live, { ids }) => live.assign({ ids: ids as readonly string[] }),
    },
    render: ({ ids, isWide }) => {
      const list = each(ids, String, (id) => html`<p>${counter({ id })}</p>`);
      return isWide ? html`<main>${list}</main>` : html`<aside>${list}</aside>`;
    },
  });
  // The protocol by hand: a page of `testing` would itself say at once what is gone.
  const page = await (await openSite(view)).visit();
  await page.element("#a").click();
  await click(page, "turn");
  await click(page, "widen");
  expect(texts(page)).toBe("0 1");
  const will = { event: "cids_will_destroy", cids: [1] };
  await page.exchange(will.event, { cids: will.cids });
  await click(page, "turn");
  // Rendered again since: it is not gone.
  expect((await page.exchange("cids_destroyed", { cids: [1] })).response).toEqual({ cids: [] });
  expect(texts(page)).toBe("1 0");
  await click(page, "show", { ids: ["b"] });
  await expect
    .poll(() => page.client.received.some(({ payload }) => JSON.stringify(payload).includes('"cids":[1]')))
    .toBe(true);
  await click(page, "show", { ids: ["b", "a"] });
  expect(texts(page)).toBe("0 0");
});

test("rows of a stream hold components, each with its state while rows come and go", async () => {
  interface Item {
    readonly id: number;
  }
  const view = liveView({
    mount: (live): { rows: Stream<Item> } => ({ rows: live.stream([{ id: 1 }, { id: 2 }], { name: "row" }) }),
    events: {
      add: (live) => live.assigns.rows.insert({ id: 3 }, { at: 0 }),
      remove: (live) => live.assigns.rows.delete({ id: 1 }),
      again: (live) => live.assigns.rows.insert({ id: 2 }),
    },
    render: ({ rows }) =>
      html`<ul id="rows" phx-update="stream">${each(rows, ({ id }, domId) => html`<li id=${domId}>${counter({ id: `c${id}` })}</li>`)}</ul>`,
  });
  const page = await (await openSite(view)).visit();
  await page.element("#c2").click();
  await click(page, "add");
  expect(texts(page)).toBe("0 0 1");
  await click(page, "again");
  await click(page, "remove");
  expect(texts(page)).toBe("0 1");
  await page.element("#c3").click();
  expect(texts(page)).toBe("1 1");
});

test("flash, uploads, streams, temporary assigns and tasks of a component are its own", async () => {
  interface Assigns {
    rows: Stream<{ readonly id: number }>;
    news: readonly string[];
  }
  const box = liveComponent({
    mount: (live, _props: { readonly id: string }): Assigns => {
      live.temporaryAssigns({ news: [] });
      live.allowUpload("file", { accept: "any" });
      return { rows: live.stream([{ id: live.myself }], { name: `row-${live.myself}` }), news: ["first"] };
    },
    events: {
      fill: (live) => {
        live.putFlash("info", "mine");
        live.assigns.rows.insert({ id: 10 + live.myself });
        live.assign({ news: ["second"] });
        live.startAsync(
          "task",
          async () => live.myself,
          (outcome) => live.pushEvent("done", outcome),
        );
      },
      look: (live) => ({ news: live.assigns.news.length, done: live.uploadedEntries("file") }),
    },
    render: (assigns) =>
      html`<div id=${assigns.id}><i>${assigns.flash["info"]}</i><u>${({ news }: Assigns) => news.join()}</u><s>${assigns.uploads["file"]?.ref}</s><ul id="rows-${assigns.myself}" phx-update="stream">${each(assigns.rows, ({ id }, domId) => html`<li id=${domId}>${id}</li>`)}</ul></div>`,
  });
  const view = liveView({
    mount: (live): { rows: Stream<{ readonly id: number }> } => ({ rows: live.stream([{ id: 0 }], { name: "own" }) }),
    render: ({ rows, flash }) =>
      html`<b>${flash["info"]}</b>${box({ id: "a" })}${box({ id: "b" })}<ul id="own" phx-update="stream">${each(rows, ({ id }, domId) => html`<li id=${domId}>${id}</li>`)}</ul>`,
  });
  const page = await (await openSite(view)).visit();
  const refs = [...page.html().matchAll(/<s>([^<]+)<\/s>/g)].map(([, ref]) => ref);
  expect(new Set(refs).size).toBe(2);
  await page.push("fill", {}, { target: 2 });
  await expect.poll(() => page.events).toEqual([{ name: "done", payload: { ok: true, value: 2 } }]);
  const shown = page.html().replaceAll(/<s>[^<]+<\/s>/g, "");
  expect(shown).toContain(
    '<b></b><div id="a"><i></i><u>first</u><ul id="rows-1" phx-update="stream"><li id="row-1-1">1</li></ul></div>',
  );
  expect(shown).toContain(
    '<div id="b"><i>mine</i><u>second</u><ul id="rows-2" phx-update="stream"><li id="row-2-2">2</li><li id="row-2-12">12</li></ul></div>',
  );
  expect(shown).toContain('<ul id="own" phx-update="stream"><li id="own-0">0</li></ul>');
  expect(await page.push("look", {}, { target: 2 })).toMatchObject({ news: 0 });
  // Streams of one page are told apart by their refs: those of components carry the component's number.
  const sent = JSON.stringify(page.client.received.map(({ payload }) => payload));
  for (const ref of ["0", "1-0", "2-0"]) expect(sent).toContain(`"stream":["${ref}"`);
});

test("a component calls back by a function in its props: the view that gave it, or another component", async () => {
  const sum: LiveComponent<{ readonly id: string; readonly total?: number }> = liveComponent({
    render: ({ total }: { readonly id: string; readonly total?: number }) => html`<b>${total ?? 0}</b>`,
  });
  const teller = liveComponent({
    mount: (_live, _props: { readonly id: string; readonly tell: (n: number) => void }) => ({}),
    events: { tell: (live) => live.assigns.tell(5) },
    render: ({ id, myself }) => html`<a id=${id} phx-click="tell" phx-target=${myself}></a>`,
  });
  const view = liveView({
    mount: (live): { told: number; toView: (n: number) => void; toComponent: (n: number) => void } => ({
      told: 0,
      toView: (n) => void live.sendSelf(n),
      toComponent: (n) => live.sendUpdate(sum, "sum", { total: n }),
    }),
    handleInfo: (live, n: number) => live.update("told", (told) => told + n),
    render: ({ told, toView, toComponent }) =>
      html`<p>${told}</p>${sum({ id: "sum" })}${teller({ id: "view", tell: toView })}${teller({ id: "component", tell: toComponent })}`,
  });
  const page = await (await openSite(view)).visit();
  await page.element("#view").click();
  await page.until((text) => text.includes("<p>5</p><b>0</b>"));
  await page.element("#component").click();
  await page.until((text) => text.includes("<p>5</p><b>5</b>"));
});

test("a component that ends is told to telemetry, with its kind, its id and its view", async () => {
  const seen: TelemetryMessages["firecrest.live_component.destroyed"][] = [];
  const end = subscribe("firecrest.live_component.destroyed", (message) => seen.push(message));
  const named = liveComponent({ name: "Row", render: ({ id }: { readonly id: string }) => html`<b>${id}</b>` });
  const view = liveView({
    mount: (): { ids: readonly string[] } => ({ ids: ["a", "b", "c"] }),
    events: { keep: (live, { id }) => live.assign({ ids: [String(id)] }) },
    render: ({ ids }) => html`<main>${each(ids, String, (id) => named({ id }))}</main>`,
  });
  const page = await (await openSite(view)).visit();
  await click(page, "keep", { id: "b" });
  await expect.poll(() => seen.length).toBe(2);
  end();
  expect(seen.map(({ component, id, cid, viewId }) => [component, id, cid, viewId])).toEqual([
    ["Row", "a", 1, page.id],
    ["Row", "c", 3, page.id],
  ]);
});
