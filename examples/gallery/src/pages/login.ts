import { type Form as FormOf, form, html, liveSession, liveView, type MountLive, route } from "@firecrest/live";
import { Form, Link } from "@firecrest/live/components";
import { Input } from "../demo/input.ts";
import { accounts, credentials, loginRoutes } from "../demo/login-routes.ts";
import { showPage } from "../layout.ts";
import { pageOf } from "../page.ts";

const MESSAGES: Readonly<Record<string, string>> = {
  wrong: "That is not the password.",
  first: "Log in first.",
  bye: "You are logged out.",
};

interface Assigns {
  login: FormOf<typeof credentials>;
  isReady: boolean;
  message: string | undefined;
  /** Who is logged in already. */
  name: string | undefined;
}

const login = liveView({
  mount: (live, { why = "" }: { readonly why?: string | undefined }): Assigns => ({
    login: form(credentials, {}, { as: "login" }),
    isReady: false,
    message: MESSAGES[why],
    name: accounts.find(live.session["token"]),
  }),
  events: {
    check: (live, params) => {
      const checked = form(live.assigns.login, params, { submitted: true });
      live.assign({ login: checked, isReady: checked.isValid });
    },
  },
  render: ({ login: entry, isReady, message, name }, on) => html`
    ${message && html`<p role="status" class="note">${message}</p>`}
    ${name && html`<p>You are logged in as ${name}. <${Link} href="/members">To the members<//></p>`}
    <${Form} class="form" for=${entry} action="/login" phx-submit=${on.check} phx-trigger-action=${isReady} novalidate>
      <${Input} field=${entry.field("name")} label="Any name" autocomplete="username" />
      <${Input} field=${entry.field("password")} label="Password (it is “firecrest”)" type="password" autocomplete="current-password" />
      <label class="check"><input type="checkbox" name=${entry.field("remember").name} value="true" checked=${entry.field("remember").value === "true"}> Remember me</label>
      <p><button>Log in</button></p>
    <//>
  `,
});

/** Before every member's view mounts, for the plain page and again for its socket. */
function requireMember(live: MountLive): { member: string } | "halt" {
  const member = accounts.find(live.session["token"]);
  if (member !== undefined) return { member };
  live.redirect("/login/resume");
  return "halt";
}

const members = liveView({
  onMount: [requireMember],
  mount: (live): { logins: number } => ({ logins: accounts.count(live.assigns.member) }),
  render: ({ member, logins }) => html`
    <h2>Hello, ${member}</h2>
    <p>You are logged in <output id="logins">${logins}</output> ${logins === 1 ? "time" : "times"}.</p>
    <p><${Link} navigate="/members/nest">To the nest<//>, over the same socket</p>
    <div class="row">
      <${Form} id="logout" action="/logout"><button>Log out</button><//>
      <${Form} id="logout-all" action="/logout"><input type="hidden" name="where" value="everywhere"><button class="is-quiet">Log out everywhere</button><//>
    </div>
  `,
});

const nest = liveView({
  onMount: [requireMember],
  mount: () => ({}),
  render: ({ member }) => html`<h2>The nest of ${member}</h2><p><${Link} navigate="/members">Back<//></p>`,
});

const routes = [
  route("/login", login),
  // A live session of its own: its border is crossed by loading a page, and never without the hooks.
  ...liveSession({ name: "members", onMount: [showPage] }, [route("/members", members), route("/members/nest", nest)]),
];

export const loginPage = pageOf(
  {
    path: "/login",
    title: "Login, logout, remember me",
    area: "Who is there",
    summary:
      "Log in, open the members' page in more tabs, even in another browser, and log out everywhere: all of them leave at once.",
    file: import.meta.url,
    also: ["../demo/login-routes.ts", "../demo/accounts.ts"],
    http: loginRoutes,
  },
  routes,
);
