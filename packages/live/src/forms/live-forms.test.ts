// Forms as a browser meets them: the page, its socket, the events that its client sends, the posts of a browser.
import type { Server } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { type LivePage, visit } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type App, createApp } from "../app.ts";
import { Form, InputsFor } from "../components/index.ts";
import { type LiveView, liveView, type Params } from "../live-view.ts";
import { route } from "../router.ts";
import { serve } from "../serve.ts";
import { click } from "../fixtures/exchange.ts";
import { form } from "./form.ts";
import type { FormField } from "./form-fields.ts";
import { readForm } from "./posted-form.ts";

const address = z.object({ street: z.string().min(3, "which street?"), note: z.string().optional() });
const signUp = z.object({
  email: z.string().includes("@", { message: "needs an @" }),
  password: z.string().min(8, "too short"),
  home: z.object({ city: z.string().min(1, "which city?") }),
  addresses: z.array(address).min(1, "at least one"),
});

/** A field as the tests look at it: its control, whether it was used, what is wrong. */
function shown(field: FormField, kind = "text") {
  return html`<label for=${field.id} class=${{ used: field.isUsed }}>${field.name}</label><input type=${kind} id=${field.id} name=${field.name} value=${field.value}><i>${field.errors.join(", ")}</i>`;
}

/** The whole of forms on one page. */
const registration: LiveView<Params> = liveView({
  mount: () => ({
    user: form(signUp, { email: "", addresses: [{ street: "" }] }, { as: "user" }),
    saved: "",
  }),
  events: {
    validate: (live, params) => live.assign({ user: form(live.assigns.user, params) }),
    save: (live, params) => {
      const user = form(live.assigns.user, params, { submitted: true });
      if (user.value?.email === "ann@example.com") {
        return live.assign({ user: form(user, undefined, { errors: { email: "is taken", "": "Try again." } }) });
      }
      return live.assign({ user, saved: user.value?.addresses.map(({ street }) => street).join("; ") ?? "" });
    },
    crash: () => {
      throw new Error("boom");
    },
  },
  render: ({ user, saved }, on) => {
    const addresses = user.inputs("addresses");
    const list = InputsFor({
      for: addresses,
      children: (one) => html`<li>${shown(one.field("street"))}${shown(one.field("note"))}</li>`,
    });
    const home = InputsFor({ for: user.nested("home"), children: (part) => shown(part.field("city")) });
    return html`<main>${Form({
      for: user,
      "phx-change": on.validate,
      "phx-submit": on.save,
      children: html`<b>${user.action} ${user.errors.join()}</b>
${shown(user.field("email"))}${shown(user.field("password"), "password")}
<u class=${{ used: user.field("home").isUsed }}></u>${home}
<ol>${list}</ol><em>${user.field("addresses").errors.join()}</em>
<button type="button" name=${addresses.sortName} value="new">add</button>`,
    })}<output>${saved}</output></main>`;
  },
});

/** Every kind of form tag. */
const tags: LiveView<Params> = liveView({
  mount: () => ({}),
  render: () => {
    const of = form(z.object({ q: z.string() }), { q: "1" }, { id: "f" });
    return html`<main>
${Form({ for: of, "phx-change": "c", class: ["a", false, "b"], children: (same) => html`<b>${same?.field("q").value}</b>` })}
${Form({ for: of, id: "get", action: "/find", method: "get", children: "x" })}
${Form({ for: of, id: "post", action: "/post" })}
${Form({ for: of, id: "put", action: "/put", method: "put", multipart: true })}
<${Form} id="away" action="https://example.com/hook">${"y"}<//>
<${Form} for=${of} id="bare" action="/open" csrfToken=${false} novalidate/>
</main>`;
  },
});

/** A list with every option. */
const options: LiveView<Params> = liveView({
  mount: () => ({
    one: form(z.object({ list: z.array(address).optional(), rest: z.array(address) }), { rest: [{ street: "b" }] }),
  }),
  events: { validate: (live, params) => live.assign({ one: form(live.assigns.one, params) }) },
  render: ({ one }) => {
    const around = one.inputs("rest", { prepend: [{ street: "a" }], append: [{ street: "c" }], id: "r" });
    const byDefault = one.inputs("list", { default: [{ street: "d" }], as: "other[list]", skipPersistentId: true });
    return html`<form id="form">
${InputsFor({ for: around, children: (item) => shown(item.field("street")) })}
<hr>${InputsFor({ for: byDefault, children: (item) => shown(item.field("street")) })}
<hr>${InputsFor({ for: around, skipHidden: true, children: ({ hidden }) => html`<p>${hidden.map(({ name, value }) => `${name}=${value} `)}</p>` })}
<hr><${InputsFor} for=${one.inputs("rest")}>${(item: (typeof around)[number]) => html`<s>${item.name} ${item.index}</s>`}<//>
</form>`;
  },
});

