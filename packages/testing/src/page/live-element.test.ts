import { html, js, liveComponent, liveView, route } from "@firecrest/live";
import { expect, test } from "vitest";
import { appOf, appOfView } from "../fixtures/test-app.ts";
import { followRedirect, live } from "../live.ts";

/** Replies with what came, and where it came from. */
const echo = (name: string) => (_live: unknown, params: object) => ({ [name]: params });

const chip = liveComponent({
  mount: (_live, _props: { readonly id: string }): { count: number } => ({ count: 0 }),
  events: {
    add: (live) => live.update("count", (count) => count + 1),
    hear: (live, params) => ({ heard: params, by: live.assigns.id }),
    save: (live) => ({ savedBy: live.assigns.id }),
  },
  render: ({ id, count, myself }) =>
    html`<span id=${id} class="chip"><b phx-click="add" phx-target=${myself}>${count}</b></span>`,
});

const board = liveView({
  mount: () => ({ isOff: true }),
  events: {
    add: echo("add"),
    key: echo("key"),
    keyup: echo("keyup"),
    focus: echo("focus"),
    hear: echo("view"),
    save: echo("save"),
  },
  handleParams: () => undefined,
  render: ({ isOff }) => html`<main>
  <h1>A   <em>board</em></h1>
  <button id="plain" phx-click="add" phx-value-id="7" phx-value-value="bound" value="own">Add one</button>
  <button id="js" phx-click=${js
    .hide("#x")
    .push("add", { value: { by: 2 } })
    .push("save", { target: "#chip-2" })}>Add two</button>
  <button id="hides" phx-click=${js.hide("#x")}>Hide</button>
  <button id="off" phx-click="add" disabled=${isOff}>Off</button>
  <div id="around" phx-click="add" phx-value-from="around"><i>inside</i> <s phx-click="save" disabled>not me</s></div>
  <input type="checkbox" id="empty" phx-click="add" value="yes"><input type="checkbox" id="ticked" phx-click="add" checked>
  <select id="select" phx-focus="focus" phx-blur="focus"><option>a</option><option value="b" selected>B</option></select>
  <input id="keys" phx-keydown="key" phx-keyup="keyup" phx-key="Enter" value="typed">
  <div phx-window-keydown="key" phx-key="Escape" phx-window-focus="focus"></div>
  <a id="patch" data-phx-link="patch" data-phx-link-state="replace" href="/?page=2">next</a>
  <a id="navigate" data-phx-link="redirect" data-phx-link-state="push" href="/other" phx-click="add">other</a>
  <a id="load" href="/other">load</a> <a id="top" href="#top">top</a>
  <button id="go" phx-click=${js.navigate("/other", { replace: true })}>Go</button><button id="turn" phx-click=${js.patch("/?page=3")}>Turn</button>
  <button id="both" phx-click="hear" phx-target=".chip">Both</button><button id="nobody" phx-click="hear" phx-target=".nobody">Nobody</button>
  ${chip({ id: "chip-1" })}${chip({ id: "chip-2" })}
</main>`,
});
const other = liveView({ mount: () => ({}), render: () => html`<p>other</p>` });
const app = appOf([route("/", board), route("/other", other)]);

test("an element is the one that a selector and a text find, looked up when it is used", async () => {
  const page = await live(app, "/");
  expect(page.element("h1").text()).toBe("A board");
  expect(page.element("h1").html()).toBe("<h1>A   <em>board</em></h1>");
  expect(page.element("button", "Add one").attribute("id")).toBe("plain");
  expect(page.element("button", /^ADD t/i).attribute("id")).toBe("js");
  expect(page.element("#off").attribute("disabled")).toBe("");
  expect(page.element("#off").attribute("title")).toBeUndefined();
  page.element("#not-there-yet");
});

