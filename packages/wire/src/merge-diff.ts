import { extractDiff } from "./extract-diff.ts";
import { FrameError } from "./frame-error.ts";
import {
  type DiffNode,
  type DiffRows,
  findComponent,
  isNode,
  type KeyedRows,
  type RenderedTree,
  type Slot,
  type Slots,
  type TreeNode,
} from "./rendered-tree.ts";

/**
 * The tree that a join's `rendered` describes. Takes its nodes over: do not use them afterwards.
 *
 * @throws FrameError `malformed-shape` or `missing-component`.
 */
export function decodeTree(rendered: unknown): RenderedTree {
  return mergeDiff({ root: { s: [""] }, components: {} }, rendered);
}

/**
 * Applies a diff to the tree, in place, and gives the tree back (liveview-protocol.md §9). A root with statics replaces
 * everything. Takes the diff's nodes over, but leaves its top level as it was, so that it can still be asked which
 * components it holds. Rows of a stream stay until they are rendered: render before the stream's next diff.
 *
 * @throws FrameError `malformed-shape` or `missing-component`; the tree may then hold a part of the diff.
 */
export function mergeDiff(tree: RenderedTree, diff: unknown): RenderedTree {
  const { c: bodies = {}, ...root } = extractDiff(diff).diff;
  resolveStatics(root);
  if (isComplete(root)) {
    tree.root = root;
    tree.components = {};
  } else {
    mergeNode(tree.root, root);
  }
  mergeComponents(tree.components, bodies);
  return tree;
}

/**
 * Replaces every index into a template table by the statics it means, while the table is at hand: it is valid for one
 * message only, and two messages may be merged before anything is rendered.
 */
function resolveStatics(node: DiffNode, inherited?: DiffNode["p"]): void {
  const { p: table = inherited, s: index } = node;
  if (typeof index === "number") {
    const statics = table?.[index];
    if (!statics) throw new FrameError("malformed-shape", `No template ${index}`);
    node.s = statics;
  }
  delete node.p;
  resolveParts(node.k ?? node, table);
}

function resolveParts(parts: object, table: DiffNode["p"]): void {
  for (const part of Object.values(parts)) {
    // The only list that holds a node is a row that moved and changed.
    const child: unknown = Array.isArray(part) ? part[1] : part;
    if (isNode(child)) resolveStatics(child as DiffNode, table);
  }
}

function isComplete(node: DiffNode): node is TreeNode {
  return node.s !== undefined;
}

function mergeNode(target: TreeNode, source: DiffNode): TreeNode {
  target.isClean = false;
  if (source.k) mergeRows((target.k ??= { kc: 0 }), source.k);
  else mergeSlots(target, source);
  if (source.stream) target.stream = source.stream;
  return target;
}

function mergeSlots(target: Slots, source: DiffNode): void {
  for (const key in source) {
    const index = Number(key);
    const change = source[index];
    if (change !== undefined) target[index] = mergeSlot(target[index], change);
  }
}

function mergeSlot(current: Slot | undefined, change: string | number | DiffNode): Slot {
  if (!isNode(change) || isComplete(change)) return change;
  if (isNode(current)) return mergeNode(current, change);
  throw new FrameError("malformed-shape", "Changes without a node");
}

/**
 * Rows that moved are taken from where they stood before this diff, and first of all: the other changes belong to rows that
 * stayed or, where the row that stood there has moved away, to new ones.
 */
function mergeRows(rows: KeyedRows, { kc: count, km: hasMoves, kr: runs = [], ...changes }: DiffRows): void {
  for (const [to, from, length] of runs) for (let row = length; row--; ) changes[to + row] = from + row;
  const before = hasMoves ? { ...rows } : rows;
  const moved = new Set<Slots>();
  for (const key in changes) {
    const change = changes[Number(key)];
    if (!isMove(change)) continue;
    const [from, inner] = typeof change === "number" ? ([change, {}] as const) : change;
    const row = before[from] ?? {};
    mergeSlots(row, inner);
    moved.add(row);
    rows[Number(key)] = row;
  }
  for (const key in changes) {
    const change = changes[Number(key)];
    if (!change || isMove(change)) continue;
    const row = rows[Number(key)];
    mergeSlots(row && !moved.has(row) ? row : (rows[Number(key)] = {}), change);
  }
  for (let index = count; index < rows.kc; index++) delete rows[index];
  rows.kc = count;
}

function isMove(change: DiffRows[number] | undefined): change is number | readonly [number, DiffNode] {
  return typeof change === "number" || Array.isArray(change);
}

/**
 * Whoever borrows an old tree (negative `s`) copies it before any tree is changed, so those come first; a tree delivered in this
 * diff (positive `s`) is resolved before it is lent.
 */
function mergeComponents(components: RenderedTree["components"], bodies: Record<string, DiffNode>): void {
  const merged: RenderedTree["components"] = {};
  const resolve = (cid: number | string): TreeNode => (merged[cid] ??= mergeBody(bodies[cid] ?? {}, cid));
  const mergeBody = (body: DiffNode, cid: number | string): TreeNode => {
    const { s: source, p: table } = body;
    resolveParts(body, table);
    if (typeof source !== "number") return isComplete(body) ? body : mergeNode(findComponent(components, cid), body);
    return mergeNode(cloneNode(source < 0 ? findComponent(components, -source) : resolve(source)), body);
  };
  for (const cid in bodies) if (isOldLoan(bodies[cid])) resolve(cid);
  for (const cid in bodies) resolve(cid);
  Object.assign(components, merged);
}

function isOldLoan(body: DiffNode | undefined): boolean {
  return typeof body?.s === "number" && body.s < 0;
}

/** A copy that shares the statics only, and is yet to be rendered: two elements must not have one magic id. */
function cloneNode(node: TreeNode): TreeNode {
  const { k: rows } = node;
  const copy = cloneSlots({ ...node, magicId: undefined, isClean: false, isReset: false });
  if (rows) {
    copy.k = { ...rows };
    for (let index = 0; index < rows.kc; index++) copy.k[index] = cloneSlots({ ...rows[index] });
  }
  return copy;
}

/** Clones the nodes in the slots of a fresh copy. */
function cloneSlots<Copy extends Slots>(copy: Copy): Copy {
  const slots: Slots = copy;
  for (const key in slots) {
    const slot = slots[Number(key)];
    if (isNode(slot)) slots[Number(key)] = cloneNode(slot);
  }
  return copy;
}
