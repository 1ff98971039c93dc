// Row G14 of docs/parity.md: a list that is longer than the page holds.

import { createApp, each, html, liveView, route, type Stream } from "@firecrest/live";
import { expect, test } from "./support/fixtures.ts";

interface Row {
  readonly id: number;
}

const PAGE = 20;
const WINDOW = 60;
const LAST = 140;

const rowsFrom = (first: number): readonly Row[] => Array.from({ length: PAGE }, (_, index) => ({ id: first + index }));

/** Holds a window of so many rows, which its user moves by scrolling. */
const list = liveView({
  mount: (live): { rows: Stream<Row>; first: number; last: number } => ({
    rows: live.stream(rowsFrom(1), { domId: ({ id }) => `row-${id}` }),
    first: 1,
    last: PAGE,
  }),
  events: {
    below: (live) => {
      const { rows, last, first } = live.assigns;
      if (last >= LAST) return;
      for (const row of rowsFrom(last + 1)) rows.insert(row, { limit: -WINDOW });
      live.assign({ last: last + PAGE, first: Math.max(first, last + PAGE - WINDOW + 1) });
    },
    above: (live) => {
      const { rows, last, first } = live.assigns;
      if (first <= 1) return;
      for (const row of rowsFrom(first - PAGE).toReversed()) rows.insert(row, { at: 0, limit: WINDOW });
      live.assign({ first: first - PAGE, last: Math.min(last, first - PAGE + WINDOW - 1) });
    },
  },
  render: ({ rows }, on) =>
    html`<ul id="rows" phx-update="stream" phx-viewport-top=${on.above} phx-viewport-bottom=${on.below} style="height: 200px; overflow-y: scroll">${each(
      rows,
      ({ id }, domId) => html`<li id=${domId} style="height: 20px">${id}</li>`,
    )}</ul>`,
});

test.use({
  served: {
    make: () =>
      createApp({
        secrets: ["a secret for tests, at least 32 characters"],
        routes: [route("/", list)],
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
  },
});

test("a list grows at the end to which one scrolls and shrinks at the other one, down and up again", async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await page.locator(".phx-connected").waitFor();
  const counts = new Set<number>();
  const scrollTo = async (row: string, deltaY: number): Promise<void> => {
    await page.hover("#rows");
    await expect(async () => {
      // At the very end a wheel scrolls nothing, and whoever is there goes back a little and tries again.
      await page.mouse.wheel(0, -deltaY / 10);
      await page.mouse.wheel(0, deltaY);
      counts.add(await page.locator("#rows > li").count());
      await expect(page.locator(row)).toBeInViewport({ timeout: 100 });
    }).toPass({ timeout: 20_000, intervals: [100] });
  };
  await scrollTo(`#row-${LAST}`, 300);
  await expect(page.locator("#row-1")).toHaveCount(0);
  await expect(page.locator("#rows > li")).toHaveCount(WINDOW);
  await scrollTo("#row-1", -300);
  await expect(page.locator(`#row-${LAST}`)).toHaveCount(0);
  const shown = await page.locator("#rows > li").allTextContents();
  expect(shown).toEqual(Array.from({ length: WINDOW }, (_, index) => String(index + 1)));
  expect(Math.max(...counts)).toBeLessThanOrEqual(WINDOW);
});
