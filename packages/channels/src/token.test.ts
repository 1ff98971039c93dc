import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signToken, verifyToken } from "./token.ts";

const OLD_KEY = "the old secret, of more than 32 characters";
const NEW_KEY = "the new secret, of more than 32 characters";
const signed = { keys: [NEW_KEY], salt: "user", data: { id: 7 }, nowMs: 1_000_000 };
const verified = { keys: [NEW_KEY], salt: "user", maxAgeMs: 60_000, nowMs: 1_000_000 };

describe("verifyToken", () => {
  test.each([
    { what: "at once", change: {} },
    { what: "just before it is too old", change: { nowMs: 1_059_999 } },
    { what: "with a fraction of a millisecond to go", change: { nowMs: 1_000_000.5, maxAgeMs: 0.6 } },
    { what: "after a thousand years, without an age limit", change: { nowMs: 1_000_000 + 3e13, maxAgeMs: Infinity } },
    { what: "with a newer key in front", change: { keys: [OLD_KEY, NEW_KEY] } },
  ])("accepts a token $what", ({ change }) => {
    expect(verifyToken({ ...verified, token: signToken(signed), ...change })).toEqual({ ok: true, data: { id: 7 } });
  });

  const token = signToken(signed);
  const [payload = "", signature = ""] = token.split(".");
  const otherPayload = Buffer.from(JSON.stringify([{ id: 8 }, 1_000_000])).toString("base64url");
  test.each([
    { what: "undefined", token: undefined, reason: "missing" },
    { what: "null", token: null, reason: "missing" },
    { what: "an empty text", token: "", reason: "missing" },
    { what: "a number", token: 7, reason: "invalid" },
    { what: "an object", token: { token }, reason: "invalid" },
    { what: "an array", token: [token], reason: "invalid" },
    { what: "any text", token: "hello", reason: "invalid" },
    { what: "a dot", token: ".", reason: "invalid" },
    { what: "no signature", token: `${payload}.`, reason: "invalid" },
    { what: "half a signature", token: token.slice(0, -20), reason: "invalid" },
    { what: "another payload", token: `${otherPayload}.${signature}`, reason: "invalid" },
    { what: "something in front", token: `a.${token}`, reason: "invalid" },
    { what: "something behind", token: `${token}=`, reason: "invalid" },
    {
      what: "an unsigned payload signed with nothing",
      token: `${payload}.${createHmac("sha256", "").update(payload).digest("base64url")}`,
      reason: "invalid",
    },
  ])("$what is $reason", ({ token: given, reason }) => {
    expect(verifyToken({ ...verified, token: given })).toEqual({ ok: false, reason });
  });

  test.each([
    { what: "another salt", change: { salt: "session" }, reason: "invalid" },
    { what: "another key", change: { keys: [OLD_KEY] }, reason: "invalid" },
    { what: "a clock before the signature", change: { nowMs: 999_999 }, reason: "invalid" },
    { what: "an age of exactly the limit", change: { nowMs: 1_060_000 }, reason: "expired" },
    { what: "no age allowed at all", change: { maxAgeMs: 0 }, reason: "expired" },
    { what: "a negative limit", change: { maxAgeMs: -1 }, reason: "expired" },
  ])("with $what it is $reason", ({ change, reason }) => {
    expect(verifyToken({ ...verified, token, ...change })).toEqual({ ok: false, reason });
  });

  test("every change of one character is noticed, the last one's unused bits included", () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (let index = 0; index < token.length; index += 1) {
      for (const character of alphabet) {
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        if (changed !== token)
          expect(verifyToken({ ...verified, token: changed }).ok, `${index} ${character}`).toBe(false);
      }
    }
  });

  test("a forged token is invalid, however old it says it is", () => {
    const forged = `${Buffer.from(JSON.stringify([{ id: 1 }, 0])).toString("base64url")}.${signature}`;
    expect(verifyToken({ ...verified, token: forged })).toEqual({ ok: false, reason: "invalid" });
  });
});

describe("signToken", () => {
  test("the first key signs, so that the last one can go", () => {
    const token = signToken({ ...signed, keys: [NEW_KEY, OLD_KEY] });
    expect(verifyToken({ ...verified, token, keys: [NEW_KEY] }).ok).toBe(true);
    expect(verifyToken({ ...verified, token, keys: [OLD_KEY] }).ok).toBe(false);
  });

  test("any JSON value survives", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const result = verifyToken({ ...verified, token: signToken({ ...signed, data }) });
        expect(result).toEqual({ ok: true, data: JSON.parse(JSON.stringify(data)) });
      }),
    );
  });

  test("fits into a URL and a cookie as it is", () => {
    expect(signToken({ ...signed, data: "??>>~~ grüße" })).toMatch(/^[\w-]+\.[\w-]{43}$/);
  });

  test.each([
    { what: "no key", keys: [] },
    { what: "a short key", keys: ["x".repeat(31)] },
    { what: "a short key behind a good one", keys: [NEW_KEY, "short"] },
  ])("$what is a mistake, said without the key", ({ keys }) => {
    expect(() => signToken({ ...signed, keys })).toThrowError(expect.objectContaining({ code: "invalid-secret" }));
    expect(() => verifyToken({ ...verified, token: "", keys })).toThrowError(
      expect.objectContaining({ code: "invalid-secret" }),
    );
    expect(() => signToken({ ...signed, keys })).not.toThrowError(/short/);
  });
});

describe("a token that this process does not remember", () => {
  const keys = ["k".repeat(40)];
  const signAndForget = (salt: string, count: number) => {
    const token = signToken({ keys, salt, data: "first", nowMs: 1_000 });
    for (let index = 0; index < count; index++) signToken({ keys, salt, data: index, nowMs: 1_000 });
    return token;
  };
  const check = (salt: string, token: string) => verifyToken({ keys, salt, token, maxAgeMs: 10_000, nowMs: 2_000 });

  test("is verified by its signature, like one from another process", () => {
    expect(check("forgotten", signAndForget("forgotten", 2_500))).toEqual({ ok: true, data: "first" });
  });

  test("is refused when a single character of it was changed", () => {
    const token = signAndForget("tampered", 2_500);
    const last = token.at(-1) === "A" ? "B" : "A";
    expect(check("tampered", token.slice(0, -1) + last)).toEqual({ ok: false, reason: "invalid" });
  });

  test("a remembered one expires all the same, and is good for its own purpose only", () => {
    const token = signAndForget("remembered", 0);
    expect(verifyToken({ keys, salt: "remembered", token, maxAgeMs: 500, nowMs: 2_000 })).toEqual({
      ok: false,
      reason: "expired",
    });
    expect(check("another", token)).toEqual({ ok: false, reason: "invalid" });
  });
});
