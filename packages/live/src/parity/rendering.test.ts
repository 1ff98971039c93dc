// Area C of docs/parity.md: how little travels when something changes. One test a row.

import type { LivePage } from "@firecrest/testing";
import { html } from "@firecrest/template";
import { EVENTS } from "@firecrest/wire";
import { expect, test } from "vitest";
import { each } from "../each.ts";
import { openSite } from "../fixtures/site.ts";
import { liveView } from "../live-view.ts";
import { click } from "../fixtures/exchange.ts";

/** What the join was answered with, as text. */
function joinText(page: LivePage): string {
  return JSON.stringify(page.client.received.find((frame) => frame.event === EVENTS.reply)?.payload);
}

async function diffText(page: LivePage, event: string, value?: unknown): Promise<string> {
  const { response } = await click(page, event, value);
  return JSON.stringify(response);
}

test("a page's constant markup travels with the join, and never again", async () => {
  const view = liveView({
    mount: () => ({ count: 0 }),
    events: { increment: (live) => live.assign({ count: live.assigns.count + 1 }) },
    render: ({ count }) => html`<main><h1>A counter</h1><p class="number">${count}</p></main>`,
  });
  const page = await (await openSite(view)).visit();
  expect(joinText(page)).toContain("<h1>A counter</h1>");
  expect(await diffText(page, "increment")).toBe('{"diff":{"0":"1"}}');
  expect(await diffText(page, "increment")).toBe('{"diff":{"0":"2"}}');
  expect(page.html()).toBe('<main><h1>A counter</h1><p class="number">2</p></main>');
});

test("a slot that shows nothing changed is not sent, and a lazy one not computed", async () => {
  interface Assigns {
    count: number;
    names: readonly string[];
  }
  let sorts = 0;
  const view = liveView({
    mount: (): Assigns => ({ count: 0, names: ["Cy", "Ann", "Ben"] }),
    events: {
      increment: (live) => live.assign({ count: live.assigns.count + 1 }),
      add: (live) => live.assign({ names: [...live.assigns.names, "Abe"] }),
    },
    render: (assigns) => {
      const { count } = assigns;
      const parity = count % 2 === 0 ? "even" : "odd";
      const sorted = ({ names }: Assigns): string => {
        sorts += 1;
        return names.toSorted().join();
      };
      return html`<p>${count}</p><p>${parity}</p><p>${sorted}</p><p>${assigns.names.length}</p>`;
    },
  });
  const page = await (await openSite(view)).visit();
  sorts = 0;
  expect(await diffText(page, "increment")).toBe('{"diff":{"0":"1","1":"odd"}}');
  expect(sorts).toBe(0);
  expect(await diffText(page, "add")).toBe('{"diff":{"2":"Abe,Ann,Ben,Cy","3":"4"}}');
  expect(sorts).toBe(1);
});

test("a component whose props are the same sends nothing", async () => {
  const Card = ({ title, count }: { title: string; count: number }) => html`<h2>${title}</h2><p>${count}</p>`;
  const view = liveView({
    mount: () => ({ left: 0, right: 0 }),
    events: { increment: (live) => live.assign({ right: live.assigns.right + 1 }) },
    render: ({ left, right }) => html`<${Card} title="Left" count=${left} /><${Card} title="Right" count=${right} />`,
  });
  const page = await (await openSite(view)).visit();
  expect(await diffText(page, "increment")).toBe('{"diff":{"1":{"1":"1"}}}');
  expect(page.html()).toBe("<h2>Left</h2><p>0</p><h2>Right</h2><p>1</p>");
});

test("a branch's markup travels when it is shown, and only its slots while it stays", async () => {
  const view = liveView({
    mount: () => ({ isOpen: false, count: 0 }),
    events: {
      toggle: (live) => live.assign({ isOpen: !live.assigns.isOpen }),
      increment: (live) => live.assign({ count: live.assigns.count + 1 }),
    },
    render: ({ isOpen, count }) => html`<p>${isOpen ? html`<b>open: ${count}</b>` : html`<i>shut: ${count}</i>`}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect(joinText(page)).not.toContain("open: ");
  expect(await diffText(page, "toggle")).toContain("<b>open: ");
  expect(page.html()).toBe("<p><b>open: 0</b></p>");
  expect(await diffText(page, "increment")).toBe('{"diff":{"0":{"0":"1"}}}');
  expect(await diffText(page, "toggle")).toContain("<i>shut: ");
  expect(page.html()).toBe("<p><i>shut: 1</i></p>");
});

test("a list with keys sends where its rows went, not what is in them", async () => {
  const view = liveView({
    mount: () => ({ names: ["Ann", "Ben", "Cy"] }),
    events: {
      rotate: (live) => live.assign({ names: [...live.assigns.names.slice(1), ...live.assigns.names.slice(0, 1)] }),
      prepend: (live) => live.assign({ names: ["Dee", ...live.assigns.names] }),
      remove: (live) => live.assign({ names: live.assigns.names.filter((name) => name !== "Ben") }),
    },
    render: ({ names }) =>
      html`<ul>${each(
        names,
        (name) => name,
        (name) => html`<li>${name}</li>`,
      )}</ul>`,
  });
  const page = await (await openSite(view)).visit();
  expect(await diffText(page, "rotate")).not.toMatch(/Ann|Ben|Cy/);
  expect(page.html()).toBe("<ul><li>Ben</li><li>Cy</li><li>Ann</li></ul>");
  expect(await diffText(page, "prepend")).not.toMatch(/Ann|Ben|Cy/);
  expect(page.html()).toBe("<ul><li>Dee</li><li>Ben</li><li>Cy</li><li>Ann</li></ul>");
  expect(await diffText(page, "remove")).not.toMatch(/Ann|Cy|Dee/);
  expect(page.html()).toBe("<ul><li>Dee</li><li>Cy</li><li>Ann</li></ul>");
});

test("markup of templates that repeat travels once a message", async () => {
  const badge = (name: string) => html`<em class="badge">${name}</em>`;
  const view = liveView({
    mount: () => ({ names: ["Ann", "Ben"], last: "Cy", more: ["Dee"] }),
    events: { add: (live) => live.assign({ more: ["Dee", "Eve", "Flo"] }) },
    render: ({ names, last, more }) =>
      html`<p>${names.map(badge)}</p>${badge(last)}<p>${more.length > 1 && html`<b>${more.map(badge)}${badge("end")}</b>`}</p>`,
  });
  const page = await (await openSite(view)).visit();
  expect(joinText(page).split("badge").length - 1).toBe(1);
  const added = await diffText(page, "add");
  expect(added.split("badge").length - 1).toBe(1);
  expect(page.html().split("badge").length - 1).toBe(7);
});

test("a row before a thousand others costs a client of ours one entry, and any other client one for each row", async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `name ${index}`);
  const view = liveView({
    mount: (): { names: readonly string[] } => ({ names }),
    events: { prepend: (live) => live.assign({ names: ["first", ...live.assigns.names] }) },
    render: ({ names: shown }) => html`<ul>${each(shown, String, (name) => html`<li>${name}</li>`)}</ul>`,
  });
  const page = await (await openSite(view)).visit();
  await page.join({ firecrest: undefined });
  const theirs = await diffText(page, "prepend");
  expect(theirs).toContain('"1000":999');
  expect(theirs).not.toContain('"kr"');
  await page.join();
  const ours = await diffText(page, "prepend");
  expect(ours.length).toBeLessThanOrEqual(300);
  expect(page.html()).toMatch(/^<ul><li>first<\/li><li>name 0<\/li>.*<li>name 999<\/li><\/ul>$/);
});
