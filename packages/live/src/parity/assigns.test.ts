// Area B of docs/parity.md: what a view knows, and what follows when that changes. One test a row.

import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { openSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { click } from "../fixtures/exchange.ts";

test("an assign that is set to an equal value renders nothing and sends nothing", async () => {
  let renders = 0;
  const view = liveView({
    mount: () => ({ count: 0, name: "Ann" }),
    events: { set: (live, params) => live.assign({ count: Number(params["count"]), name: "Ann" }) },
    render: ({ count, name }) => {
      renders += 1;
      return html`<p>${count} ${name}</p>`;
    },
  });
  const page = await (await openSite(view)).visit();
  renders = 0;
  expect((await click(page, "set", { count: 1 })).response).toEqual({ diff: { 0: "1" } });
  expect((await click(page, "set", { count: 1 })).response).toEqual({});
  expect(renders).toBe(1);
});

test("an object that was replaced sends only the slots that show its changed field", async () => {
  const view = liveView({
    mount: () => ({ user: { name: "Ann", age: 40, address: { city: "Graz" } } }),
    events: {
      birthday: (live) => live.assign({ user: { ...live.assigns.user, age: 41, address: { city: "Graz" } } }),
    },
    render: ({ user }) => html`<h1>${user.name}</h1><p>${user.age}</p><p>${user.address.city}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect((await click(page, "birthday")).response).toEqual({ diff: { 1: "41" } });
  expect(page.html()).toBe("<h1>Ann</h1><p>41</p><p>Graz</p>");
});

test("a view and the layout around it read messages from flash, by their kind", async () => {
  const view = liveView({
    mount: () => ({}),
    events: {
      save: (live) => {
        live.putFlash("info", "Saved <it>");
        live.putFlash("error", "Almost");
      },
    },
    render: ({ flash }) => html`<p>${flash["info"] ?? "nothing"}</p>`,
  });
  const site = await openSite(view, { layout: ({ content, flash }) => html`<b>${flash["error"]}</b>${content}` });
  const page = await site.visit();
  expect(page.html()).toBe("<b></b><p>nothing</p>");
  await click(page, "save");
  expect(page.html()).toBe("<b>Almost</b><p>Saved &lt;it&gt;</p>");
});
