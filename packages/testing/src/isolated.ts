import { type App, createApp, type LiveView, type Logger, type Params, type PubSub } from "@firecrest/live";
import { live } from "./live.ts";
import type { LivePage } from "./page/live-page.ts";
import type { LiveOptions } from "./page/options.ts";

/** How a view is opened on its own. */
export interface IsolatedOptions extends LiveOptions {
  /** The topics that it subscribes to and broadcasts on. Default: its own. */
  readonly pubsub?: PubSub;
  /** Where log lines go. Default: standard error, from "info" up. */
  readonly log?: Logger;
}

/** The name and the path of the only view of an app of its own. */
const VIEW = "isolated";
const SECRETS = ["an isolated view lives in one test only"];

/**
 * Opens a view on its own, as one that no route mounts: it has no params, `handleParams` does not run, and it cannot patch. Rejects
 * as `live` does.
 */
export function isolated<View extends LiveView<Params>>(
  view: View,
  options: IsolatedOptions = {},
): Promise<LivePage<View>> {
  return live(isolatedApp(view, options), "/", options) as Promise<LivePage<View>>; // the page of this view
}

/** An app of nothing but this view. */
export function isolatedApp(view: LiveView<Params>, { pubsub, log }: Pick<IsolatedOptions, "pubsub" | "log">): App {
  const app: App = createApp({
    secrets: SECRETS,
    routes: [],
    views: { [VIEW]: view },
    fetch: (request) => app.render(request, view),
    ...(pubsub !== undefined && { pubsub }),
    ...(log !== undefined && { log }),
  });
  return app;
}
