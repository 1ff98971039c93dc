import type { SocketInfo } from "@firecrest/channels";
import type { ViewActor } from "./view-actor.ts";

/** The joined views of each socket: how a nested view finds the one around it. */
export class SocketViews {
  // Lists and no maps: most sockets have one view, and none has many.
  readonly #views = new WeakMap<SocketInfo, ViewActor[]>();

  /** The view that has joined a topic; the latest, while its predecessor still ends. */
  find(socket: SocketInfo, topic: string): ViewActor | undefined {
    return this.#views.get(socket)?.findLast((view) => view.topic === topic);
  }

  add(socket: SocketInfo, view: ViewActor): void {
    const views = this.#views.get(socket);
    if (views === undefined) this.#views.set(socket, [view]);
    else views.push(view);
  }

  remove(socket: SocketInfo, view: ViewActor): void {
    const views = this.#views.get(socket);
    const index = views?.indexOf(view) ?? -1;
    if (index !== -1) views?.splice(index, 1);
  }
}
