// What the type checker must accept and refuse: checked by tsc, never run.
import { createApp, event, html, liveSession, liveView, pushed, route } from "@firecrest/live";
import { followRedirect, isolated, live, type LivePage, visit } from "./index.ts";

const counter = liveView({
  mount: (): { count: number } => ({ count: 0 }),
  events: { inc: (live) => live.assign({ count: 1 }), dec: () => undefined },
  render: ({ count }) => html`${count}`,
});
const battle = liveView({
  mount: (_live, params: { readonly id: string }) => ({ id: params.id }),
  events: { vote: () => undefined },
  render: ({ id }) => html`${id}`,
});
const anything = liveView({
  mount: () => ({}),
  events: { inc: () => undefined },
  handleEvent: () => undefined,
  render: () => html``,
});
const still = liveView({ mount: () => ({}), render: () => html`` });

const app = createApp({
  secrets: [],
  routes: [
    ...liveSession({ name: "members" }, [route("/", counter)]),
    route("/battles/new", still),
    route("/battles/:id", battle),
    route("/anything", anything),
  ],
});

/** What a page pushes is one of the names of the view that its path leads to. */
export async function names(id: number, path: string): Promise<void> {
  const home = await live(app, "/");
  await home.push("inc");
  // @ts-expect-error -- another view's event
  await home.push("vote");

  const one = await live(app, `/battles/${id}`);
  await one.push("vote", { tag: "cats" });
  // @ts-expect-error -- a misspelt event
  await one.push("voet");

  const queried = await live(app, "/battles/7/?tab=all#top");
  await queried.push("vote");
  // @ts-expect-error -- another view's event
  await queried.push("inc");

  const exact = await live(app, "/battles/new");
  // @ts-expect-error -- the route without parameters comes first, and its view has no events
  await exact.push("vote");

  const unknown = await live(app, "/nowhere");
  // @ts-expect-error -- no route answers that path
  await unknown.push("inc");

  const open = await live(app, "/anything");
  await open.push("whatever");

  const any = await live(app, path);
  await any.push("vote");
  await any.push("whatever");

  const alone = await isolated(counter);
  await alone.push("dec");
  // @ts-expect-error -- a misspelt event
  await alone.push("dce");
}

/** A Standard Schema. */
declare const point: {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: () => { readonly value: { x: number } };
    readonly types?: { readonly input: { x: number }; readonly output: { x: number } };
  };
};

const chart = liveView({
  pushes: pushed<{ points: { at: Date; values: readonly number[] }; cleared: object }>(),
  mount: (): { picked: number } => ({ picked: 0 }),
  events: {
    pick: event(point, (live, { x }) => ({ before: live.assigns.picked, at: new Date(x) })),
    clear: (live) => live.pushEvent("cleared"),
  },
  render: () => html`<i id="chart" phx-hook="Chart"></i>`,
});
const charts = createApp({ secrets: [], routes: [route("/", chart), route("/open", anything)] });

/** What a page pushes is what the event takes, and what it gets is what the handler replies, as it arrives. */
export async function payloads(): Promise<void> {
  const page = await live(charts, "/");
  const { before, at } = await page.push("pick", { x: 1 });
  before satisfies number;
  at satisfies string; // a Date travels as a text
  (await page.push("clear")) satisfies undefined;
  await page.push("clear", { not: "checked" });
  // @ts-expect-error -- not what it takes
  await page.push("pick", { x: "1" });
  // @ts-expect-error -- it takes an x
  await page.push("pick");

  const hook = page.hook("#chart");
  (await hook.push("pick", { x: 1 })) satisfies { before: number; at: string };
  (await hook.push("clear")) satisfies undefined;
  // @ts-expect-error -- a misspelt event
  await hook.push("pikc", { x: 1 });
  // @ts-expect-error -- not what it takes
  await hook.push("pick", { x: "1" });
  // @ts-expect-error -- it takes an x
  await hook.push("pick");
  // @ts-expect-error -- the reply has no such thing
  (await hook.push("pick", { x: 1 })) satisfies { after: number };

  // Another target takes what it takes.
  await page.push("add", { by: 1 }, { target: 1 });
  await hook.pushTo("#other", "add", { by: 1 });

  for (const { name, payload } of page.events) {
    if (name === "points") payload satisfies { readonly at: string; readonly values: readonly number[] };
    // @ts-expect-error -- a misspelt push
    if (name === "piont") return;
  }

  const open = await live(charts, "/open");
  (await open.hook("#any").push("whatever", 1)) satisfies unknown;
  open.events[0]?.payload satisfies unknown;

  const elsewhere = await visit("http://localhost", "/");
  (await elsewhere.hook("#any").push("whatever", 1)) satisfies unknown;
  (await elsewhere.push("whatever", 1)) satisfies unknown;

  const alone = await isolated(chart);
  (await alone.push("pick", { x: 1 })).before satisfies number;
  // @ts-expect-error -- not what it takes
  await alone.hook("#chart").push("pick", {});
}

/** Whoever takes any page takes one whose view is known. */
export async function anyPage(): Promise<void> {
  const close = (page: LivePage) => page.close();
  await close(await live(charts, "/"));
  await followRedirect(live(charts, "/"));
}
