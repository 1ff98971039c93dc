// What the type checker must accept and refuse: checked by tsc, never run.
import { createApp, html, liveSession, liveView, route } from "@firecrest/live";
import { isolated, live } from "./index.ts";

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
