import { expect, test } from "vitest";
import { loadPage, type ScriptedPage, settled, startPage, treeOf } from "../fixtures/scripted-page.ts";

/** The container of a nested view, as a server renders it before the parent is connected, or after (with a session). */
function child(id: string, content = "", { parent = "phx-1", session = "", token = "" } = {}): string {
  return `<div id="${id}" data-phx-session="${session}" data-phx-static="${token}" data-phx-parent-id="${parent}">${content}</div>`;
}

function joins(page: ScriptedPage): string[] {
  return page.server.all("phx_join").map(({ topic }) => topic);
}

async function answer(page: ScriptedPage, topic: string, response: unknown, status = "ok"): Promise<void> {
  const frame = page.server.all("phx_join").findLast((one) => one.topic === `lv:${topic}`);
  if (!frame) throw new Error(`${topic} has not joined.`);
  await page.server.reply(frame, response, status);
}

function say(page: ScriptedPage, topic: string, event: string, payload: unknown): Promise<void> {
  const join = page.server.all("phx_join").findLast((one) => one.topic === `lv:${topic}`);
  const ref = event === "phx_error" ? join?.joinRef : null;
  page.server.say({ joinRef: join?.joinRef ?? null, ref: ref ?? null, topic: `lv:${topic}`, event, payload });
  return settled();
}

/** A page whose view has a nested one, both rendered, the parent's join answered. */
async function startNested(): Promise<ScriptedPage> {
  const page = loadPage(`<h1>dead</h1>${child("kid", "<p>dead</p>", { token: "STATIC" })}`);
  page.server.open();
  await answer(page, "phx-1", { rendered: treeOf(`<h1>live</h1>${child("kid", "", { session: "KID" })}`) });
  return page;
}

test("nested views join before anything is shown, with the token that they were rendered with", async () => {
  const page = await startNested();
  expect(joins(page)).toEqual(["lv:phx-1", "lv:kid"]);
  expect(page.server.last("phx_join").payload).toMatchObject({ session: "KID", static: "STATIC", sticky: false });
  expect(page.server.last("phx_join").payload).not.toHaveProperty("url");
  expect(page.find("h1").textContent).toBe("dead");
  await answer(page, "kid", { rendered: treeOf("<p>live</p>") });
  expect([page.find("h1").textContent, page.find("#kid p").textContent]).toEqual(["live", "live"]);
  expect([page.container.className, page.find("#kid").className]).toEqual(["phx-connected", "phx-connected"]);
});

test("a nested view that only the join brings joins before anything is shown, too", async () => {
  const page = loadPage("<h1>dead</h1>");
  page.server.open();
  await answer(page, "phx-1", { rendered: treeOf(`<h1>live</h1>${child("kid", "", { session: "KID" })}`) });
  expect(joins(page)).toEqual(["lv:phx-1", "lv:kid"]);
  expect(page.server.last("phx_join").payload).toMatchObject({ session: "KID", static: null });
  expect(page.find("h1").textContent).toBe("dead");
  await answer(page, "kid", { rendered: treeOf(`<button phx-click="go">live</button>`) });
  expect([page.find("h1").textContent, page.find("#kid button").textContent]).toEqual(["live", "live"]);
  expect(page.find("#kid").className).toBe("phx-connected");
  expect(page.find("#kid").getAttribute("data-phx-root-id")).toBe("phx-1");
  page.find("button").click();
  expect(page.server.last("event").topic).toBe("lv:kid");
});

test("one that only the join brings, and that fails, shows that it has failed", async () => {
  const page = loadPage("");
  page.server.open();
  await answer(page, "phx-1", { rendered: treeOf(child("kid", "", { session: "KID" })) });
  await answer(page, "kid", { reason: "join crashed" }, "error");
  expect(page.find("#kid").className).toContain("phx-server-error");
  page.clock.advance(1_000);
  await answer(page, "kid", { rendered: treeOf("<p>live</p>") });
  expect(page.find("#kid").outerHTML).toContain("<p>live</p>");
});

