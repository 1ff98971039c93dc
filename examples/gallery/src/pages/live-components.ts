import { each, html, type LiveComponent, liveComponent, liveView } from "@firecrest/live";
import { page } from "../page.ts";

interface CardProps {
  readonly id: string;
  readonly title: string;
}

/** Its votes are its own; its title is what the view says. */
const card: LiveComponent<CardProps> = liveComponent({
  mount: (_live, _props: CardProps): { votes: number } => ({ votes: 0 }),
  events: {
    vote: (live) => live.update("votes", (votes) => votes + 1),
    rename: (live) => live.sendUpdate(card, live.assigns.id, { title: "Renamed by a message" }),
  },
  render: ({ id, title, votes, myself }, on) => html`<article class="card" id=${id}>
    <h2>${title}</h2>
    <div class="row">
      <button phx-click=${on.vote} phx-target=${myself}>Vote (${votes})</button>
      <button class="is-quiet" phx-click=${on.rename} phx-target=${myself}>Rename</button>
    </div>
  </article>`,
});

interface Assigns {
  names: readonly string[];
}

const components = liveView({
  mount: (): Assigns => ({ names: ["ada", "grace", "hedy"] }),
  events: {
    reverse: (live) => live.update("names", (names) => names.toReversed()),
    drop: (live) => live.update("names", (names) => names.slice(1)),
    restore: (live) => live.assign({ names: ["ada", "grace", "hedy"] }),
  },
  render: ({ names }, on) => html`
    <div class="row">
      <button phx-click=${on.reverse}>Reverse</button>
      <button class="is-quiet" phx-click=${on.drop}>Drop the first</button>
      <button class="is-quiet" phx-click=${on.restore}>Restore</button>
    </div>
    <div class="cards">${each(names, String, (name) => card({ id: name, title: `Card of ${name}` }))}</div>
  `,
});

export const liveComponentsPage = page(
  {
    path: "/live-components",
    title: "Stateful components",
    area: "Components",
    summary: "Vote on a card, then reverse the cards: the votes follow the id. A dropped card comes back without them.",
    file: import.meta.url,
  },
  components,
);
