import { html, liveView } from "@firecrest/live";
import { page } from "../page.ts";

interface Assigns {
  /** Sent once, then empty again: see `temporaryAssigns`. */
  report: readonly string[];
  held: number;
}

const LINES = 40;

const report = (edition: number): readonly string[] =>
  Array.from({ length: LINES }, (_, index) => `Edition ${edition}, line ${index + 1}`);

const temporary = liveView({
  mount: (live): Assigns & { edition: number } => {
    live.temporaryAssigns({ report: [] });
    return { report: report(1), held: -1, edition: 1 };
  },
  events: {
    count: (live) => live.assign({ held: live.assigns.report.length }),
    write: (live) => {
      const edition = live.assigns.edition + 1;
      live.assign({ edition, report: report(edition), held: -1 });
    },
  },
  render: ({ report: lines, held }, on) => html`
    <div class="row">
      <button phx-click=${on.count}>What does the server hold?</button>
      <button class="is-quiet" phx-click=${on.write}>Write it anew</button>
    </div>
    <p>${held >= 0 && html`The server holds <output id="held">${held}</output> lines.`}</p>
    <pre class="log scroll" id="report" tabindex="0" aria-label="Report">${lines.join("\n")}</pre>
  `,
});
