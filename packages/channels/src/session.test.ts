import { FakeClock } from "@firecrest/actors";
import { describe, expect, test } from "vitest";
import { type SessionOptions, createSessionStore } from "./session.ts";
import { signToken } from "./token.ts";

const KEY = "a secret of more than thirty-two characters";

function store(options: Partial<SessionOptions> = {}): {
  clock: FakeClock;
  store: ReturnType<typeof createSessionStore>;
} {
  const clock = new FakeClock(1_000_000);
  return { clock, store: createSessionStore({ keys: [KEY], clock, ...options }) };
}

function cookieOf(setCookie: string): string {
  return setCookie.split(";", 1)[0] ?? "";
}

describe("a session", () => {
  test("comes back from its cookie, among other cookies", () => {
    const { store: sessions } = store();
    const session = { user: 7, name: "Zoë; =%", nested: { list: [1, null] } };
    expect(sessions.read(`a=b; ${cookieOf(sessions.write(session))}; c=d`)).toEqual(session);
  });

  test.each([
    { what: "no header", header: () => undefined },
    { what: "no such cookie", header: () => "a=b" },
    { what: "an empty cookie", header: () => "_firecrest_session=" },
    { what: "a cookie that is no token", header: () => "_firecrest_session=hello" },
    { what: "a changed cookie", header: (good: string) => `${good.slice(0, -1)}${good.endsWith("A") ? "B" : "A"}` },
    { what: "another cookie's value", header: (good: string) => good.replace("_firecrest_session", "_other") },
    { what: "garbage", header: () => ";;;=;%%%" },
    {
      what: "a signed value that is no object",
      header: () =>
        `_firecrest_session=${signToken({ keys: [KEY], salt: "session cookie _firecrest_session", data: [1], nowMs: 1_000_000 })}`,
    },
  ])("$what is no session", ({ header }) => {
    const { store: sessions } = store();
    expect(sessions.read(header(cookieOf(sessions.write({ user: 7 }))))).toBeNull();
  });

  test("is forgotten after maxAgeMs, counted from when it was written", () => {
    const { store: sessions, clock } = store({ maxAgeMs: 10_000 });
    const cookie = cookieOf(sessions.write({ user: 7 }));
    clock.advance(9_999);
    expect(sessions.read(cookie)).toEqual({ user: 7 });
    clock.advance(1);
    expect(sessions.read(cookie)).toBeNull();
  });

  test("survives a change of keys while the old one is kept", () => {
    const cookie = cookieOf(store().store.write({ user: 7 }));
    const rotated = "another secret of more than thirty-two chars";
    expect(store({ keys: [rotated, KEY] }).store.read(cookie)).toEqual({ user: 7 });
    expect(store({ keys: [rotated] }).store.read(cookie)).toBeNull();
  });

  test.each([
    { options: {}, attributes: ["Path=/", "HttpOnly", "SameSite=Lax"] },
    { options: { persistent: true }, attributes: ["Max-Age=1209600", "Path=/", "HttpOnly", "SameSite=Lax"] },
    {
      options: { persistent: true, secure: true, sameSite: "strict" as const, maxAgeMs: 5_000 },
      attributes: ["Max-Age=5", "Path=/", "HttpOnly", "Secure", "SameSite=Strict"],
    },
  ])("is written with $attributes", ({ options, attributes }) => {
    expect(store(options).store.write({}).split("; ").slice(1).toSorted()).toEqual(attributes.toSorted());
  });

  test("is cleared by an empty cookie that is over at once", () => {
    expect(store({ cookieName: "mine" }).store.clear()).toMatch(/^mine=; Max-Age=0;/);
  });

  test("a session that browsers would drop is a mistake that names its size", () => {
    const { store: sessions } = store();
    expect(() => sessions.write({ cart: "x".repeat(4_000) })).toThrowError(
      expect.objectContaining({ code: "session-too-large" }),
    );
  });
});
