import { expect, test, vi } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";

const form = (attributes = ""): string =>
  `<form id="f" action="/login" method="post" phx-submit="check"${attributes}><input name="submit"><button name="go" value="1">x</button></form>`;

test("a form that gets phx-trigger-action is submitted by the browser, as it was to us, and the page disconnects", async () => {
  const submit = vi.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(() => undefined);
  const page = await startPage(form());
  page.find("button").click();
  await page.answer(form(" phx-trigger-action"));
  expect(submit).toHaveBeenCalledOnce();
  expect(new FormData(page.find("form") as HTMLFormElement).get("go")).toBe("1");
  expect(page.socket.isConnected).toBe(false);
  submit.mockRestore();
});
