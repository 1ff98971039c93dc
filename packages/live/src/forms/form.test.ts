import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { LiveError } from "../errors.ts";
import { form, formAsync } from "./form.ts";
import { decodeForm } from "./form-params.ts";

const schema = z.object({
  title: z.string().min(2, "too short"),
  user: z.object({ email: z.string().includes("@", { message: "no @" }) }),
});

/** What a change event carries. */
function changed(text: string, target = "title"): Readonly<Record<string, unknown>> {
  return { ...decodeForm(text), _target: target };
}

describe("form", () => {
  test("initial values are kept and show no errors", () => {
    const initial = form(schema, { title: "x", user: { email: "" } });
    expect([initial.isValid, initial.action, initial.value]).toEqual([false, undefined, undefined]);
    expect(initial.field("title")).toEqual({
      name: "title",
      id: "form-title",
      value: "x",
      values: [],
      errors: [],
      isUsed: false,
    });
  });

  test("after a change only the fields that were used show their errors", () => {
    const after = form(schema, changed("title=x&user[_unused_email]=&user[email]=a"));
    expect(after.action).toBe("validate");
    expect(after.field("title")).toMatchObject({ errors: ["too short"], isUsed: true });
    expect(after.field("user[email]")).toMatchObject({ value: "a", errors: [], isUsed: false });
    expect(after.field("user").isUsed).toBe(false);
  });

  test("after a submit every error shows, also of fields that were not sent", () => {
    const submitted = form(schema, decodeForm("title=x"), { submitted: true, id: "battle" });
    expect(submitted.action).toBe("submit");
    expect(submitted.field("title")).toMatchObject({ id: "battle-title", value: "x", errors: ["too short"] });
    expect(submitted.field("user").errors).toHaveLength(1);
  });

  test("a valid form has its decoded value, without the browser's markers", () => {
    const valid = form(z.strictObject({ title: z.string().trim() }), changed("_unused_title=&title= a "));
    expect([valid.value, valid.isValid]).toEqual([{ title: "a" }, true]);
  });

  test("names that are not in the params are empty, inherited ones too", () => {
    const unknown: StandardSchemaV1 = schema;
    expect(form(unknown, {}).field("constructor[name]").value).toBe("");
    expect(form(unknown, {}).field("title[length]").value).toBe("");
  });

  test("what no control can hold has no text", () => {
    const all = form(z.unknown(), {
      a: 1,
      b: 2n,
      c: true,
      d: new Date(0),
      e: new Date(Number.NaN),
      f: { g: 1 },
      h: null,
    });
    const texts = ["a", "b", "c", "d", "e", "f", "h"].map((name) => all.field(name).value);
    expect(texts).toEqual(["1", "2", "true", "1970-01-01T00:00:00.000Z", "", "", ""]);
  });

  test("a list of texts is for several checkboxes, or a select with several choices", () => {
    const tagged = form(z.object({ tags: z.array(z.string()) }), changed("tags[]=a&tags[]=b", "tags[]"));
    expect(tagged.field("tags")).toMatchObject({ name: "tags", value: "", values: ["a", "b"], isUsed: true });
    expect(tagged.field("tags[1]").value).toBe("b");
  });

  test("cannot be changed, so that a view that holds it need not look at it again", () => {
    expect(Object.isFrozen(form(schema))).toBe(true);
  });
});

