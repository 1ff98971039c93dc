import { describe, expect, test } from "vitest";
import { decodeClientEvent } from "./client-event.ts";

describe("decodeClientEvent", () => {
  test.each([
    [
      { type: "click", event: "inc", value: { value: "" } },
      { name: "inc", params: { value: "" } },
    ],
    [
      { type: "hook", event: "h", value: null },
      { name: "h", params: {} },
    ],
    [
      { type: "hook", event: "h", value: [1] },
      { name: "h", params: { value: [1] } },
    ],
    [
      { type: "click", event: "inc", value: {}, cid: 3 },
      { name: "inc", params: {}, componentId: 3 },
    ],
    [
      { type: "form", event: "validate", value: "user%5Bname%5D=Ann", meta: { _target: "user[name]", source: "w" } },
      { name: "validate", params: { user: { name: "Ann" }, source: "w", _target: ["user", "name"] } },
    ],
    [
      { type: "form", event: "save", value: "" },
      { name: "save", params: {} },
    ],
  ])("%j", (payload, expected) => {
    expect(decodeClientEvent(payload)).toEqual({ componentId: undefined, ...expected });
  });

  test.each([
    undefined,
    null,
    "inc",
    [],
    {},
    { type: "click" },
    { event: "inc" },
    { type: "form", event: "save", value: {} },
  ])("%j is malformed", (payload) => {
    expect(() => decodeClientEvent(payload)).toThrow(expect.objectContaining({ code: "malformed-event" }));
  });
});
