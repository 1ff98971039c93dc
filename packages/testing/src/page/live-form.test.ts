import { html, js, liveView, route } from "@firecrest/live";
import { expect, test } from "vitest";
import { appOf, appOfView } from "../fixtures/test-app.ts";
import { live } from "../live.ts";

const echo = (_live: unknown, params: object) => params;

const signup = liveView({
  mount: (): { isDone: boolean } => ({ isDone: false }),
  events: { change: echo, save: echo, name: echo, done: (live) => live.assign({ isDone: true }) },
  render: ({ isDone }, on) => html`
  <form id="signup" phx-change=${on.change} phx-submit=${js.push("save", { value: { via: "js" } })} phx-value-step="2">
    <input type="hidden" name="plan" value="free">
    <input name="user[name]" value="Ann"><input name="user[email]" type="email">
    <textarea name="user[bio]">
Hello</textarea>
    <input type="hidden" name="news" value="no"><input type="checkbox" name="news" value="yes">
    <input type="checkbox" name="tags[]" value="a"><input type="checkbox" name="tags[]" value="b" checked>
    <input type="radio" name="size" value="s" checked><input type="radio" name="size" value="l">
    <select name="country"><option value="it">Italy</option><option value="de" disabled>Germany</option><option value="pt">Portugal</option></select>
    <select name="langs[]" multiple><option>en</option><option selected>it</option></select>
    <input name="fixed" value="1" readonly><input name="locked" disabled>
    <fieldset disabled><legend><input name="in-legend"></legend><input name="in-fieldset"></fieldset>
    <input type="file" name="photo"><input type="submit" name="do" value="preview"><button name="do" value="save" id="save">Save</button>
    <button id="plain" disabled>No</button><button id="other" type="button">Other</button>
  </form>
  <input name="outside" form="signup" value="o"><div id="not-a-form"></div>
  <form id="one"><input name="name" phx-change=${on.name}><input name="rest"></form>
  <form id="bare" action="/plain?x=1"><input name="q" value="a b"></form>
  <form id="post" action="/post" method="post" phx-trigger-action=${isDone} phx-submit=${on.done}><input name="q" value="ä"><button name="b" value="1">b</button></form>`,
});

const app = appOf([route("/", signup)], {
  fetch: async (request) =>
    Response.json({
      url: new URL(request.url).pathname + new URL(request.url).search,
      method: request.method,
      type: request.headers.get("content-type"),
      origin: request.headers.get("origin"),
      body: await request.text(),
    }),
});

/** What every change of an untouched form says of its fields. */
const UNTOUCHED = {
  user: { _unused_name: "", name: "Ann", _unused_email: "", email: "", _unused_bio: "", bio: "Hello" },
  plan: "free",
  _unused_news: "",
  news: "no",
  _unused_tags: [""],
  tags: ["b"],
  _unused_size: "",
  size: "s",
  _unused_country: "",
  country: "it",
  _unused_langs: [""],
  langs: ["it"],
  _unused_fixed: "",
  fixed: "1",
  "_unused_in-legend": "",
  "in-legend": "",
  _unused_outside: "",
  outside: "o",
  step: "2",
};

test("a change sends the whole form as a browser does: what was rendered, what was filled in, and what was not touched yet", async () => {
  const page = await live(app, "/");
  await page.form("#signup", { user: { email: "a@b.c" } }).change();
  const { _unused_email: _, ...user } = UNTOUCHED.user;
  expect(page.replies).toEqual([{ ...UNTOUCHED, user: { ...user, email: "a@b.c" }, _target: ["user", "email"] }]);
});

test("fields are texts, boxes, radios and selects, by nested names or whole ones", async () => {
  const page = await live(app, "/");
  await page
    .form("#signup", {
      "user[name]": "Bob",
      user: { bio: null },
      news: true,
      tags: ["a"],
      size: "l",
      country: "pt",
      langs: ["en", "it"],
      outside: 7,
    })
    .submit();
  expect(page.replies).toEqual([
    {
      plan: "free",
      user: { name: "Bob", email: "", bio: "" },
      news: "yes",
      tags: ["a"],
      size: "l",
      country: "pt",
      langs: ["en", "it"],
      fixed: "1",
      "in-legend": "",
      outside: "7",
      step: "2",
      via: "js",
    },
  ]);
});

