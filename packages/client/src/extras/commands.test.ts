import { expect, test } from "vitest";
import { frames, type ScriptedPage, startPage } from "../fixtures/scripted-page.ts";

const SECTION = `<section><button class="b"><i>x</i></button><p class="p">p</p></section>`;

async function run(...commands: unknown[]): Promise<ScriptedPage> {
  const page = await startPage(SECTION);
  again(page, ...commands);
  await frames(1);
  return page;
}

function again(page: ScriptedPage, ...commands: unknown[]): void {
  const button = page.find("button");
  button.setAttribute("phx-click", JSON.stringify(commands));
  button.click();
  button.removeAttribute("phx-click");
}

test.each([
  ["add_class", [["add_class", { to: "p", names: ["x", "y"] }]], `<p class="p x y">p</p>`],
  ["remove_class", [["remove_class", { to: "p", names: ["p"] }]], `<p class="">p</p>`],
  ["set_attr", [["set_attr", { to: "p", attr: ["title", "t"] }]], `<p class="p" title="t">p</p>`],
  ["remove_attr", [["remove_attr", { to: "p", attr: "class" }]], `<p>p</p>`],
  ["toggle_attr, on", [["toggle_attr", { to: "p", attr: ["open", ""] }]], `<p class="p" open="">p</p>`],
  ["toggle_attr, off", [["toggle_attr", { to: "p", attr: ["class", "p"] }]], `<p>p</p>`],
  ["toggle_attr, to the other value", [["toggle_attr", { to: "p", attr: ["class", "p", "q"] }]], `<p class="q">p</p>`],
  ["toggle_attr, to the first value", [["toggle_attr", { to: "p", attr: ["class", "a", "b"] }]], `<p class="a">p</p>`],
  ["hide", [["hide", { to: "p" }]], `<p class="p" style="display: none;">p</p>`],
  ["toggle", [["toggle", { to: "p" }]], `<p class="p" style="display: none;">p</p>`],
  ["show what shows", [["show", { to: "p" }]], `<p class="p">p</p>`],
])("%s", async (_name, commands, expected) => {
  const page = await run(...commands);
  expect(page.find("p").outerHTML).toBe(expected);
});

test("toggle_class adds what is missing and removes what is there", async () => {
  const page = await run(["toggle_class", { to: "p", names: ["p", "q"] }]);
  await frames(1);
  expect(page.find("p").className).toBe("q");
});

test.each([
  [{}, "block"],
  [{ display: "flex" }, "flex"],
])("what was hidden shows again, as %j says", async (args, display) => {
  const page = await run(["hide", { to: "p" }]);
  again(page, ["show", { to: "p", ...args }]);
  await frames(1);
  expect(page.find("p").style.display).toBe(display);
});

test("parts of a table are shown as what they are", async () => {
  const page = await startPage(`${SECTION}<table><tbody><tr style="display: none"><td>1</td></tr></tbody></table>`);
  again(page, ["show", { to: "tr" }]);
  await frames(1);
  expect(page.find("tr").style.display).toBe("table-row");
});

test.each([
  ["the element itself", undefined, "button"],
  ["an inner one", { inner: "i" }, "i"],
  ["one around it", { closest: "section" }, "section"],
])("without a selector of the page, %s", async (_name, to, selector) => {
  const page = await run(["add_class", { to, names: ["hit"] }]);
  expect(document.querySelectorAll(".hit")).toHaveLength(1);
  expect(page.find(".hit").localName).toBe(selector);
});

test("dispatch says who it was, and what", async () => {
  const page = await startPage(SECTION);
  const seen: Event[] = [];
  for (const type of ["wave", "click"]) page.find("section").addEventListener(type, (event) => void seen.push(event));
  again(
    page,
    ["dispatch", { to: "p", event: "wave", detail: { n: 1 } }],
    ["dispatch", { to: "p", event: "click" }],
    ["dispatch", { to: "p", event: "wave", bubbles: false }],
  );
  const dispatched = seen.filter(({ target }) => target === page.find("p"));
  expect(dispatched.map(({ type }) => type)).toEqual(["wave", "click"]);
  expect((dispatched[0] as CustomEvent).detail).toEqual({ n: 1, dispatcher: page.find("button") });
  expect(dispatched[1]).toBeInstanceOf(MouseEvent);
});

