import type * as extras from "../extras/index.ts";
import type * as uploads from "../uploads/index.ts";

/** What is loaded soon after the page, or when it is needed before: commands, forms that come back, hooks of our own. */
export type Extras = typeof extras;

/** What pages with live file inputs load. */
export type Uploads = typeof uploads;
