import type * as extras from "../extras/index.ts";

/** What is loaded soon after the page, or when it is needed before: commands, forms, hooks, uploads. */
export type Extras = typeof extras;
