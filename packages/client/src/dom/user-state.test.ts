import { beforeEach, expect, test } from "vitest";
import { stateOf } from "./element-state.ts";
import { morph } from "./morph.ts";
import { markDirty, recordServerState } from "./user-state.ts";

let view: HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `<div id="view"></div>`;
  view = document.querySelector("#view") as HTMLElement;
});

function show(html: string): void {
  view.innerHTML = html;
  recordServerState(document);
}

function patch(html: string): void {
  const to = document.implementation.createHTMLDocument("").createElement("div");
  to.innerHTML = html;
  morph({
    from: view,
    to,
    kind: "update",
    streams: [],
    listener: { beforeUpdate() {}, portal() {}, remove: (element) => element.remove() },
  });
}

function input(): HTMLInputElement {
  return view.querySelector("input,textarea,select") as HTMLInputElement;
}

/** What a user does, without the events: those are the bindings' business. */
function edit(value: string): void {
  input().value = value;
  markDirty(input());
}

test.each([
  ["input", `<input value="old">`, `<input value="old" class="x">`],
  ["textarea", `<textarea>old</textarea>`, `<textarea class="x">old</textarea>`],
])("what was typed into an %s stays until the server has been told of it", (_name, before, after) => {
  show(before);
  edit("typed");
  patch(after);
  expect(input().value).toBe("typed");
  expect(input().className).toBe("x");
  stateOf(input()).isDirty = false;
  patch(after);
  expect(input().value).toBe("old");
});

test("what was typed gives way to what the server says anew", () => {
  show(`<input value="old">`);
  edit("typed");
  patch(`<input value="new">`);
  expect(input().value).toBe("new");
  patch(`<input value="newer">`);
  expect(input().value).toBe("newer");
});

test("a field that has the focus keeps its value whatever the server says, and gets all the rest", () => {
  show(`<input value="old">`);
  input().focus();
  input().value = "typed";
  patch(`<input value="new" class="error" readonly>`);
  expect([input().value, input().className, input().readOnly]).toEqual(["typed", "error", true]);
  input().blur();
  patch(`<input value="new" class="error" readonly>`);
  expect(input().value).toBe("new");
});

test("a field with the focus that nobody has typed into keeps what it shows, too", () => {
  show(`<input value="old">`);
  input().focus();
  patch(`<input value="new">`);
  expect(input().value).toBe("old");
});

test("phx-patch-focused lets the server write where the user is", () => {
  show(`<input value="old">`);
  input().focus();
  input().value = "typed";
  patch(`<input value="new" phx-patch-focused>`);
  expect(input().value).toBe("new");
});

test("the answer to a submit may empty the field that has the focus", () => {
  show(`<input value="">`);
  input().focus();
  edit("sent");
  Object.assign(stateOf(input()), { isDirty: false, isSubmitted: true });
  patch(`<input value="">`);
  expect(input().value).toBe("");
});

test("what is typed after a submit is not emptied with it", () => {
  show(`<input value="">`);
  input().focus();
  Object.assign(stateOf(input()), { isDirty: false, isSubmitted: true });
  edit("already the next");
  patch(`<input value="">`);
  expect(input().value).toBe("already the next");
});

test("a password that the server was told of and does not echo stays, unless a submit has said it all", () => {
  show(`<input type="password">`);
  edit("secret");
  stateOf(input()).isDirty = false;
  patch(`<input type="password" class="x">`);
  expect(input().value).toBe("secret");
  Object.assign(stateOf(input()), { isSubmitted: true });
  patch(`<input type="password">`);
  expect(input().value).toBe("");
});

test("what the browser is about to submit stays as it was typed; what the server writes anew is submitted", () => {
  show(`<form><input type="password" name="p"><input type="hidden" name="t" value="1"></form>`);
  edit("secret");
  Object.assign(stateOf(input()), { isDirty: false, isSubmitted: true });
  patch(`<form phx-trigger-action><input type="password" name="p"><input type="hidden" name="t" value="2"></form>`);
  expect([...new FormData(view.querySelector("form") ?? undefined)]).toEqual([
    ["p", "secret"],
    ["t", "2"],
  ]);
});

