import { html, liveView } from "@firecrest/live";
import { page } from "../page.ts";

interface Assigns {
  count: number;
}

const counter = liveView({
  mount: (): Assigns => ({ count: 0 }),
  events: {
    increment: (live) => live.update("count", (count) => count + 1),
    decrement: (live) => live.update("count", (count) => count - 1),
  },
  render: ({ count }, on) => html`
    <div class="row">
      <button phx-click=${on.decrement} aria-label="Less">−</button>
      <output id="count" class="big">${count}</output>
      <button phx-click=${on.increment} aria-label="More">+</button>
    </div>
  `,
});

export const counterPage = page(
  {
    path: "/counter",
    title: "A counter",
    area: "Start here",
    summary: "The state is on the server: each click goes there, and the one slot that changed comes back.",
    file: import.meta.url,
  },
  counter,
);
