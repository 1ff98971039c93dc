import { html, liveView } from "@firecrest/live";

/** The smallest view: one number, two buttons. */
export const counterView = liveView({
  mount: () => ({ count: 0 }),
  events: {
    inc: (live) => live.assign({ count: live.assigns.count + 1 }),
    dec: (live) => live.assign({ count: live.assigns.count - 1 }),
  },
  render: ({ count }) => html`<main class="counter">
  <h1>Counter</h1>
  <p>The current count is <span id="count">${count}</span>.</p>
  <button phx-click="dec">-</button>
  <button phx-click="inc">+</button>
</main>`,
});
