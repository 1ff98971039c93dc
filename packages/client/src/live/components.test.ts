import { expect, test } from "vitest";
import { loadPage, type ScriptedPage, settled } from "../fixtures/scripted-page.ts";

const NODE = ["<div id=\"", "\">", "</div>"]; // biome-ignore format: one template

/** A component: a `div` with an id and what is in it. */
function component(id: string, content: unknown, statics: unknown = NODE): object {
  return { 0: id, 1: content, s: statics, r: 1 };
}

async function start(slot: unknown, components: object): Promise<ScriptedPage> {
  const page = loadPage("");
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: { 0: slot, 1: "", s: ["<main>", "</main>", ""], c: components },
  });
  return page;
}

function sent(page: ScriptedPage, event: string): unknown[] {
  return page.server.all(event).map(({ payload }) => (payload as { cids: unknown }).cids);
}

test("a component whose element has gone is given up in two steps, and forgotten", async () => {
  const page = await start(1, { 1: component("a", "x") });
  await page.server.push("diff", { 0: "" });
  expect([sent(page, "cids_will_destroy"), sent(page, "cids_destroyed")]).toEqual([[[1]], []]);
  await page.server.reply(page.server.last("cids_will_destroy"));
  expect(sent(page, "cids_destroyed")).toEqual([[1]]);
  await page.server.reply(page.server.last("cids_destroyed"), { cids: [1] });
  // A loan from what was forgotten is a mistake of the server's, and shows that it was.
  const loan = page.server.push("diff", { 0: 2, c: { 2: component("b", "y", -1) } });
  await expect(loan).rejects.toMatchObject({ code: "missing-component" });
});

test("a component inside one that goes, goes with it", async () => {
  const page = await start(1, { 1: component("a", 2), 2: component("b", "x") });
  await page.server.push("diff", { 0: "" });
  expect(sent(page, "cids_will_destroy")).toEqual([[1, 2]]);
});

test("one that the server renders again meanwhile stays, and comes back whole", async () => {
  const page = await start(1, { 1: component("a", { 0: "x", s: ["<b>", "</b>"], r: 1 }) });
  await page.server.push("diff", { 0: "" });
  await page.server.push("diff", { 0: 1, c: { 1: { 0: "a" } } });
  expect(page.find("#a b").textContent).toBe("x");
  await page.server.reply(page.server.last("cids_will_destroy"));
  expect(sent(page, "cids_destroyed")).toEqual([]);
});

test("only those that the server says it deleted are forgotten", async () => {
  const page = await start(1, { 1: component("a", "x") });
  await page.server.push("diff", { 0: "" });
  await page.server.reply(page.server.last("cids_will_destroy"));
  await page.server.reply(page.server.last("cids_destroyed"), { cids: [] });
  await page.server.push("diff", { 0: 1, c: { 1: { 1: "y" } } });
  expect(page.find("#a").textContent).toBe("y");
});

test("what a join does not bring back belonged to a process that is gone", async () => {
  const page = await start(1, { 1: component("a", "x") });
  await page.server.push("phx_error", {});
  page.clock.advance(1_000);
  await page.server.reply(page.server.last("phx_join"), { rendered: { 0: "", s: ["<main>", "</main>"] } });
  expect(sent(page, "cids_will_destroy")).toEqual([]);
});

test("a component of another view is that view's business", async () => {
  const page = await start(1, { 1: component("a", "x") });
  page.find("#a").insertAdjacentHTML("beforeend", `<i data-phx-component="9" data-phx-view="phx-2"></i>`);
  await page.server.push("diff", { 0: "" });
  expect(sent(page, "cids_will_destroy")).toEqual([[1]]);
});

test("a component that only gets another id is the same one", async () => {
  const page = await start(1, { 1: component("a", "x") });
  await page.server.push("diff", { c: { 1: { 0: "b" } } });
  expect(page.find("#b").textContent).toBe("x");
  expect(sent(page, "cids_will_destroy")).toEqual([]);
});

