import fc from "fast-check";
import { expect, test } from "vitest";
import { orderStream, readStream, type StreamChild } from "../dom/stream-order.ts";
import { loadPage, type ScriptedPage } from "../fixtures/scripted-page.ts";

type Insert = readonly [id: string, at: number, limit: number | null, updateOnly: boolean | null];

interface Message {
  /** Oldest first. */
  readonly inserts?: readonly Insert[];
  readonly deletes?: readonly string[];
  readonly reset?: boolean;
}

const STATICS = [`<li id="`, `"><input>`, `</li>`];

/** A comprehension as it travels; rows say which message brought them. */
function comprehension({ inserts = [], deletes = [], reset = false }: Message, version: number): object {
  const rows = Object.fromEntries(inserts.map(([id], index) => [index, { 0: id, 1: `${id}${version}` }]));
  return { k: { ...rows, kc: inserts.length }, stream: ["0", inserts.toReversed(), deletes, ...(reset ? [true] : [])] };
}

function treeWith(message: Message, version = 0): object {
  return {
    0: { s: STATICS, ...comprehension(message, version) },
    1: "x",
    s: [`<ul id="list" phx-update="stream">`, "</ul><p>", "</p>"],
  };
}

async function startStream(ids: readonly string[], dead = ids): Promise<ScriptedPage> {
  const rows = dead.map((id) => `<li id="${id}"><input>${id}0</li>`).join("\n");
  const page = loadPage(`<ul id="list" phx-update="stream">\n${rows}\n</ul><p>x</p>`);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: treeWith({ inserts: ids.map((id) => [id, -1, null, null]) }),
  });
  return page;
}

function shown(): string {
  return [...document.querySelectorAll("#list > li")].map(({ textContent }) => textContent).join(" ");
}

test("the rows of the dead render are taken over as they are", async () => {
  document.body.innerHTML = "";
  const page = loadPage(
    `<ul id="list" phx-update="stream"><li id="a"><input>a0</li><li id="b"><input>b0</li></ul><p>x</p>`,
  );
  const row = page.find("#b");
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: treeWith({
      inserts: [
        ["a", -1, null, null],
        ["b", -1, null, null],
      ],
    }),
  });
  expect(page.find("#b")).toBe(row);
  expect(shown()).toBe("a0 b0");
});

test("rows come, change in place, and go; the others are not touched", async () => {
  const page = await startStream(["a", "b"]);
  const [a, b] = document.querySelectorAll("li");
  await page.server.push("diff", {
    0: comprehension(
      {
        inserts: [
          ["c", 0, null, false],
          ["a", -1, null, false],
        ],
      },
      1,
    ),
  });
  expect(shown()).toBe("c1 a1 b0");
  await page.server.push("diff", { 0: comprehension({ deletes: ["a"] }, 2) });
  expect(shown()).toBe("c1 b0");
  expect([...document.querySelectorAll("li")][1]).toBe(b);
  expect(a?.isConnected).toBe(false);
});

test("a diff about something else leaves the rows alone", async () => {
  const page = await startStream(["a", "b"]);
  await page.server.push("diff", { 1: "y" });
  expect(page.find("p").textContent).toBe("y");
  expect(shown()).toBe("a0 b0");
});

test("a reset keeps what it brings again, with the focus in it", async () => {
  const page = await startStream(["a", "b", "c"]);
  const input = page.field("#c input");
  input.focus();
  await page.server.push("diff", {
    0: comprehension(
      {
        inserts: [
          ["c", -1, null, false],
          ["n", -1, null, false],
          ["a", -1, null, false],
        ],
        reset: true,
      },
      1,
    ),
  });
  expect(shown()).toBe("c1 n1 a1");
  expect(page.find("#c input")).toBe(input);
  expect(document.activeElement).toBe(input);
});

test("what was deleted while we were away is gone after the join", async () => {
  const page = await startStream(["a", "b", "c"]);
  const kept = page.find("#c");
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: treeWith(
      {
        inserts: [
          ["c", -1, null, null],
          ["d", -1, null, null],
        ],
      },
      5,
    ),
  });
  expect(shown()).toBe("c5 d5");
  expect(page.find("#c")).toBe(kept);
});

test("a list that comes later comes in the order of its inserts", async () => {
  const page = loadPage("");
  page.server.open();
  const { 0: list } = treeWith({
    inserts: [
      ["a", 0, null, null],
      ["b", 0, null, null],
    ],
  }) as { 0: object };
  await page.server.reply(page.server.last("phx_join"), { rendered: { 0: "", s: ["", ""] } });
  await page.server.push("diff", {
    0: { 0: list, s: [`<section><ul id="list" phx-update="stream">`, "</ul></section>"] },
  });
  expect(shown()).toBe("b0 a0");
  expect(page.find("#a").getAttribute("data-phx-stream")).toBe("0");
});

test("rows go through a lock with the form around them", async () => {
  const page = loadPage("");
  page.server.open();
  const { 0: list } = treeWith({ inserts: [["a", -1, null, null]] }) as { 0: object };
  const s = [`<div phx-hook="Push"><ul id="list" phx-update="stream">`, "</ul></div>"];
  await page.server.reply(page.server.last("phx_join"), { rendered: { 0: list, s } });
  page
    .find("div div")
    .insertAdjacentHTML("beforeend", `<button phx-click='[["push",{"event":"go","loading":"[phx-hook]"}]]'>x</button>`);
  page.find("button").click();
  await page.server.push("diff", { 0: comprehension({ inserts: [["b", 0, null, false]] }, 1) });
  await page.server.push("diff", { 0: comprehension({ inserts: [["c", -1, null, false]], deletes: ["a"] }, 2) });
  expect(shown()).toBe("a0");
  await page.server.reply(page.server.last("event"));
  expect(shown()).toBe("b1 c2");
});

const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
const message = fc.record({
  inserts: fc.uniqueArray(
    fc.tuple(id, fc.integer({ min: -1, max: 5 }), fc.option(fc.integer({ min: -4, max: 4 })), fc.boolean()),
    { selector: ([name]) => name, maxLength: 5 },
  ),
  deletes: fc.uniqueArray(id, { maxLength: 3 }),
  reset: fc.boolean(),
});

test("any run of messages leaves the page as the model has it, row by row", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(id, { maxLength: 4 }),
      fc.array(message, { maxLength: 5 }),
      async (first, messages) => {
        const page = await startStream(first);
        let children: readonly StreamChild[] = first.map((name) => ({ id: name, ref: "0" }));
        const versions = new Map<string, number>(first.map((name) => [name, 0]));
        for (const [index, one] of messages.entries()) {
          const before = new Set<string>(children.map((child) => child.id));
          const changes = [
            readStream({ ref: "0", inserts: one.inserts.toReversed(), deletes: one.deletes, reset: one.reset }),
          ];
          children = orderStream({ children, incoming: one.inserts.map(([name]) => name), changes, isJoin: false });
          for (const [name, , , updateOnly] of one.inserts)
            if (!updateOnly || before.has(name)) versions.set(name, index + 1);
          await page.server.push("diff", { 0: comprehension(one, index + 1) });
          expect(shown()).toBe(children.map((child) => `${child.id}${versions.get(child.id)}`).join(" "));
        }
      },
    ),
    { numRuns: fc.readConfigureGlobal()?.numRuns ?? 150 },
  );
}, 120_000);
