import { createApp, route, serve } from "@firecrest/live";
import { counterView } from "./views/counter.ts";
import { DASHBOARD_TOPIC, dashboardView } from "./views/dashboard.ts";
import { dashboardValues } from "./views/data.ts";
import { formView } from "./views/form.ts";
import { kitchenView } from "./views/kitchen.ts";
import { streamView } from "./views/stream.ts";
import { tableView } from "./views/table.ts";

const app = createApp({
  // The load is the measure.
  socketLimits: { messagesBurstMax: Infinity },
  secrets: ["a bench needs no secret, but the framework wants one"],
  routes: [
    route("/counter", counterView),
    route("/dashboard", dashboardView),
    route("/table", tableView),
    route("/stream", streamView),
    route("/form", formView),
    route("/kitchen", kitchenView),
  ],
  sockets: {
    "/socket": [
      {
        topic: "room:*",
        join: () => ({ ok: true }),
        handleIn: (event, payload, socket) => {
          if (event === "ping") return { status: "ok", response: payload };
          if (event === "shout") socket.broadcast("shout", payload as object);
          return undefined;
        },
      },
    ],
  },
  fetch: (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (request.method !== "POST" || pathname !== "/tick") return new Response("not found", { status: 404 });
    app.pubsub.broadcast(DASHBOARD_TOPIC, dashboardValues(Number(searchParams.get("n"))));
    return new Response(null, { status: 204 });
  },
});

const transport = process.env["FIRECREST_TRANSPORT"] === "node" ? "node" : "auto";
const server = await serve(app, { port: Number(process.env["PORT"] ?? 4_000), transport });
process.stdout.write(`listening on http://localhost:${server.port} (${server.transport})\n`);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
