import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { type Morph, type MorphListener, morph } from "./morph.ts";

let container: HTMLElement;
let heard: string[];

const listener: MorphListener = {
  beforeUpdate: (from, _to, isContentIgnored) =>
    heard.push(`${isContentIgnored ? "ignored" : "updated"} ${from.id || from.localName}`),
  portal: (template) => heard.push(`portal ${template.id}`),
  remove: (element) => {
    heard.push(`removed ${element.id || element.localName}`);
    element.remove();
  },
};

beforeEach(() => {
  heard = [];
});

function show(html: string): HTMLElement {
  document.body.innerHTML = `<div id="view">${html}</div>`;
  container = document.querySelector("#view") as HTMLElement;
  return container;
}

function parse(html: string): Element {
  const element = document.implementation.createHTMLDocument("").createElement("div");
  element.innerHTML = html;
  return element;
}

function patch(html: string, kind: Morph["kind"] = "update"): void {
  heard = [];
  morph({ from: container, to: parse(html), kind, streams: [], listener });
}

function find(selector: string): HTMLElement {
  return container.querySelector(selector) as HTMLElement; // what the test has put there
}

test.each([
  ["text", "<p>one</p>", "<p>two</p>"],
  ["attributes", `<p class="a" title="x">t</p>`, `<p class="b" lang="en">t</p>`],
  ["an element that goes", "<p>a</p><p>b</p>", "<p>a</p>"],
  ["an element that comes", "<p>a</p>", "<p>a</p> text <b>b</b><!--c-->"],
  ["another tag", "<p>a</p>", "<h1>a</h1>"],
  ["several roots", "<p>a</p><p>b</p>", "<h1>x</h1>text<p>b</p><p>c</p>"],
  ["all of it", "<p>a</p>", ""],
  [
    "keys among plain elements",
    `<h1>t</h1><p id="a">a</p><p>x</p>`,
    `<h1>t</h1><p id="b">b</p><p id="a">a</p><p>x</p><p>y</p>`,
  ],
])("a patch changes %s", (_name, before, after) => {
  show(before);
  patch(after);
  expect(container.innerHTML).toBe(after);
});

interface Tree {
  readonly tag: string;
  readonly id: string | undefined;
  readonly children: readonly (Tree | string)[];
}

const trees = fc.letrec<{ tree: Tree; list: readonly (Tree | string)[] }>((tie) => ({
  tree: fc.record({
    tag: fc.constantFrom("div", "p-x", "b"),
    id: fc.option(fc.constantFrom("a", "b", "c", "d", "e", "f"), { nil: undefined }),
    children: tie("list"),
  }),
  list: fc.array(fc.oneof({ depthSize: "small" }, fc.constantFrom(" ", "x", "y"), tie("tree")), { maxLength: 5 }),
}));

/** Ids are unique on a page: the second of its kind goes without. */
function markup(children: readonly (Tree | string)[], used: Set<string>): string {
  return children
    .map((child) => {
      if (typeof child === "string") return child;
      const isFirst = child.id !== undefined && !used.has(child.id);
      if (isFirst) used.add(child.id);
      return `<${child.tag}${isFirst ? ` id="${child.id}"` : ""}>${markup(child.children, used)}</${child.tag}>`;
    })
    .join("");
}

test("whatever was there, a patch leaves what it brings", () => {
  fc.assert(
    fc.property(
      fc.array(trees.list, { minLength: 2, maxLength: 4 }),
      fc.constantFrom<Morph["kind"]>("update", "join"),
      (renders, kind) => {
        show("");
        for (const render of renders) {
          const html = markup(render, new Set());
          patch(html, kind);
          expect(container.innerHTML).toBe(parse(html).innerHTML);
        }
      },
    ),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 500 },
  );
}, 120_000);

test("elements with an id are the same ones afterwards, wherever they go among their siblings", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"]),
      fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"]),
      (before, after) => {
        const write = (ids: readonly string[]): string =>
          ` ${ids.map((id) => `<p id="${id}"><i>${id}</i></p> `).join("")}`;
        show(write(before));
        const elements = new Map(before.map((id) => [id, find(`#${id}`)]));
        patch(write(after));
        expect(container.innerHTML).toBe(write(after));
        for (const id of after) if (elements.has(id)) expect(find(`#${id}`)).toBe(elements.get(id));
        expect(heard.filter((what) => what.startsWith("removed")).toSorted()).toEqual(
          before
            .filter((id) => !after.includes(id))
            .map((id) => `removed ${id}`)
            .toSorted(),
        );
      },
    ),
  );
});

test("rows around the one with the focus come, go and move, and it keeps the focus", () => {
  const write = (ids: readonly string[]): string => ids.map((id) => `<p id="${id}"><input></p>`).join("");
  fc.assert(
    fc.property(
      fc.shuffledSubarray(["a", "b", "c", "d", "e"]),
      fc.shuffledSubarray(["a", "b", "c", "d", "e", "f"]),
      (before, after) => {
        show(write(["me", ...before]));
        const input = find("#me input");
        input.focus();
        let blurs = 0;
        input.addEventListener("blur", () => blurs++);
        const middle = Math.floor(after.length / 2);
        patch(write([...after.slice(0, middle), "me", ...after.slice(middle)]));
        expect(document.activeElement).toBe(input);
        expect(blurs).toBe(0);
      },
    ),
  );
});

