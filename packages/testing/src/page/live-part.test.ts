import { type AsyncResult, each, html, liveComponent, liveRender, liveView, route, type Stream } from "@firecrest/live";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { appOf, appOfView } from "../fixtures/test-app.ts";
import { followRedirect, live } from "../live.ts";

const part = liveComponent({
  mount: (_live, _props: { readonly id: string }) => ({}),
  events: { move: (live, { x }) => ({ by: live.assigns.id, x }) },
  render: ({ id }) => html`<p id=${id} phx-hook="Part" class="part">part</p>`,
});
const drawing = liveView({
  mount: (): { moves: number } => ({ moves: 0 }),
  events: {
    move: (live, { x }) => {
      live.update("moves", (moves) => moves + 1);
      live.pushEvent("moved", { x });
      return { moves: live.assigns.moves };
    },
    silent: () => undefined,
    bare: (_live, params) => ({ params }),
    fail: async () => {
      await Promise.resolve();
      throw new Error("no ink");
    },
  },
  render: ({ moves }) =>
    html`<canvas id="canvas" phx-hook="Canvas"></canvas><b>${moves}</b>${part({ id: "one" })}${part({ id: "two" })}`,
});

test("a hook pushes events and hears the replies", async () => {
  const page = await live(appOfView(drawing), "/");
  const canvas = page.hook("#canvas");
  expect(await canvas.push("move", { x: 3 })).toEqual({ moves: 1 });
  expect(await canvas.push("silent")).toBeUndefined();
  expect(await canvas.push("bare", [1, 2])).toEqual({ params: { value: [1, 2] } });
  expect(page.html()).toContain("<b>1</b>");
});

test("a hook pushes to every view and component that its target finds", async () => {
  const page = await live(appOfView(drawing), "/");
  expect(await page.hook("#canvas").pushTo(".part", "move", { x: 1 })).toEqual([
    { by: "one", x: 1 },
    { by: "two", x: 1 },
  ]);
  expect(await page.hook("#one").push("move")).toEqual({ moves: 1 });
});

test.each([
  ["has none", "b", "no-binding", "has no hook"],
  ["is not there", "video", "element-missing", "There is no"],
])("the hook of an element that %s is an error", async (_why, selector, code, message) => {
  const page = await live(appOfView(drawing), "/");
  await expect(page.hook(selector).push("move")).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test("events that the server pushed and replies that it gave are kept, for whoever expects them", async () => {
  const page = await live(appOfView(drawing), "/");
  expect([page.events, page.replies]).toEqual([[], []]);
  await page.push("move", { x: 1 });
  await page.push("silent");
  await page.push("move", { x: 2 });
  expect(page.events).toEqual([
    { name: "moved", payload: { x: 1 } },
    { name: "moved", payload: { x: 2 } },
  ]);
  expect(page.events).not.toContainEqual(expect.objectContaining({ name: "drawn" }));
  expect(page.replies).toEqual([{ moves: 1 }, { moves: 2 }]);
});

test("a crash rejects what was asked, with the view's own error as the cause, until the view is joined again", async () => {
  const page = await live(appOfView(drawing), "/");
  await page.push("move");
  const failure: unknown = await page.push("fail").catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "view-crashed", cause: { message: "no ink" } });
  expect(() => page.html()).toThrow("no ink");
  await page.join();
  expect(page.html()).toContain("<b>0</b>");
});

test("settled waits for every task of the view, and for what it leads to", async () => {
  let open: (value: string) => void = () => undefined;
  const gate = new Promise<string>((resolve) => {
    open = resolve;
  });
  const loading = liveView({
    mount: (live): { first: AsyncResult<string>; second: string } => ({
      first: live.assignAsync("first", () => gate),
      second: "none",
    }),
    events: {
      more: (live) =>
        live.startAsync(
          "more",
          async () => `${await gate}!`,
          (outcome) => live.assign({ second: outcome.ok ? outcome.value : "failed" }),
        ),
    },
    render: ({ first, second }) => html`<p>${first.status} ${first.result} ${second}</p>`,
  });
  const page = await live(appOfView(loading), "/");
  await page.push("more");
  expect(page.html()).toBe("<p>loading  none</p>");
  await expect(page.settled({ timeoutMs: 5 })).rejects.toMatchObject({ code: "never-settles" });
  open("loaded");
  expect(await page.settled()).toBe("<p>ok loaded loaded!</p>");
});

test("a message sent to the view is in its handleInfo at once", async () => {
  const inbox = liveView({
    mount: (): { messages: readonly string[] } => ({ messages: [] }),
    handleInfo: (live, message: string) => live.update("messages", (messages) => [...messages, message]),
    render: ({ messages }) => html`<p>${messages.join()}</p>`,
  });
  const page = await live(appOfView(inbox), "/");
  page.send("one");
  page.send("two");
  expect(page.html()).toBe("<p>one,two</p>");
  await page.exchange(EVENTS.leave, {}).catch(() => undefined);
  expect(() => page.send("three")).toThrow(expect.objectContaining({ code: "view-left" }));
});

