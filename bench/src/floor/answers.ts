/** What the floor says over its socket: `JSON.parse`, one property, `JSON.stringify`, and no more thought than that. */
import { dashboardValues } from "../views/data.ts";
import { TICKS } from "../ticks.ts";
import { FloorTable } from "./table.ts";
import { gaugeTree, numberSlots, treeOf } from "./trees.ts";

/** What the floor remembers of one connection. */
export interface FloorConnection {
  /** Clicks so far: the state of the counter or of a component, and which of two answers a form change gets. */
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
/** The properties that are read, one or two of them per frame. */
interface Payload {
  readonly url?: string;
  readonly event?: string;
  readonly cid?: number;
  readonly firecrest?: number;
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

const PARTY_DIFFS: readonly object[] = [
  partyDiff({
    4: ' value="A"',
    5: "input input-error",
    6: { k: { 0: { 0: "should be at least 2 character(s)" }, kc: 1 } },
  }),
  partyDiff({ 4: ' value="Al"', 5: "input", 6: { k: { kc: 0 } } }),
];

/** A change of the first field of the second of three records. */
function partyDiff(field: object): object {
  return { 0: { 7: { 1: { 0: { k: { 1: { 1: { 0: field } }, kc: 3 } } } } } };
}

/** The text to answer `text` with. */
export function answerFrame(connection: FloorConnection, text: string): string {
  // The load is the only peer and speaks V2; a floor checks nothing.
  const [joinRef, ref, topic, event, payload] = JSON.parse(text) as Frame;
  const response =
    event === "event"
      ? { diff: answerEvent(connection, payload) }
      : answerControl(connection, { joinRef, topic, event, payload });
  return JSON.stringify([joinRef, ref, topic, "phx_reply", { status: "ok", response }]);
}

function answerEvent(connection: FloorConnection, { event = "", cid = 0 }: Payload): object | undefined {
  switch (event) {
    case "inc":
      connection.count += 1;
      return { 0: String(connection.count) };
    case "add":
      connection.count += 1;
      return { c: { [cid]: { 2: String(connection.count) } } };
    case "validate":
      connection.count += 1;
      return FORM_DIFFS[(connection.count + 1) % 2];
    case "change":
      connection.count += 1;
      return PARTY_DIFFS[(connection.count + 1) % 2];
    default:
      return connection.table?.answer(event);
  }
}

interface Control {
  readonly joinRef: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Payload;
}

/** Joins; everything else (heartbeats) is answered with an empty object. */
function answerControl(connection: FloorConnection, { joinRef, topic, event, payload }: Control): object {
  if (event !== "phx_join") return {};
  // A view inside another one has no URL.
  if (payload.url === undefined) return { liveview_version: "1.2.12", rendered: gaugeTree(topic) };
  const path = payload.url.slice(payload.url.lastIndexOf("/"));
  if (path === "/dashboard") {
    connection.ticks = TICKS.map((tick) =>
      JSON.stringify([joinRef, null, topic, "diff", numberSlots(dashboardValues(tick))]),
    );
  } else if (path === "/table") {
    connection.table = new FloorTable(payload.firecrest === 1);
    connection.table.answer("create");
  }
  return { liveview_version: "1.2.12", rendered: treeOf(path, topic) };
}
