import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { each } from "./each.ts";
import { click } from "./fixtures/exchange.ts";
import { openSite } from "./fixtures/site.ts";
import { liveComponent } from "./live-component.ts";
import { liveView } from "./live-view.ts";

interface Assigns {
  lines: readonly string[];
  count: number;
}

const LINES = 300;
const linesOf = (name: string) => Array.from({ length: LINES }, (_, index) => `${name}${index}`);

test("a temporary assign is back at its default after each render, and what a lazy slot showed of it stays", async () => {
  const view = liveView({
    mount: (live): Assigns => {
      live.temporaryAssigns({ lines: [] });
      return { lines: linesOf("a"), count: 0 };
    },
    events: {
      count: (live) => live.update("count", (count) => count + 1),
      held: (live) => ({ held: live.assigns.lines.length }),
      write: (live) => live.assign({ lines: ["b"] }),
      empty: (live) => live.assign({ lines: [] }),
    },
    render: ({ count }) =>
      html`<p>${count}</p><ol>${({ lines }: Assigns) => each(lines, String, (line) => html`<li>${line}</li>`)}</ol>`,
  });
  const page = await (await openSite(view)).visit();
  const shown = () => page.html().match(/<li>[^<]*/g) ?? [];
  expect(shown()).toHaveLength(LINES);
  expect((await click(page, "held")).response).toEqual({ diff: { r: { held: 0 } } });
  expect((await click(page, "count")).response).toEqual({ diff: { 0: "1" } });
  expect(shown()).toHaveLength(LINES);
  await click(page, "write");
  expect(shown()).toEqual(["<li>b"]);
  await click(page, "count");
  expect(shown()).toEqual(["<li>b"]);
});

test("a component's temporary assigns are its own", async () => {
  const report = liveComponent({
    mount: (live): Assigns => {
      live.temporaryAssigns({ lines: [] });
      return { lines: ["a", "b"], count: 0 };
    },
    events: { count: (live) => live.update("count", (count) => count + 1) },
    render: ({ count, myself }, on) =>
      html`<div phx-click=${on.count} phx-target=${myself}>${count}: ${({ lines }: Assigns) => lines.join()}</div>`,
  });
  const view = liveView({ mount: () => ({}), render: () => html`${report({ id: "r" })}` });
  const page = await (await openSite(view)).visit();
  await page.exchange("event", { type: "click", event: "count", value: {}, cid: 1 });
  expect(page.html()).toContain(">1: a,b</div>");
});
