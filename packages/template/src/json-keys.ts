import { KEYS } from "@firecrest/wire";

// The protocol's keys as they stand in JSON text, so that the writers need no object to serialise.

export const STATICS = `"${KEYS.statics}":`;
export const TEMPLATES = `"${KEYS.templates}":`;
export const ROOT = `"${KEYS.root}":1`;
export const ROWS = `"${KEYS.keyed}":`;
export const ROW_COUNT = `"${KEYS.keyedCount}":`;
export const HAS_MOVES = `"${KEYS.keyedMoved}":true`;
export const RUNS = `"${KEYS.keyedRuns}":`;
export const STREAM = `"${KEYS.stream}":`;
export const COMPONENTS = `"${KEYS.components}":`;
