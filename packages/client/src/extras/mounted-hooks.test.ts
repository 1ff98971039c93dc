import { js } from "@firecrest/wire";
import { expect, test, vi } from "vitest";
import { loadPage, type ScriptedPage, startPage, treeOf } from "../fixtures/scripted-page.ts";
import { ClientError } from "../live/client-error.ts";
import type { Hook, HookContext } from "../live/hooks.ts";

const CALLBACKS = ["mounted", "beforeUpdate", "updated", "destroyed", "disconnected", "reconnected"] as const;

/** A hook that writes down what happens to it. */
function recorder(log: string[]): Hook {
  return Object.fromEntries(
    CALLBACKS.map((name) => [
      name,
      function (this: HookContext) {
        log.push(`${name} ${this.el.id}:${this.el.textContent}`);
      },
    ]),
  );
}

async function startHooked(html: string): Promise<{ page: ScriptedPage; log: string[] }> {
  const log: string[] = [];
  const page = await startPage(html, { hooks: { Rec: recorder(log), Other: recorder(log) } });
  return { page, log };
}

const A = `<p id="a" phx-hook="Rec">1</p>`;

test("a hook lives as long as its element", async () => {
  const { page, log } = await startHooked(A);
  expect(log).toEqual(["mounted a:1"]);
  await page.show(`<i>before</i>${A.replace("1", "2")}`);
  expect(log).toEqual(["mounted a:1", "beforeUpdate a:1", "updated a:2"]);
  await page.show("<i>before</i>");
  expect(log.at(-1)).toBe("destroyed a:2");
  await page.show(A);
  expect(log.at(-1)).toBe("mounted a:1");
});

test("nothing happens to a hook whose element does not change", async () => {
  const { page, log } = await startHooked(A);
  await page.show(`<i>new</i>${A}`);
  expect(log).toEqual(["mounted a:1"]);
});

test("hooks begin in the order of the page, new ones before others hear of an update", async () => {
  const { page, log } = await startHooked(A);
  await page.show(`${A.replace("1", "2")}<p id="b" phx-hook="Rec">b</p><p id="c" phx-hook="Rec">c</p>`);
  expect(log.slice(1)).toEqual(["beforeUpdate a:1", "mounted b:b", "mounted c:c", "updated a:2"]);
});

test("another hook on the same element ends the one and begins the other", async () => {
  const { page, log } = await startHooked(A);
  await page.show(A.replace("Rec", "Other"));
  expect(log.slice(1)).toEqual(["beforeUpdate a:1", "destroyed a:1", "mounted a:1"]);
});

test("of an ignored element a hook hears only when its data changes", async () => {
  const html = `<div id="a" phx-hook="Rec" phx-update="ignore" data-n="1"></div>`;
  const { page, log } = await startHooked(html);
  await page.show(html.replace(`"1"`, `"1" class="x"`));
  expect(log).toHaveLength(1);
  await page.show(html.replace(`"1"`, `"2"`));
  expect(log.slice(1)).toEqual(["beforeUpdate a:", "updated a:"]);
});

test("a lost connection is told once, and so is its return", async () => {
  const { page, log } = await startHooked(A);
  page.server.drop();
  page.clock.advance(100);
  page.server.drop();
  page.clock.advance(200);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(A) });
  expect(log).toEqual(["mounted a:1", "disconnected a:1", "reconnected a:1"]);
});

test("a hook keeps what it puts into this", async () => {
  const seen: number[] = [];
  const Count: Hook<{ count: number }> = {
    mounted() {
      this.count = 1;
    },
    updated() {
      seen.push(++this.count);
    },
  };
  const html = (text: string) => `<p id="a" phx-hook="Count">${text}</p><p id="b" phx-hook="Count">${text}</p>`;
  const page = await startPage(html("1"), { hooks: { Count } });
  await page.show(html("2"));
  expect(seen).toEqual([2, 2]);
});

/** The `this` of a hook, taken out of it. */
async function startContext(
  html = `<p id="a" phx-hook="Take">x</p>`,
): Promise<{ page: ScriptedPage; hook: HookContext }> {
  const taken: { hook?: HookContext } = {};
  const Take: Hook = {
    mounted() {
      taken.hook = this;
    },
  };
  const page = await startPage(html, { hooks: { Take } });
  if (taken.hook === undefined) throw new Error("No hook was mounted.");
  return { page, hook: taken.hook };
}

test.each([
  ["an object", { n: 1 }, { n: 1 }],
  ["a text", "x", "x"],
  ["nothing", undefined, {}],
])("pushEvent sends %s, and resolves to the handler's reply", async (_name, payload, value) => {
  const { page, hook } = await startContext();
  const reply = hook.pushEvent("ask", payload);
  expect(page.payload()).toEqual({ type: "hook", event: "ask", value });
  await page.server.reply(page.server.last("event"), { diff: { r: { got: 1 }, 0: `<p id="a" phx-hook="Take">y</p>` } });
  expect(await reply).toEqual({ got: 1 });
  expect(page.find("p").textContent).toBe("y");
});

