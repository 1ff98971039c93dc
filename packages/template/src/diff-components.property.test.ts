// Whatever becomes of the components of a view: our client and upstream's, given the diffs, hold what the plain page says.
import { RenderedView } from "@firecrest/wire";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Content } from "./content.ts";
import { Differ } from "./differ.ts";
import { each } from "./each.ts";
import { ComponentHost, component, plainPage } from "./fixtures/component-host.ts";
import { UpstreamClient } from "./fixtures/upstream-client.ts";
import { html } from "./html.ts";
import type { Rendered } from "./rendered.ts";

beforeAll(() => UpstreamClient.load());

/** What fills a slot. */
type Value =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "node"; readonly template: number; readonly slots: Slots }
  | { readonly kind: "rows" | "keyed" | "memo" | "lazy"; readonly template: number; readonly rows: readonly Keyed[] }
  | { readonly kind: "component"; readonly name: string; readonly template: number; readonly slots: Slots };

type Slots = readonly [Value, Value];

interface Keyed {
  readonly key: string;
  readonly slots: Slots;
}

// The first four are elements, as the templates of components must be.
const TEMPLATES: readonly ((a: Content, b: Content) => Rendered)[] = [
  (a, b) => html`<p>${a}${b}</p>`,
  (a, b) => html`<section>${a}<br>${b}</section>`,
  (a, b) => html`\n<!-- note --><div><b>${a}</b>${each([b], String, (row) => html`<i>${row}</i>`)}</div>`,
  () => html`<hr>`,
  (a, b) => html`<u>${a}</u>, ${b}`,
  (a) => html`${a}`,
];
const ELEMENTS = 4;

function filled(template: number, [a, b]: Slots): Rendered {
  const render = TEMPLATES[template];
  if (render === undefined) throw new RangeError(`There is no template ${template}.`);
  return render(show(a), show(b));
}

function show(value: Value): Content {
  switch (value.kind) {
    case "text":
      return value.text;
    case "node":
      return filled(value.template, value.slots);
    case "component":
      return component(value.name, () => filled(value.template, value.slots));
    case "rows":
      return value.rows.map(({ slots }) => filled(value.template, slots));
    case "lazy":
      return () => value.rows.map(({ slots }) => filled(value.template, slots));
    default: {
      const memo = value.kind === "memo" ? [value.template] : undefined;
      const row = ({ key, slots }: Keyed) =>
        key === "k1" ? html`<em>${show(slots[0])}</em>` : filled(value.template, slots);
      return each(value.rows, ({ key }) => key, row, memo);
    }
  }
}

const text = fc.constantFrom("", "a", "b&").map((letters): Value => ({ kind: "text", text: letters }));
const names = fc.constantFrom("c1", "c2", "c3", "c4", "c5");
const elements = fc.nat({ max: ELEMENTS - 1 });
const templates = fc.nat({ max: TEMPLATES.length - 1 });

function values(depth: number): fc.Arbitrary<Value> {
  if (depth === 0) return text;
  const inner = values(depth - 1);
  const slots = fc.tuple(inner, inner);
  const rows = fc.uniqueArray(fc.record({ key: fc.constantFrom("k1", "k2", "k3", "k4"), slots }), {
    selector: ({ key }) => key,
    maxLength: 4,
  });
  return fc.oneof(
    { weight: 1, arbitrary: text },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("node" as const), template: templates, slots }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom("rows", "keyed", "memo", "lazy"), template: templates, rows }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("component" as const), name: names, template: elements, slots }),
    },
  );
}

/** A component stands in one place only; others by its name become text. */
function withoutDuplicates(value: Value, seen: Set<string>): Value {
  const visit = ([a, b]: Slots): Slots => [withoutDuplicates(a, seen), withoutDuplicates(b, seen)];
  if (value.kind === "text") return value;
  if ("rows" in value) return { ...value, rows: value.rows.map((row) => ({ ...row, slots: visit(row.slots) })) };
  if (value.kind === "component") {
    if (seen.has(value.name)) return { kind: "text", text: "twice" };
    seen.add(value.name);
  }
  return { ...value, slots: visit(value.slots) };
}

type Placed = Extract<Value, { kind: "component" }>;

/** All components in it, outer ones first. */
function placedIn(value: Value): readonly Placed[] {
  if (value.kind === "text") return [];
  const slots = "rows" in value ? value.rows.flatMap((row) => row.slots) : value.slots;
  const inside = slots.flatMap(placedIn);
  return value.kind === "component" ? [value, ...inside] : inside;
}

const namesIn = (value: Value) => new Set(placedIn(value).map(({ name }) => name));

/** The same with another component in the place of the one of that name. */
function replaced(value: Value, next: Placed): Value {
  const visit = ([a, b]: Slots): Slots => [replaced(a, next), replaced(b, next)];
  if (value.kind === "text") return value;
  if ("rows" in value) return { ...value, rows: value.rows.map((row) => ({ ...row, slots: visit(row.slots) })) };
  return value.kind === "component" && value.name === next.name ? next : { ...value, slots: visit(value.slots) };
}

