import { ChannelError } from "../errors.ts";
import { listenNode } from "./node.ts";
import type { ServeOptions, Server, ServerHandlers } from "./serve.ts";
import { listenUws } from "./uws.ts";

/** {@link ServeOptions}, and which implementation to use. */
export interface ListenOptions extends ServeOptions {
  /** `"auto"`, the default, is uWebSockets.js where it loads, else node:http and `ws`. */
  readonly transport?: "auto" | "uws" | "node";
}

/** Starts a server. Rejects with `port-in-use`, and with `transport-missing` where uWebSockets.js is asked for and cannot be loaded. */
export async function listen(handlers: ServerHandlers, options: ListenOptions): Promise<Server> {
  if (options.transport === "node") return listenNode(handlers, options);
  try {
    return await listenUws(handlers, options);
  } catch (error) {
    const isOptional = options.transport !== "uws";
    if (!isOptional || !(error instanceof ChannelError) || error.code !== "transport-missing") throw error;
    options.log.debug("channels: uWebSockets.js is not available; listening on node:http", { reason: error.message });
    return listenNode(handlers, options);
  }
}
