import { each, event, html, liveView, type Stream } from "@firecrest/live";
import { z } from "zod";
import { type Row, row, rows } from "./data.ts";

interface Assigns {
  next: number;
  rows: Stream<Row>;
}

/** A thousand rows that the server does not keep. */
export const streamView = liveView({
  mount: (live): Assigns => ({
    next: 1_001,
    rows: live.stream(rows(1, 1_000), { domId: ({ id }) => `rows-${id}` }),
  }),
  events: {
    insert: (live) => {
      const { next, rows: stream } = live.assigns;
      stream.insert(row(next), { at: 0 });
      live.assign({ next: next + 1 });
    },
    insert_many: (live) => {
      const { next, rows: stream } = live.assigns;
      for (const item of rows(next, 100)) stream.insert(item);
      live.assign({ next: next + 100 });
    },
    delete: event(z.object({ id: z.string() }), (live, { id }) => live.assigns.rows.deleteByDomId(id)),
    reset: (live) => live.assigns.rows.reset(rows(1, 10)),
    limit: (live) => live.assigns.rows.insert(row(1), { at: 0, limit: 5 }),
    select: () => undefined,
  },
  render: ({ rows: stream }) => html`<main>
  <h1>Stream</h1>
  <button phx-click="insert">insert</button><button phx-click="insert_many">insert_many</button>
  <button phx-click="delete">delete</button><button phx-click="reset">reset</button>
  <table class="table">
    <tbody id="rows" phx-update="stream">
      ${each(
        stream,
        (item, domId) => html`<tr id="${domId}">
        <td class="col-md-1">${item.id}</td>
        <td class="col-md-4"><a phx-click="select" phx-value-id="${item.id}">${item.label}</a></td>
        <td class="col-md-1">${item.qty}</td>
        <td class="col-md-6">${item.price}</td>
      </tr>`,
      )}
    </tbody>
  </table>
</main>`,
});