test("a tick that the server does not know of stays; one that it knows of is its own to take back", () => {
  show(`<input type="checkbox">`);
  input().checked = true;
  markDirty(input());
  patch(`<input type="checkbox">`);
  expect(input().checked).toBe(true);
  stateOf(input()).isDirty = false;
  input().focus();
  patch(`<input type="checkbox">`);
  expect(input().checked).toBe(false);
});

test("a chosen radio button stays chosen, and its neighbour is not ticked again", () => {
  const html = `<form><input type="radio" name="r" value="a" checked><input type="radio" name="r" value="b"></form>`;
  show(html);
  const [a, b] = view.querySelectorAll("input");
  if (a === undefined || b === undefined) throw new Error("There are two.");
  b.checked = true;
  markDirty(b);
  patch(html.replace("<form>", `<form class="x">`));
  expect([a.checked, b.checked]).toEqual([false, true]);
});

const OPTIONS = `<option value="a">A</option><option value="b">B</option>`;

test("a choice stays until the server has been told, also when the options change around it", () => {
  show(`<select>${OPTIONS}</select>`);
  edit("b");
  patch(`<select class="x">${OPTIONS}</select>`);
  expect([input().value, input().className]).toEqual(["b", "x"]);
  patch(`<select><option value="z">Z</option>${OPTIONS}</select>`);
  expect([input().value, (input() as HTMLElement as HTMLSelectElement).options.length]).toEqual(["b", 3]);
});

test("a select without the user's hand in it follows the server", () => {
  show(`<select>${OPTIONS}</select>`);
  patch(`<select><option value="a">A</option><option value="b" selected>B</option></select>`);
  expect(input().value).toBe("b");
});

test("a select whose options come later shows the first of them, as a new one would", () => {
  show(`<select></select>`);
  patch(`<select>${OPTIONS}</select>`);
  expect(input().value).toBe("a");
});

test.each(["details", "dialog"])("a %s that the user opened stays open until the server says otherwise", (tag) => {
  show(`<${tag}><p>1</p></${tag}>`);
  view.firstElementChild?.setAttribute("open", "");
  patch(`<${tag}><p>2</p></${tag}>`);
  expect(view.innerHTML).toBe(`<${tag} open=""><p>2</p></${tag}>`);
  patch(`<${tag} open><p>3</p></${tag}>`);
  expect(view.innerHTML).toBe(`<${tag} open=""><p>3</p></${tag}>`);
  patch(`<${tag}><p>4</p></${tag}>`);
  expect(view.innerHTML).toBe(`<${tag}><p>4</p></${tag}>`);
});

test.each(["details", "dialog"])("a %s that the user closed stays closed until the server opens it anew", (tag) => {
  show(`<${tag} open><p>1</p></${tag}>`);
  view.firstElementChild?.removeAttribute("open");
  patch(`<${tag} open><p>2</p></${tag}>`);
  expect(view.innerHTML).toBe(`<${tag}><p>2</p></${tag}>`);
  patch(`<${tag}><p>2</p></${tag}>`);
  patch(`<${tag} open><p>3</p></${tag}>`);
  expect(view.innerHTML).toBe(`<${tag} open=""><p>3</p></${tag}>`);
});

test("a dialog that the server takes away the open state from is closed in order", () => {
  show(`<dialog open></dialog>`);
  const dialog = view.querySelector("dialog") as HTMLDialogElement;
  let isClosed = false;
  dialog.close = () => {
    isClosed = true;
    dialog.removeAttribute("open");
  };
  patch(`<dialog></dialog>`);
  expect(isClosed).toBe(true);
});
