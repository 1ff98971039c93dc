// What the type checker must accept and refuse about hooks: checked by tsc, never run.
/* oxlint-disable typescript/no-misused-promises -- nobody calls them */
import type { EventType, HasEvents } from "@firecrest/wire";
import type { Hook, Hooks } from "./hooks.ts";

/** What a view says of its events; `typeof chartView` is that and more. */
type ChartView = HasEvents<
  {
    pick: EventType<{ x: number }, { label: string; at: Date } | undefined>;
    clear: EventType<unknown, undefined>;
    move: EventType<{ by?: number }, { to: number }>;
  },
  { points: { points: readonly { x: number; at: Date }[] }; cleared: object }
>;

const Chart: Hook<{ last: number }, HTMLCanvasElement, ChartView> = {
  async mounted() {
    this.el.getContext("2d");
    this.last = 1;
    const reply = await this.pushEvent("pick", { x: this.last });
    reply?.label satisfies string | undefined;
    reply?.at satisfies string | undefined; // a Date travels as a text
    // @ts-expect-error -- it may have replied nothing
    reply.label satisfies string;
    (await this.pushEvent("clear")) satisfies undefined;
    await this.pushEvent("clear", { not: "checked" });
    (await this.pushEvent("move")).to satisfies number;
    // @ts-expect-error -- a misspelt event
    await this.pushEvent("pikc", { x: 1 });
    // @ts-expect-error -- not what it takes
    await this.pushEvent("pick", { x: "1" });
    // @ts-expect-error -- it takes an x
    await this.pushEvent("pick");
    // @ts-expect-error -- the reply has no such thing
    (await this.pushEvent("move")).from satisfies number;

    this.handleEvent("points", ({ points }) => points.map(({ x, at }) => `${x.toFixed()} ${at.toUpperCase()}`));
    this.handleEvent("cleared", () => undefined);
    // @ts-expect-error -- a misspelt push
    this.handleEvent("piont", () => undefined);
    // @ts-expect-error -- not what comes with it
    this.handleEvent("points", ({ point }) => point);
    // @ts-expect-error -- the view says what comes with it, and nobody else
    this.handleEvent("points", ({ points }: { points: string }) => points);

    const [first] = await this.pushEventTo("#other", "whatever", { x: "any" });
    if (first?.status === "fulfilled") first.value satisfies unknown;
  },
};

/** A component is called where it is placed. */
type Card = HasEvents<{ move: EventType<{ by: number }, { to: number }> }, { moved: { to: number } }> & (() => unknown);

/** From a component's element, `pushEvent` goes to the view all the same, which may be any. */
const Draggable: Hook<object, HTMLElement, Card> = {
  async mounted() {
    const [moved] = await this.pushEventTo(this.el, "move", { by: 1 });
    if (moved?.status === "fulfilled") moved.value.to satisfies number;
    // @ts-expect-error -- a misspelt event
    await this.pushEventTo(this.el, "mvoe", { by: 1 });
    // @ts-expect-error -- not what it takes
    await this.pushEventTo(this.el, "move", { by: "1" });
    (await this.pushEvent("whatever", { by: "any" })) satisfies unknown;
    this.handleEvent("moved", ({ to }) => to.toFixed());
  },
};

/** A hook of a view that nobody has typed. */
const Plain: Hook = {
  async mounted() {
    (await this.pushEvent("whatever", [1])) satisfies unknown;
    await this.pushEvent("whatever");
    this.handleEvent("whatever", (payload) => payload satisfies unknown);
    this.handleEvent<{ value: number }>("whatever", ({ value }) => value.toFixed());
    this.handleEvent("whatever", ({ value }: { value: number }) => value.toFixed());
    // @ts-expect-error -- nobody has said what comes with it
    this.handleEvent("whatever", (payload) => payload.value);
  },
};

export const hooks: Hooks = { Chart, Draggable, Plain };
