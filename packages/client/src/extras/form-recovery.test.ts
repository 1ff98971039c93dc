import { expect, test } from "vitest";
import { type ScriptedPage, settled, startPage, treeOf, typeInto } from "../fixtures/scripted-page.ts";

const FORM = `<form id="f" phx-change="check"><input type="hidden" name="id" value="7"><input name="a" value=""><input name="b" value="2"></form>`;

/** Loses the connection, and finds it again; the join is answered with this. */
async function reconnect(page: ScriptedPage, html: string): Promise<void> {
  page.server.drop();
  page.clock.advance(100);
  page.server.open();
  await page.server.reply(page.server.last("phx_join"), { rendered: treeOf(html) });
}

async function startTyped(html = FORM): Promise<ScriptedPage> {
  const page = await startPage(html);
  typeInto(page.field("input[name=a]"), "typed");
  page.find("input[name=a]").blur();
  return page;
}

test("what was typed is sent again before the join shows, and shown with what the server makes of it", async () => {
  const page = await startTyped();
  const sent = page.server.all("event").length;
  await reconnect(page, FORM);
  expect(page.server.all("event")).toHaveLength(sent + 1);
  expect(page.payload()).toEqual({
    type: "form",
    event: "check",
    value: "id=7&a=typed&_unused_b=&b=2",
    meta: { _target: "a" },
    uploads: {},
  });
  expect(page.container.className).not.toContain("phx-connected");
  expect(page.field("input[name=a]").value).toBe("typed");
  await page.server.reply(page.server.last("event"), {
    diff: { 0: FORM.replace(`name="a" value=""`, `name="a" value="typed"`) },
  });
  expect(page.container.className).toBe("phx-connected");
  expect(page.field("input[name=a]").value).toBe("typed");
});

test.each([
  ["an event of its own", FORM.replace("<form ", `<form phx-auto-recover="recover" `), { event: "recover" }],
  ["its component", FORM.replace("<form ", `<form phx-target="3" `), { cid: 3 }],
])("a form may ask for %s", async (_name, html, payload) => {
  const page = await startTyped(html);
  await reconnect(page, html);
  expect(page.payload()).toMatchObject(payload);
});

test("a target that is a selector is looked up in the new HTML", async () => {
  const html = `<section id="s" data-phx-component="9" data-phx-view="phx-1">${FORM.replace("<form ", `<form phx-target="#s" `)}</section>`;
  const page = await startTyped(html);
  await reconnect(page, html);
  expect(page.payload()).toMatchObject({ cid: 9 });
});

test.each([
  ["has no id", FORM.replace(` id="f"`, ""), FORM],
  ["does not want to be", FORM.replace("<form ", `<form phx-auto-recover="ignore" `), FORM],
  ["has no field that shows", `<form id="f" phx-change="check"><input type="hidden" name="a"></form>`, FORM],
  ["is not there any more", FORM, "<p>x</p>"],
  ["means something else now", FORM, FORM.replace("check", "other")],
])("a form that %s is not recovered, and nothing waits for it", async (_name, before, after) => {
  const page = await startPage(before);
  await reconnect(page, after);
  expect(page.server.all("event")).toEqual([]);
  expect(page.container.className).toBe("phx-connected");
});

test("a recovery that is refused does not hold up the join", async () => {
  const page = await startTyped();
  await reconnect(page, FORM);
  await page.server.reply(page.server.last("event"), { reason: "no" }, "error");
  expect(page.container.className).toBe("phx-connected");
});

test("diffs that come meanwhile are shown after the join, in turn", async () => {
  const page = await startTyped();
  await reconnect(page, FORM);
  await page.show("<p>later</p>");
  expect(page.container.innerHTML).not.toContain("later");
  await page.server.reply(page.server.last("event"), { diff: { 0: FORM } });
  expect(page.container.innerHTML).toContain("<form");
  await page.show("<p>last</p>");
  expect(page.container.innerHTML).toBe("<p>last</p>");
});

test("if the connection is lost again during recovery, the next join recovers", async () => {
  const page = await startTyped();
  await reconnect(page, FORM);
  await reconnect(page, FORM);
  await settled();
  expect(
    page.server.all("event").filter(({ payload }) => (payload as { value: string }).value.includes("typed&")),
  ).toHaveLength(3);
  await page.server.reply(page.server.last("event"));
  expect(page.container.className).toBe("phx-connected");
});
