import { expect, test } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";

test("a click is sent, and its answer shown", async () => {
  const page = await startPage(`<button phx-click="inc" phx-value-by="2">1</button>`);
  expect(page.container.className).toBe("phx-connected");
  page.find("button").click();
  expect(page.payload()).toEqual({ type: "click", event: "inc", value: { by: "2", value: "" } });
  await page.answer(`<button phx-click="inc" phx-value-by="2">2</button>`);
  expect(page.container.innerHTML).toBe(`<button phx-click="inc" phx-value-by="2">2</button>`);
});
