import { type AsyncResult, html, liveView } from "@firecrest/live";
import { AsyncContent } from "@firecrest/live/components";
import { systemClock } from "../clock.ts";
import { page } from "../page.ts";

interface Reading {
  readonly degrees: number;
  readonly takenAt: string;
}

interface Assigns {
  reading: AsyncResult<Reading>;
}

const SLOW_MS = 1_200;
const TIMEOUT_MS = 500;

/** A thermometer that takes its time. */
async function read(signal: AbortSignal, isBroken = false): Promise<Reading> {
  await systemClock.sleep(SLOW_MS, signal);
  if (isBroken) throw new Error("The thermometer is broken.");
  const nowMs = systemClock.nowMs();
  return { degrees: 15 + (Math.floor(nowMs / 1_000) % 10), takenAt: new Date(nowMs).toISOString().slice(11, 19) };
}

const thermometer = liveView({
  mount: (live): Assigns => ({ reading: live.assignAsync("reading", (signal) => read(signal)) }),
  events: {
    again: (live) => live.assignAsync("reading", (signal) => read(signal)),
    anew: (live) => live.assignAsync("reading", (signal) => read(signal), { reset: true }),
    fail: (live) => live.assignAsync("reading", (signal) => read(signal, true)),
    hurry: (live) => live.assignAsync("reading", (signal) => read(signal), { timeoutMs: TIMEOUT_MS }),
    cancel: (live) => live.cancelAsync("reading"),
  },
  render: ({ reading }, on) => html`
    <p class="big" id="degrees">${AsyncContent({
      of: reading,
      loading: "…",
      failed: "–",
      children: ({ degrees, takenAt }) => html`${degrees} °C <small class="note">at ${takenAt}</small>`,
    })}</p>
    <p role="status">Status: <output id="status">${reading.status}</output>${
      reading.status === "failed" && html` (<span class="error">${reading.reason.type}</span>)`
    }</p>
    <div class="row">
      <button phx-click=${on.again}>Load again</button>
      <button class="is-quiet" phx-click=${on.anew}>Forget and load</button>
      <button class="is-quiet" phx-click=${on.fail}>Load and fail</button>
      <button class="is-quiet" phx-click=${on.hurry}>Load with a short timeout</button>
      <button class="is-quiet" phx-click=${on.cancel} disabled=${reading.status !== "loading"}>Cancel</button>
    </div>
  `,
});

export const asyncPage = page(
  {
    path: "/async",
    title: "An assign that loads",
    area: "Slow work",
    summary:
      "Load again, or fail: the last good value stays until there is a better one. “Forget and load” lets go of it at once.",
    file: import.meta.url,
    also: ["../clock.ts"],
  },
  thermometer,
);
