import { describe, expect, test } from "vitest";
import { createCsrfSecret, maskCsrfToken, verifyCsrfToken } from "./csrf.ts";
import { systemRandom } from "./random.ts";

const secret = createCsrfSecret(systemRandom);
const token = maskCsrfToken(secret, systemRandom);

describe("a CSRF token", () => {
  test("looks different each time, and each time belongs to its secret", () => {
    const tokens = Array.from({ length: 50 }, () => maskCsrfToken(secret, systemRandom));
    expect(new Set(tokens).size).toBe(50);
    for (const one of tokens) expect(verifyCsrfToken(secret, one)).toBe(true);
    expect(secret).toMatch(/^[\w-]{24}$/);
    expect(token).toMatch(/^[\w-]{48}$/);
  });

  test("does not contain its secret", () => {
    expect(Buffer.from(token, "base64url").includes(Buffer.from(secret, "base64url"))).toBe(false);
  });

  test.each([
    { what: "another secret's token", secret, token: maskCsrfToken(createCsrfSecret(systemRandom), systemRandom) },
    { what: "the secret itself", secret, token: secret },
    { what: "a token that was changed", secret, token: `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}` },
    { what: "a token that is too short", secret, token: token.slice(0, -4) },
    { what: "a token that is too long", secret, token: `${token}AAAA` },
    { what: "an endless token", secret, token: "A".repeat(100_000) },
    { what: "an empty token", secret, token: "" },
    { what: "no token", secret, token: undefined },
    { what: "a list of tokens", secret, token: [token] },
    { what: "no secret", secret: undefined, token },
    { what: "an empty secret", secret: "", token },
    { what: "an empty secret and an empty token", secret: "", token: "" },
    { what: "a number for a secret", secret: 7, token },
  ])("$what is refused", (given) => {
    expect(verifyCsrfToken(given.secret, given.token)).toBe(false);
  });
});
