import { form, html, liveView } from "@firecrest/live";
import { Form } from "@firecrest/live/components";
import { z } from "zod";
import { Input } from "../demo/input.ts";
import { page } from "../page.ts";

const signUp = z.object({
  name: z.string().trim().min(2, "At least two letters.").max(40, "At most 40 letters."),
  email: z.email("This is not an e-mail address."),
  age: z
    .string()
    .min(1, "Write a number.")
    .pipe(
      z.coerce
        .number<string>("Write a number.")
        .int("A whole number.")
        .min(18, "Come back when you are 18.")
        .max(130, "Really?"),
    ),
  news: z.stringbool().default(false),
});

/** What only a database would know. */
const TAKEN = new Set(["ada@example.com"]);

const signUpView = liveView({
  mount: () => ({ user: form(signUp, {}, { as: "user" }), welcome: "" }),
  events: {
    validate: (live, params) => live.assign({ user: form(live.assigns.user, params) }),
    save: (live, params) => {
      const user = form(live.assigns.user, params, { submitted: true });
      if (user.value === undefined) return live.assign({ user });
      const { name, email, age, news } = user.value;
      if (TAKEN.has(email))
        return live.assign({ user: form(user, undefined, { errors: { email: "This one is taken." } }) });
      const welcome = `Welcome, ${name} (${age}), ${news ? "with" : "without"} the news.`;
      live.assign({ user: form(signUp, {}, { as: "user" }), welcome });
    },
  },
  render: ({ user, welcome }, on) => html`
    <${Form} class="form" for=${user} phx-change=${on.validate} phx-submit=${on.save} novalidate>
      <${Input} field=${user.field("name")} label="Name" />
      <${Input} field=${user.field("email")} label="E-mail" type="email" />
      <${Input} field=${user.field("age")} label="Age" type="number" />
      <label class="check">
        <input type="hidden" name=${user.field("news").name} value="false">
        <input type="checkbox" name=${user.field("news").name} value="true" checked=${user.field("news").value === "true"}>
        Send me the news
      </label>
      <p><button phx-disable-with="Saving…">Sign up</button></p>
    <//>
    <p role="status" id="welcome">${welcome}</p>
  `,
});

export const formPage = page(
  {
    path: "/form",
    title: "A form that is checked as you type",
    area: "Forms",
    summary:
      "Type something wrong: only fields where you have been complain, and all of them after a submit. ada@example.com is taken.",
    file: import.meta.url,
    also: ["../demo/input.ts"],
  },
  signUpView,
);
