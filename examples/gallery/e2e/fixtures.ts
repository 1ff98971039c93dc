import { fileURLToPath } from "node:url";
import { type Locator, type Page, test as base } from "@playwright/test";
import { type App, type Logger, serve } from "@firecrest/live";
import { CuttingProxy, findFreePort } from "@firecrest/testing";
import { galleryApp } from "../src/app.ts";

/** The running gallery, behind a proxy that can cut the network. */
export interface Gallery {
  /** Where a browser reaches it, through the proxy. */
  readonly url: string;
  readonly app: App;
  readonly proxy: CuttingProxy;
  /** Opens a page and waits until it is live. Gives the part of it in which the feature runs. */
  open(page: Page, path: string): Promise<Locator>;
}

/** Whether the pages load the npm `phoenix_live_view` instead of our own client: `FIRECREST_CLIENT=official`. */
export const isOfficial = process.env["FIRECREST_CLIENT"] === "official";

const CLIENT = fileURLToPath(new URL(isOfficial ? "./official-client.ts" : "../src/client.ts", import.meta.url));
const SILENT: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

export const test = base.extend<object, { gallery: Gallery }>({
  gallery: [
    // oxlint-disable-next-line no-empty-pattern -- it depends on no other fixture, which the runner reads from the parameter
    async ({}, use) => {
      const app = galleryApp("a secret for tests, at least 32 characters", { log: SILENT });
      const port = await findFreePort();
      const transport = process.env["FIRECREST_TRANSPORT"];
      const server = await serve(app, {
        client: CLIENT,
        host: "127.0.0.1",
        port,
        transport: transport === "uws" || transport === "node" ? transport : "auto",
      });
      const proxy = await CuttingProxy.start(port);
      const url = `http://127.0.0.1:${proxy.port}`;
      const open = async (page: Page, path: string) => {
        await page.goto(url + path);
        await live(page);
        return page.getByRole("region", { name: "Running" });
      };
      await use({ url, app, proxy, open });
      await proxy.close();
      await server.close();
    },
    { scope: "worker" },
  ],
});

/** Waits until the page's view, and those in it, are connected. */
export async function live(page: Page): Promise<void> {
  await page.locator("[data-phx-main].phx-connected").waitFor();
}

function ignore(): void {}

export { expect } from "@playwright/test";