test("a component that leaves with a transition is given up when it has left", async () => {
  const remove = `phx-remove='[["hide",{"transition":[["run"],[],[]],"time":300}]]'`;
  const page = await start({ 0: 1, s: [`<section ${remove}>`, "</section>"] }, { 1: component("a", "x") });
  await page.server.push("diff", { 0: "" });
  await settled();
  expect(sent(page, "cids_will_destroy")).toEqual([]);
  page.clock.advance(300);
  expect(sent(page, "cids_will_destroy")).toEqual([[1]]);
});

/** A button with a slot in it, that waits for the answer to a click. */
async function startLocked(slot: unknown, components: object): Promise<ScriptedPage> {
  const page = loadPage("");
  page.server.open();
  const rendered = { 0: slot, s: [`<button phx-click="go">`, "</button>"], c: components };
  await page.server.reply(page.server.last("phx_join"), { rendered });
  page.find("button").click();
  return page;
}

test("a component that comes and goes inside of what is locked is given up, though the page never shows it", async () => {
  const page = await startLocked("", {});
  await page.server.push("diff", { 0: 1, c: { 1: component("a", "x") } });
  expect(sent(page, "cids_will_destroy")).toEqual([]);
  await page.server.push("diff", { 0: "" });
  expect(sent(page, "cids_will_destroy")).toEqual([[1]]);
});

test("one that goes from what is locked, and is rendered again, comes back whole", async () => {
  const page = await startLocked(1, { 1: component("a", { 0: "x", s: ["<b>", "</b>"], r: 1 }) });
  await page.server.push("diff", { 0: "" });
  expect(sent(page, "cids_will_destroy")).toEqual([[1]]);
  expect(page.find("#a b").textContent).toBe("x");
  await page.server.push("diff", { 0: 1, c: { 1: { 0: "a" } } });
  await page.server.reply(page.server.last("event"));
  expect(page.find("#a b").textContent).toBe("x");
  await page.server.reply(page.server.last("cids_will_destroy"));
  expect(sent(page, "cids_destroyed")).toEqual([]);
});

test("a diff of components alone patches these, the outermost ones, and nothing else", async () => {
  const page = await start(1, { 1: component("a", 2), 2: component("b", "x"), 3: component("c", "not shown") });
  const untouched = page.find("main");
  untouched.title = "mine";
  await page.server.push("diff", { c: { 2: { 1: "y" }, 3: { 1: "still not" } } });
  expect([page.find("#b").textContent, untouched.title]).toEqual(["y", "mine"]);
  await page.server.push("diff", { c: { 1: { 0: "a2" }, 2: { 1: "z" } } });
  expect(page.find("#a2 #b").textContent).toBe("z");
});

test("the root of a component may become another element", async () => {
  const page = await start(1, { 1: component("a", "x") });
  await page.server.push("diff", { c: { 1: { 0: "y", s: ["<h1>", "</h1>"], r: 1 } } });
  expect(page.find("main").innerHTML).toBe(
    `<h1 data-phx-id="c1-phx-1" data-phx-component="1" data-phx-view="phx-1">y</h1>`,
  );
  expect(sent(page, "cids_will_destroy")).toEqual([]);
});

test.each([
  ["its number", "2", [{ cid: 2 }]],
  ["a selector of its root", "#b", [{ cid: 2 }]],
  ["a selector of what is in it", "#b i", [{ cid: 2 }]],
  ["a selector of several", "#a,#b", [{ cid: 1 }, { cid: 2 }]],
  ["a selector outside of any", "main", [{}]],
  ["a selector of nothing", "#nosuch", []],
])("an event finds a component by %s", async (_name, target, expected) => {
  const page = await start(1, {
    1: component("a", 2),
    2: component("b", `<i></i><button phx-click="go" phx-target="${target}">x</button>`),
  });
  page.find("button").click();
  const payloads = page.server.all("event").map(({ payload }) => payload as { cid?: number });
  expect(payloads.map(({ cid }) => ({ ...(cid !== undefined && { cid }) }))).toEqual(expected);
});

test("an event in a component goes to the view, unless it has a target", async () => {
  const page = await start(1, { 1: component("a", `<button phx-click="go">x</button>`) });
  page.find("button").click();
  expect(page.payload()).not.toHaveProperty("cid");
});
