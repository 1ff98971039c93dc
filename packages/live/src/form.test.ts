import { describe, expect, test } from "vitest";
import { z } from "zod";
import { form } from "./form.ts";

const schema = z.object({
  title: z.string().min(2, "too short"),
  user: z.object({ email: z.string().includes("@", { message: "no @" }) }),
});

describe("form", () => {
  test("initial values are kept and show no errors", () => {
    const initial = form(schema, { title: "x", user: { email: "" } });
    expect(initial.isValid).toBe(false);
    expect(initial.field("title")).toEqual({ name: "title", id: "form-title", value: "x", errors: [] });
  });

  test("after a change only the fields that were used show their errors", () => {
    const changed = form(schema, { title: "x", user: { email: "a", _unused_email: "" }, _target: ["title"] });
    expect(changed.field("title").errors).toEqual(["too short"]);
    expect(changed.field("user[email]")).toMatchObject({ value: "a", errors: [] });
  });

  test("after a submit every error shows", () => {
    const submitted = form(schema, { title: "x", user: { email: "a" } }, { submitted: true, id: "battle" });
    expect(submitted.field("user[email]")).toEqual({
      name: "user[email]",
      id: "battle-user-email",
      value: "a",
      errors: ["no @"],
    });
    expect(submitted.value).toBeUndefined();
  });

  test("a valid form has its decoded value, without the browser's markers", () => {
    const valid = form(z.strictObject({ title: z.string().trim() }), {
      title: " a ",
      _unused_title: "",
      _target: ["title"],
    });
    expect(valid.value).toEqual({ title: "a" });
  });

  test("names that are not in the params are empty, inherited ones too", () => {
    expect(form(schema, {}).field("constructor[name]").value).toBe("");
  });
});
