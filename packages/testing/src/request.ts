import type { App } from "@firecrest/live";
import type { LiveOptions } from "./page/options.ts";
import { localVisitor } from "./visitor.ts";

/** Who sends a request, and what it says: the options of a page beside those of `fetch`. */
export interface RequestOptions
  extends Pick<LiveOptions, "jar" | "session" | "headers" | "remoteAddress" | "clock">,
    Omit<RequestInit, "headers" | "redirect"> {}

/**
 * Sends a request to an app in this process: its pages, its assets and its own `fetch` answer as they answer a browser. The cookies of
 * `jar` go with it, and those that the reply sets are kept there. Redirects are not followed.
 */
export function request(app: App, path: string, options: RequestOptions = {}): Promise<Response> {
  return localVisitor(app, options).request(path, options);
}