describe("the errors of", () => {
  const trip = z
    .object({
      from: z.string(),
      to: z.string(),
      via: z.array(z.object({ at: z.string().min(1, "where?") })).min(1, "too direct"),
    })
    .refine(({ from, to }) => from !== to, "going nowhere")
    .refine(({ from }) => from !== "x", { path: ["from"], message: "not from x" })
    .refine(({ from }) => from !== "x", { path: ["from"], message: "never" });

  test("one field are all of them, in their order", () => {
    expect(form(trip, changed("from=x&to=y&via[0][at]=z")).field("from").errors).toEqual(["not from x", "never"]);
  });

  test("the whole form are those of no field", () => {
    const nowhere = form(trip, changed("from=a&to=a&via[0][at]=z"));
    expect(nowhere.errors).toEqual(["going nowhere"]);
    expect(form(trip, { from: "a", to: "a", via: [{ at: "" }] }).errors).toEqual([]);
  });

  test("a list stand beside those of what is in it", () => {
    const direct = form(trip, changed("from=a&to=b&via_drop[]="), { submitted: true });
    expect(direct.field("via").errors).toEqual(["too direct"]);
    const unclear = form(trip, changed("from=a&to=b&via[3][at]="));
    expect(unclear.field("via[0][at]").errors).toEqual(["where?"]);
    expect(unclear.inputs("via")[0]?.field("at").errors).toEqual(["where?"]);
  });

  test("the database are shown at once, and make the form invalid", () => {
    const fine = changed("title=xx&user[email]=a@b");
    const taken = form(schema, fine, { errors: { "user[email]": "is taken", title: ["a", "b"], "": "sorry" } });
    expect([taken.isValid, taken.value, taken.errors]).toEqual([false, undefined, ["sorry"]]);
    expect([taken.field("user[email]").errors, taken.field("title").errors]).toEqual([["is taken"], ["a", "b"]]);
    expect(form(schema, fine, { errors: { title: [] } }).isValid).toBe(true);
  });
});

describe("nested forms", () => {
  const party = z.object({
    host: z.object({ name: z.string() }).optional(),
    guests: z
      .array(z.object({ name: z.string(), plus: z.array(z.object({ name: z.string() })).optional() }))
      .optional(),
  });
  const names = (list: readonly { field(name: "name"): { readonly value: string } }[]) =>
    list.map((one) => one.field("name").value);

  test("of a record have the record's names, ids and values", () => {
    const host = form(party, { host: { name: "Ann" } }, { as: "p" }).nested("host");
    expect(host).toMatchObject({ name: "p[host]", id: "p-host", index: 0, persistentId: "", hidden: [] });
    expect(host.field("name")).toMatchObject({ name: "p[host][name]", id: "p-host-name", value: "Ann" });
    expect(form(party).nested("host", { id: "h", as: "h" }).field("name")).toMatchObject({
      name: "h[name]",
      id: "h-name",
    });
  });

  test("nest", () => {
    const sent = changed("guests[0][name]=Ben&guests[0][plus][0][_persistent_id]=7&guests[0][plus][0][name]=Cy");
    const [ben] = form(party, sent).inputs("guests");
    const plus = ben?.inputs("plus");
    expect(plus?.[0]?.field("name")).toMatchObject({
      name: "guests[0][plus][0][name]",
      id: "form-guests-0-plus-7-name",
      value: "Cy",
      isUsed: true,
    });
    expect([plus?.sortName, plus?.dropName]).toEqual(["guests[0][plus_sort][]", "guests[0][plus_drop][]"]);
  });

  test("begin with what they are given where the form has nothing, which nobody has used", () => {
    const options = { default: [{ name: "d" }], prepend: [{ name: "p" }], append: [{ name: "a" }] };
    expect(names(form(party).inputs("guests", options))).toEqual(["p", "d", "a"]);
    expect(names(form(party, { guests: [{ name: "x" }] }).inputs("guests", options))).toEqual(["p", "x", "a"]);
    expect(names(form(party, changed("guests[0][name]=x")).inputs("guests", options))).toEqual(["x"]);
    expect(names(form(party, changed("guests_drop[]=")).inputs("guests", options))).toEqual([]);
    const elsewhere = form(party, changed("title=x"));
    const [first] = elsewhere.inputs("guests", options);
    expect([first?.field("name").value, first?.field("name").isUsed]).toEqual(["p", false]);
    expect(elsewhere.nested("host", { default: { name: "h" } }).field("name")).toMatchObject({
      value: "h",
      isUsed: false,
    });
  });

  test("of what is no list, or no record, are none, or empty", () => {
    const odd = form(party, changed("guests=text&host=text"));
    expect(odd.inputs("guests")).toHaveLength(0);
    expect(odd.nested("host").field("name").value).toBe("");
  });
});

