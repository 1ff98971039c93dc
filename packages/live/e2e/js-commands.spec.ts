// Area P of docs/parity.md, where it takes a browser: what commands do to a page. One test a row.

import type { Page } from "@playwright/test";
import { createApp, html, js, liveView, route } from "@firecrest/live";
import { expect, test } from "./support/fixtures.ts";

const IN = ["in-run", "in-start", "in-end"] as const;
const OUT = ["out-run", "out-start", "out-end"] as const;

const page = liveView({
  mount: () => ({ count: 0, said: "" }),
  events: {
    inc: (live) => live.assign({ count: live.assigns.count + 1 }),
    say: (live, params) => live.assign({ said: `${live.assigns.said} ${String(params["value"])}` }),
  },
  render: ({ count, said }, on) => html`<main>
  <output id="count">${count}</output><output id="said">${said}</output>
  <button id="inc" phx-click=${on.inc}>inc</button>

  <button id="toggle" phx-click=${js.toggle({ to: "#panel", in: IN, out: OUT, timeMs: 300, display: "flex" })}>toggle</button>
  <p id="panel">panel ${count}</p>

  <button id="show" phx-click=${js.show({ to: ".hidden", display: "inline-block", transition: IN, timeMs: 300 })}>show</button>
  <button id="hide" phx-click=${js.hide({ to: ".hidden", transition: OUT, timeMs: 300 })}>hide</button>
  <button id="show-at-once" phx-click=${js.show(".hidden")}>show</button>
  <i id="one" class="hidden" style="display: none">one</i>
  <table><tbody><tr id="row" class="hidden" style="display: none"><td>row</td></tr></tbody></table>

  <button id="add" phx-click=${js.addClass("big red", "#styled")}>add</button>
  <button id="remove" phx-click=${js.removeClass("plain", { to: "#styled" })}>remove</button>
  <button id="flip" phx-click=${js.toggleClass("red blue", "#styled")}>flip</button>
  <button id="flip-slowly" phx-click=${js.toggleClass("slow", { to: "#styled", transition: IN, timeMs: 300 })}>flip</button>
  <p id="styled" class="plain">styled ${count}</p>

  <button id="shake" phx-click=${js.transition("shake", { to: "#shaken", timeMs: 300 })}>shake</button>
  <p id="shaken" class="own">shaken</p>

  <button id="set" phx-click=${js.setAttribute("title", "mine", "#described").removeAttribute("lang", "#described")}>set</button>
  <button id="expand" phx-click=${js.toggleAttribute("aria-expanded", ["true", "false"], "#described").toggleAttribute("hidden", "", "#described")}>expand</button>
  <p id="described" title=${`theirs ${count}`} lang="de" aria-expanded="false">described</p>

  <p id="ignored" data-kept-a=${count} data-kept-b=${count} data-mine="server" class=${`c${count}`} phx-mounted=${js.ignoreAttributes(["data-kept-*", "open"])}>ignored ${count}</p>

  <button id="run" phx-click=${js.exec("data-act", ".actor")}>run</button>
  <button id="run-inside" phx-click=${js.exec("data-act", { inner: "b" })}>run <b data-act=${js.push("say", { value: { value: "inside" } })}></b></button>
  <p class="actor" id="actor-a" data-act=${js.addClass("acted").push("say", { value: { value: "a" } })}>a</p>
  <p class="actor" id="actor-b" data-act=${js.addClass("acted").push("say", { value: { value: "b" } })}>b</p>

  <button id="default" phx-click=${js.hide({ to: "#faded", transition: "fade" })}>default</button>
  <button id="staged" phx-click=${js.show({ to: "#faded", transition: ["a b", "c d", "e"], timeMs: 400 })}>staged</button>
  <p id="faded">faded</p>
</main>`,
});