const login = z.object({ name: z.string().min(1), password: z.string().min(1) });

/** A form that is checked here and posted by the browser. */
const loginView: LiveView<Params> = liveView({
  mount: () => ({ entry: form(login, { name: "" }), triggers: false }),
  events: {
    check: (live, params) => {
      const entry = form(login, params, { submitted: true });
      live.assign({ entry, triggers: entry.isValid });
    },
  },
  render: ({ entry, triggers }, on) =>
    html`${Form({
      for: entry,
      action: "/session",
      method: "put",
      "phx-submit": on.check,
      "phx-trigger-action": triggers,
      children: html`${shown(entry.field("name"))}${shown(entry.field("password"), "password")}`,
    })}`,
});

let server: Server;
let origin: string;

beforeAll(async () => {
  const app: App = createApp({
    secrets: ["0123456789abcdef0123456789abcdef"],
    development: false,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    routes: [route("/", registration), route("/tags", tags), route("/options", options), route("/login", loginView)],
    fetch: async (request) => {
      const posted = await readForm(request, app.sessions.read(request));
      if (!posted.ok) return new Response(posted.reason, { status: 403 });
      const { value } = form(login, posted.params, { submitted: true });
      return new Response(`${posted.method} ${value?.name}`);
    },
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
  origin = `http://127.0.0.1:${server.port}`;
});

afterAll(() => server.close());

function ignore(): void {}

async function onPage<Result>(path: string, use: (page: LivePage) => Promise<Result>): Promise<Result> {
  const page = await visit(origin, path);
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

/** The inputs of the page with their values, in order. */
function inputsOf(
  markup: string,
): { readonly name: string; readonly value: string; readonly id: string; readonly type: string }[] {
  return [...markup.matchAll(/<input ([^>]*)>/g)].map(([, text = ""]) => {
    const attributes = Object.fromEntries(
      [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const { name = "", value = "", id = "", type = "text" } = attributes as Record<string, string>;
    return { name, value, id, type };
  });
}

/** What the client sends of a form that the user has changed: what was never touched is marked (liveview-protocol §7.3). */
function fieldsAfter(markup: string, typed: Readonly<Record<string, string>>): string {
  const pairs = inputsOf(markup).flatMap(({ name, value, type }): [string, string][] => {
    const pair: [string, string] = [name, typed[name] ?? value];
    const marker = name.replace(/[^[\]]+(?=\]$)|^[^[]+$/, "_unused_$&");
    return type === "hidden" || Object.hasOwn(typed, name) ? [pair] : [[marker, ""], pair];
  });
  return new URLSearchParams(pairs).toString();
}

function pushForm(page: LivePage, event: string, text: string, target?: string) {
  const meta = target === undefined ? {} : { _target: target };
  return page.exchange(EVENTS.event, { type: "form", event, value: text, meta });
}

function change(page: LivePage, typed: Readonly<Record<string, string>>) {
  return pushForm(page, "validate", fieldsAfter(page.markup(), typed), Object.keys(typed).at(-1));
}

/** A click on a button of the form, or on a hidden input beside it: its name and value are sent among the fields. */
function press(page: LivePage, name: string, value: string, typed: Readonly<Record<string, string>> = {}) {
  const text = `${fieldsAfter(page.markup(), typed)}&${new URLSearchParams([[name, value]]).toString()}`;
  return pushForm(page, "validate", text, name);
}

function errorAt(markup: string, name: string): string | undefined {
  const input = inputsOf(markup).find((one) => one.name === name);
  return new RegExp(` id="${input?.id}" [^>]*><i>(.*?)</i>`).exec(markup)?.[1];
}

test("a form made from a schema has names by `as`, ids by names, errors by path after an action, and those it is given", () =>
  onPage("/", async (page) => {
    const [email, , city, , , street] = inputsOf(page.markup());
    expect(page.markup()).toContain('<form id="user" ');
    expect(email).toEqual({ name: "user[email]", id: "user-email", value: "", type: "text" });
    expect(city).toMatchObject({ name: "user[home][city]", id: "user-home-city" });
    expect(street).toMatchObject({ name: "user[addresses][0][street]", id: "user-addresses-0-street" });
    expect(page.markup()).not.toContain("needs an @");
    const typed = { "user[email]": "ann", "user[addresses][0][street]": "ab" };
    await change(page, typed);
    expect(page.markup()).toContain("<b>validate </b>");
    expect(errorAt(page.markup(), "user[email]")).toBe("needs an @");
    expect(errorAt(page.markup(), "user[addresses][0][street]")).toBe("which street?");
    expect(errorAt(page.markup(), "user[home][city]")).toBe("");
    const all = {
      "user[email]": "ann@example.com",
      "user[password]": "a secret",
      "user[home][city]": "B",
      "user[addresses][0][street]": "abc",
    };
    await pushForm(page, "save", fieldsAfter(page.markup(), all));
    expect(page.markup()).toContain("<b>submit Try again.</b>");
    expect(errorAt(page.markup(), "user[email]")).toBe("is taken");
    await pushForm(page, "save", fieldsAfter(page.markup(), { ...all, "user[email]": "ben@example.com" }));
    expect(page.markup()).toContain("<output>abc</output>");
  }));

test("a field is used from the change that comes without its marker, a record and a list once anything in them is", () =>
  onPage("/", async (page) => {
    const isUsed = (name: string) => {
      const { id = "" } = inputsOf(page.markup()).find((one) => one.name === name) ?? {};
      return page.markup().includes(`<label for="${id}" class="used">`);
    };
    const isHomeUsed = () => page.markup().includes('<u class="used">');
    await change(page, { "user[email]": "a" });
    expect([isUsed("user[email]"), isUsed("user[password]"), isUsed("user[home][city]"), isHomeUsed()]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    await change(page, { "user[email]": "a", "user[home][city]": "B" });
    expect([isUsed("user[email]"), isUsed("user[password]"), isUsed("user[home][city]"), isHomeUsed()]).toEqual([
      true,
      false,
      true,
      true,
    ]);
  }));

test("a form without an action has neither method nor token; with one it has what its method needs", async () => {
  const { deadHtml, liveHtml } = await onPage("/tags", async (page) => ({
    deadHtml: page.deadMarkup,
    liveHtml: page.markup(),
  }));
  const token = /name="_csrf_token" value="([\w-]+)"/.exec(deadHtml)?.[1];
  const csrf = `<input type="hidden" name="_csrf_token" value="${token}">`;
  expect(token).toHaveLength(48);
  expect(liveHtml).toBe(deadHtml);
  expect(deadHtml.split("\n").slice(1, -1)).toEqual([
    '<form id="f" phx-change="c" class="a b"><b>1</b></form>',
    '<form id="get" action="/find" method="get">x</form>',
    `<form id="post" action="/post" method="post">${csrf}</form>`,
    `<form id="put" action="/put" method="post" enctype="multipart/form-data"><input type="hidden" name="_method" value="put">${csrf}</form>`,
    '<form id="away" action="https://example.com/hook" method="post">y</form>',
    '<form id="bare" action="/open" method="post" novalidate></form>',
  ]);
});

test("the inputs of a list come with its beginning, with hidden ones, and with the names and ids that were asked for", () =>
  onPage("/options", async (page) => {
    const [around = "", byDefault = "", unhidden = "", nested = ""] = page.markup().split("<hr>");
    expect(inputsOf(around)).toEqual([
      ...["a", "b", "c"].flatMap((value, index) => [
        { name: `rest[${index}][_persistent_id]`, value: String(index), id: "", type: "hidden" },
        { name: "rest_sort[]", value: String(index), id: "", type: "hidden" },
        { name: `rest[${index}][street]`, value, id: `r-${index}-street`, type: "text" },
      ]),
      { name: "rest_drop[]", value: "", id: "", type: "hidden" },
    ]);
    expect(inputsOf(byDefault)).toEqual([
      { name: "other[list_sort][]", value: "0", id: "", type: "hidden" },
      { name: "other[list][0][street]", value: "d", id: "form-list-0-street", type: "text" },
      { name: "other[list_drop][]", value: "", id: "", type: "hidden" },
    ]);
    expect(unhidden).toContain("<p>rest[0][_persistent_id]=0 rest_sort[]=0 </p><p>rest[1]");
    expect(nested).toContain("<s>rest[0] 0</s>");
    // What was sent has the records around it already.
    await pushForm(page, "validate", fieldsAfter(around, { "rest[1][street]": "B" }), "rest[1][street]");
    expect(
      inputsOf(page.markup())
        .slice(0, 10)
        .flatMap(({ value, type }) => (type === "text" ? [value] : [])),
    ).toEqual(["a", "B", "c"]);
  }));

test("records are added, moved and dropped by what a form's controls send, and what was typed stays with its record", () =>
  onPage("/", async (page) => {
    const streets = () =>
      inputsOf(page.markup())
        .filter(({ name }) => name.endsWith("[street]"))
        .map(({ id, name, value }) => [id, name, value]);
    await press(page, "user[addresses_sort][]", "new", { "user[addresses][0][street]": "First" });
    await press(page, "user[addresses_sort][]", "new", { "user[addresses][1][street]": "Second" });
    expect(streets()).toEqual([
      ["user-addresses-0-street", "user[addresses][0][street]", "First"],
      ["user-addresses-1-street", "user[addresses][1][street]", "Second"],
      ["user-addresses-2-street", "user[addresses][2][street]", ""],
    ]);
    const moved = fieldsAfter(page.markup(), {}).replaceAll(
      /user%5Baddresses_sort%5D%5B%5D=(\d)/g,
      (_, index) => `user%5Baddresses_sort%5D%5B%5D=${2 - Number(index)}`,
    );
    await pushForm(page, "validate", moved, "user[addresses_sort][]");
    expect(streets()).toEqual([
      ["user-addresses-2-street", "user[addresses][0][street]", ""],
      ["user-addresses-1-street", "user[addresses][1][street]", "Second"],
      ["user-addresses-0-street", "user[addresses][2][street]", "First"],
    ]);
    await press(page, "user[addresses_drop][]", "0");
    expect(streets().map(([id]) => id)).toEqual(["user-addresses-1-street", "user-addresses-0-street"]);
    await press(page, "user[addresses_drop][]", "0");
    await press(page, "user[addresses_drop][]", "0");
    expect(streets()).toEqual([]);
    await pushForm(page, "save", fieldsAfter(page.markup(), {}));
    expect(page.markup()).toContain("<em>at least one</em>");
  }));

test("a record that was added is sent as that record, not as the list", () =>
  onPage("/", async (page) => {
    await change(page, { "user[email]": "a" });
    const reply = await press(page, "user[addresses_sort][]", "new");
    const text = JSON.stringify(reply.response["diff"]);
    expect(text).toContain("user-addresses-1-street");
    expect(text).not.toContain("user-addresses-0-street");
  }));

test("a password is checked, and neither the page nor a diff has it", () =>
  onPage("/", async (page) => {
    const text = fieldsAfter(page.markup(), { "user[password]": "hunter2" });
    const reply = await pushForm(page, "validate", text, "user[password]");
    expect(errorAt(page.markup(), "user[password]")).toBe("too short");
    expect(JSON.stringify(reply) + page.markup()).not.toContain("hunter2");
  }));

describe("a form that its browser posts", () => {
  test("is posted once the view says so, with the fields and the token that it was rendered with", () =>
    onPage("/login", async (page) => {
      await pushForm(page, "check", "name=&password=x");
      expect(page.markup()).not.toContain("phx-trigger-action");
      await pushForm(page, "check", "name=Ann&password=x");
      const [tag = ""] = /<form [^>]*>/.exec(page.markup()) ?? [];
      expect(tag).toBe('<form id="form" action="/session" method="post" phx-submit="check" phx-trigger-action>');
      const body = new URLSearchParams(
        inputsOf(page.markup()).map(({ name, value }) => [name, name === "password" ? "x" : value]),
      );
      const response = await fetch(`${origin}/session`, {
        method: "POST",
        body,
        headers: { cookie: page.jar.toString() },
      });
      expect([response.status, await response.text()]).toEqual([200, "PUT Ann"]);
    }));

  test("is refused from another session, and from another site", () =>
    onPage("/login", async (page) => {
      const body = () => new URLSearchParams(inputsOf(page.markup()).map(({ name, value }) => [name, value]));
      const other = await visit(origin, "/login");
      await other.close();
      const byOther = await fetch(`${origin}/session`, {
        method: "POST",
        body: body(),
        headers: { cookie: other.jar.toString() },
      });
      const forged = body();
      forged.delete("_csrf_token");
      const byForm = await fetch(`${origin}/session`, {
        method: "POST",
        body: forged,
        headers: { cookie: page.jar.toString() },
      });
      expect([byOther.status, byForm.status]).toEqual([403, 403]);
    }));
});

test("after a crash or a reconnect the form's own change event brings back all that was typed, records and all", () =>
  onPage("/", async (page) => {
    await press(page, "user[addresses_sort][]", "new", { "user[email]": "ann" });
    await change(page, { "user[email]": "ann", "user[addresses][1][street]": "Second" });
    await press(page, "user[addresses_drop][]", "0", { "user[email]": "ann", "user[addresses][1][street]": "Second" });
    const before = page.markup();
    expect(before).toContain("user-addresses-1-street");
    const typed = { "user[email]": "ann", "user[addresses][0][street]": "Second" };
    // The client takes down what is in the form, joins anew, and sends it (liveview-protocol §15.4).
    const saved = fieldsAfter(before, typed);
    void click(page, "crash").catch(() => undefined);
    await page.client.next((frame) => frame.event === EVENTS.error);
    await page.join();
    expect(page.markup()).not.toContain("Second");
    await pushForm(page, "validate", saved, "user[email]");
    expect(page.markup()).toBe(before);
  }));
