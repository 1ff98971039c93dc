import { expect, test } from "vitest";
import { TICKS } from "../ticks.ts";
import { answerFrame, type FloorConnection, newConnection } from "./answers.ts";

type Reply = [
  string | null,
  string | null,
  string,
  string,
  { status: string; response: { diff?: unknown; rendered?: Record<string, unknown> } },
];

function answer(connection: FloorConnection, ref: string, body: readonly [event: string, payload: object]): Reply {
  return JSON.parse(answerFrame(connection, JSON.stringify(["4", ref, "lv:phx-1", ...body]))) as Reply;
}

function join(connection: FloorConnection, page: string): Reply {
  return answer(connection, "4", ["phx_join", { url: `http://localhost:4000${page}` }]);
}

test.each(["/counter", "/dashboard", "/form", "/table", "/components", "/one-component", "/party", "/nested"])(
  "a join of %s is answered with its tree",
  (page) => {
    const [joinRef, ref, topic, event, { status, response }] = join(newConnection(), page);
    expect([joinRef, ref, topic, event, status]).toEqual(["4", "4", "lv:phx-1", "phx_reply", "ok"]);
    expect(response.rendered).toHaveProperty("p");
  },
);

test("clicks count per connection", () => {
  const [first, second] = [newConnection(), newConnection()];
  const click: [string, object] = ["event", { type: "click", event: "inc", value: { value: "" } }];
  answer(first, "5", click);
  expect(answer(first, "6", click)).toEqual([
    "4",
    "6",
    "lv:phx-1",
    "phx_reply",
    { status: "ok", response: { diff: { 0: "2" } } },
  ]);
  expect(answer(second, "5", click)[4].response.diff).toEqual({ 0: "1" });
});

test("form changes are answered with the error and without it in turn", () => {
  const connection = newConnection();
  const change: [string, object] = ["event", { type: "form", event: "validate", value: "user%5Bname%5D=A" }];
  const answers = ["5", "6", "7"].map((ref) =>
    JSON.stringify(answer(connection, ref, change)[4].response).includes("should be at least 2"),
  );
  expect(answers).toEqual([true, false, true]);
});

test("an event of a component is answered with that component's number", () => {
  const connection = newConnection();
  const click: [string, object] = ["event", { type: "click", event: "add", value: { value: "" }, cid: 25 }];
  answer(connection, "5", click);
  expect(answer(connection, "6", click)[4].response.diff).toEqual({ c: { 25: { 2: "2" } } });
});

test("changes of the nested form are answered with the error and without it in turn", () => {
  const connection = newConnection();
  const change: [string, object] = ["event", { type: "form", event: "change", value: "" }];
  const [first, second] = ["5", "6"].map((ref) => JSON.stringify(answer(connection, ref, change)[4].response.diff));
  expect(first).toContain('{"k":{"1":{"1":{"0":{"4":" value=\\"A\\"","5":"input input-error"');
  expect(second).toContain('"6":{"k":{"kc":0}}');
});

test("a view inside another one, which has no URL, is answered with its own tree", () => {
  const topic = "lv:gauge-3";
  const text = answerFrame(
    newConnection(),
    JSON.stringify(["5", "5", topic, "phx_join", { session: "s", static: "t" }]),
  );
  expect((JSON.parse(text) as Reply)[4].response.rendered).toMatchObject({ 0: "gauge-3", 1: "0" });
});

test("a table is sent runs of rows if its client has said that it understands them", () => {
  const [ours, plain] = [newConnection(), newConnection()];
  const url = "http://localhost:4000/table";
  answer(ours, "4", ["phx_join", { url, firecrest: 1 }]);
  answer(plain, "4", ["phx_join", { url }]);
  const prepend: [string, object] = ["event", { type: "click", event: "prepend", value: { value: "" } }];
  const [short, long] = [ours, plain].map((connection) => JSON.stringify(answer(connection, "5", prepend)).length);
  expect(short).toBeLessThan(300);
  expect(long).toBeGreaterThan(9_000);
});

test("a viewer of the dashboard has a diff prepared for every tick", () => {
  const connection = newConnection();
  join(connection, "/dashboard");
  expect(connection.ticks).toHaveLength(TICKS.length);
  const recorded = ["4", null, "lv:phx-1", "diff"];
  expect(JSON.parse(connection.ticks?.[0] ?? "")).toEqual([
    ...recorded,
    expect.objectContaining({ 0: "9000001", 1: "25296", 9: "960", 19: "95540" }),
  ]);
});

test("a heartbeat is answered", () => {
  const text = answerFrame(newConnection(), '[null,"0","phoenix","heartbeat",{}]');
  expect(text).toBe('[null,"0","phoenix","phx_reply",{"status":"ok","response":{}}]');
});