test("pushEvent resolves to undefined when the handler replies nothing, whether or not anything changed", async () => {
  const { page, hook } = await startContext();
  for (const response of [{}, { diff: { 0: `<p id="a" phx-hook="Take">y</p>` } }]) {
    const reply = hook.pushEvent("ask");
    await page.server.reply(page.server.last("event"), response);
    expect(await reply).toBeUndefined();
  }
});

test.each([
  ["a sequence of them", js.addClass("run").push("went", { value: { n: 1 } })],
  ["the text of an attribute", String(js.addClass("run").push("went", { value: { n: 1 } }))],
  [
    "what an event brings",
    [["add_class", { names: ["run"] }] as const, ["push", { event: "went", value: { n: 1 } }] as const],
  ],
])("exec runs commands, given as %s", async (_name, commands) => {
  const { page, hook } = await startContext();
  hook.exec(commands);
  expect(page.payload()).toEqual({ type: "hook", event: "went", value: { n: 1 } });
  await expect.poll(() => page.find("p").className).toBe("phx-hook-loading run");
});

test("exec runs commands on another element, and so does the LiveSocket", async () => {
  const { page, hook } = await startContext(`<p id="a" phx-hook="Take">x</p><b phx-value-n="2"></b>`);
  hook.exec("go", page.find("b"));
  expect(page.payload()).toEqual({ type: "hook", event: "go", value: { n: "2" } });
  page.socket.exec(js.push("went"), page.find("b"));
  expect(page.payload()).toEqual({ type: "js", event: "went", value: { n: "2" } });
});

test("while its event is under way the element shows it, and is not patched", async () => {
  const { page, hook } = await startContext();
  void hook.pushEvent("ask");
  expect(page.find("p").className).toBe("phx-hook-loading");
  await page.show(`<p id="a" phx-hook="Take">y</p>`);
  expect(page.find("p").textContent).toBe("x");
  await page.answer();
  expect(page.find("p").outerHTML).toBe(`<p id="a" phx-hook="Take">y</p>`);
});

test.each([
  ["closed", (page: ScriptedPage): void => page.server.drop()],
  [
    "timeout",
    (page: ScriptedPage): void => {
      page.clock.advance(29_999);
      for (const heartbeat of page.server.all("heartbeat")) void page.server.reply(heartbeat);
      page.clock.advance(1);
    },
  ],
  ["error", (page: ScriptedPage): void => void page.server.reply(page.server.last("event"), { reason: "no" }, "error")],
] as const)("pushEvent rejects: %s", async (code, happen) => {
  const { page, hook } = await startContext();
  const reply = hook.pushEvent("ask");
  happen(page);
  await expect(reply).rejects.toThrow(ClientError);
  await expect(reply).rejects.toMatchObject({ code });
});

test("pushEventTo reaches every target, and tells what became of each", async () => {
  const { page, hook } = await startContext(
    `<p id="a" phx-hook="Take">x</p><i class="t" data-phx-component="1"></i><i class="t" data-phx-component="2"></i>`,
  );
  const replies = hook.pushEventTo(".t", "go", 7);
  const [first, second] = page.server.all("event");
  if (first === undefined || second === undefined) throw new Error("Two targets, two events.");
  expect([first.payload, second.payload]).toMatchObject([
    { cid: 1, value: 7 },
    { cid: 2, value: 7 },
  ]);
  await page.server.reply(first, { diff: { r: 1 } });
  await page.server.reply(second, {}, "error");
  expect(await replies).toMatchObject([{ status: "fulfilled" }, { status: "rejected" }]);
});

test("a hook hears what the server pushes, until it stops to or ends", async () => {
  const { page, hook } = await startContext();
  const heard: unknown[] = [];
  const listener = hook.handleEvent("news", (payload) => void heard.push(["one", payload]));
  hook.handleEvent("news", (payload) => void heard.push(["two", payload]));
  await page.server.push("diff", {
    e: [
      ["news", { n: 1 }],
      ["other", {}],
    ],
  });
  hook.removeHandleEvent(listener);
  await page.server.push("diff", { e: [["news", { n: 2 }]] });
  await page.server.push("diff", { 0: "", e: [["news", { n: 3 }]] });
  await page.server.push("diff", { e: [["news", { n: 4 }]] });
  expect(heard).toEqual([
    ["one", { n: 1 }],
    ["two", { n: 1 }],
    ["two", { n: 2 }],
  ]);
});

test("a hook may listen for what comes with the join itself", async () => {
  const heard: unknown[] = [];
  const Hear: Hook = {
    mounted() {
      this.handleEvent("hello", (payload) => void heard.push(payload));
    },
  };
  const page = loadPage("", { hooks: { Hear } });
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: { ...treeOf(`<p phx-hook="Hear"></p>`), e: [["hello", 1]] },
  });
  expect(heard).toEqual([1]);
});

test("a hook that nobody has given is a problem, and nothing else is", async () => {
  const { page } = await startHooked(`<p phx-hook="Nosuch"></p>${A}`);
  expect(page.problems).toEqual([expect.objectContaining({ code: "unknown-hook" })]);
  expect(String(page.problems[0])).toContain("Nosuch");
});

test("an event whose answer nobody waits for rejects into nothing", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const { page, hook } = await startContext();
  void hook.pushEvent("ask");
  page.server.drop();
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