test("children of children are waited for too", async () => {
  const page = loadPage(child("kid", child("baby", "<b>dead</b>", { parent: "kid" })) + "<h1>dead</h1>");
  page.server.open();
  await answer(page, "phx-1", { rendered: treeOf(`${child("kid", "", { session: "K" })}<h1>live</h1>`) });
  await answer(page, "kid", { rendered: treeOf(child("baby", "", { parent: "kid", session: "B" })) });
  expect(joins(page)).toEqual(["lv:phx-1", "lv:kid", "lv:baby"]);
  expect(page.find("h1").textContent).toBe("dead");
  await answer(page, "baby", { rendered: treeOf("<b>live</b>") });
  expect([page.find("h1").textContent, page.find("b").textContent]).toEqual(["live", "live"]);
});

test("a view that comes later joins when it is there", async () => {
  const page = await startPage("");
  await page.show(child("kid", "", { session: "KID" }));
  expect(joins(page)).toEqual(["lv:phx-1", "lv:kid"]);
  await answer(page, "kid", { rendered: treeOf("<p>live</p>") });
  expect(page.find("#kid p").textContent).toBe("live");
});

test("a parent does not wait for a child that fails; it is tried three times, then the root shows an error", async () => {
  const page = await startNested();
  await answer(page, "kid", { reason: "join crashed" }, "error");
  expect(page.find("h1").textContent).toBe("live");
  expect(page.find("#kid").className).toContain("phx-server-error");
  expect(page.container.className).toBe("phx-connected");
  for (const delayMs of [1_000, 2_000]) {
    page.clock.advance(delayMs);
    await answer(page, "kid", { reason: "join crashed" }, "error");
  }
  expect(joins(page).filter((topic) => topic === "lv:kid")).toHaveLength(3);
  expect(page.container.className).toContain("phx-server-error");
  page.clock.advance(15_000);
  expect(joins(page).filter((topic) => topic === "lv:kid")).toHaveLength(3);
});

test("a child whose parent is led away goes quietly", async () => {
  const page = await startNested();
  await answer(page, "kid", { reason: "parent_redirect" }, "error");
  page.clock.advance(15_000);
  expect(joins(page)).toEqual(["lv:phx-1", "lv:kid"]);
  expect(page.container.className).toBe("phx-connected");
});

test("a child that crashes comes back alone", async () => {
  const page = await startNested();
  await answer(page, "kid", { rendered: treeOf("<p>live</p>") });
  await say(page, "kid", "phx_error", { reason: "channel_crash" });
  expect([page.container.className, page.find("#kid").className]).toEqual([
    "phx-connected",
    "phx-loading phx-error phx-server-error",
  ]);
  page.clock.advance(1_000);
  await answer(page, "kid", { rendered: treeOf("<p>again</p>") });
  expect(page.find("#kid").outerHTML).toContain("again");
  expect(page.find("#kid").className).toBe("phx-connected");
});

test("children end with their parent, and begin anew when it is back", async () => {
  const page = await startNested();
  await answer(page, "kid", { rendered: treeOf("<p>live</p>") });
  await say(page, "phx-1", "phx_error", {});
  expect(page.server.last("phx_leave").topic).toBe("lv:kid");
  page.clock.advance(1_000);
  await answer(page, "phx-1", { rendered: treeOf(child("kid", "", { session: "KID2" })) });
  expect(page.payload("phx_join")).toMatchObject({ session: "KID2" });
  await answer(page, "kid", { rendered: treeOf("<p>new</p>") });
  expect(page.find("#kid p").textContent).toBe("new");
});

test("what was typed into a nested form comes back with its view", async () => {
  const form = `<form id="f" phx-change="check"><input name="q"></form>`;
  const page = loadPage(child("kid", form));
  page.server.open();
  await answer(page, "phx-1", { rendered: treeOf(child("kid", "", { session: "KID" })) });
  await answer(page, "kid", { rendered: treeOf(form) });
  page.field("input").value = "half";
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  await answer(page, "phx-1", { rendered: treeOf(child("kid", "", { session: "KID" })) });
  await answer(page, "kid", { rendered: treeOf(form) });
  expect(page.server.last("event")).toMatchObject({
    topic: "lv:kid",
    payload: { event: "check", value: "_unused_q=&q=half" },
  });
});

