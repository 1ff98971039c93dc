import { expect, test } from "vitest";
import { Accounts } from "./accounts.ts";

function accountsOf(loginsMax?: number): Accounts {
  let next = 0;
  return new Accounts({ newToken: () => `token-${next++}`, ...(loginsMax !== undefined && { loginsMax }) });
}

test("a login is found by its token until it ends", () => {
  const accounts = accountsOf();
  const token = accounts.begin("ada");
  expect(accounts.find(token)).toBe("ada");
  accounts.end(token);
  expect(accounts.find(token)).toBeUndefined();
  expect(accounts.find(undefined)).toBeUndefined();
});

test("all logins of one person end, and nobody else's", () => {
  const accounts = accountsOf();
  const [first, second, other] = ["ada", "ada", "bea"].map((name) => accounts.begin(name));
  expect(accounts.count("ada")).toBe(2);
  accounts.endAll("ada");
  expect([first, second, other].map((token) => accounts.find(token))).toEqual([undefined, undefined, "bea"]);
});

test("beyond its limit the oldest login ends", () => {
  const accounts = accountsOf(2);
  const [first, second, third] = ["ada", "bea", "cid"].map((name) => accounts.begin(name));
  expect([first, second, third].map((token) => accounts.find(token))).toEqual([undefined, "bea", "cid"]);
});
