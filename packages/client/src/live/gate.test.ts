import { expect, test } from "vitest";
import { Gate } from "./gate.ts";

test("tasks pass at once, and wait while the gate is held, by however many", () => {
  const gate = new Gate();
  const ran: string[] = [];
  gate.pass(() => ran.push("a"));
  const releases = [gate.hold(), gate.hold()];
  gate.pass(() => ran.push("b"));
  releases[0]?.();
  releases[0]?.();
  expect(ran).toEqual(["a"]);
  releases[1]?.();
  expect(ran).toEqual(["a", "b"]);
});

test("a task that is passed by another one comes after those before it", () => {
  const gate = new Gate();
  const ran: string[] = [];
  const release = gate.hold();
  gate.pass(() => {
    gate.pass(() => ran.push("c"));
    ran.push("a");
  });
  gate.pass(() => ran.push("b"));
  release();
  expect(ran).toEqual(["a", "b", "c"]);
});

test("a task that holds the gate lets no other pass", () => {
  const gate = new Gate();
  const ran: string[] = [];
  let release: (() => void) | undefined;
  gate.pass(() => (release = gate.hold()));
  gate.pass(() => ran.push("later"));
  expect(ran).toEqual([]);
  release?.();
  expect(ran).toEqual(["later"]);
});

test("a task that throws does not close the gate", () => {
  const gate = new Gate();
  expect(() =>
    gate.pass(() => {
      throw new Error("mine");
    }),
  ).toThrow("mine");
  const ran: string[] = [];
  gate.pass(() => ran.push("next"));
  expect(ran).toEqual(["next"]);
});
