import { randomBytes } from "node:crypto";

/** The randomness port: so many bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array;

/** A call into the system costs as much for a few bytes as for this many; a page needs three times a few. */
const POOL_BYTES = 8_192;

let pool = new Uint8Array(0);
let poolUsed = 0;

/** The system's cryptographic source. No byte is given out twice. */
export const systemRandom: RandomBytes = (count) => {
  if (count > POOL_BYTES) return randomBytes(count);
  if (poolUsed + count > pool.length) {
    pool = randomBytes(POOL_BYTES);
    poolUsed = 0;
  }
  poolUsed += count;
  return pool.subarray(poolUsed - count, poolUsed);
};
