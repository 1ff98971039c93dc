/** What is measured, against which target, and for how long. */
import type { LoadCommand, Visitors } from "./load/commands.ts";

/** The names that `--only` takes; a group stands for every figure whose name begins with it. */
export const GROUPS = [
  "click",
  "form",
  "components",
  "render",
  "mount",
  "nested",
  "fanout",
  "table",
  "memory",
] as const;

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

/** What is asked of a server in one run. */
export interface Workload {
  /** Visitors that stay while it is measured, and their page. */
  readonly crowd: Visitors | undefined;
  /** What the load does for one run. */
  readonly command: (durationMs: number) => LoadCommand;
}

/** A figure that is CPU time per operation, ours against the floor's. */
export interface PairFigure extends Workload {
  /** As `--only` takes it; begins with its group. */
  readonly name: string;
  /** As the report says it. */
  readonly title: string;
  /** What our own server does in the floor's place, where the figure is about something that must not cost more than it. */
  readonly yardstick?: Workload;
  /** Our CPU time over the floor's is to be at most this. */
  readonly ratioMax: number | undefined;
}

const CLICK = event("click", "inc");
const FORM_CHANGES = [formChange("A"), formChange("Al")];
const PARTY_CHANGES = [partyChange("A"), partyChange("Al")];
/** Visitors of the table: enough that one event of each is worth a reading of the CPU time, few enough that their rows stay in the caches. */
export const TABLE_VIEWS = 20;
// So many requests are in the air while pages are fetched and views mounted: enough that the server never waits for the next one.
const LANES = 16;

const ONE_OF_MANY = componentEvents("/components", 25);

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
  {
    name: "form-nested",
    title: "change of a form with 3 records, 100 connections",
    crowd: { page: "/party", views: 100 },
    command: (durationMs) => ({ type: "push", payloads: PARTY_CHANGES, durationMs }),
    ratioMax: undefined,
  },
  { name: "components", title: "event of 1 of 50 components, 100 connections", ...ONE_OF_MANY, ratioMax: undefined },
  {
    name: "components-alone",
    title: "event of 1 of 50 components, beside that of 1 of 1",
    ...ONE_OF_MANY,
    yardstick: componentEvents("/one-component", 1),
    ratioMax: 1.2,
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
  {
    name: "nested",
    title: "full mount of a page with 10 nested views",
    crowd: undefined,
    command: (durationMs) => ({ type: "mount", page: "/nested", lanes: LANES, durationMs }),
    ratioMax: undefined,
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

/** As a browser sends it: the name of the second of three records is being typed, the rest was never touched. */
function partyChange(name: string): string {
  const guests = [0, 1, 2].map(
    (index) =>
      `&party[guests][${index}][_persistent_id]=${index}&party[guests_sort][]=${index}` +
      (index === 1
        ? `&party[guests][1][name]=${name}`
        : `&party[guests][${index}][_unused_name]=&party[guests][${index}][name]=`) +
      `&party[guests][${index}][_unused_email]=&party[guests][${index}][email]=`,
  );
  const fields = `party[_unused_title]=&party[title]=${guests.join("")}&party[guests_drop][]=`;
  const value = fields.replaceAll("[", "%5B").replaceAll("]", "%5D");
  return JSON.stringify({
    type: "form",
    event: "change",
    value,
    meta: { _target: "party[guests][1][name]" },
    uploads: {},
  });
}

/** Clicks of 100 visitors on the component `cid` of their pages. */
function componentEvents(page: string, cid: number): Workload {
  const payloads = [JSON.stringify({ type: "click", event: "add", value: { value: "" }, cid })];
  return {
    crowd: { page, views: 100 },
    command: (durationMs) => ({ type: "push", payloads, durationMs }),
  };
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
