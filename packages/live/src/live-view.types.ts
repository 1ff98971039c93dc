// What the type checker must accept and refuse about views: checked by tsc, never run.
import { html } from "@firecrest/template";
import type { EventType, HasEvents } from "@firecrest/wire";
import { z } from "zod";
import { event } from "./event.ts";
import type { Live } from "./live.ts";
import { liveComponent } from "./live-component.ts";
import { liveView } from "./live-view.ts";
import { type AnyPushes, pushed } from "./pushed.ts";

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

interface Pushes {
  points: { points: readonly number[] };
  cleared: object;
}

const chart = liveView({
  pushes: pushed<Pushes>(),
  onMount: [() => ({ user: "Ann" })],
  mount: (live): Assigns => {
    live.pushEvent("points", { points: [] });
    return { rows: [] };
  },
  handleParams: (live) => live.pushEvent("cleared"),
  events: {
    clear: (live) => live.pushEvent("cleared", {}, { dispatch: "before" }),
    count: async (live) => ({ count: live.assigns.rows.length }),
    pick: event(one, (live, { id }) => {
      draw(live);
      drawAnything(live);
      // @ts-expect-error -- not what it carries
      live.pushEvent("points", { points: ["1"] });
      return { was: id, by: live.assigns.user.toUpperCase() };
    }),
    find: event(one, async (_live, { id }) => (id > 0 ? { id } : undefined)),
    // @ts-expect-error -- a misspelt push
    misspelt: (live) => live.pushEvent("piont", { points: [] }),
    // @ts-expect-error -- a misspelt push behind a schema
    misspeltToo: event(one, (live) => live.pushEvent("piont", { points: [] })),
  },
  handleInfo: (live) => {
    // @ts-expect-error -- it carries points
    live.pushEvent("points");
  },
  render: ({ rows }) => html`${rows}`,
});

/** Where a view hands itself on, the other side says what it pushes, or does not and pushes anything. */
function draw(live: Live<Assigns, Pushes>): void {
  live.pushEvent("points", { points: live.assigns.rows });
  // @ts-expect-error -- a misspelt push
  live.pushEvent("piont", { points: [] });
}

function drawAnything(live: Live<Assigns>): void {
  live.pushEvent("whatever", { points: [] });
  // @ts-expect-error -- a payload is an object
  live.pushEvent("whatever", 1);
}

// What the definition says of its events is in the view's type, and in the component's.
type EventsOf<View> = View extends HasEvents<infer Events, infer Pushed> ? { takes: Events; pushes: Pushed } : never;

exactly<EventsOf<typeof chart>["pushes"], { readonly points: Pushes["points"]; readonly cleared: object }>(true);
type Takes = EventsOf<typeof chart>["takes"];
exactly<Takes["clear"], EventType<unknown, undefined>>(true);
exactly<Takes["count"], EventType<unknown, { count: number }>>(true);
exactly<Takes["pick"], EventType<{ id: number }, { was: number; by: string }>>(true);
exactly<Takes["find"], EventType<{ id: number }, { id: number } | undefined>>(true);
exactly<keyof Takes, "clear" | "count" | "pick" | "find" | "misspelt" | "misspeltToo">(true);

// A sender gives what the schema takes, which is not always what it makes of it.
const coerced = liveView({
  mount: () => ({}),
  events: { go: event(z.object({ page: z.string().transform(Number) }), (_live, { page }) => ({ next: page + 1 })) },
  handleEvent: (_live, name) => ({ name }),
  render: () => html``,
});
exactly<EventsOf<typeof coerced>["takes"]["go"]["payload"], { page: string }>(true);
// One that takes any event says what it knows of those that it names.
exactly<EventsOf<typeof coerced>["takes"]["go"]["reply"], { next: number }>(true);
exactly<EventsOf<typeof coerced>["takes"]["whatever"], EventType>(true);
exactly<EventsOf<typeof coerced>["pushes"], AnyPushes>(true);

const tally = liveComponent({
  pushes: pushed<Pushes>(),
  mount: (_live, { start }: { readonly start: number }): { count: number } => ({ count: start }),
  update: (_live, { start }): { start: number } => ({ start }),
  events: {
    add: event(one, (live, { id }) => {
      live.pushEvent("points", { points: [live.assigns.start] });
      // @ts-expect-error -- a misspelt push
      live.pushEvent("piont", { points: [] });
      return { count: live.assigns.count + id };
    }),
    // @ts-expect-error -- not what it carries
    wrong: (live) => live.pushEvent("points", { points: [live.myself, "1"] }),
  },
  render: ({ count }) => html`<b>${count}</b>`,
});
exactly<EventsOf<typeof tally>["takes"]["add"], EventType<{ id: number }, { count: number }>>(true);
exactly<keyof EventsOf<typeof tally>["pushes"], "points" | "cleared">(true);

// @ts-expect-error -- a push carries an object
pushed<{ points: number }>();

/** The same types, and only they, are assignable in both directions as the result and the parameter of a function. */
type Same<Found, Expected> = ((found: Found) => Found) extends (found: Expected) => Expected ? true : false;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the types are the arguments
declare function exactly<Found, Expected>(are: Same<Found, Expected>): void;
