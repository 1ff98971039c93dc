import type { Hook } from "@firecrest/client";
import type { hooksView } from "../pages/hooks.ts";

const POINTS_MAX = 40;

/** Draws what the server pushes; the element is the hook's own (`phx-update="ignore"`). */
export const Sparkline: Hook<{ points: number[] }, HTMLElement, typeof hooksView> = {
  mounted() {
    this.points = [];
    const line = this.el.querySelector("polyline");
    this.handleEvent("point", ({ value }) => {
      this.points = [...this.points, value].slice(-POINTS_MAX);
      line?.setAttribute("points", this.points.map((y, x) => `${x * 5},${100 - y}`).join(" "));
      this.el.dataset["count"] = String(this.points.length);
    });
  },
};
