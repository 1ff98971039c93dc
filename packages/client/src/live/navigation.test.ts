import { beforeEach, expect, test, vi } from "vitest";
import { loadPage, type ScriptedPage, startPage, treeOf } from "../fixtures/scripted-page.ts";
import { settled } from "../fixtures/scripted-server.ts";

const EVENTS = ["navigate", "page-loading-start", "page-loading-stop"];
const ORIGIN = location.origin;

const link = (href: string, kind: string, attributes = ""): string =>
  `<a href="${href}" data-phx-link="${kind}" data-phx-link-state="push"${attributes}>x</a>`;

beforeEach(() => {
  window.scrollTo = vi.fn();
});

/** Clicks the link; true if the browser would follow it. It does not here. */
function click(page: ScriptedPage, init: MouseEventInit = {}): boolean {
  let isFollowed = false;
  const stay = (event: Event): void => {
    isFollowed = !event.defaultPrevented;
    event.preventDefault();
  };
  window.addEventListener("click", stay);
  page.find("a").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...init }));
  window.removeEventListener("click", stay);
  return isFollowed;
}

/** The browser goes to an entry of its history. */
async function pop(url: string, state: unknown): Promise<void> {
  history.replaceState(state, "", url);
  window.dispatchEvent(new PopStateEvent("popstate", { state }));
  await settled();
}

function here(): string {
  return location.href.slice(ORIGIN.length);
}

test("a patch link asks the view, shows its answer, and then changes the URL", async () => {
  const page = await startPage(link("/?page=2", "patch"), { events: EVENTS });
  page.events.length = 0;
  expect(click(page)).toBe(false);
  expect(page.server.last("live_patch").payload).toEqual({ url: `${ORIGIN}/?page=2` });
  expect([here(), page.find("a").className]).toEqual(["/", "phx-click-loading"]);
  await page.answer("<p>2</p>", "live_patch");
  expect([here(), page.container.innerHTML]).toEqual(["/?page=2", "<p>2</p>"]);
  expect(page.events).toEqual([
    ["page-loading-start", { to: `${ORIGIN}/?page=2`, kind: "patch" }],
    ["navigate", { href: `${ORIGIN}/?page=2`, patch: true, pop: false, direction: "forward" }],
    ["page-loading-stop", { to: `${ORIGIN}/?page=2`, kind: "patch" }],
  ]);
});

test("the view joins anew where a patch has led", async () => {
  const page = await startPage(link("/?page=2", "patch"));
  click(page);
  await page.answer(undefined, "live_patch");
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  expect(page.payload("phx_join")).toMatchObject({ url: `${ORIGIN}/?page=2` });
});

test("replacing makes no new entry", async () => {
  const page = await startPage(link("/?page=2", "patch").replace("push", "replace"));
  const entries = history.length;
  click(page);
  await page.answer(undefined, "live_patch");
  expect([here(), history.length]).toEqual(["/?page=2", entries]);
});

test.each([
  ["with a modifier key", link("/x", "patch"), { ctrlKey: true }],
  ["with the middle button", link("/x", "patch"), { button: 1 }],
  ["into another tab", link("/x", "patch", ` target="_blank"`), {}],
  ["for a download", link("/x", "patch", " download"), {}],
  ["to another site", link("http://elsewhere.test/", "redirect"), {}],
  ["that is none of ours", `<a href="/x">x</a>`, {}],
])("a click %s is the browser's", async (_name, html, init) => {
  const page = await startPage(html);
  expect(click(page, init)).toBe(true);
  expect(page.server.all("live_patch")).toEqual([]);
});

test("without a connection a link is an ordinary one", async () => {
  const page = await startPage(link("/x", "patch"));
  page.server.drop();
  expect(click(page)).toBe(true);
});

test("a link may do something else besides", async () => {
  const page = await startPage(link("/?page=2", "patch", ` phx-click="count"`));
  click(page);
  expect(page.server.sent.slice(1).map(({ event }) => event)).toEqual(["live_patch", "event"]);
});

test("of two links the later one counts, and the same one twice counts once", async () => {
  const page = await startPage(link("/?page=2", "patch"));
  click(page);
  click(page);
  expect(page.server.all("live_patch")).toHaveLength(1);
  page.find("a").setAttribute("href", "/?page=3");
  click(page);
  const [first, second] = page.server.all("live_patch");
  if (first === undefined || second === undefined) throw new Error("Two links, two patches.");
  await page.server.reply(first);
  expect(here()).toBe("/");
  await page.server.reply(second);
  expect(here()).toBe("/?page=3");
});

/** Follows a link to another view, up to the server's yes. */
async function redirect(page: ScriptedPage, html: string, response: object = {}): Promise<void> {
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html), ...response });
}

