import { findComponent, isNode, type RenderedTree, type Slot, type Slots, type TreeNode } from "./rendered-tree.ts";

/** How the thing in a slot becomes HTML. */
export type SlotHtml = (slot: Slot | undefined) => string;

/**
 * The tree as HTML and nothing else: byte for byte the dead render of the same state. Rows of streams show as long as they
 * are in the tree.
 *
 * @throws FrameError `missing-component`
 */
export function renderHtml(tree: RenderedTree): string {
  const slotHtml: SlotHtml = (slot) => {
    if (typeof slot === "number") return nodeHtml(findComponent(tree.components, slot), slotHtml);
    return isNode(slot) ? nodeHtml(slot, slotHtml) : (slot ?? "");
  };
  return nodeHtml(tree.root, slotHtml);
}

/** A node as it stands: its template once, or once for each row. */
export function nodeHtml(node: TreeNode, slotHtml: SlotHtml): string {
  const { s: statics, k: rows } = node;
  const first = statics[0] ?? "";
  if (!rows) return first + slotsHtml(statics, node, slotHtml);
  let html = "";
  for (let index = 0; index < rows.kc; index++) html += first + slotsHtml(statics, rows[index] ?? {}, slotHtml);
  return html;
}

/** All of a template after its first static. */
export function slotsHtml(statics: readonly string[], slots: Slots, slotHtml: SlotHtml): string {
  let html = "";
  for (let index = 1; index < statics.length; index++) html += slotHtml(slots[index - 1]) + (statics[index] ?? "");
  return html;
}
