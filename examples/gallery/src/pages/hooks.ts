import { html, liveView, pushed } from "@firecrest/live";
import { systemClock } from "../clock.ts";
import { page } from "../page.ts";

interface Assigns {
  asked: number;
  isRunning: boolean;
}

const TICK_MS = 250;

/** Between 10 and 90, up and down. */
const wave = (nowMs: number): number => Math.round(50 + 30 * Math.sin(nowMs / 900) + 10 * Math.sin(nowMs / 170));

/** Its hooks know it by its type. */
export const hooksView = liveView({
  pushes: pushed<{ point: { value: number } }>(),
  mount: (): Assigns => ({ asked: 0, isRunning: false }),
  events: {
    // What a handler returns is the reply to the hook's pushEvent.
    ask: (live) => {
      live.update("asked", (asked) => asked + 1);
      return { time: new Date(systemClock.nowMs()).toISOString().slice(11, 19) };
    },
    toggle: (live) => {
      live.update("isRunning", (isRunning) => !isRunning);
      if (live.assigns.isRunning) live.sendSelf("tick");
    },
  },
  handleInfo: (live) => {
    if (!live.assigns.isRunning) return;
    live.pushEvent("point", { value: wave(systemClock.nowMs()) });
    live.sendSelf("tick", TICK_MS);
  },
  render: ({ asked, isRunning }, on) => html`
    <div class="row" id="round-trip" phx-hook="RoundTrip">
      <button type="button">Ask the server</button>
      <output id="answer" phx-update="ignore"></output>
    </div>
    <p>Asked: <output id="asked">${asked}</output></p>
    <p><button phx-click=${on.toggle} aria-pressed=${isRunning ? "true" : "false"}>Push points</button></p>
    <div id="sparkline" phx-hook="Sparkline" phx-update="ignore">
      <svg viewBox="0 0 195 100" preserveAspectRatio="none" role="img" aria-label="A wave, drawn as it arrives"><polyline fill="none"></polyline></svg>
    </div>
  `,
});

export const hooksPage = page(
  {
    path: "/hooks",
    title: "Hooks",
    area: "In the browser",
    summary:
      "Your own script at an element. Ask the server, and it shows the reply; push points, and it draws what arrives.",
    file: import.meta.url,
    also: ["../hooks/round-trip.ts", "../hooks/sparkline.ts"],
  },
  hooksView,
);