/** One turn: what happens, and how the client's page takes it. */
interface Turn {
  readonly slots: Slots;
  /** The view has one of two root templates. */
  readonly isOther: boolean;
  /** Instead of the view, a component changes: the one of this index among those that show, to one with these slots. */
  readonly alone: { readonly index: number; readonly template: number } | undefined;
  /** An error after so many bodies. */
  readonly failAfter: number | undefined;
  /** Whether the client gets to say which components are gone, and whether the server has deleted them by then. */
  readonly gone: "unnoticed" | "announced" | "deleted";
}

/** In so many of ten cases. */
function sometimes<T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 10 - weight, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
}

const slotPairs = fc.tuple(values(3), values(3));
const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.record<Turn>({
    slots: slotPairs,
    isOther: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
    alone: sometimes(fc.record({ index: fc.nat({ max: 9 }), template: elements }), 5),
    failAfter: sometimes(fc.nat({ max: 3 }), 1),
    gone: fc.constantFrom("unnoticed", "announced", "deleted"),
  }),
  { minLength: 2, maxLength: 8 },
);

const view = (root: Value, isOther: boolean) =>
  isOther ? html`<article>${show(root)}</article>` : html`<main>${show(root)}</main>`;

/** One view, and the two clients that watch it. */
class Watched {
  readonly seen = { alone: 0, oldLoans: 0, newLoans: 0, revived: 0, whole: 0, failed: 0 };
  readonly #host = new ComponentHost();
  readonly #differ = new Differ({ host: this.#host, development: true });
  readonly #upstream = new UpstreamClient();
  #ours: RenderedView | undefined;
  #root: Value = { kind: "text", text: "" };
  #isOther = false;
  /** The last message went wrong. */
  #isLost = true;

  constructor() {
    this.#host.differ = this.#differ;
  }

  turn({ slots, isOther, alone, failAfter, gone }: Turn): void {
    const shown = placedIn(this.#root);
    const target = alone && !this.#isLost ? shown[alone.index % shown.length] : undefined;
    const members = this.#send(() => {
      if (alone === undefined || target === undefined)
        return this.#render({ kind: "node", template: 4, slots }, isOther, failAfter);
      return this.#update({ ...target, template: alone.template, slots }, failAfter);
    });
    this.#host.endTurn();
    this.seen.revived = this.#host.revivals;
    if (members === undefined) return;
    this.#receive(members);
    this.#leave(gone);
  }

  #send(message: () => string): string | undefined {
    try {
      const members = message();
      this.#isLost = false;
      return members;
    } catch (error) {
      if (!(error instanceof Error && error.message === "oops")) throw error;
      this.#isLost = true;
      this.seen.failed += 1;
      return undefined;
    }
  }

  #render(root: Value, isOther: boolean, failAfter: number | undefined): string {
    this.#root = withoutDuplicates(root, new Set());
    this.#isOther = isOther;
    return this.#differ.diff(view(this.#root, isOther), {}, this.#host.bodies(failAfter));
  }

  #update(next: Placed, failAfter: number | undefined): string {
    const elsewhere = namesIn(replaced(this.#root, { ...next, slots: [EMPTY, EMPTY] }));
    elsewhere.delete(next.name);
    const fresh = withoutDuplicates(next, elsewhere) as Placed; // its own name was not taken
    this.#root = replaced(this.#root, fresh);
    this.seen.alone += 1;
    this.#host.update(fresh.name, () => filled(fresh.template, fresh.slots));
    return this.#differ.diffComponents(this.#host.bodies(failAfter));
  }

  #receive(members: string): void {
    const diff = JSON.parse(`{${members}}`) as object;
    for (const { s } of Object.values((diff as { c?: Record<string, { s?: unknown }> }).c ?? {})) {
      if (typeof s === "number") this.seen[s < 0 ? "oldLoans" : "newLoans"] += 1;
    }
    if ("s" in diff) this.seen.whole += 1;
    if (this.#ours === undefined) this.#ours = new RenderedView("v", structuredClone(diff));
    else this.#ours.mergeDiff(structuredClone(diff));
    this.#upstream.receive(structuredClone(diff));
    const expected = plainPage(view(this.#root, this.#isOther));
    expect(this.#ours.toPlainHtml()).toBe(expected);
    expect(this.#upstream.plainHtml()).toBe(expected);
  }

  #leave(gone: Turn["gone"]): void {
    if (gone === "unnoticed" || this.#ours === undefined) return;
    const shown = this.#host.cidsOf(namesIn(this.#root));
    this.#host.mark(new Set(this.#ours.componentCids().filter((cid) => !shown.has(cid))));
    if (gone === "announced") return;
    const deleted = this.#host.destroy();
    this.#ours.pruneCids(deleted);
    this.#upstream.prune(deleted);
  }
}

const EMPTY: Value = { kind: "text", text: "" };

test("clients that apply the diffs show what the plain page says", () => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(turns, (sequence) => {
      const watched = new Watched();
      for (const turn of sequence) watched.turn(turn);
      for (const [what, count] of Object.entries(watched.seen)) seen[what] = (seen[what] ?? 0) + count;
    }),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 300 },
  );
  // All that the turns are for has happened.
  for (const [what, count] of Object.entries(seen)) expect([what, count > 20]).toEqual([what, true]);
}, 60_000);
