/** What the floor answers joins with: the pages of the bench as trees, made once. */
import { COMPONENTS, dashboardValues } from "../views/data.ts";
import { GAUGE_BINDING, GAUGE_STATICS, nestedContainers, partyBody } from "./composed-html.ts";
import { DASHBOARD_STATICS, formBody } from "./html.ts";
import { FloorTable } from "./table.ts";

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

const TALLY_STATICS = ["<li", ' class="tally">\n  <b>', "</b> <span>", "</span>\n  <button", "", ">+</button>\n</li>"];
const COMPONENTS_TREE = talliesTree(COMPONENTS);
const ONE_COMPONENT_TREE = talliesTree(1);
const PARTY_TREE = { p: { 0: [partyBody()] }, s: 0, r: 1 };
const TREES: Readonly<Record<string, object>> = {
  "/dashboard": DASHBOARD_TREE,
  "/table": TABLE_TREE,
  "/form": FORM_TREE,
  "/components": COMPONENTS_TREE,
  "/one-component": ONE_COMPONENT_TREE,
  "/party": PARTY_TREE,
};

/** The tree of the page at `path`; `topic` is the view's. */
export function treeOf(path: string, topic: string): object {
  return path === "/nested" ? nestedTree(topic) : (TREES[path] ?? COUNTER_TREE);
}

/** A view of `/nested`; its topic says which one. */
export function gaugeTree(topic: string): object {
  return { 0: topic.slice(3), 1: "0", 2: GAUGE_BINDING, p: { 0: GAUGE_STATICS }, s: 0 };
}

/** Rows by their indexes. */
function rowsOf(rows: readonly object[]): Readonly<Record<number, object>> {
  return Object.fromEntries(rows.map((row, index) => [index, row]));
}

function nestedTree(topic: string): object {
  const containers = nestedContainers(topic.slice(3)).map((container) => ({ 0: container }));
  return {
    0: { k: { ...rowsOf(containers), kc: containers.length }, s: 0 },
    p: { 0: ['<div class="card">', "</div>"], 1: ['<main class="gauges">\n  <h1>Gauges</h1>\n  ', "\n</main>"] },
    s: 1,
    r: 1,
  };
}

function talliesTree(count: number): object {
  const cids = Array.from({ length: count }, (_, index) => index + 1);
  const components = cids.map((cid) => [cid, tallyTree(cid)]);
  return {
    0: { k: { ...rowsOf(cids.map((cid) => ({ 0: cid }))), kc: count }, s: 0 },
    p: { 0: ["", ""], 1: ["<main>\n  <h1>Components</h1>\n  <ul>", "</ul>\n</main>"] },
    s: 1,
    r: 1,
    c: Object.fromEntries(components) as object,
  };
}

function tallyTree(cid: number): object {
  const slots = {
    0: ` id="tally-${cid}"`,
    1: `Tally ${cid}`,
    2: "0",
    3: ' phx-click="add"',
    4: ` phx-target="${cid}"`,
  };
  // The others share the statics of the first.
  return cid === 1 ? { ...slots, s: TALLY_STATICS, r: 1 } : { ...slots, s: 1 };
}

/** Numbers as a tree's slots. */
export function numberSlots(values: readonly number[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [index, String(value)]));
}
