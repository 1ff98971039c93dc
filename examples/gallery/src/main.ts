import { fileURLToPath } from "node:url";
import { serve } from "@firecrest/live";
import { galleryApp } from "./app.ts";
import { newSecret } from "./random.ts";

const PORT_DEFAULT = 4_100;

// A new secret each time: pages that were open before a restart are loaded again.
const app = galleryApp(process.env["SECRET"] ?? newSecret());
const server = await serve(app, {
  port: Number(process.env["PORT"] ?? PORT_DEFAULT),
  client: fileURLToPath(new URL("./client.ts", import.meta.url)),
});
console.log(`The gallery is at http://localhost:${server.port}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.close().then(() => process.exit(0)));
}
