import { expect, test } from "vitest";
import { loadPage, startPage, treeOf } from "../fixtures/scripted-page.ts";
import { LiveSocket } from "./live-socket.ts";

/** The browser tab comes to the front, or goes behind another. */
function setHidden(hidden: boolean): void {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

test("it connects to the endpoint's websocket, with the scheme of the page", () => {
  const page = loadPage("");
  expect(page.server.connection.url).toBe(
    `${location.origin.replace("http", "ws")}/live/websocket?_csrf_token=csrf&vsn=2.0.0`,
  );
});

test("a page without live views needs no connection", () => {
  const page = loadPage("");
  document.body.innerHTML = "<p>plain</p>";
  const { length } = page.server.connections;
  new LiveSocket("/live", { WebSocket: page.server.WebSocket, clock: page.clock }).connect();
  expect(page.server.connections).toHaveLength(length);
});

test("disconnecting is final until it connects again; then its views are back", async () => {
  const page = await startPage("1");
  expect(page.socket.isConnected).toBe(true);
  page.socket.disconnect();
  page.clock.advance(60_000);
  expect([page.socket.isConnected, page.server.connections.length]).toEqual([false, 1]);
  page.socket.connect();
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf("2") });
  expect(page.container.innerHTML).toBe("2");
});

test("a page that nobody sees does not reconnect; when it is seen it does at once", async () => {
  const page = await startPage("");
  setHidden(true);
  page.server.drop();
  page.clock.advance(60_000);
  expect(page.server.connections).toHaveLength(1);
  setHidden(false);
  expect(page.server.connections).toHaveLength(2);
});

test.each(["pageshow", "online", "offline"])("%s makes it look whether the connection is alive", async (event) => {
  const page = await startPage("");
  window.dispatchEvent(new Event(event));
  expect(page.server.all("heartbeat")).toHaveLength(1);
  page.clock.advance(10_000);
  expect(page.socket.isConnected).toBe(false);
});

test("a page that is being left does not show that it lost its connection", async () => {
  const page = await startPage("");
  window.dispatchEvent(new Event("pagehide"));
  page.server.drop();
  expect(page.container.className).toBe("phx-connected");
  expect(document.documentElement.dataset["phxConnection"]).toBe("connected");
});

test("loading is announced, for as long as it lasts", async () => {
  const events = ["page-loading-start", "page-loading-stop"];
  const page = await startPage("", { events });
  const to = location.href;
  expect(page.events).toEqual([
    ["page-loading-start", { to, kind: "initial" }],
    ["page-loading-stop", { to, kind: "initial" }],
  ]);
  page.server.drop();
  expect(page.events.at(-1)).toEqual(["page-loading-start", { to, kind: "error" }]);
});
