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
  render: ({ id, title, votes, myself }, on) => html`<article id=${id}>
    <h2>${title}</h2>
    <button phx-click=${on.vote} phx-target=${myself}>Vote (${votes})</button>
    <button phx-click=${on.rename} phx-target=${myself}>Rename</button>
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
    <p><button phx-click=${on.reverse}>Reverse</button> <button phx-click=${on.drop}>Drop the first</button>
    <button phx-click=${on.restore}>Restore</button></p>
    <div class="cards">${each(names, String, (name) => card({ id: name, title: `Card of ${name}` }))}</div>
  `,
});

export const liveComponentsPage = page(
  {
    path: "/live-components",
    title: "Stateful components",
    summary: "Vote on a card, then reverse the cards: the votes follow the id. A dropped card comes back without them.",
    file: import.meta.url,
  },
  components,
);
