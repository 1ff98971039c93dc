import { expect, test } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";

function press(target: EventTarget, key: string | undefined, type = "keydown"): void {
  target.dispatchEvent(
    key === undefined ? new Event(type, { bubbles: true }) : new KeyboardEvent(type, { key, bubbles: true }),
  );
}

test.each(["keydown", "keyup"])("%s sends the key, and the field's value", async (type) => {
  const page = await startPage(`<input phx-${type}="move" value="v" phx-value-id="7">`);
  press(page.find("input"), "ArrowUp", type);
  expect(page.payload()).toEqual({ type, event: "move", value: { key: "ArrowUp", id: "7", value: "v" } });
});

test("a key counts for the element it was pressed in, not for those around it", async () => {
  const page = await startPage(`<div phx-keydown="outer"><input></div>`);
  press(page.find("input"), "x");
  expect(page.server.all("event")).toEqual([]);
});

test("window keys count wherever they are pressed, unless an element has them for itself", async () => {
  const page = await startPage(`<input id="own" phx-keydown="own"><input id="other"><i phx-window-keydown="any"></i>`);
  press(page.find("#own"), "a");
  press(page.find("#other"), "b");
  press(document.body, "c");
  expect(page.server.all("event").map(({ payload }) => payload)).toMatchObject([
    { event: "own", value: { key: "a" } },
    { event: "any", value: { key: "b" } },
    { event: "any", value: { key: "c" } },
  ]);
});

test("phx-key asks for one key, in any case", async () => {
  const page = await startPage(`<i phx-window-keyup="close" phx-key="escape"></i>`);
  press(document.body, "Enter", "keyup");
  expect(page.server.all("event")).toEqual([]);
  press(document.body, "Escape", "keyup");
  expect(page.payload()).toMatchObject({ event: "close", value: { key: "Escape" } });
});

test("key events without a key, as browsers make them up, are passed over", async () => {
  const page = await startPage(`<input phx-keydown="move">`);
  press(page.find("input"), undefined);
  expect(page.server.all("event")).toEqual([]);
});

test("focus and blur of an element are sent", async () => {
  const page = await startPage(`<input phx-focus="in" phx-blur="out" value="v">`);
  page.find("input").focus();
  expect(page.payload()).toEqual({ type: "focus", event: "in", value: { value: "v" } });
  page.find("input").blur();
  expect(page.payload()).toEqual({ type: "blur", event: "out", value: { value: "v" } });
});

test("leaving the field is never held back", async () => {
  const page = await startPage(`<input phx-blur="out" phx-debounce="60000">`);
  page.find("input").focus();
  page.find("input").blur();
  expect(page.payload()).toMatchObject({ event: "out" });
});

test.each(["focus", "blur"])("the %s of the window is sent to those that ask for it", async (type) => {
  const page = await startPage(`<i phx-window-${type}="seen"></i><input>`);
  page.find("input").focus();
  expect(page.server.all("event")).toEqual([]);
  window.dispatchEvent(new Event(type));
  expect(page.payload()).toEqual({ type, event: "seen", value: {} });
});
