import { randomBytes } from "node:crypto";

/** The randomness port: so many bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array;

/** The system's cryptographic source. */
export const systemRandom: RandomBytes = (count) => randomBytes(count);
