import { each, event, html, liveView, type Stream } from "@firecrest/live";
import { z } from "zod";
import { page } from "../page.ts";

interface Note {
  readonly id: number;
  readonly text: string;
}

interface Assigns {
  notes: Stream<Note>;
  nextId: number;
}

/** So many rows the browser keeps; the server keeps none. */
const ROWS_MAX = 8;
const one = z.object({ id: z.coerce.number() });

const notesFrom = (first: number, count: number): Note[] =>
  Array.from({ length: count }, (_, index) => ({ id: first + index, text: `Note ${first + index}` }));

const stream = liveView({
  mount: (live): Assigns => ({
    notes: live.stream(notesFrom(1, 3), { name: "note", limit: ROWS_MAX }),
    nextId: 4,
  }),
  events: {
    insert: event(z.object({ at: z.coerce.number() }), (live, { at }) => {
      const { notes, nextId } = live.assigns;
      // A positive limit cuts at the end, a negative one at the front: never the row that has just come.
      notes.insert({ id: nextId, text: `Note ${nextId}` }, { at, limit: at === -1 ? -ROWS_MAX : ROWS_MAX });
      live.assign({ nextId: nextId + 1 });
    }),
    change: event(one, (live, { id }) => live.assigns.notes.insert({ id, text: `Note ${id}, changed` })),
    toTop: event(one, (live, { id }) => {
      const note = { id, text: `Note ${id}, moved` };
      live.assigns.notes.delete(note);
      live.assigns.notes.insert(note, { at: 0 });
    }),
    remove: event(one, (live, { id }) => live.assigns.notes.deleteByDomId(`note-${id}`)),
    reset: (live) => {
      live.assigns.notes.reset(notesFrom(live.assigns.nextId, 2));
      live.update("nextId", (id) => id + 2);
    },
    clear: (live) => live.assigns.notes.reset(),
  },
  render: ({ notes }, on) => html`
    <div class="row">
      <button phx-click=${on.insert} phx-value-at="0">Insert first</button>
      <button phx-click=${on.insert} phx-value-at="1">second</button>
      <button phx-click=${on.insert} phx-value-at="-1">last</button>
      <button class="is-quiet" phx-click=${on.reset}>Begin anew</button>
      <button class="is-quiet" phx-click=${on.clear}>Clear</button>
    </div>
    <ol class="list" id="notes" phx-update="stream">
      ${each(
        notes,
        ({ id, text }, domId) => html`<li id=${domId}><div class="row">
          <span class="grows">${text}</span>
          <button class="is-quiet is-small" phx-click=${on.change} phx-value-id=${id} aria-label="Change note ${id}">Change</button>
          <button class="is-quiet is-small" phx-click=${on.toTop} phx-value-id=${id} aria-label="Move note ${id} to the top">Top</button>
          <button class="is-quiet is-small" phx-click=${on.remove} phx-value-id=${id} aria-label="Remove note ${id}">✕</button>
        </div></li>`,
      )}
    </ol>
    <p class="empty note">Nothing here yet.</p>
  `,
});

export const streamPage = page(
  {
    path: "/stream",
    title: "A stream",
    area: "Lists",
    summary: `A list that the server forgets once it was sent. Insert, move, change; past ${ROWS_MAX} rows those at the other end go.`,
    file: import.meta.url,
  },
  stream,
);