test("the parent's patches leave a child's content and its state alone, but not the attributes of its container", async () => {
  const page = await startNested();
  await answer(page, "kid", { rendered: treeOf("<p>live</p>") });
  const container = child("kid", "", { session: "KID" }).replace("<div", `<div class="wide" title="t"`);
  await say(page, "phx-1", "diff", { 0: `<h1>more</h1>${container}` });
  expect(page.find("#kid").innerHTML).toBe("<p>live</p>");
  expect(page.find("#kid").className).toBe("wide phx-connected");
  expect(page.find("#kid").title).toBe("t");
  expect(page.find("#kid").dataset["phxStatic"]).toBe("STATIC");
});

test("an event goes to the view that its element is in", async () => {
  const page = await startNested();
  await answer(page, "kid", { rendered: treeOf(`<button phx-click="inc">x</button>`) });
  page.find("button").click();
  expect(page.server.last("event")).toMatchObject({ topic: "lv:kid", payload: { event: "inc" } });
});

test("what a child's own parent removes, ends", async () => {
  const page = await startNested();
  await answer(page, "kid", { rendered: treeOf("<button phx-click=inc>x</button>") });
  const button = page.find("button");
  await say(page, "phx-1", "diff", { 0: "" });
  expect(page.server.last("phx_leave").topic).toBe("lv:kid");
  document.body.append(button);
  button.click();
  expect(page.server.all("event")).toEqual([]);
});

const sticky = (session: string, content = ""): string =>
  `<div id="radio" data-phx-session="${session}" data-phx-static="${session && content ? "S" : ""}" data-phx-sticky>${content}</div>`;

/** A page with a sticky view, everything joined. */
async function startSticky(): Promise<ScriptedPage> {
  const page = loadPage(
    `<a href="/next" data-phx-link="redirect" data-phx-link-state="push">go</a>${sticky("RADIO", "<p>dead</p>")}`,
  );
  page.server.open();
  await answer(page, "phx-1", {
    rendered: treeOf(`<a href="/next" data-phx-link="redirect" data-phx-link-state="push">go</a>${sticky("RADIO")}`),
  });
  await answer(page, "radio", { rendered: treeOf("<p>on air</p>") });
  return page;
}

test("a sticky view is a root of its own, without a URL", async () => {
  const page = await startSticky();
  expect(joins(page)).toEqual(["lv:phx-1", "lv:radio"]);
  const join = page.server.last("phx_join").payload;
  expect(join).toMatchObject({ session: "RADIO", static: "S", sticky: true });
  expect(join).not.toHaveProperty("url");
  expect(page.find("#radio").dataset["phxRootId"]).toBe("radio");
});

test("a sticky view is taken along by live navigation, as it is", async () => {
  const page = await startSticky();
  const radio = page.find("#radio");
  page.find("a").click();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(`<h1>next</h1>${sticky("RADIO2")}`) });
  expect(page.find("h1").textContent).toBe("next");
  expect(page.find("#radio")).toBe(radio);
  expect(radio.innerHTML).toBe("<p>on air</p>");
  expect(radio.className).toBe("phx-connected");
  expect(joins(page)).toEqual(["lv:phx-1", "lv:radio", "lv:phx-1"]);
  await say(page, "radio", "diff", { 0: "<p>news</p>" });
  expect(radio.textContent).toBe("news");
});

test("a sticky view ends when the next page does not have it", async () => {
  const page = await startSticky();
  page.find("a").click();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf("<h1>next</h1>") });
  expect(document.querySelector("#radio")).toBeNull();
  expect(page.server.last("phx_leave").topic).toBe("lv:radio");
});

test("a sticky view may begin with a later page", async () => {
  const page = await startPage("");
  await page.show(sticky("RADIO"));
  expect(page.server.last("phx_join")).toMatchObject({ topic: "lv:radio", payload: { sticky: true } });
});

test("a page may have several views, and none that a route led to", async () => {
  const attributes = { id: "one", "data-phx-session": "ONE" };
  const page = loadPage("x", { attributes, beside: `<div id="two" data-phx-session="TWO"></div>` });
  page.server.open();
  expect(joins(page)).toEqual(["lv:one", "lv:two"]);
  await answer(page, "two", { rendered: treeOf("<p>two</p>") });
  await answer(page, "one", { rendered: treeOf(`<button phx-click="go">x</button>`) });
  expect(page.find("#two").textContent).toBe("two");
  page.find("button").click();
  expect(page.server.last("event")).toMatchObject({ topic: "lv:one" });
});
