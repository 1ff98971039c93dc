import { type AsyncStream, each, html, liveView } from "@firecrest/live";
import { type Bird, birds } from "../demo/birds.ts";
import { systemClock } from "../clock.ts";
import { page } from "../page.ts";

interface Assigns {
  rows: AsyncStream<Bird>;
  clicks: number;
}

const PER_PAGE = 7;
const PAGE_MS = 400;

/** As a database's cursor would: the next page is read when this one was sent. */
async function* readBirds(signal: AbortSignal): AsyncIterable<readonly Bird[]> {
  for (let start = 0; start < birds.length; start += PER_PAGE) {
    await systemClock.sleep(PAGE_MS, signal);
    yield birds.slice(start, start + PER_PAGE);
  }
}

const table = liveView({
  mount: (live): Assigns => ({ rows: live.streamAsync("rows", readBirds, { name: "bird" }), clicks: 0 }),
  events: {
    again: (live) => live.streamAsync("rows", readBirds, { reset: true }),
    stop: (live) => live.cancelAsync("rows"),
    click: (live) => live.update("clicks", (clicks) => clicks + 1),
  },
  render: ({ rows, clicks }, on) => html`
    <div class="row">
      <button phx-click=${on.again}>Load again</button>
      <button class="is-quiet" phx-click=${on.stop} disabled=${rows.status !== "loading"}>Stop</button>
      <button class="is-quiet" phx-click=${on.click}>Clicks meanwhile: ${clicks}</button>
    </div>
    <p role="status">Status: <output id="status">${rows.status}</output>${
      rows.status === "failed" && html` (<span class="error">${rows.reason.type}</span>)`
    }</p>
    <table>
      <thead><tr><th scope="col">Bird</th><th scope="col">Weight</th></tr></thead>
      <tbody id="birds" phx-update="stream">${each(
        rows.result,
        ({ name, grams }, domId) => html`<tr id=${domId}><td>${name}</td><td>${grams} g</td></tr>`,
      )}</tbody>
    </table>
  `,
});

export const asyncStreamPage = page(
  {
    path: "/async-stream",
    title: "A table that fills page by page",
    area: "Slow work",
    summary: "Rows arrive as they are read. Stop it, or click in the meantime: the view answers between two pages.",
    file: import.meta.url,
  },
  table,
);
