import type { DemoBattle } from "./battle-store.ts";

/** A demo battle begins this long before it is made, so that its first picture already shows something. */
export const DEMO_HEAD_START_MS = 600_000;

/** How long a demo battle that has ended shows its result before it begins again. */
export const DEMO_REST_MS = 300_000;

const MINUTE_MS = 60_000;

/** The battles that an app with a source keeps going, as they are when made now. */
export function demoBattles(nowMs: number): DemoBattle[] {
  const startAtMs = Math.floor((nowMs - DEMO_HEAD_START_MS) / MINUTE_MS) * MINUTE_MS;
  const lasting = (minutes: number) => ({ startAtMs, endAtMs: startAtMs + minutes * MINUTE_MS });
  return [
    { demo: "drinks", title: "Coffee or tea?", queries: ["#coffee espresso", "#tea @teahouse oolong"], ...lasting(60) },
    { demo: "pets", title: "Cats or dogs?", queries: ["#cats @catsdaily", "#dogs @dogsdaily"], ...lasting(90) },
    {
      demo: "languages",
      title: "TypeScript, Elixir or Rust?",
      queries: ["#typescript", "#elixir #elixirlang", "#rust #rustlang"],
      ...lasting(120),
    },
  ];
}
