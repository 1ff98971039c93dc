import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { recordedMessages } from "./fixtures/recorded.ts";
import { decodeFrame, encodeFrame, encodePush, encodeReply } from "./frame.ts";
import { FrameError } from "./frame-error.ts";

const recorded = recordedMessages().filter(({ dir }) => dir !== "http");

/** Any string, those with halves of surrogate pairs included. */
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.integer({ max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);
const anyFrame = fc.record({
  joinRef: fc.option(anyText),
  ref: fc.option(anyText),
  topic: anyText,
  event: anyText,
  payload: fc.jsonValue(),
});

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
    return "no error";
  } catch (error) {
    return error instanceof FrameError ? error.code : String(error);
  }
}

describe("decodeFrame", () => {
  test("reads every recorded message, and encodeFrame says it again", () => {
    expect(recorded.length).toBe(159);
    for (const { frame } of recorded) {
      const decoded = decodeFrame(frame);
      expect(Object.values(decoded)).toEqual(JSON.parse(frame));
      expect(JSON.parse(encodeFrame(decoded))).toEqual(JSON.parse(frame));
    }
  });

  test("ignores what stands after the payload", () => {
    expect(decodeFrame('["1","2","t","e",{"a":1},"more",7]')).toEqual({
      joinRef: "1",
      ref: "2",
      topic: "t",
      event: "e",
      payload: { a: 1 },
    });
  });

  test.each(['["1","2","t","e",null]', '[null,null,"","",false]', '["1","2","t","e",[]]', '["1","2","t","e","text"]'])(
    "takes any payload: %s",
    (text) => {
      expect(decodeFrame(text).payload).toEqual((JSON.parse(text) as unknown[])[4]);
    },
  );

  test.each(["", " ", "{", "[1,2", "undefined", "NaN", '["1","2","t","e",{}]x', "\u0000", "'single'", '["\n"]'])(
    "calls %j malformed JSON",
    (text) => {
      expect(codeOf(() => decodeFrame(text))).toBe("malformed-json");
    },
  );

  test.each([
    "null",
    "7",
    '"text"',
    "{}",
    '{"0":null,"1":null,"2":"t","3":"e","4":{},"length":5}',
    "[]",
    '["1","2","t","e"]',
    '[1,"2","t","e",{}]',
    '["1",2,"t","e",{}]',
    '["1","2",null,"e",{}]',
    '["1","2","t",null,{}]',
    '["1","2","t",["e"],{}]',
    '[{},"2","t","e",{}]',
    '[true,"2","t","e",{}]',
  ])("calls %s a malformed shape", (text) => {
    expect(codeOf(() => decodeFrame(text))).toBe("malformed-shape");
  });

  test("throws nothing but FrameError, whatever it is given", () => {
    const garbage = fc.oneof(
      anyText,
      fc.json(),
      fc.array(fc.jsonValue(), { maxLength: 6 }).map((parts) => JSON.stringify(parts)),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        expect(["no error", "malformed-json", "malformed-shape"]).toContain(codeOf(() => decodeFrame(text)));
      }),
    );
  });

  test("shows at most 80 characters of a bad message", () => {
    const secret = "s".repeat(200);
    expect(() => decodeFrame(secret)).toThrow(new RegExp(`"s{80}"…, which is not JSON`));
    expect(() => decodeFrame(JSON.stringify([secret]))).toThrow(/s{78}"…, which is not a frame/);
    expect(() => decodeFrame("{")).toThrow('Received "{", which is not JSON');
  });

  test("keeps what the parser said as the cause", () => {
    expect(() => decodeFrame("{")).toThrow(expect.objectContaining({ cause: expect.any(SyntaxError) }));
  });
});

describe("the encoders", () => {
  test("encodeFrame says null for a payload that is not there", () => {
    const frame = { joinRef: null, ref: null, topic: "t", event: "e", payload: undefined };
    expect(encodeFrame(frame)).toBe('[null,null,"t","e",null]');
  });

  test("encodeReply writes what JSON.stringify would, whatever the strings hold", () => {
    fc.assert(
      fc.property(anyFrame, anyText, ({ joinRef, ref, topic, payload: response }, status) => {
        const reply = encodeReply(joinRef, ref, topic, { status, json: JSON.stringify(response) });
        expect(reply).toBe(encodeFrame({ joinRef, ref, topic, event: "phx_reply", payload: { status, response } }));
      }),
    );
  });

  test("encodePush writes what JSON.stringify would, whatever the strings hold", () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const { joinRef, topic, event, payload } = frame;
        expect(encodePush(joinRef, topic, event, JSON.stringify(payload))).toBe(encodeFrame({ ...frame, ref: null }));
      }),
    );
  });

  test.each([
    '"',
    "\\",
    "\n",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u2028",
    "\ud800",
    "\udfff",
    "é日",
    "😀",
    "</script>",
    "",
  ])("the topic %j comes through", (topic) => {
    const frame = { joinRef: "1", ref: null, topic, event: "e", payload: {} };
    expect(encodePush("1", topic, "e", "{}")).toBe(JSON.stringify(Object.values(frame)));
  });

  test("the server's recorded replies and pushes come out of them", () => {
    for (const { dir, frame } of recorded) {
      if (dir !== "in") continue;
      const { joinRef, ref, topic, event, payload } = decodeFrame(frame);
      if (event === "phx_reply") {
        const { status, response } = payload as { status: string; response: unknown };
        const reply = encodeReply(joinRef, ref, topic, { status, json: JSON.stringify(response) });
        expect(JSON.parse(reply)).toEqual(JSON.parse(frame));
      } else if (ref === null) {
        expect(encodePush(joinRef, topic, event, JSON.stringify(payload))).toBe(frame);
      }
    }
  });
});