describe("a form that is named", () => {
  const user = z.object({ email: z.string().min(3, "too short"), tags: z.array(z.string()).default([]) });

  test("nests its names, and takes its own part of what was sent", () => {
    const named = form(user, changed("user[email]=ab&other=1", "user[email]"), { as: "user" });
    expect(named.field("email")).toMatchObject({
      name: "user[email]",
      id: "user-email",
      value: "ab",
      errors: ["too short"],
    });
    expect(form(user, decodeForm("user[email]=abc"), { as: "user", submitted: true }).value).toEqual({
      email: "abc",
      tags: [],
    });
  });

  test("begins with values that are not", () => {
    expect(form(user, { email: "x" }, { as: "user" }).field("email")).toMatchObject({
      name: "user[email]",
      value: "x",
    });
  });

  test("may have an id of its own, and a name that is nested already", () => {
    const deep = form(user, changed("a[b][email]=x"), { as: "a[b]" });
    expect(deep.field("email")).toMatchObject({ name: "a[b][email]", id: "a-b-email", value: "x" });
    expect(form(user, {}, { as: "user", id: "login" }).field("email")).toMatchObject({
      name: "user[email]",
      id: "login-email",
    });
  });

  test.each(["user=text", "user[]=x", "", "constructor[email]=x"])("and is sent something else: %j", (text) => {
    expect(form(user, changed(text), { as: "user" }).field("email")).toMatchObject({ value: "", isUsed: false });
  });
});

describe("a form made from a form", () => {
  const first = form(schema, { title: "a", user: { email: "" } }, { as: "post", id: "p", secret: /email/ });

  test("keeps its schema, its name, its id and its secrets", () => {
    const second = form(first, changed("post[title]=xy&post[user][email]=e", "post[title]"));
    expect(second.schema).toBe(schema);
    expect(second.field("title")).toMatchObject({ name: "post[title]", id: "p-title", value: "xy" });
    expect(second.field("user[email]").value).toBe("");
  });

  test("keeps its values where none are given", () => {
    const fine = form(schema, decodeForm("title=xx&user[email]=a@b"), { submitted: true });
    const taken = form(fine, undefined, { errors: { title: "is taken" } });
    expect([fine.value?.title, taken.value, taken.action]).toEqual(["xx", undefined, "submit"]);
    expect(taken.field("title")).toMatchObject({ value: "xx", errors: ["is taken"] });
    expect(form(taken, undefined, { errors: {} }).value).toEqual(fine.value);
    expect(form(taken, undefined, { as: "x", id: "y", action: "insert" })).toMatchObject({ id: "y", action: "insert" });
  });

  test("loses errors from elsewhere with the values that they were about", () => {
    const taken = form(schema, changed("title=xx"), { errors: { title: "is taken" } });
    expect(form(taken, changed("title=xxx")).field("title").errors).toEqual([]);
  });

  test("goes on showing everything after a submit, until it begins anew", () => {
    const submitted = form(schema, decodeForm("title=x"), { submitted: true });
    const next = form(submitted, changed("title=xx"));
    expect([next.action, next.field("user").errors.length]).toEqual(["validate", 1]);
    expect(form(next, { title: "" }).field("title").errors).toEqual([]);
  });
});

describe("an action", () => {
  test("has values checked that no change event brought", () => {
    const fromUrl = form(schema, { title: "x", user: { email: "a@b" } }, { action: "filter" });
    expect([fromUrl.action, fromUrl.field("title").errors]).toEqual(["filter", ["too short"]]);
  });
});

