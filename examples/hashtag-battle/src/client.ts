import { LiveSocket } from "@firecrest/client";
import "uplot/dist/uPlot.min.css";
import { seriesChart } from "./hooks/series-chart.ts";
import "./style.css";
import "./battle.css";

new LiveSocket("/live", { hooks: { SeriesChart: seriesChart } }).connect();
