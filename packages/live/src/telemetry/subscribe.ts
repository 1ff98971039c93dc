import { subscribe as subscribeToChannel, unsubscribe } from "node:diagnostics_channel";
import type { TelemetryMessages } from "./events.ts";

/**
 * Calls `listener` with every message of one channel, until the returned function is called. `node:diagnostics_channel`
 * underneath, with the types of our messages: a listener runs within the work that it hears of, so it should be quick, and an
 * error that it throws is an uncaught exception of the process.
 */
export function subscribe<Name extends keyof TelemetryMessages>(
  name: Name,
  listener: (message: TelemetryMessages[Name]) => void,
): () => void {
  // One function a subscription: two that share a listener are ended separately.
  const onMessage = (message: unknown): void => listener(message as TelemetryMessages[Name]);
  subscribeToChannel(name, onMessage);
  return () => {
    unsubscribe(name, onMessage);
  };
}
