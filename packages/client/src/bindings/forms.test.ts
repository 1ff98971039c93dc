import { expect, test } from "vitest";
import { type ScriptedPage, settled, startPage, typeInto } from "../fixtures/scripted-page.ts";

const FORM = `<form id="f" phx-change="check" phx-submit="save"><input name="a" value=""><input name="b" value="2"><button name="go" value="1">go</button></form>`;

function fieldOf(page: ScriptedPage, name: string): HTMLInputElement {
  return page.field(`[name="${name}"]`);
}

function submit(page: ScriptedPage): SubmitEvent {
  const submitter = document.querySelector<HTMLElement>("button");
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true, submitter });
  page.find("form").dispatchEvent(event);
  return event;
}

function values(page: ScriptedPage): string {
  const { value } = page.payload() as { value: string };
  return decodeURIComponent(value);
}

test("a change sends the whole form, with its target", async () => {
  const page = await startPage(FORM);
  typeInto(fieldOf(page, "a"), "x");
  expect(page.payload()).toEqual({
    type: "form",
    event: "check",
    value: "a=x&_unused_b=&b=2",
    meta: { _target: "a" },
    uploads: {},
  });
});

test.each([
  [
    "the form's values",
    `<form phx-change="c" phx-value-source="wizard"><input name="a"></form>`,
    { meta: { _target: "a", source: "wizard" } },
  ],
  [
    "a command's values over them",
    `<form phx-change='[["push",{"event":"c","value":{"source":"js"}}]]' phx-value-source="wizard"><input name="a"></form>`,
    { event: "c", meta: { _target: "a", source: "js" } },
  ],
  ["the form's component", `<form phx-change="c" phx-target="2"><input name="a"></form>`, { cid: 2 }],
  ["no name where there is none", `<form phx-change="c"><input></form>`, { meta: { _target: "undefined" } }],
  [
    "the one field that asks for itself",
    `<form phx-change="all"><input name="a" phx-change="one" phx-target="4"><input name="b" value="2"></form>`,
    { event: "one", value: "a=x", cid: 4 },
  ],
])("a change carries %s", async (_name, html, payload) => {
  const page = await startPage(html);
  typeInto(page.field("input"), "x");
  expect(page.payload()).toMatchObject(payload);
});

test.each([
  [
    "its own kind of button",
    `<input name="a"><button type="button" name="order[]" value="new">new</button><input name="b">`,
    "button",
    "_unused_a=&a=&order[]=new&_unused_b=&b=",
  ],
  [
    "a button that submits",
    `<input name="a"><button name="drop" value="7">x</button>`,
    "button",
    "_unused_a=&a=&drop=7",
  ],
  ["a field, and no button", `<input name="a"><button name="drop" value="7">x</button>`, "input", "a="],
])("a change of %s is sent where it stands among the fields", async (_name, fields, changed, value) => {
  const page = await startPage(`<form phx-change="check">${fields}</form>`);
  page.find(changed).dispatchEvent(new Event("change", { bubbles: true }));
  expect(values(page)).toBe(value);
});

test("the change event that only confirms what was typed is not sent again; one of its own is", async () => {
  const page = await startPage(FORM);
  typeInto(fieldOf(page, "a"), "x");
  fieldOf(page, "a").dispatchEvent(new Event("change", { bubbles: true }));
  expect(page.server.all("event")).toHaveLength(1);
  fieldOf(page, "b").dispatchEvent(new Event("change", { bubbles: true }));
  expect(page.server.all("event")).toHaveLength(2);
});

test("every letter is sent, and the last answer unlocks", async () => {
  const page = await startPage(FORM);
  typeInto(fieldOf(page, "a"), "xy");
  const [first, second] = page.server.all("event");
  if (first === undefined || second === undefined) throw new Error("Two letters, two events.");
  const html = (error: string) => FORM.replace(`name="a" value=""`, `name="a" value="" class="${error}"`);
  await page.server.reply(first, { diff: { 0: html("late") } });
  fieldOf(page, "a").blur();
  expect(fieldOf(page, "a").className).toBe("phx-change-loading");
  await page.server.reply(second, { diff: { 0: html("now") } });
  expect(fieldOf(page, "a").className).toBe("now");
});

test("half a number is not sent", async () => {
  const page = await startPage(FORM);
  Object.defineProperty(fieldOf(page, "a"), "validity", { value: { badInput: true } });
  typeInto(fieldOf(page, "a"), "-");
  expect(page.server.all("event")).toEqual([]);
});

test("a debounced field is sent once, and is not used before", async () => {
  const page = await startPage(FORM.replace(`name="a"`, `name="a" phx-debounce="200"`));
  typeInto(fieldOf(page, "a"), "xyz");
  expect(page.server.all("event")).toEqual([]);
  fieldOf(page, "b").dispatchEvent(new Event("input", { bubbles: true }));
  expect(values(page)).toBe("_unused_a=&a=xyz&b=2");
  page.clock.advance(200);
  expect(page.server.all("event")).toHaveLength(2);
  expect(values(page)).toBe("a=xyz&b=2");
});

