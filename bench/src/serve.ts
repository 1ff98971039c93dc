import { serve } from "@firecrest/live";
import { app } from "./app.ts";

const transport = process.env["FIRECREST_TRANSPORT"] === "node" ? "node" : "auto";
const server = await serve(app, { port: Number(process.env["PORT"] ?? 4_000), transport });
process.stdout.write(`listening on http://localhost:${server.port} (${server.transport})\n`);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
