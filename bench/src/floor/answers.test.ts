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

test.each(["/counter", "/dashboard", "/form", "/table"])("a join of %s is answered with its tree", (page) => {
  const [joinRef, ref, topic, event, { status, response }] = join(newConnection(), page);
  expect([joinRef, ref, topic, event, status]).toEqual(["4", "4", "lv:phx-1", "phx_reply", "ok"]);
  expect(response.rendered).toHaveProperty("p");
});

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