test("a redirect link leaves the view, and begins another in its place when that is there", async () => {
  const page = await startPage(`${link("/other", "redirect")}<p>old</p>`, { events: EVENTS });
  page.events.length = 0;
  click(page);
  expect(page.server.sent.slice(-2).map(({ event }) => event)).toEqual(["phx_leave", "phx_join"]);
  expect(page.payload("phx_join")).toMatchObject({
    redirect: `${ORIGIN}/other`,
    session: "SESSION",
    params: { _live_referer: `${ORIGIN}/`, _mounts: 0 },
  });
  expect(page.payload("phx_join")).not.toHaveProperty("url");
  expect([page.container.textContent, page.container.className, here()]).toEqual(["xold", "phx-loading", "/"]);
  await redirect(page, "<p>new</p>", { container: ["div", { class: "wide" }] });
  expect(page.container.innerHTML).toBe("<p>new</p>");
  expect(page.container.className).toBe("wide phx-connected");
  expect([here(), document.querySelectorAll("[data-phx-main]").length]).toEqual(["/other", 1]);
  expect(page.events.map(([name]) => name)).toEqual(["page-loading-start", "navigate", "page-loading-stop"]);
  expect(page.events[1]).toEqual([
    "navigate",
    { href: `${ORIGIN}/other`, patch: false, pop: false, direction: "forward" },
  ]);
});

test("the new view's container is the element that it wants, with nothing left of the one before", async () => {
  const attributes = { id: "phx-1", "data-phx-main": "", "data-phx-session": "SESSION", class: "old", title: "old" };
  const page = await startPage(link("/other", "redirect"), { attributes });
  click(page);
  await redirect(page, `<button phx-click="inc">1</button>`, { container: ["main", { class: "wide", lang: "de" }] });
  const { localName, className, title, lang, id, dataset } = page.container;
  expect([localName, className, title, lang, id]).toEqual(["main", "wide phx-connected", "", "de", "phx-1"]);
  expect(dataset["phxSession"]).toBe("SESSION");
  page.find("button").click();
  await page.answer("<p>patched</p>");
  expect(page.container.innerHTML).toBe("<p>patched</p>");
});

test("the new view lives: it takes events, and is patched", async () => {
  const page = await startPage(link("/other", "redirect"));
  click(page);
  await redirect(page, `<button phx-click="inc">1</button>`);
  page.find("button").click();
  expect(page.payload()).toMatchObject({ event: "inc" });
  await page.answer(`<button phx-click="inc">2</button>`);
  expect(page.find("button").textContent).toBe("2");
});

test("of two redirects the later one counts", async () => {
  const page = await startPage(link("/one", "redirect"));
  click(page);
  const first = page.server.last("phx_join");
  page.find("a").setAttribute("href", "/two");
  click(page);
  await page.server.reply(first, { rendered: treeOf("<p>one</p>") });
  expect(here()).toBe("/");
  await redirect(page, "<p>two</p>");
  expect([here(), page.container.innerHTML]).toEqual(["/two", "<p>two</p>"]);
});

test("a patch that leads to another view is a redirect", async () => {
  const page = await startPage(link("/other", "patch"));
  click(page);
  await page.server.reply(page.server.last("live_patch"), { link_redirect: true });
  expect(page.payload("phx_join")).toMatchObject({ redirect: `${ORIGIN}/other` });
});

test.each([
  ["push", 1],
  ["replace", 0],
])("the server may patch the URL: %s", async (kind, added) => {
  const page = await startPage("");
  const entries = history.length;
  await page.server.push("live_patch", { to: "/?page=9", kind });
  expect([here(), history.length - entries]).toEqual(["/?page=9", added]);
});

test("the server may patch the URL in the join itself", async () => {
  const page = loadPage("");
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: treeOf("x"),
    live_patch: { to: "/?sort=asc", kind: "replace" },
  });
  expect(here()).toBe("/?sort=asc");
});

test.each(["message", "reply", "refusal"])("the server may redirect to another view: by a %s", async (way) => {
  const live_redirect = { to: "/other", kind: "push", flash: "FLASH" };
  const page = way === "refusal" ? loadPage("") : await startPage(`<button phx-click="go"></button>`);
  if (way === "message") await page.server.push("live_redirect", live_redirect);
  if (way === "reply") {
    page.find("button").click();
    await page.server.reply(page.server.last("event"), { live_redirect });
  }
  if (way === "refusal") {
    page.server.open();
    await page.server.reply(page.server.last("phx_join"), { live_redirect }, "error");
  }
  expect(page.payload("phx_join")).toMatchObject({ redirect: `${ORIGIN}/other`, flash: "FLASH" });
  await redirect(page, "new");
  expect([here(), page.container.textContent]).toEqual(["/other", "new"]);
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  expect(page.payload("phx_join")).toMatchObject({ redirect: `${ORIGIN}/other` });
  expect(page.payload("phx_join")).not.toHaveProperty("flash", expect.anything());
});