test.use({
  served: {
    make: () =>
      createApp({
        secrets: ["a secret for tests, at least 32 characters"],
        routes: [route("/", page)],
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
  },
});

test.beforeEach(async ({ page: browser, site }) => {
  browser.on("pageerror", (error) => {
    throw error;
  });
  await browser.goto(site.url);
  await browser.locator(".phx-connected").waitFor();
});

/** Writes down, frame by frame, the classes of an element, where they change, and what it says of itself. */
async function watch(browser: Page, selector: string): Promise<() => Promise<string[]>> {
  await browser.locator(selector).evaluate((element) => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const note = (what: string): void => void (seen.at(-1) === what || seen.push(what));
    new MutationObserver(() => note(element.className)).observe(element, { attributeFilter: ["class"] });
    for (const name of ["show-start", "show-end", "hide-start", "hide-end"])
      element.addEventListener(`phx:${name}`, ({ timeStamp }) => {
        seen.push(`[${name}]`);
        Object.assign(window, { [name]: timeStamp });
      });
  });
  return () => browser.evaluate(() => (window as unknown as { seen: string[] }).seen);
}

test("toggle goes by one transition and comes by another one", async ({ page: browser }) => {
  const seen = await watch(browser, "#panel");
  await browser.click("#toggle");
  await expect(browser.locator("#panel")).toBeHidden();
  await expect.poll(async () => (await seen()).join(" ")).toMatch(/out-start.*out-run.*out-end/);
  expect((await seen()).join(" ")).not.toContain("in-");
  await browser.click("#toggle");
  await expect(browser.locator("#panel")).toHaveCSS("display", "flex");
  await expect.poll(async () => (await seen()).join(" ")).toMatch(/out-end.*in-start.*in-run.*in-end/);
  await expect(browser.locator("#panel")).toHaveClass("");
});

test("show and hide have a display, a transition and a time, and do nothing to what is so already", async ({
  page: browser,
}) => {
  const seen = await watch(browser, "#one");
  await browser.click("#show");
  await expect(browser.locator("#one")).toHaveCSS("display", "inline-block");
  await expect(browser.locator("#one")).toHaveClass("hidden");
  await expect.poll(seen).toContain("[show-end]");
  expect(Number(await browser.evaluate("window['show-end'] - window['show-start']"))).toBeGreaterThan(290);
  expect((await seen()).join(" ")).toMatch(/in-start.*in-run.*in-end/);
  const before = (await seen()).length;
  await browser.click("#show");
  await browser.click("#inc");
  await expect(browser.locator("#count")).toHaveText("1");
  expect((await seen()).length).toBe(before);
  await browser.click("#hide");
  await expect(browser.locator(".hidden:visible")).toHaveCount(0);
  await browser.click("#show-at-once");
  await expect(browser.locator("#row")).toHaveCSS("display", "table-row");
  await expect(browser.locator("#one")).toHaveCSS("display", "block");
});

test("classes are added, removed and toggled, each by itself", async ({ page: browser }) => {
  const styled = browser.locator("#styled");
  await browser.click("#add");
  await expect(styled).toHaveClass("plain big red");
  await browser.click("#remove");
  await expect(styled).toHaveClass("big red");
  await browser.click("#flip");
  await expect(styled).toHaveClass("big blue");
  await browser.click("#flip");
  await expect(styled).toHaveClass("big red");
  const seen = await watch(browser, "#styled");
  await browser.click("#flip-slowly");
  await expect(styled).toHaveClass("big red in-end slow");
  expect((await seen()).join(" ")).toContain("in-run");
});

test("a transition runs its classes for its time and leaves none", async ({ page: browser }) => {
  const seen = await watch(browser, "#shaken");
  await browser.click("#shake");
  await expect.poll(async () => (await seen()).slice(-2)).toEqual(["own shake", "own"]);
});

test("attributes are set, removed and toggled: between two values, or there and not there", async ({
  page: browser,
}) => {
  const described = browser.locator("#described");
  await browser.click("#set");
  await expect(described).toHaveAttribute("title", "mine");
  await expect(described).not.toHaveAttribute("lang");
  await browser.click("#expand");
  await expect(described).toHaveAttribute("aria-expanded", "true");
  await expect(described).toHaveAttribute("hidden", "");
  await browser.click("#expand");
  await expect(described).toHaveAttribute("aria-expanded", "false");
  await expect(described).not.toHaveAttribute("hidden");
});

test("ignored attributes are the browser's, by name and by pattern; the others are the server's", async ({
  page: browser,
}) => {
  const ignored = browser.locator("#ignored");
  await ignored.evaluate((element) => {
    element.setAttribute("data-kept-a", "browser");
    element.removeAttribute("data-kept-b");
    element.setAttribute("open", "");
    element.setAttribute("data-mine", "browser");
  });
  await browser.click("#inc");
  await expect(ignored).toHaveText("ignored 1");
  await expect(ignored).toHaveClass("c1");
  await expect(ignored).toHaveAttribute("data-kept-a", "browser");
  await expect(ignored).not.toHaveAttribute("data-kept-b");
  await expect(ignored).toHaveAttribute("open", "");
  await expect(ignored).toHaveAttribute("data-mine", "server");
});

test("exec runs what each element has in an attribute, as that element's own", async ({ page: browser }) => {
  await browser.click("#run");
  await expect(browser.locator("#said")).toHaveText(" a b");
  await expect(browser.locator("#actor-a")).toHaveClass("actor acted");
  await expect(browser.locator("#actor-b")).toHaveClass("actor acted");
  await browser.click("#run-inside");
  await expect(browser.locator("#said")).toHaveText(" a b inside");
});

test("a transition is one class, for 200 ms, or classes for all of it, its start and its end", async ({
  page: browser,
}) => {
  const seen = await watch(browser, "#faded");
  await browser.click("#default");
  await expect(browser.locator("#faded")).toBeHidden();
  await expect.poll(seen).toContain("[hide-end]");
  const tookMs = Number(await browser.evaluate("window['hide-end'] - window['hide-start']"));
  expect(tookMs).toBeGreaterThan(190);
  expect((await seen()).join(" ")).toContain("fade");
  await browser.click("#staged");
  const shown = async () => (await seen()).slice((await seen()).indexOf("[show-start]"));
  await expect.poll(shown).toEqual(["[show-start]", "c d", "c d a b", "a b e", "[show-end]", ""]);
});

test("what shows or hides says when it begins and when it is done", async ({ page: browser }) => {
  const seen = await watch(browser, "#one");
  const said = async () => (await seen()).filter((what) => what.startsWith("["));
  await browser.click("#show");
  await expect.poll(said).toEqual(["[show-start]", "[show-end]"]);
  await browser.click("#hide");
  await expect.poll(said).toEqual(["[show-start]", "[show-end]", "[hide-start]"]);
  await expect.poll(said).toEqual(["[show-start]", "[show-end]", "[hide-start]", "[hide-end]"]);
  await browser.click("#show-at-once");
  await expect.poll(async () => (await said()).slice(4)).toEqual(["[show-start]", "[show-end]"]);
});
