/** What the floor says over its socket: `JSON.parse`, one property, `JSON.stringify`, and no more thought than that. */
import { dashboardValues } from "../views/data.ts";
import { TICKS } from "../ticks.ts";
import { DASHBOARD_STATICS, formBody } from "./html.ts";
import { FloorTable } from "./table.ts";

/** What the floor remembers of one connection. */
export interface FloorConnection {
  /** Clicks so far: the counter's state, and which of two answers a form change gets. */
  count: number;
  table: FloorTable | undefined;
  /** For a viewer of the dashboard: the diff of every tick in TICKS, as the text to send. */
  ticks: readonly string[] | undefined;
}

/** A connection that has not joined anything yet. */
export function newConnection(): FloorConnection {
  return { count: 0, table: undefined, ticks: undefined };
}

type Frame = readonly [joinRef: string | null, ref: string | null, topic: string, event: string, payload: Payload];
/** The properties that are read, one of them per frame. */
interface Payload {
  readonly url?: string;
  readonly event?: string;
}

const FORM_DIFFS: readonly object[] = [
  {
    0: {
      5: ' value="A"',
      6: "w-full input input-error",
      7: { k: { 0: { 0: "should be at least 2 character(s)" }, kc: 1 } },
    },
  },
  { 0: { 5: ' value="Al"', 6: "w-full input", 7: { k: { kc: 0 } } } },
];

const COUNTER_TREE = {
  0: "0",
  p: {
    0: [
      '<main class="counter">\n  <h1>Counter</h1>\n  <p>The current count is <span id="count">',
      '</span>.</p>\n  <button phx-click="dec">-</button>\n  <button phx-click="inc">+</button>\n</main>',
    ],
  },
  s: 0,
  r: 1,
};
const DASHBOARD_TREE = { ...numberSlots(dashboardValues(0)), p: { 0: DASHBOARD_STATICS }, s: 0, r: 1 };
const TABLE_TREE = {
  ...new FloorTable().answer("create"),
  p: {
    0: [
      '<tr id="row-',
      '">\n        <td class="col-md-1">',
      '</td>\n        <td class="col-md-4"><a phx-click="select"',
      ">",
      '</a></td>\n        <td class="col-md-1">',
      '</td>\n        <td class="col-md-6">',
      "</td>\n      </tr>",
    ],
    1: [
      '<main>\n  <h1>Table</h1>\n  <table class="table">\n    <tbody id="rows">\n      ',
      "\n    </tbody>\n  </table>\n</main>",
    ],
  },
  s: 1,
  r: 1,
};
const FORM_TREE = { p: { 0: [formBody()] }, s: 0, r: 1 };

/** The text to answer `text` with. */
export function answerFrame(connection: FloorConnection, text: string): string {
  // The load is the only peer and speaks V2; a floor checks nothing.
  const [joinRef, ref, topic, event, payload] = JSON.parse(text) as Frame;
  const response =
    event === "event"
      ? { diff: answerEvent(connection, payload.event ?? "") }
      : answerControl(connection, { joinRef, topic, event, payload });
  return JSON.stringify([joinRef, ref, topic, "phx_reply", { status: "ok", response }]);
}

function answerEvent(connection: FloorConnection, event: string): object | undefined {
  if (event === "inc") {
    connection.count += 1;
    return { 0: String(connection.count) };
  }
  if (event === "validate") {
    connection.count += 1;
    return FORM_DIFFS[(connection.count + 1) % 2];
  }
  return connection.table?.answer(event);
}

interface Control {
  readonly joinRef: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Payload;
}

/** Joins; everything else (heartbeats) is answered with an empty object. */
function answerControl(connection: FloorConnection, control: Control): object {
  if (control.event !== "phx_join") return {};
  const url = control.payload.url ?? "";
  switch (url.slice(url.lastIndexOf("/"))) {
    case "/dashboard":
      connection.ticks = TICKS.map((tick) =>
        JSON.stringify([control.joinRef, null, control.topic, "diff", numberSlots(dashboardValues(tick))]),
      );
      return { liveview_version: "1.2.10", rendered: DASHBOARD_TREE };
    case "/table":
      connection.table = new FloorTable();
      connection.table.answer("create");
      return { liveview_version: "1.2.10", rendered: TABLE_TREE };
    case "/form":
      return { liveview_version: "1.2.10", rendered: FORM_TREE };
    default:
      return { liveview_version: "1.2.10", rendered: COUNTER_TREE };
  }
}

function numberSlots(values: readonly number[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [index, String(value)]));
}
