// What the type checker must accept and refuse about views: checked by tsc, never run.
import { html } from "@firecrest/template";
import { z } from "zod";
import { event } from "./event.ts";
import { liveView } from "./live-view.ts";

const one = z.object({ id: z.number() });

interface Assigns {
  rows: readonly number[];
}

// Handlers behind a schema know the assigns, also where mount takes nothing and the view has no hooks.
liveView({
  mount: (): Assigns => ({ rows: [] }),
  events: {
    remove: event(one, (live, { id }) => live.update("rows", (rows) => rows.filter((row) => row !== id))),
    // @ts-expect-error -- no such assign
    misspelt: event(one, (live) => live.assign({ row: [] })),
  },
  render: ({ rows }, on) => html`<p phx-click=${on.remove}>${rows}</p>`,
});

// They know what the hooks have added besides.
liveView({
  onMount: [() => ({ user: "Ann" })],
  mount: (): Assigns => ({ rows: [] }),
  events: {
    greet: event(one, (live) => ({ user: live.assigns.user.toUpperCase(), rows: live.assigns.rows.length })),
  },
  render: ({ user }, on) => html`<p phx-click=${on.greet}>${user}</p>`,
});
