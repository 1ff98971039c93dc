import type { SocketInfo } from "@firecrest/channels";
import type { ViewActor } from "./view-actor.ts";

/** The joined views of each socket, by their topics: how a nested view finds the one around it. */
export class SocketViews {
  readonly #views = new WeakMap<SocketInfo, Map<string, ViewActor>>();

  find(socket: SocketInfo, topic: string): ViewActor | undefined {
    return this.#views.get(socket)?.get(topic);
  }

  add(socket: SocketInfo, topic: string, view: ViewActor): void {
    const views = this.#views.get(socket) ?? new Map<string, ViewActor>();
    this.#views.set(socket, views.set(topic, view));
  }

  /** Takes a view out, unless another has joined in its place. */
  remove(socket: SocketInfo, topic: string, view: ViewActor): void {
    const views = this.#views.get(socket);
    if (views?.get(topic) === view) views.delete(topic);
  }
}
