import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test.each([
  { attempt: 0, random: 0, expected: 50 },
  { attempt: 0, random: 0.5, expected: 100 },
  { attempt: 1, random: 0, expected: 250 },
  { attempt: 2, random: 0.999, expected: 1499 },
  { attempt: 99, random: 0.5, expected: 1000 },
])("attempt $attempt waits $expected ms when chance says $random", ({ attempt, random, expected }) => {
  expect(Math.round(backoffMs([100, 500, 1_000], attempt, () => random))).toBe(expected);
});
