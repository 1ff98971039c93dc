import { js } from "@firecrest/wire";
import { beforeEach, expect, test } from "vitest";
import { startPage } from "../fixtures/scripted-page.ts";
import { type CommandArgs, runCommands } from "./commands.ts";

let ran: unknown[];

beforeEach(() => {
  ran = [];
  document.body.innerHTML = `<section><button class="b"><i>x</i></button><p class="p">p</p></section>`;
});

function run(code: unknown): void {
  const source = document.querySelector("button") as HTMLElement;
  const push = (args: CommandArgs): void => void ran.push(args);
  const navigation = { go: (...to: unknown[]): void => void ran.push(to) };
  runCommands({ navigation }, { code: typeof code === "string" ? code : JSON.stringify(code), source, push });
}

function html(selector: string): string {
  return (document.querySelector(selector) as HTMLElement).outerHTML;
}

test("a plain name is a push", () => {
  run("save");
  expect(ran).toEqual([{ event: "save" }]);
});

test("commands run in order, and unknown ones are passed over", () => {
  run([
    ["push", { event: "a" }],
    ["sparkle", { to: "p" }],
    ["patch", { href: "/x" }],
    ["navigate", { href: "/y", replace: true }],
  ]);
  expect(ran).toEqual([{ event: "a" }, ["/x", true, false], ["/y", false, true]]);
});

test.each([
  ["add_class", [["add_class", { to: "p", names: ["x", "y"] }]], `<p class="p x y">p</p>`],
  ["remove_class", [["remove_class", { to: "p", names: ["p"] }]], `<p class="">p</p>`],
  ["toggle_class", [["toggle_class", { to: "p", names: ["p", "q"] }]], `<p class="q">p</p>`],
  ["set_attr", [["set_attr", { to: "p", attr: ["title", "t"] }]], `<p class="p" title="t">p</p>`],
  ["remove_attr", [["remove_attr", { to: "p", attr: "class" }]], `<p>p</p>`],
  ["hide", [["hide", { to: "p" }]], `<p class="p" style="display: none;">p</p>`],
  [
    "hide, then show",
    [
      ["hide", { to: "p" }],
      ["show", { to: "p" }],
    ],
    `<p class="p" style="display: block;">p</p>`,
  ],
  [
    "hide, then show as",
    [
      ["hide", { to: "p" }],
      ["show", { to: "p", display: "flex" }],
    ],
    `<p class="p" style="display: flex;">p</p>`,
  ],
  ["show what shows", [["show", { to: "p" }]], `<p class="p">p</p>`],
])("%s", (_name, code, expected) => {
  run(code);
  expect(html("p")).toBe(expected);
});

test.each([
  ["the element itself", undefined, "button"],
  ["an inner one", { inner: "i" }, "i"],
  ["one around it", { closest: "section" }, "section"],
])("without a selector of the page, %s", (_name, to, selector) => {
  run([["add_class", { to, names: ["hit"] }]]);
  expect(document.querySelectorAll(".hit")).toHaveLength(1);
  expect(document.querySelector(".hit")?.localName).toBe(selector);
});

test("dispatch says who it was, and what", () => {
  const seen: Event[] = [];
  for (const type of ["wave", "click"])
    document.querySelector("section")?.addEventListener(type, (event) => void seen.push(event));
  run([
    ["dispatch", { to: "p", event: "wave", detail: { n: 1 } }],
    ["dispatch", { to: "p", event: "click" }],
    ["dispatch", { to: "p", event: "wave", bubbles: false }],
  ]);
  expect(seen.map(({ type }) => type)).toEqual(["wave", "click"]);
  expect((seen[0] as CustomEvent).detail).toEqual({ n: 1, dispatcher: document.querySelector("button") });
  expect(seen[1]).toBeInstanceOf(MouseEvent);
});

test("focus", () => {
  document.body.insertAdjacentHTML("beforeend", "<input>");
  run([["focus", { to: "input" }]]);
  expect(document.activeElement).toBe(document.querySelector("input"));
});

test("what commands change outlives patches; what the server changes meanwhile shows", async () => {
  const code = js
    .addClass("open", { to: "p" })
    .setAttribute("title", "t", { to: "p" })
    .removeAttribute("lang", { to: "p" })
    .hide("p")
    .toString();
  const button = `<button phx-click="${code.replaceAll('"', "&quot;")}">x</button>`;
  const page = await startPage(`${button}<p class="a" lang="en">1</p>`);
  page.find("button").click();
  await page.show(`${button}<p class="b" lang="de">2</p>`);
  expect(page.find("p").outerHTML).toBe(`<p class="b open" title="t" style="display: none;">2</p>`);
});