test("a dispatch that blocks holds patches up until its listener is done", async () => {
  const page = await startPage(SECTION);
  let done = (): void => undefined;
  window.addEventListener("wave", ({ detail }: CustomEventInit<{ done: () => void }>) => {
    if (detail) done = detail.done;
  });
  again(page, ["dispatch", { event: "wave", blocking: true }]);
  await page.show("<b>new</b>");
  expect(page.container.innerHTML).not.toContain("new");
  done();
  expect(page.container.innerHTML).toBe("<b>new</b>");
});

test("focus, first focus, and back again", async () => {
  const page = await startPage(`${SECTION}<div id="box"><p tabindex="-1">a</p><input id="one"><input id="two"></div>`);
  const focused = (): string | undefined => document.activeElement?.id;
  again(page, ["focus", { to: "#two" }]);
  expect(focused()).toBe("two");
  again(page, ["push_focus", { to: "#two" }], ["focus_first", { to: "#box" }]);
  expect(focused()).toBe("one");
  await frames(2);
  expect(focused()).toBe("one");
  again(page, ["pop_focus", {}]);
  await frames(2);
  expect(focused()).toBe("two");
});

test("the focus goes back to what is still there", async () => {
  const page = await startPage(`${SECTION}<input id="one"><input id="two">`);
  again(page, ["push_focus", { to: "#one" }], ["push_focus", { to: "#two" }]);
  page.find("#two").remove();
  again(page, ["pop_focus", {}]);
  expect(document.activeElement?.id).toBe("one");
});

test("exec runs the commands of another element, as if they were its own", async () => {
  const page = await startPage(
    `${SECTION}<div id="modal" phx-value-id="7" data-cancel='[["push",{"event":"cancel"}]]'></div>`,
  );
  again(page, ["exec", { to: "#modal", attr: "data-cancel" }]);
  expect(page.payload()).toEqual({ type: "click", event: "cancel", value: { id: "7" } });
});

test("exec of what is not there is an error", async () => {
  const page = await startPage(SECTION);
  expect(() => again(page, ["exec", { to: "p", attr: "data-cancel" }])).toThrow("without data-cancel");
});

test("ignored attributes are the browser's, whatever the server says", async () => {
  const page = await startPage(`${SECTION}<dialog id="d" data-open-a="1" data-x="1"></dialog>`);
  again(page, ["ignore_attrs", { to: "#d", attrs: ["open", "data-open-*"] }]);
  page.find("#d").setAttribute("open", "");
  page.find("#d").setAttribute("data-open-b", "2");
  await page.show(`${SECTION}<dialog id="d" data-open-c="3" data-x="2"></dialog>`);
  expect(page.find("#d").outerHTML).toBe(`<dialog id="d" data-open-a="1" data-x="2" open="" data-open-b="2"></dialog>`);
});

test("an element that a command gave an id is still known to patches", async () => {
  const rendered = (text: string): object => ({ 0: { s: ["<p>", "</p>"], r: 1, 0: text }, s: ["", ""] });
  const page = await startPage(`<button>x</button>`);
  await page.server.push("diff", rendered("one"));
  const paragraph = page.find("p");
  document.body.append(Object.assign(document.createElement("button"), { id: "outside" }));
  paragraph.setAttribute("phx-click", `[["set_attr",{"attr":["id","mine"]}]]`);
  paragraph.click();
  expect(paragraph.id).toBe("mine");
  await page.server.push("diff", { 0: { 0: "two" } });
  expect(page.find("p")).toBe(paragraph);
  expect([paragraph.id, paragraph.textContent]).toEqual(["mine", "two"]);
});
