/** Every event name that the protocol reserves (liveview-protocol.md §1.4, §6), by our name for it. */
export const EVENTS = {
  /** Client → server: open a channel on the frame's topic. */
  join: "phx_join",
  /** Both refs echoed; payload `{ status, response }`. */
  reply: "phx_reply",
  /** Client → server: end a channel. */
  leave: "phx_leave",
  /** Server → client: a channel ended in order. */
  close: "phx_close",
  /** Server → client: a channel crashed. */
  error: "phx_error",
  /** Client → server, on the topic `phoenix`. */
  heartbeat: "heartbeat",

  /** Client → server: something happened to an element. */
  event: "event",
  /** Server → client: changes to the rendered tree that nobody asked for. */
  diff: "diff",
  /** Both ways: the URL changes, the view stays. */
  livePatch: "live_patch",
  /** Server → client: another live view takes this one's place. */
  liveRedirect: "live_redirect",
  /** Server → client: the browser loads another page. */
  redirect: "redirect",
  /** Client → server: these components are about to go. */
  cidsWillDestroy: "cids_will_destroy",
  /** Client → server: these components are gone. */
  cidsDestroyed: "cids_destroyed",
  /** Client → server: may these files be uploaded? */
  allowUpload: "allow_upload",
  /** Client → server: how far an upload is. */
  progress: "progress",
  /** Client → server, on an upload's topic: a piece of the file. */
  chunk: "chunk",
  /** The name of an `event` that the view itself handles: the user dismissed a flash message. */
  clearFlash: "lv:clear-flash",
} as const;

/** Topics that the protocol reserves: heartbeats go to `phoenix`, views live below `lv:`, uploads below `lvu:`. */
export const TOPICS = { heartbeat: "phoenix", viewPrefix: "lv:", uploadPrefix: "lvu:" } as const;
