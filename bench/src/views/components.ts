import { html, type LiveComponent, liveComponent, liveView } from "@firecrest/live";
import { COMPONENTS } from "./data.ts";

interface TallyProps {
  readonly id: string;
  readonly label: string;
}

const tally: LiveComponent<TallyProps> = liveComponent({
  mount: (): { count: number } => ({ count: 0 }),
  update: (_live, { id, label }: TallyProps) => ({ id, label }),
  events: { add: (live) => live.assign({ count: live.assigns.count + 1 }) },
  render: ({ id, label, count, myself }, on) => html`<li id=${id} class="tally">
  <b>${label}</b> <span>${count}</span>
  <button phx-click=${on.add} phx-target=${myself}>+</button>
</li>`,
});

/** Components that each keep a number; an event of one of them is answered with that one's. */
export const componentsView = talliesView(COMPONENTS);

/** The same with a single component: what an event for one of many is held against. */
export const oneComponentView = talliesView(1);

function talliesView(count: number): ReturnType<typeof liveView> {
  const labels = Array.from({ length: count }, (_, index) => `Tally ${index + 1}`);
  return liveView({
    mount: () => ({ labels }),
    render: ({ labels: shown }) => html`<main>
  <h1>Components</h1>
  <ul>${shown.map((label, index) => tally({ id: `tally-${index + 1}`, label }))}</ul>
</main>`,
  });
}
