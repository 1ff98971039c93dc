import { js } from "@firecrest/wire";
import { expect, test } from "vitest";
import { type ScriptedPage, frames, loadPage, startPage, treeOf } from "../fixtures/scripted-page.ts";

function button(commands: unknown): string {
  return `<button phx-click="${JSON.stringify(commands).replaceAll('"', "&quot;")}">x</button>`;
}

function names(page: ScriptedPage): unknown[] {
  return page.server.all("event").map(({ payload }) => (payload as { event: string }).event);
}

test("a plain name is a push", async () => {
  const page = await startPage(`<button phx-click="save">x</button>`);
  page.find("button").click();
  expect(page.payload()).toMatchObject({ type: "click", event: "save" });
});

test("commands run in order, and unknown ones are passed over", async () => {
  const page = await startPage(
    button([
      ["push", { event: "a" }],
      ["sparkle", { to: "p" }],
      ["set_attr", { attr: ["title", "t"] }],
      ["push", { event: "b" }],
    ]),
  );
  page.find("button").click();
  expect(names(page)).toEqual(["a", "b"]);
  expect(page.find("button").title).toBe("t");
});

test("a push may have a target, values and elements that wait with it", async () => {
  const page = await startPage(
    `${button([["push", { event: "a", target: 3, value: { n: 1 }, loading: "p" }]])}<p>wait</p>`,
  );
  page.find("button").click();
  expect(page.payload()).toMatchObject({ event: "a", cid: 3, value: { n: 1 } });
  expect(page.find("p").className).toBe("phx-click-loading");
  await page.answer();
  expect(page.find("p").className).toBe("");
});

test("a push may show that the page is loading until its answer", async () => {
  const page = await startPage(button([["push", { event: "a", page_loading: true }]]), {
    events: ["page-loading-start", "page-loading-stop"],
  });
  page.events.length = 0;
  page.find("button").click();
  expect(page.events).toEqual([["page-loading-start", { kind: "element", to: location.href }]]);
  await page.answer();
  expect(page.events.map(([name]) => name)).toEqual(["page-loading-start", "page-loading-stop"]);
});

test("what comes while the part that runs commands is being loaded waits for it, in order", async () => {
  const page = loadPage(
    `${button([
      ["add_class", { names: ["on"] }],
      ["push", { event: "first" }],
    ])}<i phx-click="second"></i>`,
  );
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: treeOf(
      `${button([
        ["set_attr", { attr: ["title", "t"] }],
        ["push", { event: "first" }],
      ])}<i phx-click="second"></i>`,
    ),
  });
  page.find("button").click();
  page.find("i").click();
  await frames(1);
  expect(names(page)).toEqual(["first", "second"]);
});

test("what commands change outlives patches; what the server changes meanwhile shows", async () => {
  const code = js
    .addClass("open", { to: "p" })
    .setAttribute("title", "t", { to: "p" })
    .removeAttribute("lang", { to: "p" })
    .hide("p")
    .toJSON();
  const page = await startPage(`${button(code)}<p class="a" lang="en">1</p>`);
  page.find("button").click();
  await frames(2);
  await page.show(`${button(code)}<p class="b" lang="de">2</p>`);
  expect(page.find("p").outerHTML).toBe(`<p class="b open" title="t" style="display: none;">2</p>`);
});
