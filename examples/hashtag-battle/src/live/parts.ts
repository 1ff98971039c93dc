import { html, type Rendered } from "@firecrest/live";
import type { Battle, BattleStatus, Score } from "../battle.ts";
import { formatShare } from "../battle.ts";

/** Where a battle stands in time, in words. */
export function Phase({ battle, status }: { readonly battle: Battle; readonly status: BattleStatus }): Rendered {
  switch (status) {
    case "upcoming":
      return html`<span class="phase">starts <${Time} ms=${battle.startAtMs} /></span>`;
    case "running":
      return html`<span class="phase phase-running">live until <${Time} ms=${battle.endAtMs} /></span>`;
    case "ended":
      return html`<span class="phase">ended <${Time} ms=${battle.endAtMs} /></span>`;
  }
}

/** A moment, for people and for machines. */
function Time({ ms }: { readonly ms: number }): Rendered {
  const iso = new Date(ms).toISOString();
  return html`<time datetime=${iso}>${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

/** One side of a battle as a line with its bar. */
export function Side({ score, number }: { readonly score: Score; readonly number: number }): Rendered {
  return html`<li class="side side-${number}">
  <span class="side-label">${score.query}</span>
  <span class="side-count">${score.count.toLocaleString("en")}</span>
  <${ShareBar} share=${score.share} />
</li>`;
}

/** A share as a bar. The figure beside it says the same, so the bar itself is silent. */
export function ShareBar({ share }: { readonly share: number }): Rendered {
  return html`<span class="share" aria-hidden="true"><i style=${{ "--share": `${(share * 100).toFixed(1)}%` }}></i></span>`;
}

/** 0.5 → "50.0 % of all". */
export function shareOfAll(share: number): string {
  return `${formatShare(share)} of all`;
}
