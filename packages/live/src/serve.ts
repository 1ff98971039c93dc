import { systemClock } from "@firecrest/actors";
import { createLogger, listen, type ListenOptions, type Logger, type Server } from "@firecrest/channels";
import { limitLines } from "@firecrest/channels/logging";
import { onBlockedUrl, onTemplateWarning } from "@firecrest/template";
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
  const log = limitLines(app.options.log ?? createLogger(), { clock: systemClock });
  const bundle = await findBundle(entry, clientOutDir, isDevelopment(app));
  const server = await listen(createAppHandlers(app, { bundle, log }), { ...listenOptions, log });
  const endReports = reportTemplates(log, isDevelopment(app));
  return {
    port: server.port,
    transport: server.transport,
    close: () => {
      endReports();
      return server.close();
    },
  };
}

/** Until what it returns is called, the log hears what templates have to say. */
function reportTemplates(log: Logger, development: boolean): () => void {
  const endBlocked = onBlockedUrl((blocked) =>
    log.warn("live: blocked a URL that would run as a script", { ...blocked }),
  );
  if (!development) return endBlocked;
  const endWarnings = onTemplateWarning(({ message, template }) => log.warn(`live: ${message}`, { template }));
  return () => {
    endBlocked();
    endWarnings();
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
