import { each, html, liveView } from "@firecrest/live";
import { type Row, row, rows } from "./data.ts";

interface Assigns {
  rows: readonly Row[];
  next: number;
}

/** Made once: the bench measures rendering, and so does its floor. */
const FIRST_ROWS = rows(1, 1_000);

/** A thousand keyed rows. */
export const tableView = liveView({
  mount: (): Assigns => ({ rows: FIRST_ROWS, next: 1_001 }),
  events: {
    create: (live) => live.assign({ rows: FIRST_ROWS, next: 1_001 }),
    clear: (live) => live.assign({ rows: [] }),
    append: (live) => {
      const { rows: present, next } = live.assigns;
      live.assign({ rows: [...present, ...rows(next, 1_000)], next: next + 1_000 });
    },
    prepend: (live) => {
      const { rows: present, next } = live.assigns;
      live.assign({ rows: [row(next), ...present], next: next + 1 });
    },
    swap: (live) => live.assign({ rows: swapped(live.assigns.rows, 1, 998) }),
    update10: (live) =>
      live.assign({
        rows: live.assigns.rows.map((shown, index) =>
          index % 10 === 0 ? { ...shown, label: `${shown.label} !!!` } : shown,
        ),
      }),
    select: () => undefined,
  },
  render: ({ rows: shown }) => html`<main>
  <h1>Table</h1>
  <button phx-click="create">create</button><button phx-click="swap">swap</button>
  <button phx-click="update10">update10</button><button phx-click="append">append</button>
  <button phx-click="clear">clear</button>
  <table class="table">
    <tbody id="rows">
      ${each(
        shown,
        ({ id }) => id,
        ({ id, label, qty, price }) => html`<tr id="row-${id}">
        <td class="col-md-1">${id}</td>
        <td class="col-md-4"><a phx-click="select" phx-value-id="${id}">${label}</a></td>
        <td class="col-md-1">${qty}</td>
        <td class="col-md-6">${price}</td>
      </tr>`,
        // The row closes over nothing: only rows that changed are evaluated.
        [],
      )}
    </tbody>
  </table>
</main>`,
});

function swapped(before: readonly Row[], first: number, second: number): readonly Row[] {
  const copy = [...before];
  const one = copy[first];
  const other = copy[second];
  if (one === undefined || other === undefined) return before;
  copy[first] = other;
  copy[second] = one;
  return copy;
}
