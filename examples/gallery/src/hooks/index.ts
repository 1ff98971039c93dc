export { FeatureList } from "./feature-list.ts";
export { RoundTrip } from "./round-trip.ts";
export { RowCounter } from "./row-counter.ts";
export { Sortable } from "./sortable.ts";
export { Sparkline } from "./sparkline.ts";
