// What a page holds after a long time: nothing but what it shows.

import type { CDPSession, Page } from "@playwright/test";
import { createApp, each, html, liveComponent, liveRender, liveView, route, type Stream } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { expect, isOfficial, test } from "./support/fixtures.ts";

const NAVIGATIONS = 1_000;
const PATCHES = 10_000;
const WARM_UP = 1_500;

const mark = liveComponent({
  mount: () => ({ count: 0 }),
  update: (_live, { step }: { readonly step: number }) => ({ step }),
  render: ({ count, step }) => html`<i>${count} ${step}</i>`,
});

const child = liveView({ mount: () => ({}), render: () => html`<b phx-hook="Echo" id="echo">child</b>` });

interface Busy {
  step: number;
  log: Stream<{ id: number }>;
}

/** A page with one of everything that could be kept: a hook, a form, keyed rows that come and go, a stream, a component, a view. */
function busyView(name: string, other: string): ReturnType<typeof liveView> {
  return liveView({
    mount: (live): Busy => ({
      step: 0,
      log: live.stream<{ id: number }>([], { name: `log-${name}`, limit: -5 }),
    }),
    events: {
      none: () => undefined,
      step: (live) => {
        const step = live.assigns.step + 1;
        live.assigns.log.insert({ id: step });
        live.assign({ step });
      },
    },
    render: ({ step, log }, on) => html`<main>
  <h1>${name} ${step}</h1>
  <button id="step" phx-click=${on.step} class=${["step", step % 2 === 0 && "even"]}>step</button>
  <${Link} id="go" navigate=${other}>go<//>
  <form phx-change=${on.none}><input name="note" value=${step} phx-debounce="500"></form>
  <ul>${each(
    [0, 1, 2, 3].map((offset) => (step * 3 + offset) % 7),
    (row) => row,
    (row) => html`<li id=${`row-${row}`} phx-blur=${on.none}>${row} of ${step}</li>`,
  )}</ul>
  <ol id="log" phx-update="stream">${each(log, ({ id }) => html`<li>${id}</li>`)}</ol>
  ${step % 2 === 0 ? html`<p phx-window-keydown=${on.none}>${mark({ id: "mark", step })}</p>` : ""}
  ${liveRender(child, { id: `child-${name}` })}
</main>`,
  });
}

const leaksApp = () =>
  createApp({
    // Nobody navigates as often as this.
    socketLimits: { joinsBurstMax: 100_000, messagesBurstMax: 100_000 },
    secrets: ["a secret that only tests use, of enough characters"],
    routes: [route("/", busyView("one", "/two")), route("/two", busyView("two", "/"))],
  });

test.use({ served: { make: leaksApp } });
test.skip(isOfficial, "this is about what our client keeps");

/** What the page holds, once all that nobody needs has been collected. */
async function held(session: CDPSession): Promise<{ nodes: number; listeners: number; heapBytes: number }> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { nodes: value("Nodes"), listeners: value("JSEventListeners"), heapBytes: value("JSHeapUsedSize") };
}

/** Clicks again and again within the page, each time as soon as the heading says that the last click has arrived. */
async function clickAgain(page: Page, selector: string, times: number): Promise<void> {
  await page.evaluate(
    async ([target, count]) => {
      for (let done = 0; done < count; done += 1) {
        const before = document.querySelector("h1")?.textContent;
        const changed = new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            if (document.querySelector("h1")?.textContent === before) return;
            observer.disconnect();
            resolve();
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        });
        document.querySelector<HTMLElement>(target)?.click();
        await changed;
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    [selector, times] as const,
  );
}

test("a thousand navigations and ten thousand patches leave nothing behind", async ({ page, site }) => {
  test.setTimeout(480_000);
  await page.goto(site.url);
  await page.locator("[data-phx-main].phx-connected").waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  for (const [selector, times] of [
    ["#go", NAVIGATIONS],
    ["#step", PATCHES],
  ] as const) {
    // Until then the browser still compiles; a little of that comes later, too.
    await clickAgain(page, selector, WARM_UP);
    const before = await held(session);
    await clickAgain(page, selector, times);
    const after = await held(session);
    expect(after.listeners - before.listeners, `listeners after ${times} × ${selector}`).toBeLessThanOrEqual(2);
    expect(after.nodes - before.nodes, `nodes after ${times} × ${selector}`).toBeLessThanOrEqual(20);
    expect(after.heapBytes - before.heapBytes, `bytes after ${times} × ${selector}`).toBeLessThan(200_000);
  }
});
