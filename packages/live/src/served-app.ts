import type { App } from "./app.ts";
import type { Environment } from "./environment.ts";
import type { SessionPorts } from "./page-session.ts";

/** What rendering a page takes, once its app is served. */
export interface ServedApp {
  readonly environment: Environment;
  readonly ports: SessionPorts;
}

const served = new WeakMap<App, ServedApp>();

/** `serve` has made what the app's pages need. */
export function setServedApp(app: App, parts: ServedApp): void {
  served.set(app, parts);
}

/** Undefined before the app is served. */
export function servedApp(app: App): ServedApp | undefined {
  return served.get(app);
}
