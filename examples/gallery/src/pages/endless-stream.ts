import { each, event, html, liveView, type Stream } from "@firecrest/live";
import { z } from "zod";
import { page } from "../page.ts";

interface Row {
  readonly id: number;
}

interface Assigns {
  rows: Stream<Row>;
  /** The pages that the browser has. */
  first: number;
  last: number;
}

const PER_PAGE = 20;
const PAGES = 500;
/** Three pages stay in the browser: the one in sight and its neighbours. */
const PAGES_KEPT = 3;

const rowsOf = (number: number): Row[] =>
  Array.from({ length: PER_PAGE }, (_, index) => ({ id: (number - 1) * PER_PAGE + index + 1 }));

const endless = liveView({
  mount: (live): Assigns => ({ rows: live.stream(rowsOf(1), { name: "row" }), first: 1, last: 1 }),
  events: {
    next: (live) => {
      const { rows, first, last } = live.assigns;
      if (last === PAGES) return;
      rows.insertAll(rowsOf(last + 1), { limit: -PAGES_KEPT * PER_PAGE });
      live.assign({ last: last + 1, first: Math.max(first, last + 2 - PAGES_KEPT) });
    },
    // `_overran`: the list itself is in sight, which it always is where it scrolls in a box; its first row comes too.
    previous: event(z.object({ _overran: z.boolean().optional() }), (live, { _overran = false }) => {
      const { rows, first, last } = live.assigns;
      if (_overran || first === 1) return;
      rows.insertAll(rowsOf(first - 1).reverse(), { at: 0, limit: PAGES_KEPT * PER_PAGE });
      live.assign({ first: first - 1, last: Math.min(last, first - 2 + PAGES_KEPT) });
    }),
  },
  render: ({ rows, first, last }, on) => html`
    <p>Here are pages <output id="pages">${first} to ${last}</output> of ${PAGES}.</p>
    <ol class="list scroll" id="rows" tabindex="0" aria-label="Rows" phx-update="stream"
      phx-viewport-top=${first > 1 && on.previous} phx-viewport-bottom=${last < PAGES && on.next}>
      ${each(rows, ({ id }, domId) => html`<li id=${domId}>Row ${id}</li>`)}
    </ol>
  `,
});

export const endlessStreamPage = page(
  {
    path: "/endless-stream",
    title: "An endless list",
    area: "Lists",
    summary: `Scroll down, then up again: ${(PAGES * PER_PAGE).toLocaleString("en")} rows, of which the browser never has more than ${PAGES_KEPT * PER_PAGE} and the server none.`,
    file: import.meta.url,
  },
  endless,
);
