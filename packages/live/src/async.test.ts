import { randomBytes } from "node:crypto";
import { createLogger } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { live } from "@firecrest/testing";
import { expect, test } from "vitest";
import { createApp } from "./app.ts";
import type { AsyncResult } from "./async-result.ts";
import { each } from "./each.ts";
import type { AsyncStream } from "./live.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";

/** Promises that a test settles by hand, by the name of what waits for them. */
class Gates {
  readonly #gates = new Map<
    string,
    { resolve(value: unknown): void; reject(error: Error): void; signal: AbortSignal }
  >();
  readonly #waiting = new Map<string, () => void>();

  wait<Value>(name: string, signal: AbortSignal): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#gates.set(name, { resolve: (value) => resolve(value as Value), reject, signal });
      this.#waiting.get(name)?.();
    });
  }

  async entered(name: string): Promise<void> {
    if (!this.#gates.has(name)) await new Promise<void>((resolve) => this.#waiting.set(name, resolve));
  }

  signal(name: string): AbortSignal | undefined {
    return this.#gates.get(name)?.signal;
  }

  open(name: string, value: unknown): void {
    this.#gates.get(name)?.resolve(value);
    this.#gates.delete(name);
  }

  fail(name: string, error: Error): void {
    this.#gates.get(name)?.reject(error);
    this.#gates.delete(name);
  }
}

const gates = new Gates();
const shown = (result: AsyncResult<unknown>): string =>
  result.status === "failed"
    ? `failed ${result.reason.type} ${String(result.result)}`
    : `${result.status} ${String(result.result)}`;

interface Loaded {
  first: AsyncResult<string>;
  second: AsyncResult<string>;
  posts: AsyncResult<string>;
  log: string[];
}
const loader = liveView({
  mount: (live): Loaded => ({
    ...live.assignAsync<{ first: string; second: string }>(["first", "second"], (signal) => gates.wait("both", signal)),
    posts: live.assignAsync("posts", (signal) => gates.wait<string>("posts", signal)),
    log: [],
  }),
  events: {
    reload: (live) => live.assignAsync("posts", (signal) => gates.wait("posts", signal)),
    reset: (live) => live.assignAsync("posts", (signal) => gates.wait("posts", signal), { reset: true }),
    slow: (live) => live.assignAsync("posts", () => new Promise<string>(() => undefined), { timeoutMs: 1 }),
    cancel: (live) => live.cancelAsync("posts", "enough"),
    start: (live, { name }) =>
      live.startAsync(
        "task",
        (signal) => gates.wait<string>(String(name), signal),
        (outcome) => live.update("log", (log) => [...log, outcome.ok ? outcome.value : outcome.reason.type]),
      ),
    ping: () => ({ pong: true }),
  },
  render: ({ first, second, posts, log }) =>
    html`<p>${shown(first)}|${shown(second)}|${shown(posts)}|${log.join()}</p>`,
});

interface Row {
  readonly id: number;
}
const table = liveView({
  mount: (live): { rows: AsyncStream<Row> } => ({
    rows: live.streamAsync("rows", (signal) => pages(signal), { name: "row" }),
  }),
  events: {
    ping: () => ({ pong: true }),
    again: (live) => live.streamAsync("rows", async () => [{ id: 90 }], { reset: true }),
    broken: (live) =>
      live.streamAsync("rows", async () => {
        throw new Error("no rows");
      }),
  },
  render: ({ rows }) =>
    html`<p>${rows.status}</p><ul id="rows" phx-update="stream">${each(rows.result, (row, id) => html`<li id=${id}>${row.id}</li>`)}</ul>`,
});
async function* pages(signal: AbortSignal): AsyncIterable<readonly Row[]> {
  for (const page of [0, 1, 2]) yield await gates.wait<readonly Row[]>(`page ${page}`, signal);
}

const app = createApp({
  routes: [route("/loader", loader), route("/table", table)],
  secrets: [randomBytes(32).toString("hex")],
  development: true,
  log: createLogger({ write: () => undefined }),
});

test("assigns load beside the view, only while connected, one or several by one task", async () => {
  const page = await live(app, "/loader");
  expect(page.deadHtml).toContain("<p>loading undefined|loading undefined|loading undefined|</p>");
  await gates.entered("posts");
  gates.open("posts", "all posts");
  await page.until((text) => text.includes("|ok all posts|"));
  expect(await page.push("ping")).toEqual({ pong: true });
  gates.open("both", { first: 1, second: 2 });
  await page.until((text) => text.includes("<p>ok 1|ok 2|"));
});

test("the last good value stays while a newer one loads and when it fails, unless it is reset", async () => {
  const page = await live(app, "/loader");
  gates.open("posts", "old");
  await page.until((text) => text.includes("ok old"));
  await page.push("reload");
  expect(page.html()).toContain("loading old");
  gates.fail("posts", new Error("down"));
  await page.until((text) => text.includes("failed error old"));
  await page.push("reset");
  expect(page.html()).toContain("loading undefined");
});

test("a cancelled task and a late one fail, and hear of it by their signals", async () => {
  const page = await live(app, "/loader");
  const signal = gates.signal("posts");
  await page.push("cancel");
  await page.until((text) => text.includes("failed cancelled"));
  expect(signal?.aborted).toBe(true);
  gates.open("posts", "too late");
  await page.push("slow");
  await page.until((text) => text.includes("failed timeout"));
});

test("a task is superseded by a newer one of its name, whose outcome alone arrives", async () => {
  const page = await live(app, "/loader");
  await page.push("start", { name: "one" });
  const first = gates.signal("one");
  await page.push("start", { name: "two" });
  expect(first?.aborted).toBe(true);
  gates.open("one", "first");
  gates.open("two", "second");
  await page.until((text) => text.includes("|second</p>"));
  expect(page.html()).not.toContain("first");
});

test("a task hears of its view's end, and its outcome goes nowhere", async () => {
  const page = await live(app, "/loader");
  await page.push("start", { name: "orphan" });
  const aborted = new Promise((resolve) => gates.signal("orphan")?.addEventListener("abort", resolve));
  await page.close();
  await aborted;
  gates.open("orphan", "nobody hears this");
});

test("a stream fills page by page while its view answers in between", async () => {
  const page = await live(app, "/table");
  expect(page.html()).toContain("<p>loading</p>");
  for (const number of [0, 1, 2]) {
    await gates.entered(`page ${number}`);
    expect(await page.push("ping")).toEqual({ pong: true });
    gates.open(`page ${number}`, [{ id: 2 * number }, { id: 2 * number + 1 }]);
    await page.client.next(({ payload }) => JSON.stringify(payload).includes(`row-${2 * number + 1}`));
  }
  await page.until((text) => text.includes("<p>ok</p>"));
  await page.push("again");
  await page.client.next(({ payload }) => JSON.stringify(payload).includes("row-90"));
  expect(JSON.stringify(page.client.received)).toContain('[["row-90",-1,null,false]],[],true]');
  await page.push("broken");
  await page.until((text) => text.includes("<p>failed</p>"));
});
