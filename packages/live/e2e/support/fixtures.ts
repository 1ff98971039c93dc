import { fileURLToPath } from "node:url";
import { type App, serve } from "@firecrest/live";
import { test as base } from "@playwright/test";
import { CuttingProxy, findFreePort } from "@firecrest/testing";
import { playgroundApp } from "./views.ts";

/** A running app behind a proxy that can cut its connections. */
export interface Site {
  readonly url: string;
  readonly app: App;
  readonly proxy: CuttingProxy;
  /** Stops the server and starts it again on the same port, as a deployment does. */
  restart(): Promise<void>;
}

/** Whether the pages load the npm `phoenix_live_view` instead of our own client: `FIRECREST_CLIENT=official`. */
export const isOfficial = process.env["FIRECREST_CLIENT"] === "official";

/** Which app a file's tests run: `test.use({ served: { make: listApp } })`. In an object, since a function would be a fixture. */
interface Served {
  readonly make: () => App;
}

export const test = base.extend<{ served: Served; site: Site }>({
  served: [{ make: playgroundApp }, { option: true }],
  site: async ({ served }, use) => {
    const app = served.make();
    const entry = fileURLToPath(new URL(`./${isOfficial ? "official" : "firecrest"}-client.ts`, import.meta.url));
    const transport = process.env["FIRECREST_TRANSPORT"];
    const options = {
      client: entry,
      host: "127.0.0.1",
      transport: transport === "uws" || transport === "node" ? transport : "auto",
    } as const;
    const port = await findFreePort();
    let server = await serve(app, { ...options, port });
    const proxy = await CuttingProxy.start(port);
    await use({
      url: `http://127.0.0.1:${proxy.port}`,
      app,
      proxy,
      restart: async () => {
        await server.close();
        server = await serve(app, { ...options, port });
      },
    });
    await proxy.close();
    await server.close();
  },
});

export { expect } from "@playwright/test";
