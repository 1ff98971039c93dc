import { randomBytes } from "node:crypto";
import { createLogger } from "@firecrest/channels";
import { html } from "@firecrest/template";
import { followRedirect, live } from "@firecrest/testing";
import { expect, test } from "vitest";
import { createApp } from "./app.ts";
import type { MountHook } from "./lifecycle.ts";
import { liveSession } from "./live-session.ts";
import { liveView } from "./live-view.ts";
import { route } from "./router.ts";

const lines: string[] = [];
const nameUser = () => ({ user: "Ann" });
const turnAway: MountHook = (live) => {
  live.putFlash("error", "Log in first");
  live.redirect("/login");
  return "halt";
};
const shout: MountHook = (live) => {
  live.attachHook("shout", "handleEvent", (_live, name) => (name === "blocked" ? { halt: { by: "hook" } } : undefined));
  live.attachHook("count", "afterRender", (view) => view.pushEvent("rendered", {}));
};

interface Greeting {
  greeting: string;
  seen: string[];
}
const hooked = liveView({
  onMount: [nameUser, shout],
  mount: (live): Greeting => ({ greeting: `Hello ${live.assigns.user}`, seen: [] }),
  handleParams: (live, params) => live.assign({ seen: [...live.assigns.seen, params["tab"] ?? "none"] }),
  events: {
    blocked: () => ({ by: "view" }),
    open: () => ({ by: "view" }),
    count: (live) => live.update("seen", (seen) => [...seen, "counted"]),
    reserved: (live) => live.assign({ flash: {} } as never),
    compute: (live) => live.assign((assigns) => ({ greeting: `${assigns.greeting}!` })),
    changed: (live) => {
      const before = live.changed("greeting");
      live.assign({ greeting: "Hi" });
      return { before, after: live.changed("greeting"), other: live.changed("seen") };
    },
    keep: (live) => {
      live.private.set("calls", Number(live.private.get("calls") ?? 0) + 1);
      return { calls: live.private.get("calls") };
    },
    another: (live) => live.renderWith(({ greeting }: { greeting: string }) => html`<i>${greeting}</i>`),
  },
  render: ({ greeting, user, seen }) => html`<p>${greeting}, ${user}: ${seen.join()}</p>`,
});

const secret = liveView({ mount: () => ({}), render: () => html`<p>secret</p>` });
const login = liveView({ mount: () => ({}), render: ({ flash }) => html`<p>${flash["error"]}</p>` });
const action = liveView({
  mount: (): { notes: string[] } => ({ notes: [] }),
  events: { note: (live) => live.assign({ notes: ["one"] }), other: (live) => live.assign({}) },
  render: ({ liveAction, notes }) => html`<p>${liveAction} ${notes.length}</p>`,
});
const temporary = liveView({
  mount: (live): { messages: string[] } => {
    live.temporaryAssigns({ messages: [] });
    live.setLayout(false);
    return { messages: ["first"] };
  },
  events: { size: (live) => ({ size: live.assigns.messages.length }) },
  render: ({ messages }) => html`<p>${messages.join()}</p>`,
});

const app = createApp({
  routes: [
    route("/hooked", hooked),
    ...liveSession({ name: "members", onMount: [turnAway] }, [route("/secret", secret)]),
    route("/login", login),
    route("/notes", action, { liveAction: "index" }),
    route("/notes/new", action, { liveAction: "new" }),
    route("/temporary", temporary),
  ],
  layout: ({ content }) => html`<main>${content}</main>`,
  secrets: [randomBytes(32).toString("hex")],
  development: true,
  log: createLogger({ write: (line) => lines.push(line) }),
});

test("what mount hooks return is there in mount and in render", async () => {
  const page = await live(app, "/hooked");
  expect(page.deadHtml).toContain("Hello Ann, Ann: none");
  expect(page.html()).toContain("Hello Ann, Ann: none");
});

test("a hook answers an event in the view's place, or lets it pass", async () => {
  const page = await live(app, "/hooked");
  expect(await page.push("blocked")).toEqual({ by: "hook" });
  expect(await page.push("open")).toEqual({ by: "view" });
});

test("what a hook pushes after a render goes out with it", async () => {
  const page = await live(app, "/hooked");
  expect(page.events).toEqual([{ name: "rendered", payload: {} }]);
  await page.push("count");
  expect(page.html()).toContain("none,counted");
  expect(page.events).toHaveLength(2);
});

test("a halting hook leads away with its flash, as plain HTML and over the socket", async () => {
  const opening = live(app, "/secret");
  await expect(opening).rejects.toMatchObject({ redirect: { to: "/login", status: 302 } });
  const page = await followRedirect(opening);
  expect(page.deadHtml).toContain("Log in first");
});

test("the action of the matched route is an assign, and follows a patch", async () => {
  const page = await live(app, "/notes");
  expect(page.html()).toContain("index 0");
  await page.patch("/notes/new");
  expect(page.html()).toContain("new 0");
});

test("a temporary assign is empty again once it was sent", async () => {
  const page = await live(app, "/temporary");
  expect(page.html()).toBe("<p>first</p>");
  expect(await page.push("size")).toEqual({ size: 0 });
});

test("assigns are computed, asked for changes, kept apart and protected", async () => {
  const page = await live(app, "/hooked");
  await page.push("compute");
  expect(page.html()).toContain("Hello Ann!");
  expect(await page.push("changed")).toEqual({ before: false, after: true, other: false });
  expect(await page.push("keep")).toEqual({ calls: 1 });
  expect(await page.push("keep")).toEqual({ calls: 2 });
  await page.push("another");
  expect(page.html()).toContain("<i>Hi</i>");
  await expect(page.push("reserved")).rejects.toMatchObject({ code: "view-crashed" });
});
