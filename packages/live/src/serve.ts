import { createLogger, listen, type ListenOptions, type Server } from "@firecrest/channels";
import { onBlockedUrl } from "@firecrest/template";
import type { App } from "./app.ts";
import { createAppHandlers, isDevelopment } from "./app-handlers.ts";
import { bundleClient, type ClientBundle, loadClient } from "./client-bundle.ts";

/** Where and how an app is served. */
export interface ServeAppOptions extends Omit<ListenOptions, "log" | "clock"> {
  /** The app's browser entry (TypeScript or JavaScript), bundled with esbuild. Default: no script, pages that do not connect. */
  readonly client?: string;
  /** Where `buildClient` wrote the bundle; used outside development, when it is there. */
  readonly clientOutDir?: string;
}

/** Serves an app: its pages, its live socket at `/live/websocket`, its other sockets, its assets, and its `fetch` for the rest. */
export async function serve(app: App, options: ServeAppOptions): Promise<Server> {
  const { client: entry, clientOutDir, ...listenOptions } = options;
  const log = app.options.log ?? createLogger();
  const bundle = await findBundle(entry, clientOutDir, isDevelopment(app));
  const server = await listen(createAppHandlers(app, { bundle, log }), { ...listenOptions, log });
  const endReports = onBlockedUrl((blocked) =>
    log.warn("live: blocked a URL that would run as a script", { ...blocked }),
  );
  return {
    port: server.port,
    transport: server.transport,
    close: () => {
      endReports();
      return server.close();
    },
  };
}

async function findBundle(
  entry: string | undefined,
  outDir: string | undefined,
  development: boolean,
): Promise<ClientBundle | undefined> {
  const built = development || outDir === undefined ? undefined : await loadClient(outDir);
  if (built !== undefined || entry === undefined) return built;
  return bundleClient({ entry, development });
}