test("leaving a debounced field sends it at once", async () => {
  const page = await startPage(FORM.replace(`name="a"`, `name="a" phx-debounce="blur"`));
  typeInto(fieldOf(page, "a"), "xyz");
  page.clock.advance(20_000);
  expect(page.server.all("event")).toEqual([]);
  fieldOf(page, "a").blur();
  expect(values(page)).toBe("a=xyz&_unused_b=&b=2");
});

test("a submit sends the form with its submitter, and nothing is unused any more", async () => {
  const page = await startPage(FORM.replace("<form ", `<form phx-value-step="2" `));
  const event = submit(page);
  expect(event.defaultPrevented).toBe(true);
  expect(page.payload()).toEqual({ type: "form", event: "save", value: "a=&b=2&go=1", meta: { step: "2" } });
  await page.answer();
  typeInto(fieldOf(page, "a"), "x");
  expect(values(page)).toBe("a=x&b=2");
});

test("a submit says all: what was held back is not sent after it", async () => {
  const page = await startPage(FORM.replace(`name="a"`, `name="a" phx-debounce="200"`));
  typeInto(fieldOf(page, "a"), "x");
  submit(page);
  page.clock.advance(1_000);
  expect(page.server.all("event").map(({ payload }) => (payload as { event: string }).event)).toEqual(["save"]);
});

test("a second submit waits for the answer to the first", async () => {
  const page = await startPage(FORM);
  submit(page);
  expect(submit(page).defaultPrevented).toBe(true);
  expect(page.server.all("event")).toHaveLength(1);
  await page.answer();
  submit(page);
  expect(page.server.all("event")).toHaveLength(2);
});

test("while it is submitted, a form cannot be changed; then it can, by the server too, focus or not", async () => {
  const page = await startPage(FORM);
  typeInto(fieldOf(page, "a"), "sent");
  await page.answer();
  submit(page);
  expect(page.find("form").className).toBe("phx-submit-loading");
  expect([fieldOf(page, "a").readOnly, page.field("button").disabled]).toEqual([true, true]);
  await page.answer(FORM);
  expect(page.find("form").getAttribute("class") ?? "").toBe("");
  expect([fieldOf(page, "a").readOnly, page.field("button").disabled]).toEqual([false, false]);
  expect(document.activeElement).toBe(fieldOf(page, "a"));
  expect(fieldOf(page, "a").value).toBe("");
});

test("after a submit the field is the user's again", async () => {
  const page = await startPage(FORM);
  submit(page);
  await page.answer();
  typeInto(fieldOf(page, "a"), "x");
  await page.answer(FORM.replace(`name="a" value=""`, `name="a" value="theirs"`));
  expect(fieldOf(page, "a").value).toBe("x");
});

test("phx-disable-with shows another text until the answer, and gives back what was there", async () => {
  const html = `<form phx-submit="save"><button phx-disable-with="Saving…"><b>Save</b></button></form>`;
  const page = await startPage(html);
  submit(page);
  expect(page.find("button").textContent).toBe("Saving…");
  expect(page.field("button").disabled).toBe(true);
  await page.answer();
  expect(page.find("button").innerHTML).toBe("<b>Save</b>");
  expect(page.field("button").disabled).toBe(false);
});

test("a submit without phx-submit is the browser's", async () => {
  const page = await startPage(`<form><button>go</button></form>`);
  expect(submit(page).defaultPrevented).toBe(false);
});

test("a reset makes the fields untouched, and is a change", async () => {
  const page = await startPage(FORM.replace("</form>", `<button type="reset" name="undo">undo</button></form>`));
  typeInto(fieldOf(page, "a"), "x");
  await page.answer();
  (page.find("form") as HTMLFormElement).reset();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await settled();
  expect(page.payload()).toMatchObject({ event: "check", meta: { _target: "undo" } });
  expect(values(page)).toBe("_unused_a=&a=&_unused_b=&b=2");
});

test("a half-typed field without any form survives what happens around it", async () => {
  const page = await startPage(`<p>1</p><input>`);
  typeInto(page.field("input"), "half");
  page.find("input").blur();
  await page.show(`<p>2</p><input>`);
  expect(page.find("p").textContent).toBe("2");
  expect(page.field("input").value).toBe("half");
});

test("a change that is dispatched on a button sends its name and value, and it is the target", async () => {
  const page = await startPage(
    `<form id="f" phx-change="check"><input name="a" value="1"><button type="button" name="rows[]" value="new">+</button></form>`,
  );
  page.find("button").dispatchEvent(new CustomEvent("change", { bubbles: true }));
  expect(values(page)).toBe("_unused_a=&a=1&rows[]=new");
  expect(page.payload()).toMatchObject({ meta: { _target: "rows[]" } });
});
