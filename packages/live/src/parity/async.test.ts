// Area H of docs/parity.md: work beside a view. One test a row.

import { html } from "@firecrest/template";
import { live } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import type { AsyncOutcome, AsyncResult } from "../async-result.ts";
import { AsyncContent } from "../components/index.ts";
import { each } from "../each.ts";
import { type Deferred, deferred } from "../fixtures/deferred.ts";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import type { AsyncStream } from "../live.ts";
import { liveComponent } from "../live-component.ts";
import { liveView } from "../live-view.ts";

/** A result in a few words. */
function words(result: AsyncResult<string | number>): string {
  const status = result.status === "failed" ? `failed (${result.reason.type})` : result.status;
  return result.result === undefined ? status : `${status}: ${result.result}`;
}

/** Keeps the signals of tasks and the promises that they wait for, in the order in which they were started. */
function workshop<Value>() {
  const tasks: (Deferred<Value> & { readonly signal: AbortSignal })[] = [];
  return {
    tasks,
    run: (signal: AbortSignal): Promise<Value> => {
      const work = deferred<Value>();
      tasks.push({ ...work, signal });
      return work.promise;
    },
  };
}

test("assignAsync loads one assign, or several by one task, only when connected and without holding the view up", async () => {
  const one = workshop<string>();
  const both = workshop<{ first: number; second: number }>();
  interface Assigns {
    name: AsyncResult<string>;
    first: AsyncResult<number>;
    second: AsyncResult<number>;
  }
  const view = liveView({
    mount: (live): Assigns => ({
      name: live.assignAsync("name", one.run),
      ...live.assignAsync<{ first: number; second: number }>(["first", "second"], both.run),
    }),
    events: {
      ping: () => ({ pong: true }),
      reload: (live) => live.assignAsync("name", one.run),
      reset: (live) => live.assignAsync("name", one.run, { reset: true }),
      short: (live) =>
        live.assignAsync(["first", "second"], async () => ({ first: 1 }) as { first: number; second: number }),
    },
    render: ({ name, first, second }) => html`<p>${[name, first, second].map(words).join(", ")}</p>`,
  });
  const site = await openSite(view);
  expect(await site.text("/")).toContain("<p>loading, loading, loading</p>");
  expect(one.tasks.length + both.tasks.length).toBe(0);
  const page = await site.visit();
  expect(page.html()).toBe("<p>loading, loading, loading</p>");
  expect((await click(page, "ping")).response).toEqual({ diff: { r: { pong: true } } });
  one.tasks[0]?.resolve("Ann");
  await page.until((text) => text === "<p>ok: Ann, loading, loading</p>");
  both.tasks[0]?.resolve({ first: 1, second: 2 });
  await page.until((text) => text === "<p>ok: Ann, ok: 1, ok: 2</p>");
  expect(both.tasks).toHaveLength(1);
  await click(page, "reload");
  expect(page.html()).toBe("<p>loading: Ann, ok: 1, ok: 2</p>");
  await click(page, "reset");
  expect(page.html()).toBe("<p>loading, ok: 1, ok: 2</p>");
  // A task for several assigns has to bring a value for each.
  expect(await site.crash(page, "short")).toContain('returned nothing for \\"second\\"');
});

test("an AsyncResult is loading, ok or failed, and keeps its last result while it loads again and when that fails", async () => {
  const work = workshop<string>();
  const view = liveView({
    mount: (live): { name: AsyncResult<string> } => ({ name: live.assignAsync("name", work.run) }),
    events: {
      reload: (live) => live.assignAsync("name", work.run),
      late: (live) => live.assignAsync("name", work.run, { timeoutMs: 1 }),
    },
    render: ({ name }) => html`<p>${words(name)}</p>`,
  });
  const page = await (await openSite(view)).visit();
  const seen = (text: string) => page.until((markup) => markup === `<p>${text}</p>`);
  await seen("loading");
  work.tasks[0]?.reject(new Error("first"));
  await seen("failed (error)");
  await click(page, "reload");
  work.tasks[1]?.resolve("Ann");
  await seen("ok: Ann");
  await click(page, "reload");
  await seen("loading: Ann");
  work.tasks[2]?.reject(new Error("second"));
  await seen("failed (error): Ann");
  await click(page, "late");
  await seen("failed (timeout): Ann");
  expect(work.tasks[3]?.signal.aborted).toBe(true);
});

