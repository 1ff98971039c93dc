import { beforeEach, expect, test } from "vitest";
import { FakeClock } from "../fixtures/fake-clock.ts";
import { cancelLimits, limit, type Occurrence } from "./rate-limit.ts";

let clock: FakeClock;
let element: HTMLElement;
let fired: string[];

beforeEach(() => {
  clock = new FakeClock();
  fired = [];
});

function show(attributes: string): void {
  document.body.innerHTML = `<input ${attributes}>`;
  element = document.querySelector("input") as HTMLElement;
}

function occur(what: string, more: Partial<Occurrence> = {}): void {
  limit(clock, { element, binding: "change", fire: () => fired.push(what), ...more });
}

test("without a limit everything fires at once", () => {
  show("");
  occur("a");
  occur("b");
  expect(fired).toEqual(["a", "b"]);
});

test.each([
  ["its time", `phx-debounce="200"`, 200],
  ["300 ms by default", "phx-debounce", 300],
])("a debounced event fires once, %s after the last of them", (_name, attributes, delayMs) => {
  show(attributes);
  occur("a");
  clock.advance(delayMs - 1);
  occur("b");
  clock.advance(delayMs - 1);
  expect(fired).toEqual([]);
  clock.advance(1);
  expect(fired).toEqual(["b"]);
});

test("a debounced event fires when the focus leaves, and not once more", () => {
  show(`phx-debounce="200"`);
  occur("a");
  cancelLimits(element, true);
  expect(fired).toEqual(["a"]);
  clock.advance(1_000);
  expect(fired).toEqual(["a"]);
});

test("debounced until blur, it waits for that", () => {
  show(`phx-debounce="blur"`);
  occur("a");
  occur("b");
  clock.advance(60_000);
  expect(fired).toEqual([]);
  cancelLimits(element, true);
  expect(fired).toEqual(["b"]);
});

test("what waits is forgotten when all has been said", () => {
  show(`phx-debounce="200"`);
  occur("a");
  cancelLimits(element, false);
  clock.advance(1_000);
  cancelLimits(element, true);
  expect(fired).toEqual([]);
});

test("a throttled event fires at once, and then not until its time is over", () => {
  show(`phx-throttle="1000"`);
  occur("a");
  clock.advance(999);
  occur("b");
  expect(fired).toEqual(["a"]);
  clock.advance(1);
  occur("c");
  expect(fired).toEqual(["a", "c"]);
});

test("what a throttled field holds last is not lost", () => {
  show(`phx-throttle="1000"`);
  occur("a", { isLastWanted: true });
  occur("b", { isLastWanted: true });
  occur("c", { isLastWanted: true });
  expect(fired).toEqual(["a"]);
  clock.advance(1_000);
  expect(fired).toEqual(["a", "c"]);
});

test("a throttled field says the last when the focus leaves", () => {
  show(`phx-throttle="1000"`);
  occur("a", { isLastWanted: true });
  occur("b", { isLastWanted: true });
  cancelLimits(element, true);
  expect(fired).toEqual(["a", "b"]);
  occur("c");
  expect(fired).toEqual(["a", "b", "c"]);
});

test("another key is another event, not a repetition", () => {
  show(`phx-throttle="1000"`);
  occur("x", { key: "x" });
  occur("x again", { key: "x" });
  occur("y", { key: "y" });
  expect(fired).toEqual(["x", "y"]);
});

test("the bindings of one element do not hold each other up", () => {
  show(`phx-throttle="1000"`);
  occur("change");
  occur("click", { binding: "click" });
  expect(fired).toEqual(["change", "click"]);
});

test("an element that has left the page has nothing to say", () => {
  show(`phx-debounce="200"`);
  occur("a");
  element.remove();
  clock.advance(200);
  expect(fired).toEqual([]);
});
