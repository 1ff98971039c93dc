// Whatever a view shows after each other: a client that applies the diffs holds what the dead render of the last one says.
import fc from "fast-check";
import { test } from "vitest";
import { type Slot, renderSlot } from "./component.ts";
import type { Content } from "./content.ts";
import { each } from "./each.ts";
import { TestClient } from "./fixtures/client.ts";
import { html } from "./html.ts";
import { Raw, raw } from "./rendered.ts";

/** What a slot shall hold, as data, so that the same state can be rendered again and mutated in place. */
type State =
  | { kind: "text"; value: unknown }
  | { kind: "leaf"; a: unknown; b: unknown }
  | { kind: "branch"; left: State; right: State }
  | { kind: "attributes"; title: unknown; classes: unknown; spread: unknown; inside: State }
  | { kind: "list"; rows: State[] }
  | { kind: "keyed"; rows: { key: string; n: number; state: State }[] }
  | { kind: "memo"; rows: { key: string; n: number }[]; factor: number }
  | { kind: "card"; title: unknown; body: State; footers: State[] }
  | { kind: "called"; numbers: number[] }
  | { kind: "lazy" }
  | { kind: "lazyBranch" }
  | { kind: "pre" | "title"; inside: State };

interface CardProps {
  readonly title: unknown;
  readonly children?: Slot;
  readonly footer?: readonly Slot[];
}
const Card = ({ title, children, footer }: CardProps) =>
  html`<section title="${title}"><h2>${title}</h2>${children}<p>${renderSlot(footer)}</p></section>`;
const Numbers = ({ of, children }: { of: readonly number[]; children: Slot<number> }) =>
  html`<ol>${each(
    of,
    (_, index) => index,
    (n) => html`<li>${renderSlot(children, n)}</li>`,
  )}</ol>`;

/** What lazy slots read. */
interface Assigns {
  user: { n: number };
  state: State;
}

// One call site per kind, as in a program.
function show(state: State): Content {
  switch (state.kind) {
    case "text":
      return state.value as Content;
    case "leaf":
      return html`<i>${state.a}</i>${state.b}`;
    case "branch":
      return html`<b>${show(state.left)} ${show(state.right)}</b>`;
    case "attributes":
      return html`<p title=${state.title} class=${state.classes} data-t="x ${state.title}" ...${state.spread}>${show(state.inside)}</p>`;
    case "list":
      return state.rows.map(show);
    case "keyed":
      return each(
        state.rows,
        ({ key }) => key,
        ({ n, state: inside }, index) => (n === 9 ? show(inside) : html`<li id="${n}">${index} ${show(inside)}</li>`),
      );
    case "memo":
      return each(
        state.rows,
        ({ key }) => key,
        ({ key, n }) => html`<li>${key} ${n * state.factor}</li>`,
        [state.factor],
      );
    case "card":
      return html`<${Card} title=${state.title}>${show(state.body)}<:footer>a ${state.footers.map(show)}<//><:footer>${show(state.body)}<//><//>`;
    case "called":
      return html`<${Numbers} of=${state.numbers}>n <b>${(n: number) => n + 1}</b><//>`;
    case "lazy":
      return ({ user }: Assigns) => user.n;
    case "lazyBranch":
      return (assigns: Assigns) =>
        html`<u>${assigns.user.n} ${show(assigns.state)} ${({ user }: Assigns) => -user.n}</u>`;
    case "pre":
      return html`<pre>${show(state.inside)}</pre>`;
    case "title":
      return html`<title>${show(state.inside)}</title>`;
  }
}

const anyValue = fc.constantFrom<unknown>(
  "",
  "a",
  "b",
  "<",
  '"',
  "\n",
  "1",
  1,
  2,
  0,
  null,
  undefined,
  true,
  false,
  Number.NaN,
  raw("<hr>"),
);
const attribute = fc.constantFrom<unknown>("", "a", "<", "1", 1, null, true, false);
const number = fc.integer({ min: 0, max: 9 });
const key = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");

