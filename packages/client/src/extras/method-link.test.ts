import { afterEach, expect, test, vi } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";

/** What the browser was asked to submit. */
const submitted: { action: string; method: string; target: string; fields: readonly (readonly [string, unknown])[] }[] =
  [];

vi.spyOn(HTMLFormElement.prototype, "submit").mockImplementation(function submit(this: HTMLFormElement) {
  const { action, method, target } = this;
  submitted.push({ action, method, target, fields: [...new FormData(this)] });
});
afterEach(() => {
  submitted.length = 0;
});

const link = (attributes: string) => `<a id="link" href="/logout" ${attributes}><b>x</b></a>`;

test("a link with a method submits a form with that method and its token", async () => {
  const page = await startPage(link(`data-method="delete" data-csrf="token" data-to="/logout"`));
  const event = new MouseEvent("click", { bubbles: true, cancelable: true });
  page.find("b").dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  const fields = [
    ["_method", "delete"],
    ["_csrf_token", "token"],
  ];
  expect(submitted).toEqual([{ action: expect.stringMatching(/\/logout$/), method: "post", target: "", fields }]);
});

test("a post is one by itself, another site gets no token, and a new tab stays one", async () => {
  const page = await startPage(link(`data-method="post" data-to="https://elsewhere.example/x" target="_blank"`));
  page.find("b").click();
  expect(submitted).toEqual([{ action: "https://elsewhere.example/x", method: "post", target: "_blank", fields: [] }]);
});

test("what somebody else has handled is left alone", async () => {
  const page = await startPage(link(`data-method="post" data-to="/logout"`));
  page.find("b").addEventListener("click", (event) => event.preventDefault());
  page.find("b").click();
  expect(submitted).toEqual([]);
});