test("until waits for a change, and rejects when the view ends", async () => {
  const page = await live(appOfView(drawing), "/");
  const waiting = page.until((markup) => markup.includes("<b>2</b>"));
  await page.push("move");
  await page.push("move");
  expect(await waiting).toContain("<b>2</b>");
  const vain = page.until((markup) => markup.includes("<b>9</b>"));
  await Promise.allSettled([page.push("fail"), expect(vain).rejects.toMatchObject({ code: "view-crashed" })]);
});

const child = liveView({
  mount: (live): { count: number; zone: string } => ({ count: 0, zone: String(live.session["zone"]) }),
  events: {
    add: (live) => live.update("count", (count) => count + 1),
    crash: () => {
      throw new Error("the child's own");
    },
    go: (live) => live.navigate("/other"),
  },
  handleInfo: (live, count: number) => live.assign({ count }),
  render: ({ count, zone }) => html`<button phx-click="add">${zone} ${count}</button>`,
});
const player = liveView({
  mount: (): { song: number } => ({ song: 1 }),
  events: { next: (live) => live.update("song", (song) => song + 1) },
  render: ({ song }) => html`<i id="song">${song}</i>`,
});
const parent = liveView({
  mount: (): { zones: readonly string[]; title: string } => ({ zones: ["Rome", "Oslo"], title: "a" }),
  events: {
    retitle: (live) => live.assign({ title: "b" }),
    drop: (live) => live.assign({ zones: ["Oslo"] }),
    more: (live) => live.assign({ zones: ["Rome", "Oslo", "Bern"] }),
  },
  render: ({ zones, title }) =>
    html`<h1 title=${title}>${title}</h1>${each(
      zones,
      String,
      (zone) => html`<div>${liveRender(child, { id: `zone-${zone}`, session: { zone } })}</div>`,
    )}${liveRender(player, { id: "player", sticky: true })}`,
});
const other = liveView({
  mount: () => ({}),
  render: () => html`<p>other</p>${liveRender(player, { id: "player", sticky: true })}`,
});
const nesting = appOf([route("/", parent), route("/other", other)], { views: { player } });

test("nested views are joined with the page and found by their ids, each with its own elements, events and messages", async () => {
  const page = await live(nesting, "/");
  expect(page.children().map(({ id }) => id)).toEqual(["zone-Rome", "zone-Oslo", "player"]);
  const oslo = page.child("zone-Oslo");
  expect(await oslo.element("button").click()).toBe('<button phx-click="add">Oslo 1</button>');
  await page.element("#zone-Rome button").click();
  await page.child("zone-Rome").push("add");
  oslo.send(40);
  expect(page.children().map((view) => view.html())).toEqual([
    '<button phx-click="add">Rome 2</button>',
    '<button phx-click="add">Oslo 40</button>',
    '<i id="song">1</i>',
  ]);
  expect(() => page.child("zone-Bonn")).toThrow(/No nested view has the id "zone-Bonn".*zone-Rome, zone-Oslo, player/);
});

test("a nested view stays as it is when its parent renders, ends when it is removed, and joins when it appears", async () => {
  const page = await live(nesting, "/");
  const rome = page.child("zone-Rome");
  await rome.push("add");
  await page.push("retitle");
  expect(rome.html()).toContain("Rome 1");
  await page.push("drop");
  expect(() => rome.html()).toThrow(expect.objectContaining({ code: "view-left" }));
  await page.push("more");
  expect([rome.html(), page.child("zone-Bern").html()]).toEqual([
    '<button phx-click="add">Rome 0</button>',
    '<button phx-click="add">Bern 0</button>',
  ]);
});

test("a nested view's crash is its own, and it can be joined again", async () => {
  const page = await live(nesting, "/");
  const rome = page.child("zone-Rome");
  await expect(rome.push("crash")).rejects.toThrow("the child's own");
  await page.push("retitle");
  expect(page.html()).toContain("<h1");
  await rome.join();
  expect(rome.html()).toContain("Rome 0");
});

test("a page whose socket closed comes back with its nested views", async () => {
  const page = await live(nesting, "/");
  const rome = page.child("zone-Rome");
  await rome.push("add");
  await page.close();
  expect(() => rome.html()).toThrow(expect.objectContaining({ code: "view-left" }));
  await page.join();
  expect(rome.html()).toContain("Rome 0");
});

test("a nested view leads the page away, and a sticky one stays on the next", async () => {
  const page = await live(nesting, "/");
  await page.child("player").push("next");
  await page.child("zone-Oslo").push("go");
  expect(page.redirect).toMatchObject({ type: "navigate", to: "/other" });
  const next = await followRedirect(page);
  expect(next.children().map(({ id }) => id)).toEqual(["player"]);
  expect(next.element("#song").text()).toBe("2");
});

