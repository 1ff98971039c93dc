/**
 * The numbers that the load posts to `/tick`, in turn. A short cycle known beforehand, so that the floor can prepare its
 * strings, and every figure of the dashboard still differs from one tick to the next.
 */
export const TICKS: readonly number[] = [9_000_001, 9_000_002, 9_000_003, 9_000_004];
