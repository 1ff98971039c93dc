import type { EVENTS, TOPICS } from "@firecrest/wire";

// The reserved names that the browser needs, one constant each. The table in `wire` would come into the bundle as a whole; its
// types pin every spelling here, so that there is still one place to look them up.

type Names = typeof EVENTS;

export const JOIN: Names["join"] = "phx_join";
export const REPLY: Names["reply"] = "phx_reply";
export const LEAVE: Names["leave"] = "phx_leave";
export const CLOSE: Names["close"] = "phx_close";
export const ERROR: Names["error"] = "phx_error";
export const HEARTBEAT: Names["heartbeat"] = "heartbeat";
export const EVENT: Names["event"] = "event";
export const DIFF: Names["diff"] = "diff";
export const LIVE_PATCH: Names["livePatch"] = "live_patch";
export const HEARTBEAT_TOPIC: (typeof TOPICS)["heartbeat"] = "phoenix";
export const VIEW_TOPIC: (typeof TOPICS)["viewPrefix"] = "lv:";
