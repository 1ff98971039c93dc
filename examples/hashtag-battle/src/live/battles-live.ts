import { each, html, type LiveView, liveView, type Params, type Rendered } from "@firecrest/live";
import { describeLead } from "../battle.ts";
import { type BattleSummary, BATTLES_TOPIC, type BattlesMessage } from "../messages.ts";
import { Phase, Side } from "./parts.ts";

interface Assigns {
  pageTitle: string;
  battles: readonly BattleSummary[];
}

/** `/`: every battle with its live totals. */
export function battlesLive(loadBattles: () => Promise<readonly BattleSummary[]>): LiveView<Params> {
  return liveView({
    mount: async (live): Promise<Assigns> => {
      // Subscribed before the battles are read: a change in between then arrives as a message instead of being missed.
      live.subscribe(BATTLES_TOPIC);
      return { pageTitle: "Battles", battles: await loadBattles() };
    },
    handleInfo: (live, message: BattlesMessage) => {
      if (message.type === "event-posted") return live.putFlash("info", `${message.event} was announced.`);
      live.assign({ battles: withSummary(live.assigns.battles, message) });
    },
    render: ({ battles }) => html`<main id="main" tabindex="-1">
  <h1>Which hashtag is ahead?</h1>
  <p class="lead">Posts are counted as they arrive. Every number on this page changes by itself.</p>
  ${battles.length === 0 ? html`<p class="empty">There is no battle yet.</p>` : undefined}
  <ul class="cards">${each(
    battles,
    ({ battle }) => battle.id,
    (summary) => html`<li id="battle-${summary.battle.id}"><${Card} summary=${summary} /></li>`,
  )}</ul>
  <p class="actions"><a class="button" href="/battles/new" data-phx-link="redirect" data-phx-link-state="push">Start a battle</a></p>
</main>`,
  });
}

function Card({ summary }: { readonly summary: BattleSummary }): Rendered {
  const { battle, status, tally } = summary;
  return html`<article class="card is-link">
  <div class="card-head">
    <h2><a href="/battles/${battle.id}" data-phx-link="redirect" data-phx-link-state="push">${battle.title}</a></h2>
    <${Phase} battle=${battle} status=${status} />
  </div>
  <ul class="sides">${tally.scores.map((score, index) => html`<${Side} score=${score} number=${index + 1} />`)}</ul>
  <p>${describeLead(tally.lead, status)}</p>
</article>`;
}

/** The list with one battle's new totals; a battle that was not in it comes first. */
function withSummary(battles: readonly BattleSummary[], changed: BattleSummary): readonly BattleSummary[] {
  const summary: BattleSummary = { battle: changed.battle, status: changed.status, tally: changed.tally };
  if (!battles.some(({ battle }) => battle.id === changed.battle.id)) return [summary, ...battles];
  return battles.map((present) => (present.battle.id === changed.battle.id ? summary : present));
}