test("an element with an id that moves into another parent is the same one", () => {
  show(`<ul id="left"><li id="card">x</li></ul><ul id="right"></ul>`);
  const card = find("#card");
  patch(`<ul id="left"></ul><ul id="right"><li id="card">y</li></ul>`);
  expect(find("#right > #card")).toBe(card);
  expect(card.textContent).toBe("y");
});

test("an element with an id survives a new element around it", () => {
  show(`<p id="kept">x</p>`);
  const kept = find("#kept");
  patch(`<section><p id="kept">y</p></section>`);
  expect(find("section > #kept")).toBe(kept);
  expect(container.innerHTML).toBe(`<section><p id="kept">y</p></section>`);
});

test("magic ids match like ids, but not across joins", () => {
  show(`<p data-phx-id="m1-v">a</p><p data-phx-id="m2-v">b</p>`);
  const second = find(`[data-phx-id="m2-v"]`);
  patch(`<p data-phx-id="m2-v">b</p>`);
  expect(container.firstChild).toBe(second);
  patch(`<p data-phx-id="m1-v">c</p>`, "join");
  expect(container.firstChild).toBe(second);
});

test("what the render skipped stays, wherever it goes", () => {
  show(`<p id="a" data-phx-id="m1"><b>a</b></p><p id="b" class="x">b</p>`);
  patch(`<p id="b" data-phx-skip></p><p id="a" data-phx-id="m1" data-phx-skip></p>`);
  expect(container.innerHTML).toBe(`<p id="b" class="x">b</p><p id="a" data-phx-id="m1"><b>a</b></p>`);
});

test("of an ignored element only the data attributes change", () => {
  show(`<div id="chart" phx-update="ignore" class="mine" data-points="1" data-old><canvas></canvas></div>`);
  patch(`<div id="chart" phx-update="ignore" class="theirs" data-points="2"></div>`);
  expect(container.innerHTML).toBe(
    `<div id="chart" phx-update="ignore" class="mine" data-points="2"><canvas></canvas></div>`,
  );
  expect(heard).toEqual(["ignored chart"]);
});

test("half a number is left alone", () => {
  show(`<input type="number" value="1">`);
  const input = find("input");
  Object.defineProperty(input, "validity", { value: { badInput: true } });
  patch(`<input type="number" value="2" class="changed">`);
  expect(container.innerHTML).toBe(`<input type="number" value="1">`);
});

test("a nested view's content is its own; its session stands unless there is a new one", () => {
  show(`<div id="child" data-phx-session="old" data-phx-static="s" data-phx-parent-id="view"><p>mine</p></div>`);
  patch(`<div id="child" data-phx-session="" data-phx-static="" data-phx-parent-id="view"></div>`);
  expect(container.innerHTML).toBe(
    `<div id="child" data-phx-session="old" data-phx-static="s" data-phx-parent-id="view"><p>mine</p></div>`,
  );
  patch(`<div id="child" data-phx-session="new" data-phx-static="" data-phx-parent-id="view"></div>`);
  expect(find("#child").getAttribute("data-phx-session")).toBe("new");
  expect(find("#child").innerHTML).toBe("<p>mine</p>");
});

test("styles change, of old and new elements alike", () => {
  show(`<p style="width: 1px">a</p>`);
  patch(`<p style="width: 2px">a</p><b style="color: red">b</b>`);
  expect(find("p").style.width).toBe("2px");
  expect(find("b").style.color).toBe("red");
});

test("a component whose root gets another key is another element", () => {
  show(`<p id="a" data-phx-component="1">x</p>`);
  const old = find("#a");
  const to = parse(`<p id="b" data-phx-component="1">y</p>`).firstElementChild as Element;
  morph({ from: old, to, kind: "component", streams: [], listener });
  expect(container.innerHTML).toBe(`<p id="b" data-phx-component="1">y</p>`);
  expect(find("#b")).not.toBe(old);
});

test("a component is patched with its root element", () => {
  show(`<i></i><p id="a" class="x">x</p>`);
  const old = find("#a");
  morph({
    from: old,
    to: parse(`<p id="a" class="y">y</p>`).firstElementChild as Element,
    kind: "component",
    streams: [],
    listener,
  });
  expect(container.innerHTML).toBe(`<i></i><p id="a" class="y">y</p>`);
  expect(find("#a")).toBe(old);
});

test("a custom element is whole when it enters the page, and stays in it when its neighbours change", () => {
  const seen: string[] = [];
  customElements.define(
    "x-counter",
    class extends HTMLElement {
      connectedCallback(): void {
        seen.push(`in ${this.children.length}`);
      }
      disconnectedCallback(): void {
        seen.push("out");
      }
    },
  );
  show(`<p id="a"></p>`);
  patch(`<x-counter id="x"><b></b><i></i></x-counter><p id="a"></p>`);
  patch(`<p id="n"></p><x-counter id="x"><b></b><i></i></x-counter><p id="a"></p>`);
  expect(seen).toEqual(["in 2"]);
});
