import { randomBytes, randomInt } from "node:crypto";

/** Random numbers from a seed: the same seed gives the same numbers. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  /** How often something of `mean` occurrences happens (Poisson). `mean` up to about 500. */
  poisson(mean: number): number;
  /** `true` with this probability. */
  chance(probability: number): boolean;
}

/** A small fast generator (mulberry32): good enough for a simulation, never for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (below) => Math.floor(next() * below),
    poisson: (mean) => poisson(next, mean),
    chance: (probability) => next() < probability,
  };
}

/** A fresh seed. */
export function randomSeed(): number {
  return randomInt(2 ** 32);
}

/** A secret of 256 bits as 43 URL-safe characters: an API key or a password. */
export function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Knuth's way: multiply uniform numbers until they fall below e^-mean. */
function poisson(next: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > floor; product *= next()) count++;
  return count;
}
