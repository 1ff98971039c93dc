import { each, html, liveView, pushed } from "@firecrest/live";
import { page } from "../page.ts";

interface Assigns {
  rows: readonly number[];
}

const ROWS_MAX = 20;

/** Its hook knows it by its type. */
export const pushEvents = liveView({
  pushes: pushed<{ "count-before": object; "count-after": object }>(),
  mount: (): Assigns => ({ rows: [1, 2, 3] }),
  events: {
    add: (live) => {
      live.update("rows", (rows) => [...rows, rows.length + 1].slice(0, ROWS_MAX));
      live.pushEvent("count-before", {}, { dispatch: "before" });
      live.pushEvent("count-after");
    },
    reset: (live) => live.assign({ rows: [1, 2, 3] }),
  },
  render: ({ rows }, on) => html`
    <div class="row">
      <button phx-click=${on.add}>Add a row</button>
      <button class="is-quiet" phx-click=${on.reset}>Begin anew</button>
    </div>
    <div id="counter" phx-hook="RowCounter" phx-update="ignore">
      <p>Rows before the patch: <output data-when="before">–</output></p>
      <p>Rows after the patch: <output data-when="after">–</output></p>
    </div>
    <ol class="list" id="rows">${each(rows, Number, (row) => html`<li>Row ${row}</li>`)}</ol>
  `,
});

export const pushEventsPage = page(
  {
    path: "/push-events",
    title: "Events before and after a patch",
    area: "In the browser",
    summary: "Add a row: both events arrive with it, one before the page changes and one after.",
    file: import.meta.url,
    also: ["../hooks/row-counter.ts"],
  },
  pushEvents,
);