test("of tasks with one name the latest counts: the one before is aborted and its outcome is dropped", async () => {
  const work = workshop<string>();
  const view = liveView({
    mount: (): { outcomes: string } => ({ outcomes: "" }),
    events: {
      start: (live, { name }) =>
        live.startAsync(String(name), work.run, (outcome) =>
          live.update("outcomes", (outcomes) => `${outcomes}${outcome.ok ? outcome.value : outcome.reason.type} `),
        ),
    },
    render: ({ outcomes }) => html`<p>${outcomes}</p>`,
  });
  const page = await (await openSite(view)).visit();
  for (const name of ["search", "search", "other"]) await click(page, "start", { name });
  expect(work.tasks.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
  work.tasks[0]?.resolve("old");
  work.tasks[2]?.resolve("other");
  await page.until((text) => text === "<p>other </p>");
  work.tasks[1]?.resolve("new");
  await page.until((text) => text === "<p>other new </p>");
});

test("streamAsync gives an empty stream at once and fills it: by a promise, or page by page", async () => {
  interface Row {
    readonly id: number;
  }
  const all = workshop<readonly Row[]>();
  const pages = workshop<readonly Row[]>();
  async function* paged(signal: AbortSignal): AsyncIterable<readonly Row[]> {
    for (let page = 0; page < 2; page += 1) yield await pages.run(signal);
  }
  interface Assigns {
    rows: AsyncStream<Row>;
    log: AsyncStream<Row>;
  }
  const view = liveView({
    mount: (live): Assigns => ({
      rows: live.streamAsync("rows", all.run, { name: "row" }),
      log: live.streamAsync("log", paged, { domId: ({ id }) => `line-${id}` }),
    }),
    events: { again: (live) => live.streamAsync("rows", all.run, { reset: true }) },
    render: ({ rows, log }) =>
      html`<p>${rows.status} ${log.status}</p>${[rows, log].map(
        ({ result }, index) =>
          html`<ul id="list-${index}" phx-update="stream">${each(result, ({ id }, domId) => html`<li id=${domId}>${id}</li>`)}</ul>`,
      )}`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.html()).toBe(
    '<p>loading loading</p><ul id="list-0" phx-update="stream"></ul><ul id="list-1" phx-update="stream"></ul>',
  );
  const ids = () => [...page.html().matchAll(/<li id="([^"]+)"/g)].map(([, id]) => id).join(" ");
  all.tasks[0]?.resolve([{ id: 1 }, { id: 2 }]);
  await page.until((text) => text.includes("<p>ok loading</p>"));
  expect(ids()).toBe("row-1 row-2");
  pages.tasks[0]?.resolve([{ id: 7 }]);
  await page.until(() => ids() === "row-1 row-2 line-7");
  expect(page.html()).toContain("<p>ok loading</p>");
  pages.tasks[1]?.resolve([{ id: 8 }]);
  await page.until((text) => text.includes("<p>ok ok</p>"));
  expect(ids()).toBe("row-1 row-2 line-7 line-8");
  await click(page, "again");
  all.tasks[1]?.resolve([{ id: 3 }]);
  await page.until(() => ids() === "row-3 line-7 line-8");
});

test("cancelAsync ends a task: its signal aborts, and its outcome or its assign is a failure with the reason", async () => {
  const work = workshop<string>();
  const outcomes: AsyncOutcome<string>[] = [];
  const view = liveView({
    mount: (live): { name: AsyncResult<string> } => ({ name: live.assignAsync("name", work.run) }),
    events: {
      start: (live) => live.startAsync("task", work.run, (outcome) => void outcomes.push(outcome)),
      cancel: (live, { reason }) => {
        live.cancelAsync("task", reason);
        live.cancelAsync("name", reason);
        live.cancelAsync("no such task");
      },
    },
    render: ({ name }) => html`<p>${words(name)}</p>`,
  });
  const page = await (await openSite(view)).visit();
  await click(page, "start");
  await click(page, "cancel", { reason: "enough" });
  await page.until((text) => text === "<p>failed (cancelled)</p>");
  expect(outcomes).toEqual([{ ok: false, reason: { type: "cancelled", reason: "enough" } }]);
  expect(work.tasks.map(({ signal }) => signal.aborted)).toEqual([true, true]);
  for (const task of work.tasks) task.resolve("too late");
  await click(page, "cancel");
  expect([page.html(), outcomes.length]).toEqual(["<p>failed (cancelled)</p>", 1]);
});

test("a task that throws, at once or later, is an outcome with its error, and the view lives on", async () => {
  const outcomes: unknown[] = [];
  const broken = new Error("broken");
  const view = liveView({
    mount: () => ({ count: 0 }),
    events: {
      start: (live) => {
        const note = (outcome: AsyncOutcome<never>) => void outcomes.push(outcome);
        live.startAsync("later", () => Promise.reject(broken), note);
        live.startAsync(
          "at once",
          () => {
            throw broken;
          },
          note,
        );
      },
      add: (live) => live.assign({ count: live.assigns.count + 1 }),
    },
    render: ({ count }) => html`<p>${count}</p>`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "add");
  await click(page, "start");
  await expect.poll(() => outcomes.length).toBe(2);
  const failure = { ok: false, reason: { type: "error", error: broken } };
  expect(outcomes).toEqual([failure, failure]);
  await click(page, "add");
  expect(page.html()).toBe("<p>2</p>");
  expect(site.log).toEqual([]);
});

test("AsyncContent shows its slot for loading, for a failure with the reason, and for the result", async () => {
  const work = workshop<readonly string[]>();
  const view = liveView({
    mount: (live): { names: AsyncResult<readonly string[]> } => ({ names: live.assignAsync("names", work.run) }),
    events: { reload: (live) => live.assignAsync("names", work.run, { reset: true }) },
    render: ({ names }) =>
      html`<p>${AsyncContent({
        of: names,
        loading: "one moment",
        failed: (reason) => html`<b>${reason.type}</b>`,
        children: (list) => html`<i>${list.join()}</i>`,
      })}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect([page.deadHtml, page.html()]).toEqual(["<p>one moment</p>", "<p>one moment</p>"]);
  work.tasks[0]?.reject(new Error("down"));
  await page.until((text) => text === "<p><b>error</b></p>");
  await click(page, "reload");
  expect(page.html()).toBe("<p>one moment</p>");
  work.tasks[1]?.resolve(["Ann", "Bob"]);
  await page.until((text) => text === "<p><i>Ann,Bob</i></p>");
});

test("a component's task ends in that component, and is aborted and dropped when the component is gone", async () => {
  const work = workshop<string>();
  const reached: string[] = [];
  const card = liveComponent({
    mount: (live, { id }: { readonly id: string }): { text: string; own: AsyncResult<string> } => {
      if (live.connected) live.private.set("id", id);
      return { text: "", own: live.assignAsync("own", work.run) };
    },
    events: {
      start: (live) =>
        live.startAsync("task", work.run, (outcome) => {
          reached.push(live.assigns.id);
          live.assign({ text: outcome.ok ? outcome.value : "" });
        }),
    },
    render: ({ id, text, own, myself }) =>
      html`<b id=${id} phx-click="start" phx-target=${myself}>${text} ${words(own)}</b>`,
  });
  const view = liveView({
    mount: (): { ids: readonly string[] } => ({ ids: ["a", "b"] }),
    events: { drop: (live) => live.assign({ ids: ["a"] }) },
    render: ({ ids }) => html`<main>${each(ids, String, (id) => card({ id }))}</main>`,
  });
  const page = await (await openSite(view)).visit();
  const [ownA, ownB] = work.tasks;
  await page.element("#a").click();
  await page.element("#b").click();
  const [, , taskA, taskB] = work.tasks;
  taskA?.resolve("hello");
  ownA?.resolve("loaded");
  await page.until((text) => text.includes(">hello ok: loaded</b>"));
  expect(page.client.received.at(-1)).toMatchObject({ event: EVENTS.diff, payload: { c: { 1: expect.anything() } } });
  expect(page.html()).toContain('id="b" phx-click="start" phx-target="2"> loading</b>');
  await click(page, "drop");
  await expect.poll(() => [ownB?.signal.aborted, taskB?.signal.aborted]).toEqual([true, true]);
  taskB?.resolve("nobody hears this");
  ownB?.resolve("nor this");
  await click(page, "drop");
  expect(reached).toEqual(["a"]);
  expect(page.html()).not.toContain('id="b"');
});

test("a test waits for the tasks that still run, and one that ends aborts them", async () => {
  const work = workshop<string>();
  const view = liveView({
    mount: (live): { name: AsyncResult<string> } => ({ name: live.assignAsync("name", work.run) }),
    render: ({ name }) => html`<p>${words(name)}</p>`,
  });
  const { app } = await openSite(view);
  const page = await live(app, "/");
  const settled = page.settled();
  await Promise.resolve();
  expect(page.html()).toBe("<p>loading</p>");
  work.tasks[0]?.resolve("Ann");
  expect(await settled).toBe("<p>ok: Ann</p>");
  const other = await live(app, "/");
  await expect(other.settled({ timeoutMs: 5 })).rejects.toThrow("still at work");
  await other.close();
  await expect.poll(() => work.tasks[1]?.signal.aborted).toBe(true);
});
