import { html, liveView } from "@firecrest/live";
import { systemClock } from "../clock.ts";
import { page } from "../page.ts";

interface Assigns {
  steps: number;
  state: string;
}

const STEPS = 20;
const STEP_MS = 150;

/** Hatches, and says how far it is. */
async function hatch(signal: AbortSignal, tell: (step: number) => void): Promise<string> {
  for (let step = 1; step <= STEPS; step++) {
    await systemClock.sleep(STEP_MS, signal);
    tell(step);
  }
  return "A chick!";
}

const task = liveView({
  mount: (): Assigns => ({ steps: 0, state: "An egg." }),
  events: {
    start: (live) => {
      live.assign({ steps: 0, state: "Hatching…" });
      // One of this name at a time: starting it again aborts the one before.
      live.startAsync(
        "hatch",
        (signal) => hatch(signal, (step) => live.sendSelf(step)),
        (outcome) => live.assign({ state: outcome.ok ? outcome.value : `It ended: ${outcome.reason.type}.` }),
      );
    },
    cancel: (live) => live.cancelAsync("hatch"),
  },
  handleInfo: (live, step: number) => live.assign({ steps: step }),
  render: ({ steps, state }, on) => html`
    <p id="state" role="status">${state}</p>
    <progress max=${STEPS} value=${steps} aria-label="Progress"></progress>
    <div class="row">
      <button phx-click=${on.start}>Hatch</button>
      <button class="is-quiet" phx-click=${on.cancel}>Cancel</button>
    </div>
  `,
});

export const taskPage = page(
  {
    path: "/task",
    title: "A task beside the view",
    area: "Slow work",
    summary:
      "Start it, start it again while it runs, cancel it: the view answers all the while, and one outcome arrives.",
    file: import.meta.url,
  },
  task,
);
