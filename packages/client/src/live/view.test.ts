import { expect, test } from "vitest";
import { frames, loadPage, startPage, treeOf } from "../fixtures/scripted-page.ts";
import { settled } from "../fixtures/scripted-server.ts";

test("a join says what the view is, where the page is, and how often it was tried", async () => {
  const page = loadPage("", { params: { locale: "en" } });
  document.head.insertAdjacentHTML("beforeend", `<script phx-track-static src="/app.js"></script>`);
  page.server.open();
  const { origin } = location;
  const payload = {
    firecrest: 1,
    url: `${origin}/`,
    params: { locale: "en", _csrf_token: "csrf", _track_static: [`${origin}/app.js`], _mounts: 0, _mount_attempts: 0 },
    session: "SESSION",
    static: "STATIC",
    sticky: false,
  };
  expect(page.server.sent[0]).toMatchObject({ topic: "lv:phx-1", event: "phx_join" });
  expect(JSON.parse(JSON.stringify(page.payload("phx_join")))).toEqual(payload);
  await page.server.reply(page.server.last("phx_join"), { reason: "join crashed" }, "error");
  page.clock.advance(1_000);
  expect(page.payload("phx_join")).toMatchObject({ params: { _mounts: 0, _mount_attempts: 1 } });
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf("x") });
  await page.server.push("phx_error", {});
  page.clock.advance(1_000);
  expect(page.payload("phx_join")).toMatchObject({ params: { _mounts: 1, _mount_attempts: 0 } });
});

test("the app's parameters may depend on the view, and go along with the connection", () => {
  const page = loadPage("", { params: (container) => ({ of: container?.id ?? "socket" }) });
  page.server.open();
  expect(page.server.connection.url).toContain("/live/websocket?of=socket&_csrf_token=csrf&vsn=2.0.0");
  expect(page.payload("phx_join")).toMatchObject({ params: { of: "phx-1" } });
});

test("an empty static token is none", () => {
  const page = loadPage("", { attributes: { id: "v", "data-phx-session": "S", "data-phx-static": "" } });
  page.server.open();
  expect(page.payload("phx_join")).toMatchObject({ static: null });
});

test("events before the patch, the patch, events after it", async () => {
  const page = await startPage("<p>1</p>", { events: ["early", "late"] });
  const seen: string[] = [];
  for (const name of ["early", "late"])
    window.addEventListener(`phx:${name}`, () => void seen.push(`${name} ${page.find("p").textContent}`));
  await page.server.push("diff", {
    0: "<p>2</p>",
    e: [
      ["late", 1],
      ["early", 2, true],
    ],
  });
  expect(seen).toEqual(["early 1", "late 2"]);
  expect(page.events).toEqual([
    ["early", 2],
    ["late", 1],
  ]);
});

test("a diff without anything to show changes nothing", async () => {
  const page = await startPage("<p>1</p>");
  let patches = 0;
  document.addEventListener("phx:update", () => patches++);
  await page.server.push("diff", { e: [] });
  expect(patches).toBe(0);
  await page.show("<p>2</p>");
  expect(patches).toBe(1);
});

test.each([
  ["the server's", { t: "News" }, "News · Test"],
  ["the page's default, when the server gives none", {}, "Home · Test"],
  ["the page's default, when the server's is blank", { t: " " }, "Home · Test"],
])("the title is %s", async (_name, title, expected) => {
  const page = loadPage("");
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: { ...treeOf("x"), ...title } });
  expect(document.title).toBe(expected);
});

test("a diff without a title leaves it alone", async () => {
  const page = await startPage("");
  await page.server.push("diff", { t: "News" });
  await page.show("x");
  expect(document.title).toBe("News · Test");
});

test("what arrives between the join's answer and its HTML waits for that", async () => {
  const page = loadPage("");
  page.server.open();
  const { joinRef, ref, topic } = page.server.last("phx_join");
  const say = (event: string, payload: unknown, to: string | null = null): void =>
    page.server.say({ joinRef, ref: to, topic, event, payload });
  say("phx_reply", { status: "ok", response: { rendered: treeOf("<p>1</p>") } }, ref);
  say("diff", { 0: "<p>2</p>" });
  await settled();
  expect(page.container.innerHTML).toBe("<p>2</p>");
});

