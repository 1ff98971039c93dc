// Area E of docs/parity.md: what a connection brings. One test a row; counted mounts are in e2e/connection.spec.ts.

import { fileURLToPath } from "node:url";
import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { openSite } from "../fixtures/site.ts";
import { liveRender } from "../live-render.ts";
import { liveView } from "../live-view.ts";

test("connectParams is what the client's params say: in mount only, and not in the plain page nor in a nested view", async () => {
  const say = (params: Readonly<Record<string, unknown>> | undefined) =>
    params === undefined ? "none" : `${String(params["locale"])} ${JSON.stringify(params["zone"])}`;
  const child = liveView({
    mount: (live) => ({ said: say(live.connectParams) }),
    render: ({ said }) => html`<i>${said}</i>`,
  });
  const view = liveView({
    mount: (live) => ({ said: say(live.connectParams) }),
    events: { late: (live) => void (live as unknown as { connectParams: unknown }).connectParams },
    render: ({ said }) => html`<p>${said}</p>${liveRender(child, { id: "child" })}`,
  });
  const site = await openSite(view);
  const page = await site.visit("/", { params: { locale: "de", zone: { name: "Vienna" } } });
  expect(page.deadHtml).toMatch(/<p>none<\/p>.*<i>none<\/i>/);
  expect(page.markup()).toContain("<p>de {&quot;name&quot;:&quot;Vienna&quot;}</p>");
  expect(page.child("child").html()).toBe("<i>none</i>");
  expect(await site.crash(page, "late")).toContain("live.connectParams was read after the view was mounted");
});

test("connectInfo has the peer's address, x- and trace headers, URL and user agent, in the plain page and over the socket", async () => {
  const view = liveView({
    mount: (live) => ({ info: JSON.stringify(live.connectInfo) }),
    events: { late: (live) => void (live as unknown as { connectInfo: unknown }).connectInfo },
    render: ({ info }) => html`<p>${info}</p>`,
  });
  const site = await openSite(view);
  const headers = {
    "user-agent": "a test",
    "x-forwarded-for": "192.0.2.1",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    tracestate: "vendor=1",
    authorization: "secret",
  };
  const page = await site.visit("/", { headers });
  const told = (text: string): unknown => JSON.parse(text.slice(3, -4).replaceAll("&quot;", '"'));
  const common = {
    remoteAddress: expect.stringContaining("127.0.0.1"),
    host: new URL(site.origin).host,
    userAgent: "a test",
    authToken: null,
    headers: { "x-forwarded-for": "192.0.2.1", traceparent: headers.traceparent, tracestate: "vendor=1" },
  };
  expect(told(page.deadMarkup)).toEqual({ ...common, path: "/" });
  expect(told(page.markup())).toEqual({ ...common, path: "/live/websocket" });
  expect(await site.crash(page, "late")).toContain("live.connectInfo was read after the view was mounted");
});

test("staticChanged tells that a script or a style which the page tracks is not among the latest", async () => {
  const view = liveView({
    mount: (live) => ({ isStale: live.staticChanged }),
    render: ({ isStale }) => html`<p>${isStale ? "stale" : "fresh"}</p>`,
  });
  const client = fileURLToPath(new URL("../../e2e/support/firecrest-client.ts", import.meta.url));
  const site = await openSite(view, { client });
  const page = await site.visit();
  const [script = ""] = /\/assets\/[^"]+\.js/.exec(page.document()) ?? [];
  expect([page.deadHtml, page.html(), script]).toEqual([
    "<p>fresh</p>",
    "<p>fresh</p>",
    expect.stringMatching(/-\w+\.js$/),
  ]);
  const joinedWith = async (...paths: readonly string[]) => {
    await page.join({ params: { _track_static: paths.map((path) => new URL(path, site.origin).href) } });
    return page.html();
  };
  expect(await joinedWith(script, `${script}?vsn=d`, "https://cdn.example.com/lib/a.css")).toBe("<p>fresh</p>");
  expect(await joinedWith(script, script.replace(/-\w+\.js$/, "-OLDHASH0.js"))).toBe("<p>stale</p>");
  expect(await joinedWith()).toBe("<p>fresh</p>");
});
