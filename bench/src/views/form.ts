import { type Form, type FormField, form, html, liveView, type Rendered } from "@firecrest/live";
import { z } from "zod";

const userSchema = z.object({
  user: z.object({
    name: z.string().min(2, "should be at least 2 character(s)"),
    email: z.string().includes("@", { message: "must have the @ sign" }),
    age: z.coerce
      .number("must be between 18 and 120")
      .int()
      .min(18, "must be between 18 and 120")
      .max(120, "must be between 18 and 120"),
    password: z.string().min(8, "should be at least 8 character(s)"),
    bio: z.string().max(140, "should be at most 140 character(s)"),
  }),
});

interface Assigns {
  user: Form<typeof userSchema>;
}

/** Five validated fields. */
export const formView = liveView({
  mount: (): Assigns => ({ user: form(userSchema) }),
  events: {
    validate: (live, params) => live.assign({ user: form(userSchema, params) }),
    save: (live, params) => {
      const saved = form(userSchema, params, { submitted: true });
      if (saved.isValid) live.putFlash("info", "saved");
      live.assign({ user: saved.isValid ? form(userSchema) : saved });
    },
  },
  render: ({ user }) => html`<main>
  <h1>Form</h1>
  <form id="user-form" phx-change="validate" phx-submit="save">
    <${Input} field=${user.field("user[name]")} type="text" label="Name" />
    <${Input} field=${user.field("user[email]")} type="email" label="Email" />
    <${Input} field=${user.field("user[age]")} type="number" label="Age" />
    <${Input} field=${user.field("user[password]")} type="password" label="Password" />
    <${Input} field=${user.field("user[bio]")} type="text" label="Bio" />
    <button>Save</button>
  </form>
</main>`,
});

interface InputProps {
  readonly field: FormField;
  readonly type: string;
  readonly label: string;
}

function Input({ field, type, label }: InputProps): Rendered {
  const { id, name, value, errors } = field;
  return html`<div class="fieldset mb-2">
  <label for=${id}>
    <span class="label mb-1">${label}</span>
    <input type=${type} name=${name} id=${id} value=${type === "password" ? undefined : value} class=${["w-full input", errors.length > 0 && "input-error"]}>
  </label>
  ${errors.map((error) => html`<p class="text-error">${error}</p>`)}
</div>`;
}
