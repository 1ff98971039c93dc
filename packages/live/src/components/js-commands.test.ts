import { html } from "@firecrest/template";
import { js } from "@firecrest/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LastingSite, startSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { click } from "../fixtures/exchange.ts";

// JS commands as an author uses them: in attributes of a live page and in events. What the client makes of each is proven in a browser.

const myself = 5; // a component's CID
const close = js.hide({ to: "#menu", transition: "fade", timeMs: 150, blocking: false }).popFocus();

const commands: Readonly<Record<string, readonly [typeof js, readonly (readonly [string, object])[]]>> = {
  push: [
    js
      .push("save", { target: myself, loading: "#spin", pageLoading: true, value: { id: 3, on: null } })
      .push("save", { target: "#form" })
      .push("save"),
    [
      ["push", { event: "save", target: 5, loading: "#spin", page_loading: true, value: { id: 3, on: null } }],
      ["push", { event: "save", target: "#form" }],
      ["push", { event: "save" }],
    ],
  ],
  dispatch: [
    js
      .dispatch("app:copy", { to: { inner: "input" }, detail: { n: 1 }, bubbles: false, blocking: true })
      .dispatch("click"),
    [
      ["dispatch", { event: "app:copy", to: { inner: "input" }, detail: { n: 1 }, bubbles: false, blocking: true }],
      ["dispatch", { event: "click" }],
    ],
  ],
  navigate: [
    js.navigate("/a?b=1&c").navigate("/a", { replace: true }).patch("/b").patch("/b", { replace: true }),
    [
      ["navigate", { href: "/a?b=1&c" }],
      ["navigate", { href: "/a", replace: true }],
      ["patch", { href: "/b" }],
      ["patch", { href: "/b", replace: true }],
    ],
  ],
  exec: [
    js.exec("data-cancel").exec("phx-remove", { closest: "li" }),
    [
      ["exec", { attr: "data-cancel" }],
      ["exec", { attr: "phx-remove", to: { closest: "li" } }],
    ],
  ],
  concat: [
    js.push("save").concat(close),
    [
      ["push", { event: "save" }],
      ["hide", { to: "#menu", transition: [["fade"], [], []], time: 150, blocking: false }],
      ["pop_focus", {}],
    ],
  ],
  transition: [
    js
      .toggle({ to: "#m", in: "fade-in", out: ["ease", "o-100", "o-0"], timeMs: 0, display: "flex" })
      .transition("shake"),
    [
      [
        "toggle",
        { to: "#m", display: "flex", ins: [["fade-in"], [], []], outs: [["ease"], ["o-100"], ["o-0"]], time: 0 },
      ],
      ["transition", { transition: [["shake"], [], []] }],
    ],
  ],
  change: [
    js
      .addClass("a b", "#x")
      .removeClass(["a"])
      .toggleClass("a")
      .setAttribute("aria-busy", "true")
      .removeAttribute("hidden")
      .toggleAttribute("open", "open")
      .toggleAttribute("data-s", ["1", "2"])
      .ignoreAttributes("style data-*")
      .show("#m")
      .focus("#x")
      .focusFirst({ inner: "form" })
      .pushFocus(),
    [
      ["add_class", { names: ["a", "b"], to: "#x" }],
      ["remove_class", { names: ["a"] }],
      ["toggle_class", { names: ["a"] }],
      ["set_attr", { attr: ["aria-busy", "true"] }],
      ["remove_attr", { attr: "hidden" }],
      ["toggle_attr", { attr: ["open", "open"] }],
      ["toggle_attr", { attr: ["data-s", "1", "2"] }],
      ["ignore_attrs", { attrs: ["style", "data-*"] }],
      ["show", { to: "#m" }],
      ["focus", { to: "#x" }],
      ["focus_first", { to: { inner: "form" } }],
      ["push_focus", {}],
    ],
  ],
};

const view = liveView({
  mount: () => ({ name: "push" }),
  events: {
    show: (live, { name }) => live.assign({ name: String(name) }),
    send: (live) => live.pushEvent("run", { after: commands["concat"]?.[0], list: [js.focus()] }),
  },
  render: ({ name }) => html`<button phx-click=${commands[name]?.[0]}></button>`,
});

let site: LastingSite;

beforeAll(async () => {
  site = await startSite({ "/": view });
});

afterAll(() => site.close());

/** The commands that the page's button carries once it shows those of this name. */
async function onPage(name: string): Promise<unknown> {
  const page = await site.visit("/");
  await click(page, "show", { name });
  const attribute = /phx-click="([^"]*)"/.exec(page.html())?.[1] ?? "";
  return JSON.parse(attribute.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
}

test("a push names its target, what shows that it loads, and its value", async () => {
  expect(await onPage("push")).toEqual(commands["push"]?.[1]);
});

test("a dispatched event says where, with what, and whether patches wait for it", async () => {
  expect(await onPage("dispatch")).toEqual(commands["dispatch"]?.[1]);
});

test("a command goes to another view or another URL of this one, beside or in place of the present entry", async () => {
  expect(await onPage("navigate")).toEqual(commands["navigate"]?.[1]);
});

test("a command runs those that other elements carry", async () => {
  expect(await onPage("exec")).toEqual(commands["exec"]?.[1]);
});

test("sequences of commands are put together, and stay as they are themselves", async () => {
  expect(await onPage("concat")).toEqual(commands["concat"]?.[1]);
  expect(close.toJSON()).toHaveLength(2);
});

test("commands are data in the payload of an event", async () => {
  const page = await site.visit("/");
  await click(page, "send");
  expect(page.html()).toContain("<button");
  expect(page.events).toEqual([{ name: "run", payload: { after: commands["concat"]?.[1], list: [[["focus", {}]]] } }]);
});

test.each(["transition", "change"])(
  "%s: every other command reaches the page in the form that clients read",
  async (name) => {
    expect(await onPage(name)).toEqual(commands[name]?.[1]);
  },
);
