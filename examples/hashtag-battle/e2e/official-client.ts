// The same app, driven by Phoenix's own client: it must work unchanged.
// @ts-expect-error -- npm `phoenix` brings no types
import { Socket } from "phoenix";
import { LiveSocket } from "phoenix_live_view";
import "uplot/dist/uPlot.min.css";
import { seriesChart } from "../src/hooks/series-chart.ts";
import "../src/style.css";
import "../src/battle.css";

const csrf = document.querySelector("meta[name='csrf-token']")?.getAttribute("content");
new LiveSocket("/live", Socket, { params: { _csrf_token: csrf }, hooks: { SeriesChart: seriesChart } }).connect();