const { state: anyState, eager: eagerState } = fc.letrec<{ state: State; eager: State; lazy: State }>((tie) => {
  const inside = tie("state");
  return {
    state: fc.oneof({ weight: 5, arbitrary: tie("eager") }, { weight: 1, arbitrary: tie("lazy") }),
    lazy: fc.constantFrom({ kind: "lazy" as const }, { kind: "lazyBranch" as const }),
    eager: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.record({ kind: fc.constant("text" as const), value: anyValue }),
      fc.record({ kind: fc.constant("leaf" as const), a: anyValue, b: anyValue }),
      fc.record({ kind: fc.constant("branch" as const), left: inside, right: inside }),
      fc.record({
        kind: fc.constant("attributes" as const),
        title: attribute,
        classes: fc.constantFrom("a", ["a", { b: true }], null),
        spread: fc.constantFrom(null, { id: 1 }, { id: "1" }),
        inside,
      }),
      fc.record({ kind: fc.constant("list" as const), rows: fc.array(inside, { maxLength: 4 }) }),
      fc.record({
        kind: fc.constant("keyed" as const),
        rows: fc.uniqueArray(fc.record({ key, n: number, state: inside }), {
          maxLength: 5,
          selector: (row) => row.key,
        }),
      }),
      fc.record({
        kind: fc.constant("memo" as const),
        rows: fc.uniqueArray(fc.record({ key, n: number }), { maxLength: 5, selector: (row) => row.key }),
        factor: number,
      }),
      fc.record({
        kind: fc.constant("card" as const),
        title: attribute,
        body: inside,
        footers: fc.array(inside, { maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant("called" as const), numbers: fc.array(number, { maxLength: 3 }) }),
      fc.record({ kind: fc.constantFrom("pre" as const, "title" as const), inside }),
    ),
  };
});

/** A change to a state in place: numbers, order and length of lists, texts. */
function mutate(state: State, random: number): void {
  const rows = "rows" in state ? (state.rows as unknown[]) : [];
  if (random % 3 === 0) rows.reverse();
  if (random % 3 === 1) rows.pop();
  for (const row of rows) if (typeof row === "object" && row !== null && "n" in row) row.n = random % 10;
  if (state.kind === "text") state.value = random;
  if (state.kind === "memo" && random % 2 === 0) state.factor += 1;
  for (const part of Object.values(state)) {
    for (const inner of Array.isArray(part) ? part : [part]) {
      const nested = inner !== null && typeof inner === "object" && "state" in inner ? inner.state : inner;
      if (nested !== null && typeof nested === "object" && "kind" in nested) mutate(nested as State, random + 1);
    }
  }
}

const page = (first: State, second: State) => html`<main>${show(first)}<hr>${show(second)}</main>`;

/** A copy to mutate: generated values belong to fast-check. */
function copied<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copied) as Value;
  if (typeof value !== "object" || value === null || value instanceof Raw) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copied(part)])) as Value;
}

/** Without lazy branches: those show it. */
function withoutLazyBranches(value: State): State {
  if (value.kind === "lazyBranch") return { kind: "lazy" };
  const parts = Object.entries(value).map(([name, part]) => [name, withoutLazyBranchesInside(part)]);
  return Object.fromEntries(parts) as State;
}

function withoutLazyBranchesInside(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutLazyBranchesInside);
  if (typeof part !== "object" || part === null) return part;
  if ("kind" in part) return withoutLazyBranches(part as State);
  return "state" in part ? { ...part, state: withoutLazyBranches(part.state as State) } : part;
}

test("a client that applies the diffs shows what the dead render says", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyState, anyState, eagerState, number), { minLength: 2, maxLength: 5 }),
      (states) => {
        const client = new TestClient();
        for (const [first, second, read, random] of copied(states)) {
          const assigns: Assigns = { user: { n: 0 }, state: withoutLazyBranches(read) };
          const receive = (left: State, right: State) => client.receive(page(left, right), assigns);
          receive(first, second);
          mutate(first, random);
          receive(first, second);
          mutate(assigns.state, random);
          receive(first, second);
          assigns.user.n = random;
          receive(first, second);
          assigns.state = first.kind === "text" ? first : { kind: "text", value: random };
          receive(second, first);
        }
      },
    ),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 200 },
  );
});

test("a render that changes nothing sends nothing", () => {
  fc.assert(
    fc.property(anyState, anyState, (first, second) => {
      const client = new TestClient();
      const assigns: Assigns = { user: { n: 1 }, state: { kind: "text", value: 1 } };
      client.receive(page(first, second), assigns);
      const again = client.receive(page(first, second), assigns);
      if (JSON.stringify(again) !== "{}") throw new Error(JSON.stringify(again));
    }),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 200 },
  );
});

const row = fc.record({ key, n: fc.integer({ min: 0, max: 2 }) });
const someMemo = fc.option(fc.constant([]), { nil: undefined });
const table = (rows: readonly { key: string; n: number }[], memo?: readonly unknown[]) =>
  html`<ul>${each(
    rows,
    ({ key: id }) => id,
    ({ key: id, n }) => html`<li title="${id}">${n}</li>`,
    memo,
  )}</ul>`;

test("keyed rows arrive in every order", () => {
  const list = fc.uniqueArray(row, { selector: ({ key: id }) => id });
  fc.assert(
    fc.property(fc.array(list, { minLength: 2, maxLength: 6 }), someMemo, (lists, memo) => {
      const client = new TestClient();
      for (const rows of lists) client.receive(table(rows, memo));
    }),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 300 },
  );
});

test("in production also those whose key is there twice", () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 8 }), { minLength: 2, maxLength: 6 }), someMemo, (lists, memo) => {
      const client = new TestClient({ development: false });
      for (const rows of lists) client.receive(table(rows, memo));
    }),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 300 },
  );
});
