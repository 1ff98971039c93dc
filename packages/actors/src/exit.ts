/**
 * Why an actor ended. `normal` and `shutdown` are quiet; every other reason is abnormal and is reported
 * to the run queue's `onFault` once (realtime.md §4.2 "exit reasons").
 */
export type ExitReason =
  | { readonly type: "normal" }
  | { readonly type: "shutdown"; readonly detail: string }
  | { readonly type: "crashed"; readonly error: unknown }
  | { readonly type: "mailbox-full" }
  | { readonly type: "handler-timeout" };

/** The reason of an actor that stops because it has finished. */
export const NORMAL_EXIT: ExitReason = Object.freeze({ type: "normal" });

/** Did the actor end on purpose (`normal`, `shutdown`)? Everything else is a fault. */
export function isQuietExit(reason: ExitReason): boolean {
  return reason.type === "normal" || reason.type === "shutdown";
}

/** One phrase for logs and error messages: `crashed: Error: no such battle`. */
export function describeExit(reason: ExitReason): string {
  switch (reason.type) {
    case "shutdown":
      return `shutdown: ${reason.detail}`;
    case "crashed":
      return `crashed: ${String(reason.error)}`;
    default:
      return reason.type;
  }
}
