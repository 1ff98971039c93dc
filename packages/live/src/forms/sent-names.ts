// What a form sends beside its own fields, under names that no field of a schema has.

/** Precedes the innermost name of a field that the user has not touched (liveview-protocol §7.3). */
export const UNUSED_PREFIX = "_unused_";

/** Which control has changed: in change events, and in no other. */
export const TARGET_FIELD = "_target";

/** What a record of a list is known by while its position changes. */
export const PERSISTENT_ID_FIELD = "_persistent_id";

/** That a page of the same session has made a posted form. */
export const CSRF_FIELD = "_csrf_token";

/** The method of a posted form, if it is one that browsers do not have. */
export const METHOD_FIELD = "_method";

/** Behind a list's name: a list of the numbers of its records, in their order, or of those that go. As long as each other. */
export const SORT_SUFFIX = "_sort";
export const DROP_SUFFIX = "_drop";