test.each([
  ["patch", false],
  ["navigate", true],
])("a command may ask for it: %s", async (kind, isJoin) => {
  const page = await startPage(`<button phx-click='[["${kind}",{"href":"/?page=4"}]]'></button>`);
  page.find("button").click();
  await settled();
  expect(page.server.sent.at(-1)?.event).toBe(isJoin ? "phx_join" : "live_patch");
});

test("back within a view is a patch, and scrolls to where the page was", async () => {
  const page = await startPage(link("/?page=2", "patch"), { events: ["navigate"] });
  const entry = { ...(history.state as object), scroll: 300 };
  click(page);
  await page.answer(undefined, "live_patch");
  await pop("/", entry);
  expect(page.server.last("live_patch").payload).toEqual({ url: `${ORIGIN}/` });
  await page.answer("<p>first</p>", "live_patch");
  expect([here(), page.container.innerHTML]).toEqual(["/", "<p>first</p>"]);
  expect(page.events.at(-1)).toEqual([
    "navigate",
    { href: `${ORIGIN}/`, patch: true, pop: true, direction: "backward" },
  ]);
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(window.scrollTo).toHaveBeenLastCalledWith(0, 300);
});

test("back to another view is a new join, and from there on within it a patch", async () => {
  const page = await startPage(link("/?page=2", "patch"));
  const first = history.state as object;
  click(page);
  await page.answer(link("/other", "redirect"), "live_patch");
  const second = history.state as object;
  click(page);
  await redirect(page, "other");
  const other = history.state as object;
  await pop("/?page=2", second);
  expect(page.payload("phx_join")).toMatchObject({ redirect: `${ORIGIN}/?page=2` });
  await redirect(page, "second");
  await pop("/", first);
  expect(page.server.all("phx_join")).toHaveLength(3);
  expect(page.server.last("live_patch").payload).toEqual({ url: `${ORIGIN}/` });
  await page.answer(undefined, "live_patch");
  await pop("/other", other);
  expect(page.payload("phx_join")).toMatchObject({ redirect: `${ORIGIN}/other` });
});

test("an entry of another page load is a new join", async () => {
  const page = await startPage("");
  await pop("/elsewhere", { id: "phx-of-another-load", view: 0 });
  expect(page.payload("phx_join")).toMatchObject({ redirect: `${ORIGIN}/elsewhere` });
});

test("a change of the hash alone concerns nobody", async () => {
  const page = await startPage("");
  await pop("/#there", null);
  expect(page.server.sent).toHaveLength(1);
});

test("a redirect shows the new page from its top, or from where its hash points", async () => {
  const page = await startPage(link("/other", "redirect"));
  click(page);
  await redirect(page, link("/third#spot", "redirect"));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(window.scrollTo).toHaveBeenLastCalledWith(0, 0);
  click(page);
  await redirect(page, `<p id="spot"></p>`);
  const seen = vi.fn();
  page.find("#spot").scrollIntoView = seen;
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(seen).toHaveBeenCalled();
});

/** Keeps the user here, as a page with something unsaved does. */
function keepHere(): unknown[] {
  const asked: unknown[] = [];
  window.addEventListener("phx:before-navigate", (event) => {
    event.preventDefault();
    asked.push((event as CustomEvent<unknown>).detail);
  });
  return asked;
}

test("a page may keep the user from following a link, which still does what else it does", async () => {
  const page = await startPage(link("/other", "redirect", ` phx-click="save"`));
  const asked = keepHere();
  expect(click(page)).toBe(false);
  expect(asked).toEqual([{ href: `${ORIGIN}/other`, patch: false, pop: false, direction: "forward" }]);
  expect(page.server.all("phx_join")).toHaveLength(1);
  expect(page.payload()).toMatchObject({ event: "save" });
});

test("a page may keep the user from going back: the browser is sent to where it was", async () => {
  const page = await startPage(link("/?page=2", "patch"));
  const first = history.state as object;
  click(page);
  await page.answer(undefined, "live_patch");
  const asked = keepHere();
  const go = vi.fn();
  history.go = go;
  await pop("/", first);
  expect(asked).toEqual([{ href: `${ORIGIN}/`, patch: true, pop: true, direction: "backward" }]);
  expect(go).toHaveBeenCalledWith(1);
  expect(page.server.all("live_patch")).toHaveLength(1);
});

test("a page that is loaded again scrolls to where it was", async () => {
  await startPage("<p>first</p>", { state: { scroll: 300 } });
  expect(window.scrollTo).toHaveBeenLastCalledWith(0, 300);
});
