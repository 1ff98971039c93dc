import type { Hook } from "@firecrest/client";

let scrolledTo = 0;

/** The list of pages is a new element on each of them: it stays where it was scrolled to, and shows where one is. */
export const FeatureList: Hook = {
  mounted() {
    const list = this.el;
    list.scrollTop = scrolledTo;
    list.addEventListener("scroll", () => (scrolledTo = list.scrollTop));
    // By hand: after `scrollIntoView` the Tab key would go on from there.
    const current = list.querySelector("[aria-current=page]");
    if (current) list.scrollTop += distance(current.getBoundingClientRect(), list.getBoundingClientRect());
  },
};

/** How far below, or above, of what is in sight it stands; a row more, so that its neighbour shows. */
function distance(item: DOMRect, list: DOMRect): number {
  const below = item.bottom + item.height - list.bottom;
  const above = item.top - item.height - list.top;
  return below > 0 ? below : Math.min(0, above);
}
