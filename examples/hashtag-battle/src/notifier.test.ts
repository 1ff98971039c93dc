import { afterEach, expect, test } from "vitest";
import { serveFetch } from "../test/http-server.ts";
import { recordingLogger } from "../test/test-database.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Notifier } from "./notifier.ts";

const releases: (() => unknown)[] = [];

afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

/** An app that answers with these statuses, 204 after them, and a notifier whose waits end when `passTime` is called. */
async function startApp(...statuses: number[]) {
  const requests: {
    authorization: string | null;
    body: { topic: string; event: string; payload: { posts: number } };
  }[] = [];
  const server = await serveFetch(async (request) => {
    requests.push({ authorization: request.headers.get("authorization"), body: await request.json() });
    return new Response(null, { status: statuses.shift() ?? 204 });
  });
  releases.push(() => server.close());
  const sleeps: number[] = [];
  let wake = (): void => {};
  const clock: Clock = { ...systemClock, sleep: (ms) => new Promise((resolve) => (sleeps.push(ms), (wake = resolve))) };
  const { log, lines } = recordingLogger();
  const stopping = new AbortController();
  releases.push(() => stopping.abort());
  const notifier = new Notifier({ baseUrl: server.url, apiKey: "key", clock, log, signal: stopping.signal });
  const rests = async (times: number): Promise<void> => expect.poll(() => sleeps.length, { interval: 5 }).toBe(times);
  return { notifier, requests, lines, sleeps, rests, passTime: () => wake(), stopping };
}

const told = (requests: Awaited<ReturnType<typeof startApp>>["requests"]): string[] =>
  requests.map(({ body }) => `${body.topic} ${body.payload.posts}`);

test("tells the app at once, then once per battle for all that came in the meantime", async () => {
  const { notifier, requests, rests, passTime, sleeps } = await startApp();
  notifier.add(1, 2);
  await rests(1);
  expect(requests).toEqual([
    { authorization: "Bearer key", body: { topic: "battle:1", event: "posts-matched", payload: { posts: 2 } } },
  ]);
  for (const [battleId, posts] of [
    [1, 1],
    [2, 5],
    [1, 3],
  ] as const)
    notifier.add(battleId, posts);
  expect(requests).toHaveLength(1);
  passTime();
  await rests(2);
  expect(told(requests).slice(1).sort()).toEqual(["battle:1 4", "battle:2 5"]);
  passTime();
  await notifier.flush();
  expect(sleeps).toEqual([200, 200]);
});

test("what could not be told is told again, with what came in between", async () => {
  const { notifier, requests, rests, passTime, lines } = await startApp(500);
  notifier.add(1, 2);
  await rests(1);
  notifier.add(1, 1);
  passTime();
  await rests(2);
  expect(told(requests)).toEqual(["battle:1 2", "battle:1 3"]);
  expect(lines).toEqual([
    expect.stringMatching(/^warn: The app at http.* could not be told of new posts: it answered 500\. Trying again\.$/),
  ]);
});

test("is dropped after five attempts, each later than the last, and the next posts begin anew", async () => {
  const { notifier, requests, rests, passTime, lines, sleeps } = await startApp(401, 401, 401, 401, 401);
  notifier.add(1, 2);
  for (let attempt = 1; attempt <= 5; attempt++) {
    await rests(attempt);
    passTime();
  }
  await notifier.flush();
  expect(sleeps).toEqual([400, 800, 1_600, 3_200, 200]);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("still could not be told: it answered 401");
  notifier.add(1, 7);
  await rests(6);
  expect(told(requests).at(-1)).toBe("battle:1 7");
});

test("an app that is not there is said to be not there", async () => {
  const { log, lines } = recordingLogger();
  const stopping = new AbortController();
  const notifier = new Notifier({
    baseUrl: "http://127.0.0.1:1",
    apiKey: "key",
    clock: systemClock,
    log,
    signal: stopping.signal,
  });
  notifier.add(1, 1);
  await expect.poll(() => lines.join()).toMatch(/could not be told of new posts: .*(ECONNREFUSED|bad port)/);
  stopping.abort();
  await notifier.flush();
});
