import { beforeEach, expect, test } from "vitest";
import { stateOf } from "../dom/element-state.ts";
import { serializeForm } from "./serialize-form.ts";

let form: HTMLFormElement;

function show(html: string, attributes = ""): void {
  document.body.innerHTML = `<form id="f"${attributes}>${html}</form>`;
  form = document.querySelector("form") as HTMLFormElement;
}

function use(name: string): void {
  for (const control of form.elements) {
    if ((control as HTMLInputElement).name === name) stateOf(control).isUsed = true;
  }
}

/** Readable: decoded, one pair a word. */
function fields(options?: Parameters<typeof serializeForm>[2]): string {
  return [...new URLSearchParams(serializeForm({ stateOf }, form, options))]
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}

beforeEach(() => show(""));

test("fields come as url-encoded text, in the order of the page", () => {
  show(`<input name="user[email]" value="a b@c"><textarea name="bio">ü&amp;</textarea>`, " phx-no-unused-field");
  expect(serializeForm({ stateOf }, form)).toBe("user%5Bemail%5D=a+b%40c&bio=%C3%BC%26");
});

test.each([
  ["name", "_unused_name"],
  ["user[email]", "user[_unused_email]"],
  ["user[address][city]", "user[address][_unused_city]"],
  ["tags[]", "_unused_tags[]"],
  ["user[tags][]", "user[_unused_tags][]"],
])("the untouched field %s is preceded by %s", (name, marker) => {
  show(`<input name="${name}" value="v">`);
  expect(fields()).toBe(`${marker}= ${name}=v`);
});

test("the marker directly precedes its field", () => {
  show(`<input name="increment" value="1"><input name="note" value="2">`);
  use("increment");
  expect(fields()).toBe("increment=1 _unused_note= note=2");
});

test("a field is used when one control of its name is", () => {
  show(`<input type="hidden" name="a" value="0"><input type="checkbox" name="a" value="1" checked>`);
  expect(fields()).toBe("_unused_a= a=0 _unused_a= a=1");
  stateOf(form.elements[1] ?? form).isUsed = true;
  expect(fields()).toBe("a=0 a=1");
});

test("fields that nobody could touch are not called untouched", () => {
  show(`<input type="hidden" name="id" value="7">`);
  expect(fields()).toBe("id=7");
});

test.each([
  ["the form", `<input name="a" value="1">`, " phx-no-unused-field"],
  ["the field", `<input name="a" value="1" phx-no-unused-field>`, ""],
])("phx-no-unused-field on %s leaves the markers out", (_where, html, attributes) => {
  show(html, attributes);
  expect(fields()).toBe("a=1");
});

test("the submitter is sent where it stands, and is no unused field", () => {
  show(`<input name="a" value="1"><button name="go" value="x">go</button><input name="b" value="2">`, "");
  use("a");
  use("b");
  expect(fields({ submitter: document.querySelector("button") })).toBe("a=1 go=x b=2");
});

test("a submitter outside the form counts as well", () => {
  show(`<input type="hidden" name="a" value="1">`);
  document.body.insertAdjacentHTML("beforeend", `<button form="f" name="go" value="y">go</button>`);
  expect(fields({ submitter: document.querySelector("button") })).toContain("go=y");
});

test("a button that submits nothing is sent where it stands when it says that it has changed, and is what it was", () => {
  show(
    `<input name="a" value="1"><button type="button" name="sort[]" value="new">+</button><input name="b" value="2">`,
  );
  use("a");
  use("b");
  const button = document.querySelector("button");
  expect(fields({ submitter: button })).toBe("a=1 sort[]=new b=2");
  expect(button?.outerHTML).toBe(`<button type="button" name="sort[]" value="new">+</button>`);
});

test("a button that did not submit is not sent", () => {
  show(`<input type="hidden" name="a" value="1"><button name="go" value="x">go</button>`);
  expect(fields()).toBe("a=1");
});

test("controls elsewhere on the page that belong to the form are sent", () => {
  show("");
  document.body.insertAdjacentHTML("beforeend", `<input form="f" name="far" value="1">`);
  expect(fields()).toBe("_unused_far= far=1");
});

test("only one field, when asked for only one", () => {
  show(`<input name="a" value="1"><input name="b" value="2">`, " phx-no-unused-field");
  expect(fields({ only: "b" })).toBe("b=2");
});

test("files are no text", () => {
  show(`<input type="file" name="doc"><input type="hidden" name="a" value="1">`);
  expect(fields()).toBe("a=1");
});

test("disabled and unticked fields are as the browser has them: not there", () => {
  show(
    `<input name="a" value="1" disabled><input type="checkbox" name="b" value="1"><input type="hidden" name="c" value="">`,
  );
  expect(fields()).toBe("c=");
});
