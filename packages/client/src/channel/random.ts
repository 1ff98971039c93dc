/** A number from 0 up to but not including 1: chance, as a port. */
export type Random = () => number;

/** The dice of the machine we run on. */
export const systemRandom: Random = () => Math.random();
