import { each, html, HttpError, type Live, liveView, pushed, type Rendered, type Stream } from "@firecrest/live";
import { describeLead } from "../battle.ts";
import {
  type BattleDetails,
  type BattleMessage,
  type BattleRecounted,
  type BattleSummary,
  battleTopic,
  type MatchingPost,
  type SeriesPoint,
} from "../messages.ts";
import { Phase, ShareBar, shareOfAll } from "./parts.ts";

interface Assigns {
  pageTitle: string;
  summary: BattleSummary;
  series: readonly SeriesPoint[];
  posts: Stream<MatchingPost>;
  hasPosts: boolean;
}

interface Pushes {
  "series:chart": ChartSeries;
}

/** What the chart's hook draws: minutes in seconds since the epoch, and one list of counts for each label. */
export interface ChartSeries {
  readonly labels: readonly string[];
  readonly minutes: readonly number[];
  readonly counts: readonly (readonly number[])[];
}

/** The view as its hook knows it. */
export type BattleView = ReturnType<typeof battleLive>;

/** Latest posts that a page keeps. */
const POSTS_MAX = 50;
/** Minutes in the table beside the chart. */
const TABLE_MINUTES = 10;

/** `/battles/:id`: scores, shares, the lead, the series, the latest posts. */
export function battleLive(loadBattle: (id: number) => Promise<BattleDetails | undefined>) {
  return liveView({
    pushes: pushed<Pushes>(),
    mount: async (live, params: { readonly id: string }): Promise<Assigns> => {
      const id = /^\d{1,9}$/.test(params.id) ? Number(params.id) : 0;
      // Subscribed before the battle is read: a recount in between then arrives as a message instead of being missed.
      live.subscribe(battleTopic(id));
      const details = await loadBattle(id);
      if (details === undefined) throw new HttpError(404, `There is no battle ${params.id}.`);
      const { battle, status, tally, series, posts } = details;
      live.pushEvent("series:chart", chartSeries(battle.queries, series));
      return {
        pageTitle: battle.title,
        summary: { battle, status, tally },
        series,
        posts: live.stream(posts, { domId: (post) => `post-${post.id}`, limit: POSTS_MAX }),
        hasPosts: posts.length > 0,
      };
    },
    handleInfo: (live, message: BattleMessage) => {
      if (message.type === "event-posted") return live.putFlash("info", `${message.event} was announced.`);
      showRecount(live, message);
    },
    render: ({ summary, series, posts, hasPosts }) => html`<main id="main" tabindex="-1">
  <${Heading} summary=${summary} />
  <dl class="scores">${summary.tally.scores.map(
    ({ query, count, share }, index) => html`<div class="score side-${index + 1}">
    <dt>${query}</dt>
    <dd>${count.toLocaleString("en")}<small>${shareOfAll(share)}</small></dd>
    <${ShareBar} share=${share} />
  </div>`,
  )}</dl>
  <div class="columns">
    <section class="card" aria-labelledby="series-title">
      <h2 id="series-title">Posts per minute</h2>
      <div class="chart" id="chart" phx-hook="SeriesChart" phx-update="ignore" aria-hidden="true"></div>
      <details id="series-table">
        <summary>The last ${TABLE_MINUTES} minutes as a table</summary>
        <${SeriesTable} queries=${summary.battle.queries} series=${series.slice(-TABLE_MINUTES)} />
      </details>
    </section>
    <section class="card" aria-labelledby="posts-title">
      <h2 id="posts-title">Latest posts</h2>
      ${hasPosts ? undefined : html`<p class="empty">No matching post yet.</p>`}
      <ol class="posts" id="posts" phx-update="stream" tabindex="0" aria-labelledby="posts-title">${each(
        posts,
        (post, domId) => html`<li id=${domId}>
        <p>${post.text}</p>
        <time datetime=${new Date(post.createdAtMs).toISOString()}>${new Date(post.createdAtMs).toISOString().slice(11, 19)} UTC</time>
      </li>`,
      )}</ol>
    </section>
  </div>
</main>`,
  });
}

function Heading({ summary }: { readonly summary: BattleSummary }): Rendered {
  const { battle, status, tally } = summary;
  return html`<div>
  <h1>${battle.title}</h1>
  <p><${Phase} battle=${battle} status=${status} /> · ${tally.total.toLocaleString("en")} matches</p>
  <p class="leader" role="status"><strong>${describeLead(tally.lead, status)}</strong></p>
</div>`;
}

interface SeriesTableProps {
  readonly queries: readonly string[];
  readonly series: readonly SeriesPoint[];
}

function SeriesTable({ queries, series }: SeriesTableProps): Rendered {
  return html`<table>
  <thead><tr><th scope="col">Minute</th>${queries.map((query) => html`<th scope="col">${query}</th>`)}</tr></thead>
  <tbody>${each(
    series.toReversed(),
    (point) => point.minuteMs,
    (point) =>
      html`<tr><th scope="row">${new Date(point.minuteMs).toISOString().slice(11, 16)}</th>${point.counts.map(
        (count) => html`<td>${count}</td>`,
      )}</tr>`,
  )}</tbody>
</table>`;
}

function showRecount(live: Live<Assigns, Pushes>, recount: BattleRecounted): void {
  const { battle, status, tally, isComplete, posts } = recount;
  const series = mergeSeries(isComplete ? [] : live.assigns.series, recount);
  if (isComplete) live.assigns.posts.reset();
  for (const post of posts) live.assigns.posts.insert(post, { at: 0 });
  live.assign({ summary: { battle, status, tally }, series, hasPosts: live.assigns.hasPosts || posts.length > 0 });
  if (recount.points.length > 0) live.pushEvent("series:chart", chartSeries(battle.queries, series));
}

/** The series with its changed minutes, and without those that have left it. */
function mergeSeries(series: readonly SeriesPoint[], recount: BattleRecounted): readonly SeriesPoint[] {
  const byMinute = new Map(series.map((point) => [point.minuteMs, point]));
  for (const point of recount.points) byMinute.set(point.minuteMs, point);
  const startMs = recount.seriesStartMs ?? 0;
  return [...byMinute.values()]
    .filter((point) => point.minuteMs >= startMs)
    .sort((left, right) => left.minuteMs - right.minuteMs);
}

function chartSeries(labels: readonly string[], series: readonly SeriesPoint[]): ChartSeries {
  return {
    labels,
    minutes: series.map((point) => point.minuteMs / 1_000),
    counts: labels.map((_, index) => series.map((point) => point.counts[index] ?? 0)),
  };
}
