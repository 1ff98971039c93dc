import { html, liveRender, liveView, route } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { pageOf } from "../page.ts";

interface PlayerAssigns {
  seconds: number;
  isPlaying: boolean;
}

const player = liveView({
  container: { class: "card" },
  mount: (live): PlayerAssigns => {
    if (live.connected) live.sendSelf("tick", 1_000);
    return { seconds: 0, isPlaying: true };
  },
  events: { toggle: (live) => live.update("isPlaying", (isPlaying) => !isPlaying) },
  handleInfo: (live) => {
    if (live.assigns.isPlaying) live.update("seconds", (seconds) => seconds + 1);
    live.sendSelf("tick", 1_000);
  },
  render: ({ seconds, isPlaying }, on) => html`
    <h2>Dawn chorus</h2>
    <p class="row">
      <button phx-click=${on.toggle}>${isPlaying ? "Pause" : "Play"}</button>
      <span>Played: <output id="played">${seconds}</output> s</span>
    </p>
  `,
});

/** The same place in both pages; the client moves the player from one into the other. */
const side = (name: string, other: { readonly name: string; readonly path: string }) =>
  liveView({
    mount: () => ({}),
    render: () => html`
      <h2>${name}</h2>
      <p>To the <${Link} navigate=${other.path}>${other.name}<//></p>
      ${liveRender(player, { id: "player", sticky: true })}
    `,
  });

const routes = [
  route("/sticky", side("Forest", { name: "lake", path: "/sticky/lake" })),
  route("/sticky/lake", side("Lake", { name: "forest", path: "/sticky" })),
];

export const stickyPage = pageOf(
  {
    path: "/sticky",
    title: "A player that goes on",
    area: "Components",
    summary: "Go from the forest to the lake and back: another view is mounted each time, the sticky one plays on.",
    file: import.meta.url,
    views: { player },
  },
  routes,
);
