import type { Hook } from "@firecrest/client";
import uPlot from "uplot";
import type { BattleView, ChartSeries } from "../live/battle-live.ts";

const HEIGHT_PX = 240;

/**
 * Posts per minute as lines, one per side of the battle. The server owns the numbers and pushes them whole; this hook
 * owns the canvas, which no patch touches (`phx-update="ignore"`).
 */
export const seriesChart: Hook<object, HTMLElement, BattleView> = {
  mounted() {
    const element = this.el;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let chart: uPlot | undefined;
    let latest: ChartSeries | undefined;

    const draw = (series: ChartSeries) => {
      latest = series;
      const data = [series.minutes, ...series.counts] as unknown as uPlot.AlignedData;
      if (chart !== undefined && chart.series.length === series.labels.length + 1) return chart.setData(data);
      chart?.destroy();
      chart = new uPlot(chartOptions(element, series.labels), data, element);
    };
    const redraw = () => {
      chart?.destroy();
      chart = undefined;
      if (latest !== undefined) draw(latest);
    };
    const resize = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: HEIGHT_PX }));

    this.handleEvent("series:chart", draw);
    resize.observe(element);
    dark.addEventListener("change", redraw);
    releases.set(element, () => {
      resize.disconnect();
      dark.removeEventListener("change", redraw);
      chart?.destroy();
    });
  },

  destroyed() {
    releases.get(this.el)?.();
    releases.delete(this.el);
  },
};

const releases = new WeakMap<Element, () => void>();

function chartOptions(element: HTMLElement, labels: readonly string[]): uPlot.Options {
  const ink = color(element, "--quiet");
  const grid = { stroke: color(element, "--line"), width: 1 };
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    // The page says all times in UTC.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), "Etc/UTC"),
    legend: { live: false },
    cursor: { show: false },
    scales: { y: { range: (_chart, _min, max) => [0, Math.max(5, Math.ceil((max ?? 0) * 1.1))] } },
    axes: [
      { stroke: ink, grid, ticks: grid, values: "{HH}:{mm}" },
      { stroke: ink, grid, ticks: grid, size: 44 },
    ],
    series: [
      {},
      ...labels.map((label, index) => ({
        label,
        stroke: color(element, `--side-${(index % 6) + 1}`),
        width: 2,
        points: { show: false },
      })),
    ],
  };
}

/** The used value of a colour from the stylesheet: a canvas does not know custom properties or `light-dark()`. */
function color(element: HTMLElement, property: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${property})`;
  element.append(probe);
  const used = getComputedStyle(probe).color;
  probe.remove();
  return used;
}
