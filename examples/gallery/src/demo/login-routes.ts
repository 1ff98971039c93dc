import { type App, form } from "@firecrest/live";
import { readForm } from "@firecrest/live/forms";
import type { Hono } from "hono";
import { getCookie } from "hono/cookie";
import { z } from "zod";
import { newSecret } from "../random.ts";
import { Accounts } from "./accounts.ts";

/** What the login form holds. Everybody has the same password: this is a demo. */
export const credentials = z.object({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z]{2,20}$/, "Two to twenty letters, a to z."),
  password: z.literal("firecrest", "That is not the password."),
  remember: z.stringbool().default(false),
});

export const accounts = new Accounts({ newToken: newSecret });

const REMEMBER = "gallery_remember";
const REMEMBER_SECONDS = 60 * 60 * 24 * 30;

/** The name of all sockets of one person, so that they can be disconnected at once. */
const socketsOf = (name: string): string => `users:${name}`;

/** Cookies can only be set by HTTP: login and logout are forms that the browser posts here. */
export function loginRoutes(http: Hono, app: App): void {
  http.post("/login", async ({ req }) => {
    const posted = await readForm(req.raw, app.sessions.read(req.raw));
    if (!posted.ok) return new Response("Go back, and load the page again.", { status: 403 });
    const { value } = form(credentials, posted.params, { as: "login", submitted: true });
    if (value === undefined) return goTo("/login?why=wrong");
    const token = accounts.begin(value.name);
    return goTo("/members", [session(app, value.name, token), remember(value.remember ? token : undefined)]);
  });

  // Where members without a session are sent: whoever is remembered gets a new one.
  http.get("/login/resume", (context) => {
    const token = getCookie(context, REMEMBER);
    const name = accounts.find(token);
    if (name === undefined) return goTo("/login?why=first", [remember(undefined)]);
    return goTo("/members", [session(app, name, token)]);
  });

  http.post("/logout", async ({ req }) => {
    const before = app.sessions.read(req.raw);
    const posted = await readForm(req.raw, before);
    if (!posted.ok) return new Response("Go back, and load the page again.", { status: 403 });
    const name = accounts.find(before["token"]);
    if (posted.params["where"] === "everywhere" && name !== undefined) accounts.endAll(name);
    else accounts.end(before["token"]);
    // Every page of this person joins again, with the session that it has then: those that have ended go to the login.
    if (name !== undefined) app.disconnect(socketsOf(name));
    return goTo("/login?why=bye", [app.sessions.renew({}), remember(undefined)]);
  });
}

/** A new session under a new secret: who knew the one before, knows nothing of this one. */
function session(app: App, name: string, token: string | undefined): string {
  return app.sessions.renew({ token, live_socket_id: socketsOf(name) });
}

/** The cookie that outlives the browser; without a token the one that takes it away. */
function remember(token: string | undefined): string {
  const lifetime = token === undefined ? 0 : REMEMBER_SECONDS;
  return `${REMEMBER}=${token ?? ""}; Path=/; Max-Age=${lifetime}; HttpOnly; SameSite=Lax`;
}

function goTo(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