test.each([
  ["there is no such field", { nope: "x" }, 'The form has no field "nope". Its fields are: plan, user[name]'],
  ["it is disabled", { locked: "x" }, 'The field "locked" is disabled'],
  ["a fieldset around it is disabled", { "in-fieldset": "x" }, 'The field "in-fieldset" is disabled'],
  ["it is read-only", { fixed: "2" }, 'The field "fixed" is read-only'],
  ["it is hidden", { plan: "pro" }, 'The field "plan" is hidden: a user cannot change it'],
  ["the select does not offer it", { country: "fr" }, 'The field "country" does not offer the value "fr"'],
  ["the option is disabled", { country: "de" }, 'The field "country" does not offer the value "de"'],
  ["no radio has the value", { size: "xl" }, 'The field "size" does not offer the value "xl"'],
  ["no box has the value", { tags: ["c"] }, 'The field "tags" does not offer the value "c"'],
  ["the select takes one", { country: ["it", "pt"] }, 'The select "country" takes one value, but got a list of 2'],
  ["several boxes could be meant", { "tags[]": true }, '2 fields have the name "tags[]"'],
  ["a text is no boolean", { user: { name: true } }, 'The field "user[name]" takes a text, but got true'],
  ["it takes files", { photo: "x" }, 'The field "photo" takes files'],
  ["it is a button", { do: "save" }, 'The field "do" is a button'],
])("a field cannot be filled in when %s, and the error shows the HTML", async (_why, fields, message) => {
  const page = await live(app, "/");
  await expect(page.form("#signup", fields).change()).rejects.toMatchObject({
    code: "field-mismatch",
    message: expect.stringContaining(message),
  });
  await expect(page.form("#signup", fields).change()).rejects.toThrow(/\n {2}</);
});

test("what only a script can change goes along unchecked, as extra", async () => {
  const page = await live(app, "/");
  await page.form("#signup").submit({ extra: { plan: "pro", rows: [{ id: 1 }, { id: 2 }], flags: ["x"] } });
  expect(page.replies[0]).toMatchObject({ plan: "pro", rows: { 0: { id: "1" }, 1: { id: "2" } }, flags: ["x"] });
});

test("a submitter goes along where it stands; one that cannot submit is an error", async () => {
  const page = await live(app, "/");
  const form = page.form("#signup");
  await form.submitter("#save").submit();
  await form.submitter("[value=preview]").submit();
  await page.element("#save").click();
  expect(page.replies).toMatchObject([{ do: "save" }, { do: "preview" }, { do: "save" }]);
  await form.submit();
  expect(page.replies[3]).not.toHaveProperty("do");
  await expect(form.submitter("#plain").submit()).rejects.toMatchObject({ code: "field-mismatch" });
  await expect(form.submitter("textarea").submit()).rejects.toMatchObject({ code: "field-mismatch" });
  await expect(form.submitter("#nope").submit()).rejects.toMatchObject({ code: "element-missing" });
});

test("after a submit every field counts as used, and a field that was changed stays so", async () => {
  const page = await live(app, "/");
  await page.form("#signup", { news: true }).change();
  await page.form("#signup", { size: "l" }).change();
  expect(page.replies[1]).not.toHaveProperty("_unused_news");
  expect(page.replies[1]).toHaveProperty("_unused_country");
  await page.form("#signup").submit();
  await page.form("#signup", { size: "s" }).change();
  expect(Object.keys(page.replies[3] as object).filter((name) => name.startsWith("_unused"))).toEqual([]);
});

test("a field with a phx-change of its own sends itself alone", async () => {
  const page = await live(app, "/");
  await page.form("#one", { name: "x" }).change();
  expect(page.replies).toEqual([{ name: "x", _target: ["name"] }]);
});

test.each([
  ["nothing was filled in", "#signup", {}, "field-mismatch", "Nothing in the form has changed"],
  ["neither form nor field has phx-change", "#one", { rest: "x" }, "no-binding", "The form has no phx-change"],
  ["it is no form", "#not-a-form", {}, "element-missing", '"#not-a-form" is not a form'],
  ["it is not there", "#nope", {}, "element-missing", 'There is no "#nope"'],
])("a change is an error when %s", async (_why, selector, fields, code, message) => {
  const page = await live(app, "/");
  const failure: unknown = await page
    .form(selector, fields)
    .change()
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code });
  expect((failure as Error).message).toContain(message);
});

test("a form without phx-submit says how to send it instead", async () => {
  const page = await live(app, "/");
  await expect(page.form("#bare").submit()).rejects.toMatchObject({
    code: "no-binding",
    message: expect.stringContaining("submitByHttp()"),
  });
});

test("submitByHttp sends the form as a browser without our script does, and leaves the page", async () => {
  const page = await live(app, "/");
  const response = await page.form("#bare", { q: "c&d" }).submitByHttp();
  expect(await response.json()).toMatchObject({ url: "/plain?q=c%26d", method: "GET" });
  expect(page.client.isOpen).toBe(false);
});

test("followTriggerAction submits by HTTP what the server asks to be submitted, and nothing else", async () => {
  const page = await live(app, "/");
  const form = page.form("#post", { q: "x" }).submitter("button");
  await expect(form.followTriggerAction()).rejects.toMatchObject({ code: "no-binding" });
  await form.submit();
  const response = await form.followTriggerAction();
  expect(await response.json()).toEqual({
    url: "/post",
    method: "POST",
    type: "application/x-www-form-urlencoded;charset=UTF-8",
    origin: "http://localhost",
    body: "q=x&b=1",
  });
});

test("a multipart form travels as one", async () => {
  const view = liveView({
    mount: () => ({}),
    render: () =>
      html`<form action="/post" method="post" enctype="multipart/form-data"><input name="q" value="1"></form>`,
  });
  const page = await live(
    appOfView(view, { fetch: async (request) => Response.json([...(await request.formData())]) }),
    "/",
  );
  expect(await (await page.form("form").submitByHttp()).json()).toEqual([["q", "1"]]);
});
