/** What is measured, against which target, and for how long. */
import type { LoadCommand } from "./load/commands.ts";

/** The names that `--only` takes; a group stands for every figure whose name begins with it. */
export const GROUPS = ["click", "form", "render", "mount", "fanout", "table", "memory"] as const;

/** How long and how often each thing is measured. */
export interface Pace {
  /** How many times ours and then the floor are run. */
  readonly pairs: number;
  readonly warmUpMs: number;
  /** Length of one run. */
  readonly runMs: number;
  /** Figures with a larger crowd are left out. */
  readonly crowdMax: number;
  /** How often one run of the table goes through its events. */
  readonly tableCycles: number;
  /** Idle memory is the difference between these two crowds. */
  readonly idleViews: { readonly few: number; readonly many: number };
  /** From the last join to the reading of the memory. */
  readonly idleMs: number;
}

/** The figures that count. */
export const FULL_PACE: Pace = {
  pairs: 5,
  warmUpMs: 1_500,
  runMs: 1_000,
  crowdMax: 5_000,
  tableCycles: 8,
  idleViews: { few: 1_000, many: 10_000 },
  idleMs: 30_000,
};

/** For a first impression: shorter runs, and a memory figure that is only roughly comparable. */
export const QUICK_PACE: Pace = {
  pairs: 3,
  warmUpMs: 500,
  runMs: 250,
  crowdMax: 1_000,
  tableCycles: 2,
  idleViews: { few: 500, many: 2_500 },
  idleMs: 5_000,
};

/** A figure that is CPU time per operation, ours against the floor's. */
export interface PairFigure {
  /** As `--only` takes it; begins with its group. */
  readonly name: string;
  /** As the report says it. */
  readonly title: string;
  /** Visitors that stay while it is measured, and their page. */
  readonly crowd: { readonly page: string; readonly views: number } | undefined;
  /** What the load does for one run. */
  readonly command: (durationMs: number) => LoadCommand;
  /** Our CPU time over the floor's is to be at most this. */
  readonly ratioMax: number | undefined;
}

const CLICK = event("click", "inc");
const FORM_CHANGES = [formChange("A"), formChange("Al")];
/** Visitors of the table: enough that one event of each is worth a reading of the CPU time, few enough that their rows stay in the caches. */
export const TABLE_VIEWS = 20;
// So many requests are in the air while pages are fetched and views mounted: enough that the server never waits for the next one.
const LANES = 16;

/** Every figure that is a pair of CPU times; the table and the memory have their own files. */
export const PAIR_FIGURES: readonly PairFigure[] = [
  clicks(1, undefined),
  clicks(100, 1.5),
  clicks(1_000, 1.5),
  {
    name: "form",
    title: "form change, 100 connections",
    crowd: { page: "/form", views: 100 },
    command: (durationMs) => ({ type: "push", payloads: FORM_CHANGES, durationMs }),
    ratioMax: undefined,
  },
  render("counter", undefined),
  render("dashboard", undefined),
  render("form", undefined),
  render("table", 2),
  {
    name: "mount",
    title: "full mount of the counter",
    crowd: undefined,
    command: (durationMs) => ({ type: "mount", page: "/counter", lanes: LANES, durationMs }),
    ratioMax: 2.5,
  },
  fanOut(1_000, 2),
  fanOut(5_000, undefined),
  {
    name: "table-swap",
    title: "table, swap",
    crowd: { page: "/table", views: TABLE_VIEWS },
    command: (durationMs) => ({ type: "push", payloads: [event("click", "swap")], durationMs }),
    ratioMax: 3,
  },
];

/** The JSON text of a click's payload, as the official client sends it for a button. */
export function event(type: string, name: string): string {
  return JSON.stringify({ type, event: name, value: { value: "" } });
}

function formChange(name: string): string {
  const value =
    `user%5Bname%5D=${name}&user%5B_unused_email%5D=&user%5Bemail%5D=&user%5B_unused_age%5D=&user%5Bage%5D=` +
    "&user%5B_unused_password%5D=&user%5Bpassword%5D=&user%5B_unused_bio%5D=&user%5Bbio%5D=";
  return JSON.stringify({ type: "form", event: "validate", value, meta: { _target: "user[name]" }, uploads: {} });
}

function clicks(views: number, ratioMax: number | undefined): PairFigure {
  return {
    name: `click-${views}`,
    title: `click → diff, ${counted(views, "connection")}`,
    crowd: { page: "/counter", views },
    command: (durationMs) => ({ type: "push", payloads: [CLICK], durationMs }),
    ratioMax,
  };
}

function render(page: string, ratioMax: number | undefined): PairFigure {
  return {
    name: `render-${page}`,
    title: `dead render of /${page}`,
    crowd: undefined,
    command: (durationMs) => ({ type: "render", page: `/${page}`, lanes: LANES, durationMs }),
    ratioMax,
  };
}

function fanOut(views: number, ratioMax: number | undefined): PairFigure {
  return {
    name: `fanout-${views}`,
    title: `delivery to ${counted(views, "dashboard viewer")}`,
    crowd: { page: "/dashboard", views },
    command: (durationMs) => ({ type: "tick", durationMs }),
    ratioMax,
  };
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
