import { longestIncreasing } from "./increasing.ts";

/** Chromium's state-preserving move; a moved iframe, video or focused input does not notice. */
type MovingParent = Node & { moveBefore?(node: Node, before: Node | null): void };

/**
 * Makes `nodes` children of `parent`, in this order, moving as few elements as possible and never the one that holds the focus.
 * Children of `parent` that are not in the list stay where they are.
 */
export function arrange(parent: Node, nodes: readonly Node[]): void {
  const staying = stayingNodes(parent, nodes);
  let before: Node | null = null;
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index] as Node; // within bounds
    if (!staying.has(node) && !(node.parentNode === parent && node.nextSibling === before)) move(parent, node, before);
    before = node;
  }
}

/** Text may move freely; of the elements already here, as many as possible stay. */
function stayingNodes(parent: Node, nodes: readonly Node[]): ReadonlySet<Node> {
  const wanted = new Map(nodes.map((node, index) => [node, index]));
  const present = [...parent.childNodes].filter((node) => node.nodeType === Node.ELEMENT_NODE && wanted.has(node));
  const places = present.map((node) => wanted.get(node) ?? 0);
  const pinned = present.findIndex((node) => node.contains(document.activeElement));
  const pinnedPlace = places[pinned];
  // What cannot stay together with the pinned one is out of the race.
  const candidates = present.filter(
    (_, index) =>
      pinnedPlace === undefined || Math.sign(index - pinned) === Math.sign((places[index] ?? 0) - pinnedPlace),
  );
  const run = longestIncreasing(candidates.map((node) => wanted.get(node) ?? 0));
  return new Set(run.map((index) => candidates[index] as Node)); // indexes into candidates
}

/** Moves a node to a place before another one, or to the end; in place, as far as the browser can. */
export function move(parent: MovingParent, node: Node, before: Node | null): void {
  // moveBefore refuses nodes that come from, or go to, another tree.
  if (parent.moveBefore !== undefined && node.getRootNode() === parent.getRootNode()) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}
