import type { AnyActorRef } from "@firecrest/actors";
import type { SocketInfo } from "@firecrest/channels";
import type { UploadNotice } from "./upload-message.ts";

/** Who allowed an upload, as the upload's actor sees it. */
export interface UploadOwner {
  readonly view: Pick<AnyActorRef, "isAlive" | "monitor">;
  /** The connection that the view is on; its uploads come over the same one. */
  readonly socket: SocketInfo;
  /** Puts a notice in the view's mailbox. */
  notify(notice: UploadNotice): void;
}

/**
 * The uploads that are allowed at this moment in this process, by their refs: where an upload token leads. A token of another
 * process, of a view that is gone, or on another connection leads nowhere.
 */
export class UploadDirectory {
  readonly #owners = new Map<string, UploadOwner>();

  /** Lists an upload, until the returned function is called or its view ends. */
  list(uploadRef: string, owner: UploadOwner): () => void {
    this.#owners.set(uploadRef, owner);
    const remove = (): void => void this.#owners.delete(uploadRef);
    const unwatch = owner.view.monitor(remove);
    return () => {
      unwatch();
      remove();
    };
  }

  find(uploadRef: string, socket: SocketInfo): UploadOwner | undefined {
    const owner = this.#owners.get(uploadRef);
    return owner?.socket === socket && owner.view.isAlive ? owner : undefined;
  }
}
