import { describe, expect, test } from "vitest";
import { recordingLogger } from "../test/test-database.ts";
import { type ApiOptions, createApi, type PostedEvent } from "./api.ts";
import { tallyBattle } from "./battle.ts";
import type { BattleDetails } from "./messages.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 12);
const QUERIES = ["#Coffee espresso", "#tea"];
const DETAILS: BattleDetails = {
  battle: { id: 7, title: "Drinks", queries: QUERIES, startAtMs: NOON_MS, endAtMs: NOON_MS + 3_600_000 },
  status: "running",
  tally: tallyBattle(QUERIES, [3, 1]),
  series: [{ minuteMs: NOON_MS, counts: [3, 1] }],
  posts: [{ id: 9, text: "#tea", kind: "bluesky", createdAtMs: NOON_MS + 1, queryIndexes: [1] }],
};

function makeApi(options: Partial<ApiOptions> = {}) {
  const events: PostedEvent[] = [];
  const { log, lines } = recordingLogger();
  const api = createApi({
    loadSummaries: async () => [DETAILS],
    loadDetails: async (id) => (id === 7 ? DETAILS : undefined),
    isKnownKey: async (apiKey) => apiKey === "right",
    onEvent: (event) => events.push(event),
    checkHealth: async () => {},
    log,
    ...options,
  });
  const request = (path: string, init: RequestInit = {}) =>
    api.fetch(new Request(`http://app${path}`, { ...init, headers: { authorization: "Bearer right" } }));
  const post = (body: string) => request("/v1/events", { method: "POST", body });
  return { api, events, lines, request, post };
}

const EVENT = JSON.stringify({ topic: "battle:7", event: "posts-matched", payload: { posts: 1 } });

describe.each([
  ["GET", "/v1/events", 200],
  ["GET", "/v1/events/7", 200],
  ["POST", "/v1/events", 204],
])("%s %s", (method, path, status) => {
  test.each<[string, Record<string, string>, boolean]>([
    ["a bearer key", { authorization: "Bearer right" }, true],
    ["a bearer key, written small", { authorization: "bearer   right" }, true],
    ["an x-api-key", { "x-api-key": "right" }, true],
    ["nothing", {}, false],
    ["a wrong key", { authorization: "Bearer wrong" }, false],
    ["a wrong x-api-key", { "x-api-key": "wrong" }, false],
    ["an empty key", { "x-api-key": "" }, false],
    ["another scheme", { authorization: "Basic right" }, false],
    ["a bare key", { authorization: "right" }, false],
    ["an endless key", { "x-api-key": "x".repeat(1_000) }, false],
  ])("with %s", async (_, headers, isLetIn) => {
    const { api, events } = makeApi();
    const init = method === "POST" ? { method, headers, body: EVENT } : { method, headers };
    const response = await api.fetch(new Request(`http://app${path}`, init));
    expect(response.status).toBe(isLetIn ? status : 401);
    expect(response.headers.get("www-authenticate")).toBe(isLetIn ? null : "Bearer");
    expect(response.headers.get("cache-control")).toBe(isLetIn && method === "GET" ? "max-age=3" : null);
    expect(response.headers.get("vary")).toBe("authorization, x-api-key");
    expect(events).toHaveLength(isLetIn && method === "POST" ? 1 : 0);
  });
});

test("the events as JSON", async () => {
  const { request } = makeApi();
  const event = {
    id: 7,
    title: "Drinks",
    status: "running",
    start_at: "2026-11-20T12:00:00.000Z",
    end_at: "2026-11-20T13:00:00.000Z",
    total: 4,
    queries: [
      { query: "#Coffee espresso", keywords: ["#coffee", "espresso"], count: 3, share: 0.75, place: 1 },
      { query: "#tea", keywords: ["#tea"], count: 1, share: 0.25, place: 2 },
    ],
    lead: { type: "leader", query: "#Coffee espresso", by: 2, by_share: 0.5 },
  };
  expect(await (await request("/v1/events")).json()).toEqual({ events: [event] });
  expect(await (await request("/v1/events/7")).json()).toEqual({
    ...event,
    series: [{ minute: "2026-11-20T12:00:00.000Z", counts: [3, 1] }],
    posts: [{ id: 9, text: "#tea", kind: "bluesky", created_at: "2026-11-20T12:00:00.001Z", queries: [1] }],
  });
});

test.each(["/v1/events/8", "/v1/events/x", "/v1/events/-1", "/v1/events/12345678901", "/v1/nothing", "/other"])(
  "%s is not there",
  async (path) => {
    const response = await makeApi().request(path);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^There is no/) });
    expect(response.headers.get("cache-control")).toBeNull();
  },
);

describe("a posted event", () => {
  test("is taken without a word", async () => {
    const { post, events } = makeApi();
    const response = await post(EVENT);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect(events).toEqual([{ topic: "battle:7", event: "posts-matched", payload: { posts: 1 } }]);
  });

  test("must not be larger than 64 KB", async () => {
    const { post, events } = makeApi();
    expect((await post(`{"topic":"a","event":"b","payload":"${"x".repeat(65_536)}"}`)).status).toBe(413);
    expect(events).toEqual([]);
  });

  test.each([
    ['{"topic":"a","event":"b","payload":null}', 204],
    ['{"topic":"a","event":"b","payload":[1]}', 204],
    ['{"topic":"a","event":"b"}', 204],
    ["", 400],
    ["{", 400],
    ["[]", 400],
    ['{"event":"b","payload":{}}', 400],
    ['{"topic":"","event":"b","payload":{}}', 400],
    ['{"topic":"a b","event":"b","payload":{}}', 400],
    ['{"topic":7,"event":"b","payload":{}}', 400],
    [`{"topic":"a","event":"${"b".repeat(101)}","payload":{}}`, 400],
  ])("%j: %i", async (body, status) => {
    const { post, events } = makeApi();
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(events).toHaveLength(status === 204 ? 1 : 0);
    if (status !== 204) expect(await response.json()).toMatchObject({ error: expect.any(String) });
  });
});

test.each([
  [new Error("a bug"), 500, null],
  [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), 503, "3"],
])("when it fails by %s it says so without a word of why, and logs it", async (error, status, retryAfter) => {
  const loadSummaries = async () => {
    throw error;
  };
  const { request, lines } = makeApi({ loadSummaries });
  const response = await request("/v1/events");
  expect(response.status).toBe(status);
  expect(response.headers.get("retry-after")).toBe(retryAfter);
  expect(await response.text()).not.toContain(error.message);
  expect(lines).toEqual([`error: GET /v1/events failed: ${error.message}`]);
});

test("its health is told to everybody", async () => {
  const { api } = makeApi();
  const response = await api.fetch(new Request("http://app/healthz"));
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  const ill = makeApi({ checkHealth: () => Promise.reject(Object.assign(new Error("gone"), { code: "57P01" })) });
  expect((await ill.api.fetch(new Request("http://app/healthz"))).status).toBe(503);
});