test("components that left the page are given up as a browser gives them up, and start anew", async () => {
  const toggling = liveView({
    mount: (): { isShown: boolean } => ({ isShown: true }),
    events: { toggle: (live) => live.update("isShown", (isShown) => !isShown) },
    render: ({ isShown }) => html`<div>${isShown ? part({ id: "one" }) : "gone"}</div>`,
  });
  const page = await live(appOfView(toggling), "/");
  await page.push("toggle");
  await page.settled();
  expect(page.client.received.map(({ payload }) => payload)).toContainEqual({ status: "ok", response: { cids: [1] } });
  await page.push("toggle");
  expect(page.html()).toBe('<div><p id="one" phx-hook="Part" class="part">part</p></div>');
});

test("a stream's rows stay on the page as a browser keeps them", async () => {
  interface Row {
    readonly id: number;
  }
  const rows = liveView({
    mount: (live): { rows: Stream<Row> } => ({ rows: live.stream<Row>([{ id: 1 }, { id: 2 }], { name: "row" }) }),
    events: {
      first: (live) => live.assigns.rows.insert({ id: 3 }, { at: 0 }),
      remove: (live) => live.assigns.rows.delete({ id: 2 }),
      reset: (live) => live.assigns.rows.reset([{ id: 3 }, { id: 9 }]),
    },
    render: ({ rows: shown }) =>
      html`<ul id="rows" phx-update="stream">${each(shown, ({ id }, domId) => html`<li id=${domId}>${id}</li>`)}<li id="end">end</li></ul>`,
  });
  const page = await live(appOfView(rows), "/");
  const shown = () => page.element("#rows").text();
  expect([page.html(), shown()]).toEqual([page.deadHtml, "12end"]);
  await page.push("first");
  expect(shown()).toBe("312end");
  await page.push("remove");
  expect(shown()).toBe("31end");
  await page.push("reset");
  expect(shown()).toBe("39end");
});

test("a page understands what only our own client is sent", async () => {
  const long = liveView({
    mount: (): { rows: readonly number[] } => ({ rows: Array.from({ length: 300 }, (_, index) => index) }),
    events: { prepend: (live) => live.update("rows", (rows) => [-1, ...rows]) },
    render: ({ rows }) => html`<ol>${each(rows, String, (row) => html`<li>${row}</li>`)}</ol>`,
  });
  const page = await live(appOfView(long), "/");
  await page.push("prepend");
  expect(JSON.stringify(page.client.received.at(-1)?.payload).length).toBeLessThan(300);
  expect(page.html()).toMatch(/^<ol><li>-1<\/li><li>0<\/li>.*<li>299<\/li><\/ol>$/);
});

test("openBrowser writes the page as it is into a file, without its scripts, and says where", async () => {
  const { readFile } = await import("node:fs/promises");
  const page = await live(appOfView(drawing), "/");
  await page.push("move");
  const opened: string[] = [];
  const path = await page.openBrowser((file) => opened.push(file));
  expect(opened).toEqual([path]);
  const file = await readFile(path, "utf8");
  expect(file).toContain("<b>1</b>");
  expect(file).toMatch(/^<!DOCTYPE html><html/);
  expect(file).not.toContain("<script");
});

const mistaken = liveView({
  mount: (): { mistake: "none" | "id" | "form" | "component" } => ({ mistake: "none" }),
  events: {
    id: (live) => live.assign({ mistake: "id" }),
    form: (live) => live.assign({ mistake: "form" }),
    component: (live) => live.assign({ mistake: "component" }),
  },
  render: ({ mistake }) =>
    html`<b id="x">1</b>${mistake === "id" && html`<i id="x">2</i>`}${
      mistake === "form" && html`<form phx-change="id"></form>`
    }${mistake === "component" && html`${part({ id: "same" })}${part({ id: "same" })}`}`,
});

test("two elements of one id, a form without id, two components of one kind and id are reported by themselves", async () => {
  const mistakes = [
    ["id", "duplicate-id", '2 elements of the page have the id "x"'],
    ["form", "form-without-id", "A form with phx-change has no id"],
    ["component", "view-crashed", "Two components of one kind were rendered with the id"],
  ] as const;
  for (const [event, code, message] of mistakes) {
    const page = await live(appOfView(mistaken), "/");
    await expect(page.push(event)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  }
});

test("a mistake in the markup is an error once, a warning or nothing, as the test says", async () => {
  const strict = await live(appOfView(mistaken), "/");
  strict.push("id").catch(() => undefined);
  expect(() => strict.html()).toThrow(expect.objectContaining({ code: "duplicate-id" }));
  expect(strict.html()).toContain('<i id="x">2</i>');
  const calm = await live(appOfView(mistaken), "/", { onDuplicateId: "ignore", onFormWithoutId: "warn" });
  await calm.push("id");
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  await calm.push("form");
  expect((await warned).message).toContain("A form with phx-change has no id");
});
