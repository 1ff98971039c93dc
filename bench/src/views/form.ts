import { type Form, form, html, liveView, type Rendered } from "@firecrest/live";
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
  user: Form<z.output<typeof userSchema>>;
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
    <${Input} of=${user} name="user[name]" type="text" label="Name" />
    <${Input} of=${user} name="user[email]" type="email" label="Email" />
    <${Input} of=${user} name="user[age]" type="number" label="Age" />
    <${Input} of=${user} name="user[password]" type="password" label="Password" />
    <${Input} of=${user} name="user[bio]" type="text" label="Bio" />
    <button>Save</button>
  </form>
</main>`,
});

interface InputProps {
  readonly of: Form<unknown>;
  readonly name: string;
  readonly type: string;
  readonly label: string;
}

function Input({ of, name, type, label }: InputProps): Rendered {
  const { id, value, errors } = of.field(name);
  return html`<div class="fieldset mb-2">
  <label for=${id}>
    <span class="label mb-1">${label}</span>
    <input type=${type} name=${name} id=${id} value=${type === "password" ? undefined : value} class=${["w-full input", errors.length > 0 && "input-error"]}>
  </label>
  ${errors.map((error) => html`<p class="text-error">${error}</p>`)}
</div>`;
}
