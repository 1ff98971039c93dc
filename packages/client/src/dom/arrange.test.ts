import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { arrange } from "./arrange.ts";

let list: HTMLElement;
let moved: string[];

beforeEach(() => {
  document.body.innerHTML = "<ul></ul>";
  list = document.querySelector("ul") as HTMLElement;
  moved = [];
  const insertBefore = list.insertBefore.bind(list);
  list.insertBefore = <N extends Node>(node: N, before: Node | null): N => {
    moved.push((node as unknown as Element).id);
    return insertBefore(node, before);
  };
});

function fill(ids: readonly string[]): Element[] {
  list.innerHTML = ids.map((id) => `<li id="${id}"><input></li>`).join("");
  return [...list.children];
}

function order(): string {
  return [...list.children].map(({ id }) => id).join(" ");
}

test.each([
  { name: "nothing", from: "a b c", to: "a b c", moves: "" },
  { name: "the last to the top", from: "a b c d", to: "d a b c", moves: "d" },
  { name: "the first to the end", from: "a b c d", to: "b c d a", moves: "a" },
  { name: "two that swap", from: "a b c d e", to: "a d c b e", moves: "c b" },
])("moving $name takes the fewest moves", ({ from, to, moves }) => {
  const byId = new Map(fill(from.split(" ")).map((element) => [element.id, element]));
  arrange(
    list,
    to.split(" ").map((id) => byId.get(id) as Element),
  );
  expect(order()).toBe(to);
  expect(moved).toHaveLength(moves === "" ? 0 : moves.split(" ").length);
});

test("every order is reached, without touching what may stay", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(["a", "b", "c", "d", "e", "f", "g"], { minLength: 7 }), (wanted) => {
      const byId = new Map(fill(["a", "b", "c", "d", "e", "f", "g"]).map((element) => [element.id, element]));
      moved = [];
      arrange(
        list,
        wanted.map((id) => byId.get(id) as Element),
      );
      expect(order()).toBe(wanted.join(" "));
      expect(new Set(moved).size).toBe(moved.length);
    }),
  );
});

test("the element with the focus stays, whatever the others do", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(["a", "b", "c", "d", "e"], { minLength: 5 }),
      fc.constantFrom("a", "b", "c", "d", "e"),
      (wanted, focused) => {
        const byId = new Map(fill(["a", "b", "c", "d", "e"]).map((element) => [element.id, element]));
        const input = byId.get(focused)?.querySelector("input");
        input?.focus();
        moved = [];
        arrange(
          list,
          wanted.map((id) => byId.get(id) as Element),
        );
        expect(order()).toBe(wanted.join(" "));
        expect(moved).not.toContain(focused);
        expect(document.activeElement).toBe(input);
      },
    ),
  );
});

test("children that are not in the list stay, and new ones come in", () => {
  const [a, , c] = fill(["a", "b", "c"]) as [Element, Element, Element];
  const fresh = document.createElement("li");
  fresh.id = "n";
  arrange(list, [c, fresh, a]);
  expect([...list.children].map(({ id }) => id).filter((id) => id !== "b")).toEqual(["c", "n", "a"]);
  expect(list.querySelector("#b")).not.toBeNull();
});

test("where the browser can move without taking out, it does", () => {
  const [a, b] = fill(["a", "b"]) as [Element, Element];
  const calls: Node[] = [];
  const moving = Object.assign(list, {
    moveBefore(node: Node, before: Node | null): void {
      calls.push(node);
      Element.prototype.insertBefore.call(list, node, before);
    },
  });
  const fresh = document.createElement("li");
  arrange(moving, [b, a, fresh]);
  expect(order().trim()).toBe("b a");
  expect(calls).toHaveLength(1);
  // What comes from elsewhere cannot be moved, only inserted.
  expect(calls).not.toContain(fresh);
});
