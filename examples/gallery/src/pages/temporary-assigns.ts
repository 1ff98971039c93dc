import { html, liveView } from "@firecrest/live";
import { page } from "../page.ts";

interface Assigns {
  /** Sent, then empty again. */
  lines: readonly string[];
  edition: number;
  held: number | undefined;
}

const LINES = 40;

const report = (edition: number): readonly string[] =>
  Array.from({ length: LINES }, (_, index) => `Edition ${edition}, line ${index + 1}`);

const reportView = liveView({
  mount: (live): Assigns => {
    live.temporaryAssigns({ lines: [] });
    return { lines: report(1), edition: 1, held: undefined };
  },
  events: {
    count: (live) => live.assign(({ lines }) => ({ held: lines.length })),
    write: (live) =>
      live.assign(({ edition }) => ({ edition: edition + 1, lines: report(edition + 1), held: undefined })),
  },
  render: ({ held }, on) => html`
    <div class="row">
      <button phx-click=${on.count}>What does the server hold?</button>
      <button class="is-quiet" phx-click=${on.write}>Write it anew</button>
    </div>
    <p role="status" id="held">${held !== undefined && `The server holds ${held} lines.`}</p>
    <pre class="log scroll" id="report" tabindex="0" aria-label="Report">${
      // A slot that is a function is left alone until what it reads is assigned anew.
      ({ lines }: Assigns) => lines.join("\n")
    }</pre>
  `,
});

export const temporaryAssignsPage = page(
  {
    path: "/temporary-assigns",
    title: "Assigns that are forgotten",
    area: "Lists",
    summary: "The report stays in the page, while the server has forgotten it: ask it, and write another edition.",
    file: import.meta.url,
  },
  reportView,
);
