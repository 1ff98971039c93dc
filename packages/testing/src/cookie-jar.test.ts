import { expect, test } from "vitest";
import { CookieJar } from "./cookie-jar.ts";

test("a jar keeps what replies set, and sends it", () => {
  const jar = new CookieJar("a=1; b=2");
  jar.take(["c=x=y; Path=/; HttpOnly; SameSite=Lax", "a=3"]);
  jar.set("d", "4");
  expect(jar.toString()).toBe("a=3; b=2; c=x=y; d=4");
  expect([jar.get("c"), jar.get("e")]).toEqual(["x=y", undefined]);
});

test.each(["Max-Age=0", "max-age=-1", "Expires=Thu, 01 Jan 1970 00:00:00 GMT"])(
  "a cookie ended by %s is forgotten",
  (end) => {
    const jar = new CookieJar("a=1");
    jar.take([`a=; ${end}; Path=/`]);
    expect(jar.toString()).toBe("");
  },
);

test("a cookie that lasts is kept", () => {
  const jar = new CookieJar();
  jar.take(["a=1; Max-Age=10", "b=2; Expires=Fri, 31 Dec 9999 23:59:59 GMT"]);
  expect(jar.toString()).toBe("a=1; b=2");
});