describe("a password", () => {
  const login = z.object({
    password: z.string().min(8, "too short"),
    user: z.object({ pin: z.string(), Passwords: z.array(z.string()) }),
  });
  const sent = changed("password=hunter2&user[pin]=1234&user[Passwords][]=a", "password");

  test("is checked, and not sent back", () => {
    const form1 = form(login, sent);
    expect(form1.field("password")).toMatchObject({ value: "", errors: ["too short"] });
    expect([form1.field("user[Passwords]").values, form1.field("user[Passwords][0]").value]).toEqual([[], ""]);
    expect(form1.field("user[pin]").value).toBe("1234");
    expect(form1.nested("user").field("Passwords").values).toEqual([]);
  });

  test("is what the form says it is", () => {
    const pin = form(login, sent, { secret: /\bpin\b/g });
    expect([pin.field("user[pin]").value, pin.field("user[pin]").value, pin.field("password").value]).toEqual([
      "",
      "",
      "hunter2",
    ]);
    expect(form(login, sent, { secret: false }).field("password").value).toBe("hunter2");
    expect(form(z.object({ email: z.string() }), { email: "e" }, { as: "password_reset" }).field("email").value).toBe(
      "e",
    );
  });
});

describe.each<[string, StandardSchemaV1<unknown, { title: string; list: { n: number }[] }>]>([
  ["zod", z.object({ title: z.string().min(2), list: z.array(z.object({ n: z.coerce.number().max(9) })) })],
  [
    "valibot",
    v.object({
      title: v.pipe(v.string(), v.minLength(2)),
      list: v.array(v.object({ n: v.pipe(v.string(), v.transform(Number), v.maxValue(9)) })),
    }) as StandardSchemaV1<unknown, { title: string; list: { n: number }[] }>,
  ],
  [
    "arktype",
    type({
      title: "string >= 2",
      list: type({ n: type("string.numeric.parse").to("number <= 9") }).array(),
    }) as StandardSchemaV1<unknown, { title: string; list: { n: number }[] }>,
  ],
])("a schema of %s", (_name, one) => {
  test("decodes and refuses field by field", () => {
    expect(form(one, changed("title=ab&list[0][n]=3&list[1][n]=4")).value).toEqual({
      title: "ab",
      list: [{ n: 3 }, { n: 4 }],
    });
    const wrong = form(one, changed("title=a&list[0][n]=3&list[1][n]=40"));
    const errorsOf = (name: string) => wrong.field(name).errors.length;
    expect([errorsOf("title"), errorsOf("list[0][n]"), errorsOf("list[1][n]"), wrong.value]).toEqual([
      1,
      0,
      1,
      undefined,
    ]);
  });
});

describe("a schema that checks asynchronously", () => {
  const free = z.object({ name: z.string().refine((name) => Promise.resolve(name !== "ann"), "is taken") });

  test("is refused by form, which says what to do", () => {
    expect(() => form(free, { name: "ann" })).toThrow(LiveError);
    expect(() => form(free, { name: "ann" })).toThrow(/checks asynchronously.*errors: \{ email.*formAsync/);
  });

  test("is awaited by formAsync, which also takes those that do not", async () => {
    const taken = await formAsync(free, changed("name=ann"));
    expect(taken.field("name").errors).toEqual(["is taken"]);
    expect((await formAsync(taken, decodeForm("name=ben"), { submitted: true })).value).toEqual({ name: "ben" });
    expect((await formAsync(schema)).isValid).toBe(false);
  });

  test("that fails, fails who asked", async () => {
    const broken: StandardSchemaV1<{ name: string }> = {
      "~standard": { version: 1, vendor: "test", validate: () => Promise.reject(new Error("no database")) },
    };
    await expect(formAsync(broken, { name: "x" })).rejects.toThrow("no database");
    expect(() => form(broken, { name: "x" })).toThrow(/checks asynchronously/);
  });
});
