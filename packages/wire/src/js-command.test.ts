import { describe, expect, test } from "vitest";

import { type JsCommands, js } from "./js-command.ts";

describe("every kind of command", () => {
  test.each<readonly [JsCommands, string, object]>([
    [js.push("save"), "push", { event: "save" }],
    [
      js.push("save", { target: 5, loading: "#spin", pageLoading: true, value: { id: 3 } }),
      "push",
      { event: "save", target: 5, loading: "#spin", page_loading: true, value: { id: 3 } },
    ],
    [js.push("save", { target: "#form" }), "push", { event: "save", target: "#form" }],
    [js.dispatch("click"), "dispatch", { event: "click" }],
    [
      js.dispatch("app:copy", { to: "#x", detail: { n: 1 }, bubbles: false, blocking: true }),
      "dispatch",
      { event: "app:copy", to: "#x", detail: { n: 1 }, bubbles: false, blocking: true },
    ],
    [js.toggle(), "toggle", {}],
    [
      js.toggle({
        to: "#m",
        display: "flex",
        in: "fade-in",
        out: ["fade", "o-100", "o-0"],
        timeMs: 0,
        blocking: false,
      }),
      "toggle",
      {
        to: "#m",
        display: "flex",
        ins: [["fade-in"], [], []],
        outs: [["fade"], ["o-100"], ["o-0"]],
        time: 0,
        blocking: false,
      },
    ],
    [js.show("#m"), "show", { to: "#m" }],
    [js.show({ display: "grid", transition: "a b" }), "show", { display: "grid", transition: [["a", "b"], [], []] }],
    [
      js.hide({ to: "#m", timeMs: 150, transition: ["fade", "o-100", "o-0"], blocking: false }),
      "hide",
      { to: "#m", time: 150, transition: [["fade"], ["o-100"], ["o-0"]], blocking: false },
    ],
    [js.addClass("a  b", { inner: ".x" }), "add_class", { names: ["a", "b"], to: { inner: ".x" } }],
    [js.removeClass(["a"], { timeMs: 100 }), "remove_class", { names: ["a"], time: 100 }],
    [js.toggleClass("a", { closest: "li" }), "toggle_class", { names: ["a"], to: { closest: "li" } }],
    [
      js.transition("shake", { to: "#x", timeMs: 300 }),
      "transition",
      { transition: [["shake"], [], []], to: "#x", time: 300 },
    ],
    [js.transition("shake"), "transition", { transition: [["shake"], [], []] }],
    [js.setAttribute("aria-expanded", "true", "#x"), "set_attr", { attr: ["aria-expanded", "true"], to: "#x" }],
    [js.removeAttribute("hidden", "#x"), "remove_attr", { attr: "hidden", to: "#x" }],
    [js.toggleAttribute("open", "open"), "toggle_attr", { attr: ["open", "open"] }],
    [
      js.toggleAttribute("aria-expanded", ["true", "false"], { to: "#x" }),
      "toggle_attr",
      { attr: ["aria-expanded", "true", "false"], to: "#x" },
    ],
    [js.ignoreAttributes("style data-*"), "ignore_attrs", { attrs: ["style", "data-*"] }],
    [js.focus("#x"), "focus", { to: "#x" }],
    [js.focusFirst(), "focus_first", {}],
    [js.pushFocus({ to: "#x" }), "push_focus", { to: "#x" }],
    [js.popFocus(), "pop_focus", {}],
    [js.navigate("/a"), "navigate", { href: "/a" }],
    [js.navigate("/a", { replace: true }), "navigate", { href: "/a", replace: true }],
    [js.patch("/a?b=1", { replace: false }), "patch", { href: "/a?b=1", replace: false }],
    [js.exec("data-cancel", "#x"), "exec", { attr: "data-cancel", to: "#x" }],
  ])("%s", (commands, kind, args) => {
    expect(JSON.parse(String(commands))).toEqual([[kind, args]]);
    expect(commands.toJSON()).toEqual([[kind, args]]);
  });
});

describe("a sequence of commands", () => {
  test("stands in the order in which it was said", () => {
    expect(String(js.push("save").hide("#menu"))).toBe('[["push",{"event":"save"}],["hide",{"to":"#menu"}]]');
  });

  test("is not changed by what is said after it", () => {
    const close = js.hide("#modal");
    const text = String(close);
    const saved = close.push("save");
    const closed = close.popFocus();
    expect(String(close)).toBe(text);
    expect(JSON.parse(String(saved))).toEqual([
      ["hide", { to: "#modal" }],
      ["push", { event: "save" }],
    ]);
    expect(JSON.parse(String(closed))).toEqual([
      ["hide", { to: "#modal" }],
      ["pop_focus", {}],
    ]);
    expect(String(js)).toBe("[]");
  });

  test("is put together from others, which stay as they are", () => {
    const close = js.hide("#modal");
    const save = js.push("save");
    expect(JSON.parse(String(save.concat(close).concat(js)))).toEqual([
      ["push", { event: "save" }],
      ["hide", { to: "#modal" }],
    ]);
    expect([String(save), String(close)]).toEqual(['[["push",{"event":"save"}]]', '[["hide",{"to":"#modal"}]]']);
  });

  test("is data inside other JSON", () => {
    expect(JSON.stringify({ next: js.focus() })).toBe('{"next":[["focus",{}]]}');
  });

  test("leaves out what is not given", () => {
    const given = { to: undefined, bubbles: null, detail: { kept: null } } as unknown as { detail: object };
    expect(String(js.dispatch("x", given))).toBe('[["dispatch",{"event":"x","detail":{"kept":null}}]]');
  });

  test("leaves the caller's options alone", () => {
    const options = Object.freeze({ target: "#x", value: Object.freeze({ id: 1 }) });
    js.push("save", options).push("again", options);
    expect(options).toEqual({ target: "#x", value: { id: 1 } });
  });
});
