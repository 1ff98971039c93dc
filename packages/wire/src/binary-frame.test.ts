import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  type BinaryMessage,
  type BinaryPush,
  decodeBinaryMessage,
  decodeBinaryPush,
  encodeBinaryMessage,
  encodeBinaryPush,
} from "./binary-frame.ts";
import { FrameError } from "./frame-error.ts";

/** Bytes, some of them written as text. */
function bytes(...parts: readonly (number | string)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])),
  );
}

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
    return "no error";
  } catch (error) {
    return error instanceof FrameError ? error.code : String(error);
  }
}

const payload = bytes(0, 255, 10);

const pushes: readonly (readonly [string, BinaryPush, Uint8Array])[] = [
  [
    "a push with both refs",
    { joinRef: "4", ref: "17", topic: "lvu:1", event: "chunk", payload },
    bytes(0, 1, 2, 5, 5, "4", "17", "lvu:1", "chunk", 0, 255, 10),
  ],
  [
    "a push without refs",
    { joinRef: null, ref: null, topic: "t", event: "e", payload },
    bytes(0, 0, 0, 1, 1, "t", "e", 0, 255, 10),
  ],
  [
    "a push without bytes",
    { joinRef: "1", ref: "2", topic: "t", event: "e", payload: bytes() },
    bytes(0, 1, 1, 1, 1, "1", "2", "t", "e"),
  ],
  [
    "lengths in bytes, not characters",
    { joinRef: "1", ref: "2", topic: "é", event: "😀", payload },
    bytes(0, 1, 1, 2, 4, "1", "2", "é", "😀", 0, 255, 10),
  ],
];

const messages: readonly (readonly [string, BinaryMessage, Uint8Array])[] = [
  [
    "a push, which has no ref on this way",
    { kind: "push", joinRef: "4", topic: "t", event: "ev", data: payload },
    bytes(0, 1, 1, 2, "4", "t", "ev", 0, 255, 10),
  ],
  [
    "a reply",
    { kind: "reply", joinRef: "4", ref: "17", topic: "t", status: "ok", data: payload },
    bytes(1, 1, 2, 1, 2, "4", "17", "t", "ok", 0, 255, 10),
  ],
  [
    "a reply outside a channel",
    { kind: "reply", joinRef: null, ref: "9", topic: "t", status: "error", data: bytes() },
    bytes(1, 0, 1, 1, 5, "9", "t", "error"),
  ],
  [
    "a broadcast",
    { kind: "broadcast", topic: "room:1", event: "shout", data: payload },
    bytes(2, 6, 5, "room:1", "shout", 0, 255, 10),
  ],
];

describe("client to server", () => {
  test.each(pushes)("%s", (_, push, encoded) => {
    expect(encodeBinaryPush(push)).toEqual(encoded);
    expect(decodeBinaryPush(encoded)).toEqual(push);
  });

  test.each([1, 2, 3, 255])("kind %i is not for a server", (kind) => {
    expect(codeOf(() => decodeBinaryPush(bytes(kind, 0, 0, 1, 1, "t", "e")))).toBe("malformed-shape");
  });
});

describe("server to client", () => {
  test.each(messages)("%s", (_, message, encoded) => {
    expect(encodeBinaryMessage(message)).toEqual(encoded);
    expect(decodeBinaryMessage(encoded)).toEqual(message);
  });

  test.each([3, 255])("there is no kind %i", (kind) => {
    expect(codeOf(() => decodeBinaryMessage(bytes(kind, 1, 1, "t", "e")))).toBe("malformed-shape");
  });
});

describe("limits and garbage", () => {
  test.each(["joinRef", "ref", "topic", "event"] as const)("a %s may have 255 bytes and no more", (field) => {
    const push = { joinRef: "1", ref: "2", topic: "t", event: "e", payload };
    const longest = { ...push, [field]: `${"é".repeat(127)}x` };
    expect(decodeBinaryPush(encodeBinaryPush(longest))).toEqual(longest);
    expect(codeOf(() => encodeBinaryPush({ ...push, [field]: "é".repeat(128) }))).toBe("field-too-long");
  });

  test("an oversized field is named with its size", () => {
    const message: BinaryMessage = { kind: "broadcast", topic: "x".repeat(300), event: "e", data: payload };
    expect(() => encodeBinaryMessage(message)).toThrow(/"x{80}…" is 300 bytes long/);
  });

  test.each(pushes)("%s, cut anywhere in its header", (_, __, whole) => {
    const headerBytes = 5 + (whole[1] ?? 0) + (whole[2] ?? 0) + (whole[3] ?? 0) + (whole[4] ?? 0);
    for (let length = 0; length < headerBytes; length++) {
      expect(codeOf(() => decodeBinaryPush(whole.subarray(0, length)))).toBe("malformed-shape");
    }
    expect(codeOf(() => decodeBinaryPush(whole.subarray(0, headerBytes)))).toBe("no error");
  });

  test.each(messages)("%s, cut to its lengths", (_, __, whole) => {
    const lengths = whole[0] === 1 ? 5 : whole[0] === 0 ? 4 : 3;
    for (let length = 0; length <= lengths; length++) {
      expect(codeOf(() => decodeBinaryMessage(whole.subarray(0, length)))).toBe("malformed-shape");
    }
  });

  test("a field that is not UTF-8", () => {
    expect(codeOf(() => decodeBinaryPush(bytes(0, 0, 0, 1, 1, 0xff, "e")))).toBe("malformed-shape");
    expect(codeOf(() => decodeBinaryMessage(bytes(2, 2, 1, 0xc3, 0x28, "e")))).toBe("malformed-shape");
  });

  test("random bytes are read or refused, never worse", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (random) => {
        for (const decode of [decodeBinaryPush, decodeBinaryMessage]) {
          expect(["no error", "malformed-shape"]).toContain(codeOf(() => decode(random)));
        }
      }),
    );
  });

  test("whatever is encoded is decoded", () => {
    const field = fc.string({ unit: "binary", maxLength: 60 });
    const ref = fc.option(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }));
    const push = fc.record({ joinRef: ref, ref, topic: field, event: field, payload: fc.uint8Array() });
    fc.assert(
      fc.property(push, (value) => {
        expect(decodeBinaryPush(encodeBinaryPush(value))).toEqual(value);
      }),
    );
  });

  test("a byte order mark at the start of a field is part of it", () => {
    const push = { joinRef: null, ref: null, topic: "\ufefft", event: "e", payload };
    expect(decodeBinaryPush(encodeBinaryPush(push)).topic).toBe("\ufefft");
  });

  test("the payload is a view into what was received", () => {
    const received = bytes(0, 0, 0, 1, 1, "t", "e", 7, 8);
    const { payload: view } = decodeBinaryPush(received);
    received[7] = 9;
    expect([...view]).toEqual([9, 8]);
  });
});