test.each([
  ["a selector that finds too many", "button", undefined, "element-not-unique", '"button" is not one element but 8'],
  ["a text that no element has", "button", "Remove", "element-missing", 'There is no "button" with the text "Remove"'],
  [
    "what is missing inside something",
    "main > ul.list li",
    undefined,
    "element-missing",
    'Inside "main" there is:\n  <main>',
  ],
  ["an element of another kind", "h1.big", undefined, "element-missing", "Its <h1> elements are:\n  <h1>A …</h1>"],
  ["nothing of the kind", "table", undefined, "element-missing", "The view shows:\n  <main>"],
  ["what is no selector", "p:::", undefined, "invalid-selector", '"p:::" is not a CSS selector'],
])("%s is an error that shows the HTML near the miss", async (_what, selector, text, code, message) => {
  const page = await live(app, "/");
  expect(() => page.element(selector, text).text()).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test("has tells whether there is an element, with a text or without", async () => {
  const page = await live(app, "/");
  expect([page.has("h1"), page.has("button"), page.has("table")]).toEqual([true, true, false]);
  expect([page.has("h1", "board"), page.has("h1", "table"), page.has("button", /off/i)]).toEqual([true, false, true]);
});

test.each([
  ["an event's name", "#plain", [{ add: { id: "7", value: "own" } }]],
  [
    "commands: every push, with its own value and target",
    "#js",
    [{ add: { value: "", by: 2 } }, { savedBy: "chip-2" }],
  ],
  ["the nearest binding around it that is not disabled", "#around i", [{ add: { from: "around" } }]],
  ["a box that it ticks", "#empty", [{ add: { value: "yes" } }]],
  ["a box that it clears", "#ticked", [{ add: {} }]],
])("a click sends %s", async (_what, selector, replies) => {
  const page = await live(app, "/");
  await page.element(selector).click();
  expect(page.replies).toEqual(replies);
});

test("a click resolves to the view's HTML, and may bring more than the markup says", async () => {
  const page = await live(app, "/");
  expect(await page.element("#chip-1 b").click()).toContain(
    '<span id="chip-1" class="chip"><b phx-click="add" phx-target="1">1</b>',
  );
  await page.element("#plain").click({ altKey: true, id: 8 });
  expect(page.replies).toEqual([{ add: { id: 8, value: "own", altKey: true } }]);
});

test.each([
  ["a live link that patches", "#patch", { path: "/?page=2", patches: [{ to: "/?page=2", kind: "replace" }] }],
  ["a command that patches", "#turn", { path: "/?page=3", patches: [{ to: "/?page=3", kind: "push" }] }],
  [
    "a live link that navigates, after its own event",
    "#navigate",
    { redirect: { type: "navigate", to: "/other", kind: "push" }, replies: [{ add: {} }] },
  ],
  ["a command that navigates", "#go", { redirect: { type: "navigate", to: "/other", kind: "replace" } }],
  ["a plain link", "#load", { redirect: { type: "redirect", to: "/other" } }],
])("a click follows %s", async (_what, selector, expected) => {
  const page = await live(app, "/");
  await page.element(selector).click();
  const { path, patches, redirect, replies } = page;
  expect({ path, patches, redirect, replies }).toMatchObject(expected);
  if (redirect !== undefined) expect((await followRedirect(page)).html()).toBe("<p>other</p>");
});

test.each([
  ["has nothing to do with the server", "h1", "no-binding", "A click on this element sends nothing"],
  ["only hides something", "#hides", "no-binding", "sends nothing and leads nowhere"],
  ["is disabled", "#off", "element-disabled", "The element is disabled"],
  ["leads to a place on the page", "#top", "no-binding", "A click on this element sends nothing"],
  ["is meant for nobody", "#nobody", "element-missing", 'The target ".nobody" of an event is on no element'],
])("a click on what %s is an error", async (_what, selector, code, message) => {
  const page = await live(app, "/");
  await expect(page.element(selector).click()).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test("a target by selector is every view and component that it finds", async () => {
  const page = await live(app, "/");
  await page.element("#both").click();
  expect(page.replies).toEqual([
    { heard: { value: "" }, by: "chip-1" },
    { heard: { value: "" }, by: "chip-2" },
  ]);
});

test("a pushed event goes to the view, or to what its target names", async () => {
  const page = await live(app, "/");
  expect(await page.push("hear", { n: 1 })).toEqual({ view: { n: 1 } });
  expect(await page.push("hear", { n: 2 }, { target: "#chip-2" })).toEqual({ heard: { n: 2 }, by: "chip-2" });
  expect(await page.push("hear", { n: 3 }, { target: 1 })).toEqual({ heard: { n: 3 }, by: "chip-1" });
});

test("keys and focus send their bindings, on an element and on the window", async () => {
  const page = await live(app, "/");
  await page.element("#keys").keydown("enter");
  await page.element("#keys").keyup("Enter", { repeat: true });
  await page.element("#select").focus();
  await page.element("#select").blur();
  await page.element("h1").keydown("Escape");
  await page.keydown("Escape");
  await page.focus();
  expect(page.replies).toEqual([
    { key: { key: "enter", value: "typed" } },
    { keyup: { key: "Enter", repeat: true, value: "typed" } },
    { focus: { value: "b" } },
    { focus: { value: "b" } },
    { key: { key: "Escape" } },
    { key: { key: "Escape" } },
    { focus: {} },
  ]);
});

test.each([
  [
    "a key that phx-key does not let through",
    async (page: Page) => page.element("#keys").keydown("a"),
    'another key than "a"',
  ],
  ["an element without the binding", async (page: Page) => page.element("h1").focus(), "it has no phx-focus"],
  ["a window that nobody listens to", async (page: Page) => page.blur(), "No element of the page has phx-window-blur"],
])("%s is an error", async (_what, act, message) => {
  const page = await live(app, "/");
  await expect(act(page)).rejects.toMatchObject({ code: "no-binding", message: expect.stringContaining(message) });
});

type Page = Awaited<ReturnType<typeof live<typeof app.options.routes, "/">>>;

test("what only a browser shows is passed over, and said where nothing else is asked for", async () => {
  const view = liveView({
    mount: () => ({}),
    events: { add: echo("add") },
    render: () =>
      html`<button phx-click=${js.hide("p").push("add").addClass("x", { to: "p" })}>x</button><p phx-mounted=${js.push("add")}>still here</p><i phx-click=${js.hide("p")}>hide</i>`,
  });
  const page = await live(appOfView(view), "/");
  await page.element("button").click();
  expect(page.element("p").html()).not.toContain("class");
  expect(page.replies).toHaveLength(1);
  await expect(page.element("i").click()).rejects.toMatchObject({
    code: "no-binding",
    message: expect.stringContaining("what else it does only a browser can show"),
  });
});

test("a command that dispatches a change sends the form, with the button's own name and value", async () => {
  const view = liveView({
    mount: () => ({}),
    events: { check: echo("check") },
    render:
      () => html`<form id="f" phx-change="check"><input name="a" value="1"><input type="checkbox" name="b" id="b" value="2" checked>
      <button type="button" name="list_sort[]" value="new" phx-click=${js.dispatch("change")}>Add</button>
      <i phx-click=${js.dispatch("input", "#b")}>b</i></form>`,
  });
  const page = await live(appOfView(view), "/");
  await page.element("button", "Add").click();
  await page.element("i").click();
  expect(page.replies).toMatchObject([
    { check: { a: "1", list_sort: ["new"], _target: ["list_sort", ""] } },
    { check: { a: "1", b: "2", _target: ["b"] } },
  ]);
});
