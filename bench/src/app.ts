import { type App, createApp, route } from "@firecrest/live";
import { componentsView, oneComponentView } from "./views/components.ts";
import { counterView } from "./views/counter.ts";
import { DASHBOARD_TOPIC, dashboardView } from "./views/dashboard.ts";
import { dashboardValues } from "./views/data.ts";
import { formView } from "./views/form.ts";
import { kitchenView } from "./views/kitchen.ts";
import { nestedView } from "./views/nested.ts";
import { partyView } from "./views/party.ts";
import { streamView } from "./views/stream.ts";
import { tableView } from "./views/table.ts";

/** The app whose server is measured. */
export const app: App = createApp({
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
    route("/components", componentsView),
    route("/one-component", oneComponentView),
    route("/party", partyView),
    route("/nested", nestedView),
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
