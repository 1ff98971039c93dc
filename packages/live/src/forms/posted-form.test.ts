import { createCsrfSecret, CSRF_SESSION_KEY, maskCsrfToken, systemRandom } from "@firecrest/channels";
import { describe, expect, test } from "vitest";
import { readForm } from "./posted-form.ts";

const secret = createCsrfSecret(systemRandom);
const session = { [CSRF_SESSION_KEY]: secret };
const token = () => maskCsrfToken(secret, systemRandom);

function post(body: BodyInit, headers: Record<string, string> = {}, method = "POST"): Request {
  return new Request("http://localhost/x", { method, body, headers });
}

describe("a posted form", () => {
  test("of this session's page is its fields, nested", async () => {
    const body = new URLSearchParams({ _csrf_token: token(), "user[email]": "a@b", "tags[]": "x" });
    expect(await readForm(post(body), session)).toEqual({
      ok: true,
      method: "POST",
      params: { user: { email: "a@b" }, tags: ["x"] },
    });
  });

  test("with files has them among its fields", async () => {
    const body = new FormData();
    body.append("_csrf_token", token());
    body.append("user[name]", "Ann");
    body.append("user[photo]", new File(["x"], "a.png"));
    const posted = await readForm(post(body), session);
    expect(posted.ok && posted.params).toEqual({ user: { name: "Ann", photo: expect.any(File) } });
  });

  test("may carry its token in a header", async () => {
    const request = post(new URLSearchParams({ a: "1" }), { "x-csrf-token": token() });
    expect(await readForm(request, session)).toEqual({ ok: true, method: "POST", params: { a: "1" } });
  });

  test.each([
    ["put", "POST", "PUT"],
    ["PATCH", "POST", "PATCH"],
    ["delete", "POST", "DELETE"],
    ["get", "POST", "POST"],
    ["trace", "POST", "POST"],
    ["delete", "PUT", "PUT"],
  ])("of the method %s that arrives as %s is a %s", async (named, method, expected) => {
    const body = new URLSearchParams({ _csrf_token: token(), _method: named });
    expect(await readForm(post(body, {}, method), session)).toEqual({ ok: true, method: expected, params: {} });
  });
});

describe("refused is", () => {
  const otherToken = maskCsrfToken(createCsrfSecret(systemRandom), systemRandom);
  test.each([
    ["no token", {}, session],
    ["another session's token", { _csrf_token: otherToken }, session],
    ["the secret itself", { _csrf_token: secret }, session],
    ["several tokens", { "_csrf_token[]": token() }, session],
    ["nobody's session", { _csrf_token: token() }, null],
    ["a session without a secret", { _csrf_token: token() }, {}],
  ])("%s", async (_title, fields, ofWhom) => {
    expect(await readForm(post(new URLSearchParams(fields)), ofWhom)).toEqual({ ok: false, reason: "forged" });
  });

  test.each([
    [
      "a list of 2,001 fields",
      post(new URLSearchParams(Array.from({ length: 2_001 }, (_, n) => [`f${n}`, ""]))),
      "too-large",
    ],
    ["a name of 33 levels", post(new URLSearchParams({ [`a${"[b]".repeat(32)}`]: "" })), "too-large"],
    ["JSON", post("{}", { "content-type": "application/json" }), "not-a-form"],
    ["text", post("a=1"), "not-a-form"],
    ["no content", new Request("http://localhost/", { method: "POST" }), "not-a-form"],
    ["broken parts", post("--x\r\nbroken", { "content-type": "multipart/form-data; boundary=x" }), "not-a-form"],
    ["parts without a boundary", post("a", { "content-type": "multipart/form-data" }), "not-a-form"],
  ])("%s", async (_title, request, reason) => {
    expect(await readForm(request, session)).toEqual({ ok: false, reason });
  });

  test("a request whose body is gone, as the mistake that it is", async () => {
    const request = post(new URLSearchParams({ a: "1" }));
    await request.text();
    await expect(readForm(request, session)).rejects.toThrow("has been read");
  });
});
