import { html, liveRender, liveView } from "@firecrest/live";
import { GAUGE_IDS } from "./data.ts";

const gaugeView = liveView({
  mount: (live): { title: string; count: number } => ({ title: String(live.session["title"]), count: 0 }),
  events: { inc: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ title, count }, on) => html`<h2>${title}</h2>
<p>The current count is <span>${count}</span>.</p>
<button phx-click=${on.inc}>+</button>`,
});

/** A page of ten more views, each with an actor of its own. */
export const nestedView = liveView({
  mount: () => ({}),
  render: () => html`<main class="gauges">
  <h1>Gauges</h1>
  ${GAUGE_IDS.map((id) => html`<div class="card">${liveRender(gaugeView, { id, session: { title: id } })}</div>`)}
</main>`,
});
