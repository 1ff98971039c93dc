// Area L of docs/parity.md: views in views. One test a row; what takes a browser is in e2e/nested.spec.ts.

import { html } from "@firecrest/template";
import { followRedirect, live } from "@firecrest/testing";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { click } from "../fixtures/exchange.ts";
import { openSite } from "../fixtures/site.ts";
import { liveRender } from "../live-render.ts";
import { liveView, type Params } from "../live-view.ts";
import { route } from "../router.ts";

const there = liveView({ mount: () => ({}), render: ({ flash }) => html`<p>there ${flash["info"]}</p>` });

/** Counts, and says where it is. */
const clock = liveView({
  mount: (live): { zone: string; ticks: number } => ({ zone: String(live.session["zone"]), ticks: 0 }),
  events: {
    tick: (live) => live.update("ticks", (ticks) => ticks + 1),
    crash: () => {
      throw new Error("on purpose");
    },
  },
  render: ({ zone, ticks }) => html`<i>${zone} ${ticks}</i>`,
  container: { tag: "section" },
});

test("liveRender places a view in a template: complete in the plain page, joined by itself, with a session and a container", async () => {
  const view = liveView({
    mount: (): { zone: string } => ({ zone: "Rome" }),
    events: { move: (live) => live.assign({ zone: "Oslo" }) },
    render: ({ zone }) =>
      html`<p>${zone}</p>${liveRender(clock, { id: "one", session: { zone: "Bonn" }, container: { class: "small" } })}${liveRender(clock, { id: "two", session: { zone } })}`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  expect(page.deadHtml).toMatch(
    /<section id="one" data-phx-session="" data-phx-static="[^"]+" data-phx-parent-id="phx-[^"]+" class="small"><i>Bonn 0<\/i><\/section>/,
  );
  // What the connected parent renders is an empty container, signed for its own join.
  expect(page.markup()).toMatch(
    /<section id="one" data-phx-session="[^"]+" data-phx-static="" data-phx-parent-id="phx-[^"]+" class="small"><\/section>/,
  );
  await click(page.child("two"), "tick");
  expect([page.child("one").html(), page.child("two").html()]).toEqual(["<i>Bonn 0</i>", "<i>Rome 1</i>"]);
  expect(() => liveRender(clock, { id: "" })).toThrow("without an id");
});

test("a nested view is an actor of its own: its crash is its own, and it ends with its parent", async () => {
  const ends: string[] = [];
  const child = liveView({
    mount: (): { count: number } => ({ count: 0 }),
    events: {
      add: (live) => live.update("count", (count) => count + 1),
      crash: () => {
        throw new Error("on purpose");
      },
    },
    render: ({ count }) => html`<i>${count}</i>`,
    terminate: (live, reason) => void ends.push(`${live.id} ${reason.type}`),
  });
  const view = liveView({
    mount: (): { count: number } => ({ count: 0 }),
    events: { add: (live) => live.update("count", (count) => count + 1) },
    render: ({ count }) => html`<p>${count}</p>${liveRender(child, { id: "a" })}${liveRender(child, { id: "b" })}`,
  });
  const site = await openSite(view);
  const page = await site.visit();
  await click(page, "add");
  await click(page.child("b"), "add");
  const a = page.child("a");
  await expect(click(a, "crash")).rejects.toThrow("crashed");
  expect(ends.splice(0)).toEqual(["a crashed"]);
  await a.join();
  expect([page.markup().slice(0, 8), a.html(), page.child("b").html()]).toEqual(["<p>1</p>", "<i>0</i>", "<i>1</i>"]);
  await page.exchange(EVENTS.leave, {});
  await expect.poll(() => ends.map((end) => end.split(" ")[0]).toSorted()).toEqual(["a", "b"]);
});

test("a nested view has no route: no params, no liveAction, no patch of its own, and handleParams is an error", async () => {
  const child = liveView({
    mount: (live, params: Params) => ({ text: JSON.stringify([params, live.route === undefined]) }),
    render: ({ text, liveAction }) => html`<i>${text} ${liveAction}</i>`,
  });
  const view = liveView({
    mount: () => ({}),
    render: ({ liveAction }) => html`<p>${liveAction}</p>${liveRender(child, { id: "child" })}`,
  });
  const site = await openSite([route("/posts/:id", view, { liveAction: "show" })]);
  const page = await site.visit("/posts/7?tab=a");
  expect(page.deadMarkup).toContain("<i>[{},true] </i>");
  expect(page.child("child").html()).toBe("<i>[{},true] </i>");
  const withParams = liveView({ mount: () => ({}), handleParams: () => undefined, render: () => html`` });
  const wrong = await openSite(
    liveView({ mount: () => ({}), render: () => html`${liveRender(withParams, { id: "x" })}` }),
  );
  expect((await wrong.get("/")).status).toBe(500);
  expect(wrong.log.at(-1)).toContain("has handleParams, but only the view of a route has a URL");
});

test("a nested view that navigates or redirects moves the page, with its flash, also while that is plain HTML", async () => {
  const child = liveView({
    mount: (live) => {
      if (live.session["how"] === "at once") {
        live.putFlash("info", "from the child");
        live.redirect("/there");
      }
      return {};
    },
    events: {
      navigate: (live) => {
        live.putFlash("info", "from an event");
        live.navigate("/there");
      },
      redirect: (live) => live.redirect("/there"),
    },
    render: () => html`<i></i>`,
  });
  const parent = (how: string) =>
    liveView({ mount: () => ({}), render: () => html`${liveRender(child, { id: "child", session: { how } })}` });
  const site = await openSite([route("/", parent("later")), route("/away", parent("at once")), route("/there", there)]);
  const moved = await site.get("/away");
  expect([moved.status, moved.headers.get("location")]).toEqual([302, "/there"]);
  expect((await followRedirect(live(site.app, "/away"), "/there")).html()).toBe("<p>there from the child</p>");
  const page = await site.visit();
  expect((await click(page.child("child"), "navigate")).response).toMatchObject({ live_redirect: { to: "/there" } });
  expect((await followRedirect(page, "/there")).html()).toBe("<p>there from an event</p>");
  const other = await site.visit();
  expect((await click(other.child("child"), "redirect")).response).toEqual({ redirect: { to: "/there", status: 302 } });
});

test("a nested view takes over what its parent has under a name, as it is when the view joins", async () => {
  let loads = 0;
  const child = liveView({
    mount: (live) => ({ user: live.assignNew("user", () => "nobody") }),
    render: ({ user }) => html`<i>${user}</i>`,
  });
  const view = liveView({
    mount: (): { user: string; isOpen: boolean } => {
      loads += 1;
      return { user: "Ann", isOpen: false };
    },
    events: { rename: (live) => live.assign({ user: "Bea", isOpen: true }) },
    render: ({ isOpen }) => html`${liveRender(child, { id: "a" })}${isOpen ? liveRender(child, { id: "b" }) : ""}`,
  });
  const page = await (await openSite(view)).visit();
  expect(page.deadHtml).toContain("<i>Ann</i>");
  expect(page.child("a").html()).toBe("<i>Ann</i>");
  await click(page, "rename");
  expect([page.child("a").html(), page.child("b").html()]).toEqual(["<i>Ann</i>", "<i>Bea</i>"]);
  expect(loads).toBe(2);
});

test("a page has several views side by side, with or without one of a route, each joined by itself", async () => {
  const view = liveView({ mount: () => ({}), render: () => html`<p>main</p>` });
  const page = liveView({ mount: () => ({}), render: () => html`<p>embedded</p>` });
  const site = await openSite([route("/", view), route("/there", there)], {
    views: { clock, page },
    rootLayout: ({ head, content }) =>
      html`<html><head>${head}</head><body>${content}${["left", "right"].map((id) => liveRender(clock, { id, session: { zone: id } }))}</body></html>`,
    fetch: (request): Promise<Response> => site.app.render(request, page),
  });
  const text = await site.text("/");
  expect(text.match(/<section [^>]*>/g)).toEqual([
    expect.stringMatching(/^<section id="left" data-phx-session="[^"]+" data-phx-static="[^"]+">$/),
    expect.stringMatching(/^<section id="right" data-phx-session="[^"]+" data-phx-static="[^"]+">$/),
  ]);
  for (const path of ["/", "/embedded"]) {
    const opened = await site.visit(path);
    const joined = opened.client.received.filter(
      ({ event, payload }) => event === EVENTS.reply && (payload as { status: string }).status === "ok",
    );
    expect(joined).toHaveLength(3);
    expect(opened.document()).toMatch(/<p>(?:main|embedded)<\/p>.*<i>left 0<\/i>.*<i>right 0<\/i>/s);
  }
});
