import { expect, test } from "vitest";
import { FakeClock } from "./fake-clock.ts";
import { TurnBudget } from "./turn-budget.ts";

test("a turn is over when its messages are spent", () => {
  const budget = new TurnBudget(new FakeClock(), { messagesMax: 100, msMax: 50 });
  budget.spend(99);
  expect(budget.messagesLeft).toBe(1);
  budget.spend(1);
  expect(budget.messagesLeft).toBe(0);
});

test("a turn of slow messages is over when its time is", () => {
  const clock = new FakeClock();
  const budget = new TurnBudget(clock, { messagesMax: 1_000, msMax: 50 });
  let handled = 0;
  while (budget.messagesLeft > 0) {
    clock.advance(1);
    handled += 1;
    budget.spend(1);
  }
  // Looked at after 16, 32, 48, 64 and 80 messages; the time counts from the first look.
  expect(handled).toBe(80);
});

test("renewed, it has all its messages and all its time again", () => {
  const clock = new FakeClock();
  const budget = new TurnBudget(clock, { messagesMax: 1_000, msMax: 50 });
  budget.spend(16);
  clock.advance(50);
  budget.spend(16);
  expect(budget.messagesLeft).toBe(0);
  budget.renew();
  budget.spend(16);
  expect(budget.messagesLeft).toBe(984);
});

test("a short turn never reads the clock", () => {
  const clock = new FakeClock();
  let looks = 0;
  const watched = Object.assign(clock, { nowMs: () => ++looks });
  const budget = new TurnBudget(watched, { messagesMax: 1_000, msMax: 50 });
  for (let turn = 0; turn < 10; turn++) {
    budget.renew();
    budget.spend(15);
  }
  expect(looks).toBe(0);
});
