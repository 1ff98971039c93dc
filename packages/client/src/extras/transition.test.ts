import { expect, test } from "vitest";
import { frames, type ScriptedPage, startPage } from "../fixtures/scripted-page.ts";

const TRANSITION = [["run"], ["start"], ["end"]];

async function start(...commands: unknown[]): Promise<ScriptedPage> {
  const page = await startPage(`<button>x</button><p class="p">p</p>`);
  run(page, ...commands);
  return page;
}

function run(page: ScriptedPage, ...commands: unknown[]): void {
  page.find("button").setAttribute("phx-click", JSON.stringify(commands));
  page.find("button").click();
}

function look(page: ScriptedPage): string {
  const { className, style } = page.find("p");
  return `${className} ${style.display}`.trim();
}

test("hide: classes come frame by frame, and it is gone at the end", async () => {
  const page = await start(["hide", { to: "p", transition: TRANSITION, time: 300 }]);
  const seen = [look(page)];
  for (let frame = 0; frame < 3; frame++) {
    await frames(1);
    seen.push(look(page));
  }
  page.clock.advance(299);
  seen.push(look(page));
  page.clock.advance(1);
  await frames(1);
  seen.push(look(page));
  expect(seen).toEqual(["p", "p start", "p start run", "p run end", "p run end", "p none"]);
});

test("show: it appears when the classes of its start have taken effect", async () => {
  const page = await start(["hide", { to: "p" }]);
  await frames(1);
  run(page, ["show", { to: "p", transition: TRANSITION, display: "flex" }]);
  const seen: string[] = [];
  for (let frame = 0; frame < 3; frame++) {
    await frames(1);
    seen.push(look(page));
  }
  page.clock.advance(200);
  await frames(1);
  seen.push(look(page));
  expect(seen).toEqual(["p start none", "p start run flex", "p run end flex", "p flex"]);
});

test.each([
  ["add_class", { names: ["on"] }, "p end on"],
  ["remove_class", { names: ["p"] }, "end"],
  ["toggle_class", { names: ["p", "on"] }, "end on"],
  ["transition", {}, "p end"],
])("%s: its change is made at the end, and the classes of the end stay", async (kind, args, expected) => {
  const page = await start([kind, { to: "p", transition: TRANSITION, ...args }]);
  await frames(4);
  expect(look(page)).toBe("p run end");
  page.clock.advance(200);
  await frames(1);
  expect(look(page).split(" ").sort()).toEqual(expected.split(" ").sort());
});

test("toggle takes the classes of the other direction away", async () => {
  const args = { to: "p", ins: [["in"], ["in-from"], ["in-to"]], outs: [["out"], ["out-from"], ["out-to"]] };
  const page = await start(["toggle", args]);
  await frames(1);
  expect(look(page)).toBe("p out-from");
  await frames(2);
  page.clock.advance(200);
  await frames(1);
  expect(look(page)).toBe("p none");
  run(page, ["toggle", args]);
  await frames(3);
  expect(look(page)).toBe("p in in-to block");
});

test("an element hears when it begins and ends to show or hide", async () => {
  const page = await startPage(`<button>x</button><p>p</p>`);
  const heard: string[] = [];
  for (const type of ["phx:show-start", "phx:show-end", "phx:hide-start", "phx:hide-end"]) {
    page.find("p").addEventListener(type, () => void heard.push(type));
    document.body.addEventListener(type, () => void heard.push("bubbled"));
  }
  run(page, ["hide", { to: "p", transition: TRANSITION }]);
  expect(heard).toEqual(["phx:hide-start"]);
  await frames(3);
  page.clock.advance(200);
  run(page, ["show", { to: "p" }]);
  await frames(1);
  expect(heard).toEqual(["phx:hide-start", "phx:hide-end", "phx:show-start", "phx:show-end"]);
});

test("patches wait for the end of a transition", async () => {
  const page = await start(["hide", { to: "p", transition: TRANSITION }]);
  await page.show("<b>1</b>");
  await page.show("<b>2</b>");
  expect(page.container.innerHTML).toContain("<p");
  page.clock.advance(200);
  expect(page.container.innerHTML).toBe("<b>2</b>");
});

test("patches do not wait for a transition that lets them pass, and it goes on", async () => {
  const page = await start(["transition", { to: "p", transition: TRANSITION, blocking: false }]);
  await frames(3);
  await page.show(`<p class="p">2</p>`);
  expect(page.find("p").outerHTML).toBe(`<p class="p run end">2</p>`);
  page.clock.advance(200);
  await frames(1);
  expect(look(page)).toBe("p end");
});

test("a transition of no time is one", async () => {
  const page = await start(["hide", { to: "p", transition: TRANSITION, time: 0 }]);
  page.clock.advance(0);
  expect(look(page)).toBe("p none");
});

test("phx-remove holds the removal up until its transition is over, and whatever comes after it", async () => {
  const remove = `[["hide",{"transition":[["run"],[],[]],"time":300}]]`;
  const page = await startPage(`<div phx-remove='${remove}'><p phx-remove='[["push",{"event":"inner"}]]'>x</p></div>`);
  await page.show("<b>1</b>");
  expect(page.container.innerHTML).toContain("<div");
  await page.show("<b>2</b>");
  page.clock.advance(299);
  expect(page.container.innerHTML).toContain("<b>1</b>");
  page.clock.advance(1);
  expect(page.container.innerHTML).toBe("<b>2</b>");
  expect(page.server.all("event")).toEqual([]);
});

test("what is being removed is not shown once more", async () => {
  const page = await startPage(`<p style="display: none" phx-remove='[["toggle",{"ins":[["run"],[],[]]}]]'>x</p>`);
  const gone = page.find("p");
  await page.show("");
  await frames(2);
  expect(gone.style.display).toBe("none");
});
