import { type App, html, liveView, route } from "@firecrest/live";
import { expect, test } from "vitest";
import { CookieJar } from "./cookie-jar.ts";
import { appOf } from "./fixtures/test-app.ts";
import { live } from "./live.ts";
import { request } from "./request.ts";

const home = liveView({
  mount: (live) => ({ user: live.session["user"] ?? "nobody" }),
  render: ({ user }) => html`<p>${user}</p>`,
});
const app: App = appOf([route("/", home)], {
  fetch: async (sent) => {
    const { pathname, search } = new URL(sent.url);
    if (pathname !== "/login") return Response.json({ path: pathname + search, tenant: sent.headers.get("x-tenant") });
    const form = await sent.formData();
    return new Response(null, {
      status: 303,
      headers: { location: "/", "set-cookie": app.sessions.renew({ user: form.get("user") }) },
    });
  },
});

test("a request is answered by the app's own fetch, and by its pages", async () => {
  const own = await request(app, "/a?b=1", { headers: { "x-tenant": "acme" } });
  expect([own.status, await own.json()]).toEqual([200, { path: "/a?b=1", tenant: "acme" }]);
  const page = await request(app, "/", { session: { user: "Ann" } });
  expect([page.headers.get("content-type"), (await page.text()).includes("<p>Ann</p>")]).toEqual([
    "text/html; charset=utf-8",
    true,
  ]);
  expect((await request(app, "/", { method: "HEAD" })).status).toBe(200);
});

test("cookies of a login go with the visitor to the page, and redirects are left to the test", async () => {
  const jar = new CookieJar();
  const reply = await request(app, "/login", { method: "POST", body: new URLSearchParams({ user: "Ben" }), jar });
  expect([reply.status, reply.headers.get("location")]).toEqual([303, "/"]);
  expect((await live(app, "/", { jar })).html()).toBe("<p>Ben</p>");
});