test("the container, and the page, show the state of the connection", async () => {
  const html = document.documentElement;
  const page = loadPage("");
  expect([page.container.className, html.dataset["phxConnection"]]).toEqual(["phx-loading", "connecting"]);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf("x") });
  expect([page.container.className, html.dataset["phxConnection"]]).toEqual(["phx-connected", "connected"]);
  page.server.drop();
  expect([page.container.className, html.dataset["phxConnection"]]).toEqual([
    "phx-loading phx-error phx-client-error",
    "disconnected",
  ]);
  page.clock.advance(100);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf("x") });
  expect([page.container.className, html.dataset["phxConnection"]]).toEqual(["phx-connected", "connected"]);
  await page.server.push("phx_error", { reason: "channel_crash" });
  expect([page.container.className, html.dataset["phxConnection"]]).toEqual([
    "phx-loading phx-error phx-server-error",
    "error",
  ]);
});

test("a server in development says why it crashed", async () => {
  const page = await startPage("");
  await page.server.push("phx_error", { reason: "channel_crash" });
  expect(page.problems).toEqual([]);
  page.clock.advance(1_000);
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf("x") });
  await page.server.push("phx_error", {
    reason: "channel_crash",
    message: "No handler for nosuch; there are inc, dec.",
  });
  expect(page.problems).toEqual(["No handler for nosuch; there are inc, dec."]);
});

test("phx-connected and phx-disconnected run when the connection comes and has been gone for a while", async () => {
  const html = `<p phx-connected='[["add_class",{"names":["on"]}]]' phx-disconnected='[["remove_class",{"names":["on"]}]]'></p>`;
  const page = await startPage(html);
  await frames(1);
  expect(page.find("p").className).toBe("on");
  page.server.drop();
  page.clock.advance(499);
  await frames(1);
  expect(page.find("p").className).toBe("on");
  page.clock.advance(1);
  await frames(1);
  expect(page.find("p").className).toBe("");
});

test("a short loss is not shown by phx-disconnected", async () => {
  const html = `<p phx-disconnected='[["add_class",{"names":["off"]}]]'></p>`;
  const page = await startPage(html);
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html) });
  page.clock.advance(10_000);
  expect(page.find("p").className).toBe("");
});

test("phx-mounted runs once for each element, with the join or when it comes", async () => {
  const item = (id: string) => `<p id="${id}" phx-mounted='[["push",{"event":"seen"}]]' phx-value-id="${id}"></p>`;
  const page = await startPage(item("a"));
  await page.show(`<i></i>${item("a")}${item("b")}`);
  await page.show(item("b"));
  expect(page.server.all("event").map(({ payload }) => payload)).toEqual([
    { type: null, event: "seen", value: { id: "a" } },
    { type: null, event: "seen", value: { id: "b" } },
  ]);
});

test("phx-remove runs before its element goes", async () => {
  const page = await startPage(`<p phx-remove='[["push",{"event":"gone"}]]'></p>`);
  await page.show("");
  expect(page.payload()).toEqual({ type: "remove", event: "gone", value: {} });
  expect(page.container.innerHTML).toBe("");
});

test.each([
  ["stale", true],
  ["unauthorized", true],
  ["join crashed", false],
])("refused because it is %s: does it leave to load the page anew? %s", async (reason, leaves) => {
  const page = loadPage("");
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { reason }, "error");
  expect(page.container.className).toContain("phx-server-error");
  expect(document.documentElement.dataset["phxConnection"]).toBe("error");
  expect(page.clock.delaysMs).toContain(leaves ? 500 : 1_000);
  expect(page.server.all("phx_leave")).toHaveLength(leaves ? 1 : 0);
});

test("events that come with a refusal are dispatched", async () => {
  const page = loadPage("", { events: ["bye"] });
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { reason: "full", events: [["bye", 1]] }, "error");
  expect(page.events).toEqual([["bye", 1]]);
});
