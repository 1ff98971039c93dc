import { html, liveRender, liveView } from "@firecrest/live";
import { systemClock } from "../clock.ts";
import { page } from "../page.ts";

interface ClockAssigns {
  city: string;
  hours: number;
  ticks: number;
  time: string;
}

const timeAt = (hours: number): string => new Date(systemClock.nowMs() + hours * 3_600_000).toISOString().slice(11, 19);

/** A view of its own: its messages and its crashes are not those of the page around it. */
const clock = liveView({
  container: { class: "card" },
  mount: (live): ClockAssigns => {
    const hours = Number(live.session["hours"]);
    if (live.connected) live.sendSelf("tick", 1_000);
    return { city: String(live.session["city"]), hours, ticks: 0, time: timeAt(hours) };
  },
  events: {
    crash: () => {
      throw new Error("This clock fell from the wall.");
    },
  },
  handleInfo: (live) => {
    live.assign(({ hours, ticks }) => ({ time: timeAt(hours), ticks: ticks + 1 }));
    live.sendSelf("tick", 1_000);
  },
  render: ({ city, time, ticks }, on) => html`
    <h2>${city}</h2>
    <p><output class="time">${time}</output> · seconds since its mount: <output class="ticks">${ticks}</output></p>
    <p><button class="is-quiet" phx-click=${on.crash}>Crash this one</button></p>
  `,
});

interface Assigns {
  count: number;
}

const around = liveView({
  mount: (): Assigns => ({ count: 0 }),
  events: { count: (live) => live.update("count", (count) => count + 1) },
  render: ({ count }, on) => html`
    <p><button phx-click=${on.count}>The page around counts: ${count}</button></p>
    <div class="cards">
      ${liveRender(clock, { id: "clock-rome", session: { city: "Rome", hours: 1 } })}
      ${liveRender(clock, { id: "clock-tokyo", session: { city: "Tokyo", hours: 9 } })}
    </div>
  `,
});

export const nestedPage = page(
  {
    path: "/nested",
    title: "Views in a view",
    area: "Components",
    summary: "Crash one clock: it begins anew at zero, while the other one and the page around it go on.",
    file: import.meta.url,
  },
  around,
);
