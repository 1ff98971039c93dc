import type { View } from "../live/view.ts";

/** Components whose elements have left the page. */
export interface LostComponents {
  readonly view: View;
  readonly cids: readonly number[];
  readonly isLost: (cid: number) => boolean;
  /** The server has deleted these. */
  readonly forget: (cids: readonly number[]) => void;
  /** Does something when the page shows all that has arrived. */
  readonly whenShown: (task: () => void) => void;
}

/** Gives components up in two steps: the server may have rendered some of them again in between (liveview-protocol.md §11). */
export async function giveUp({ view, cids, isLost, forget, whenShown }: LostComponents): Promise<void> {
  try {
    await view.push("cids_will_destroy", { cids });
    await new Promise<void>(whenShown);
    const lost = cids.filter(isLost);
    if (!lost.length) return;
    const { response } = await view.ask("cids_destroyed", { cids: lost });
    forget((response as { cids?: readonly number[] }).cids ?? []);
  } catch {
    // The view is being joined anew, and its components with it.
  }
}
