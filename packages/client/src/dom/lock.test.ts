import { expect, test } from "vitest";
import { type ScriptedPage, startPage, typeInto } from "../fixtures/scripted-page.ts";

// Locks are what stands between an event and the patches that do not know of it yet, so they are tried out on a page.

const BUTTON = (text: string, attributes = ""): string => `<button id="b" phx-click="go"${attributes}>${text}</button>`;

async function answerAt(page: ScriptedPage, index: number, html?: string): Promise<void> {
  const frame = page.server.all("event")[index];
  if (frame === undefined) throw new Error(`There is no event ${index}.`);
  await page.server.reply(frame, html === undefined ? {} : { diff: { 0: html } });
}

test("from the click to its answer the element shows that it waits, and for what", async () => {
  const page = await startPage(BUTTON("1"));
  page.find("#b").click();
  expect(page.find("#b").outerHTML).toBe(
    `<button id="b" phx-click="go" data-phx-ref-src="phx-1" data-phx-ref-loading="0" data-phx-ref-lock="0" class="phx-click-loading">1</button>`,
  );
  await page.answer();
  expect(page.find("#b").attributes.getNamedItem("data-phx-ref-src")).toBeNull();
  expect(page.find("#b").className).toBe("");
});

test("a locked element is not patched; all that came meanwhile shows with the answer", async () => {
  const page = await startPage(`${BUTTON("1")}<p>1</p>`);
  page.find("#b").click();
  await page.show(`${BUTTON("2", ` class="two"`)}<p>2</p>`);
  await page.show(`${BUTTON("<i>3</i>", ` class="three"`)}<p>3</p>`);
  expect([page.find("#b").textContent, page.find("p").textContent]).toEqual(["1", "3"]);
  const button = page.find("#b");
  await page.answer();
  expect(page.find("#b")).toBe(button);
  expect(button.outerHTML).toBe(`<button id="b" phx-click="go" class="three"><i>3</i></button>`);
});

test("the answer's own changes come after what was held back", async () => {
  const page = await startPage(BUTTON("1"));
  page.find("#b").click();
  await page.show(BUTTON("2"));
  await page.answer(BUTTON("3"));
  expect(page.find("#b").textContent).toBe("3");
});

test("an answer frees what waits for it or for an earlier event, not what waits for a later one", async () => {
  const page = await startPage(`<form phx-change="c"><input name="a"></form>`);
  const input = page.field("input");
  typeInto(input, "xy");
  input.blur();
  await answerAt(page, 0, `<form phx-change="c"><input name="a" value="x" class="first"></form>`);
  expect([input.value, input.className]).toEqual(["xy", "phx-change-loading"]);
  await answerAt(page, 1, `<form phx-change="c"><input name="a" value="xy" class="second"></form>`);
  expect([input.value, input.className]).toEqual(["xy", "second"]);
});

test("what is locked inside something locked is freed by its own answer, with the latest there is", async () => {
  const html = (text: string) => `<div id="outer" phx-hook="Push">${text} ${BUTTON(text)}</div>`;
  const hooks = {
    Push: {
      mounted(this: { pushEvent(event: string): unknown }) {
        this.pushEvent("hello");
      },
    },
  };
  const page = await startPage(html("1"), { hooks });
  page.find("#b").click();
  await page.show(html("2"));
  await answerAt(page, 0);
  expect(page.find("#outer").textContent).toBe("2 1");
  await page.show(html("3"));
  expect(page.find("#outer").textContent).toBe("3 1");
  await answerAt(page, 1);
  expect(page.find("#outer").textContent).toBe("3 3");
  expect(page.container.querySelector("[data-phx-ref-src]")).toBeNull();
});

test("what is locked inside something locked keeps what was to become of it", async () => {
  const html = (text: string) => `<div id="outer" phx-hook="Push">${text} ${BUTTON(text)}</div>`;
  const hooks = {
    Push: {
      mounted(this: { pushEvent(event: string): unknown }) {
        this.pushEvent("hello");
      },
    },
  };
  const page = await startPage(html("1"), { hooks });
  page.find("#b").click();
  await page.show(html("2"));
  await answerAt(page, 0);
  await answerAt(page, 1);
  expect(page.find("#outer").textContent).toBe("2 2");
});

test("what a user typed into a locked form while it was patched stays", async () => {
  const html = (text: string) => `<form phx-submit="s"><input name="a"><input name="b"><p>${text}</p></form>`;
  const page = await startPage(html("1"));
  const other = page.field(`[name="b"]`);
  page.find("form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }));
  await page.show(html("2"));
  typeInto(other, "typed meanwhile");
  await page.answer();
  expect(other.value).toBe("typed meanwhile");
  expect(page.find("p").textContent).toBe("2");
});

test("a field that is being typed into gets its new class at once, locked or not", async () => {
  const page = await startPage(`<form phx-change="c"><input name="a"></form>`);
  const input = page.field("input");
  const form = page.find("form");
  typeInto(input, "x");
  form.removeAttribute("data-phx-ref-lock");
  await page.show(`<form phx-change="c"><input name="a" value="" class="bad"></form>`);
  expect(input.className).toBe("bad phx-change-loading");
  expect(input.value).toBe("x");
  await page.answer();
  expect(input.className).toBe("bad");
});

test("other elements can be made to wait with it", async () => {
  const page = await startPage(
    `<button phx-click='[["push",{"event":"go","loading":"#spin"}]]'>x</button><i id="spin"></i>`,
  );
  page.find("button").click();
  expect(page.find("#spin").className).toBe("phx-click-loading");
  await page.answer();
  expect(page.find("#spin").className).toBe("");
});

test("a text that phx-disable-with has put there is not what the clone is made of", async () => {
  const html = (text: string, attributes = "") =>
    `<div id="d"${attributes}>${BUTTON(text, ` phx-disable-with="wait"`)}</div>`;
  const page = await startPage(html("1"));
  page.find("#b").click();
  expect(page.find("#b").textContent).toBe("wait");
  await page.show(html("1", ` class="x"`));
  await page.answer();
  expect(page.find("#b").outerHTML).toBe(`<button id="b" phx-click="go" phx-disable-with="wait">1</button>`);
  expect(page.field("#b").disabled).toBe(false);
});

test("a join frees everything: nobody will answer what the last one was asked", async () => {
  const page = await startPage(BUTTON("1", ` phx-disable-with="wait"`));
  page.find("#b").click();
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), {
    rendered: { 0: BUTTON("9", ` phx-disable-with="wait"`), s: ["", ""] },
  });
  expect(page.find("#b").outerHTML).toBe(`<button id="b" phx-click="go" phx-disable-with="wait">9</button>`);
  page.find("#b").click();
  expect(page.server.all("event")).toHaveLength(2);
});

test("an event that the server refuses frees what waited for it", async () => {
  const page = await startPage(BUTTON("1"));
  page.find("#b").click();
  await page.server.reply(page.server.last("event"), {}, "error");
  expect(page.find("#b").className).toBe("");
});
