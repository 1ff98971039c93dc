import { expect, test } from "vitest";
import { loadPage, type ScriptedPage, settled, startPage, treeOf } from "../fixtures/scripted-page.ts";

function portal(id: string, content: string, target = "#outlet"): string {
  return `<template id="${id}" data-phx-portal="${target}"><div id="_lv_portal_wrap_${id}">${content}</div></template>`;
}

/** A page with a place for portals outside of its view. */
async function start(html: string): Promise<ScriptedPage> {
  const page = loadPage(html, { beside: `<div id="outlet"></div>` });
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html) });
  return page;
}

function outlet(): string {
  return (document.querySelector("#outlet") as HTMLElement).textContent; // the test has put it there
}

test("what is in a portal is shown elsewhere, and patched there", async () => {
  const page = await start(portal("x", `<input id="q"><b>1</b>`));
  expect(page.find("#outlet > #_lv_portal_wrap_x").dataset).toMatchObject({
    phxTeleported: "phx-1",
    phxTeleportedSrc: "x",
  });
  const input = page.find("#q");
  await page.show(portal("x", `<input id="q"><b>2</b>`));
  expect(outlet()).toBe("2");
  expect(page.find("#q")).toBe(input);
});

test("it goes when the portal does, or its view", async () => {
  const page = await start(portal("x", "<b>1</b>"));
  await page.show("");
  expect(outlet()).toBe("");
  await page.show(portal("y", "<b>1</b>"));
  expect(outlet()).toBe("1");
});

test("events in it go to its view, and hooks in it live", async () => {
  const mounted: string[] = [];
  const page = loadPage("", {
    beside: `<div id="outlet"></div>`,
    hooks: {
      Here: {
        mounted() {
          mounted.push(this.el.id);
        },
      },
    },
  });
  page.server.open();
  const html = portal(
    "x",
    `<button id="b" phx-hook="Here" phx-click="go" phx-mounted='[["push",{"event":"seen"}]]'>x</button>`,
  );
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html) });
  expect(mounted).toEqual(["b"]);
  expect(page.payload()).toMatchObject({ event: "seen" });
  await page.answer();
  page.find("#b").click();
  expect(page.server.last("event")).toMatchObject({ topic: "lv:phx-1", payload: { event: "go" } });
});

test("a portal may be in a portal", async () => {
  const page = await start(portal("x", `<p>outer</p>${portal("y", "<b>inner</b>")}`));
  await settled();
  expect([...page.find("#outlet").children].map(({ id }) => id).sort()).toEqual([
    "_lv_portal_wrap_x",
    "_lv_portal_wrap_y",
  ]);
  await page.show(portal("x", `<p>outer</p>${portal("y", "<b>changed</b>")}`));
  expect(page.find("#_lv_portal_wrap_y").textContent).toBe("changed");
});

test("a component in a portal is patched where it is shown, and a skipped one is left alone", async () => {
  const page = loadPage("", { beside: `<div id="outlet"></div>` });
  page.server.open();
  const rendered = {
    0: 1,
    1: "a",
    s: [`<template id="x" data-phx-portal="#outlet"><div id="wrap">`, "</div></template><p>", "</p>"],
    c: { 1: { 0: "one", s: ["<b>", "</b>"], r: 1 } },
  };
  await page.server.reply(page.server.last("phx_join"), { rendered });
  await page.server.push("diff", { c: { 1: { 0: "two" } } });
  expect(outlet()).toBe("two");
  await page.server.push("diff", { 1: "b" });
  expect([outlet(), page.find("p").textContent]).toEqual(["two", "b"]);
  expect(document.querySelector("[data-phx-skip]")).toBeNull();
  expect(page.server.all("cids_will_destroy")).toEqual([]);
});

test("rows of a stream in a portal come and go", async () => {
  const page = loadPage("", { beside: `<div id="outlet"></div>` });
  page.server.open();
  const rows = (...ids: string[]): object => ({
    k: { ...Object.fromEntries(ids.map((id, index) => [index, { 0: id, 1: id }])), kc: ids.length },
    s: [`<li id="`, `">`, "</li>"],
    stream: ["0", ids.map((id) => [id, -1, null, null]), []],
  });
  const s = [`<template id="x" data-phx-portal="#outlet"><ul id="ul" phx-update="stream">`, "</ul></template>"];
  await page.server.reply(page.server.last("phx_join"), { rendered: { 0: rows("a", "b"), s } });
  expect(outlet()).toBe("ab");
  await page.server.push("diff", { 0: { ...rows("c"), stream: ["0", [["c", 0, null, null]], ["b"]] } });
  expect(outlet()).toBe("ca");
});

test("a form in a portal comes back", async () => {
  const html = portal("x", `<form id="f" phx-change="check"><input name="q"></form>`);
  const page = await start(html);
  page.field("#f input").value = "half";
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html) });
  expect(page.payload()).toMatchObject({ event: "check", value: "_unused_q=&q=half" });
});

test("a portal to nowhere is an error", async () => {
  const page = await startPage(portal("x", "<b>1</b>", "#nosuch"));
  expect(page.problems).toMatchObject([{ code: "unknown-target", message: expect.stringContaining("#nosuch") }]);
});
