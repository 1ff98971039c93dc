import type { SocketInfo, TopicMessage } from "@firecrest/channels";
import type { SettledTask } from "./async-tasks.ts";
import type { Flash } from "./flash.ts";
import type { Session } from "./live.ts";
import type { ComponentUpdate, ConnectData } from "./live-host.ts";
import type { Navigation } from "./navigation.ts";
import type { ViewMatch } from "./router.ts";
import type { ViewActor } from "./view-actor.ts";

/** What a connected view's mailbox holds. */
export type ViewMessage =
  | TopicMessage
  | { readonly type: "mount" }
  | { readonly type: "info"; readonly message: unknown; readonly topic: string | undefined }
  /** A task has an outcome. */
  | { readonly type: "task"; readonly settled: SettledTask }
  /** A component gets new props. */
  | { readonly type: "update"; readonly update: ComponentUpdate }
  /** A view in this one's template asked for a patch, which is the page's to do. */
  | { readonly type: "patch"; readonly patch: Navigation }
  /** The view around this one has ended. */
  | { readonly type: "parent-down" };

/** What a join decided before the view's actor starts. */
export interface ViewJoin {
  readonly id: string;
  readonly match: ViewMatch;
  /** The page's URL, for the view of a route. */
  readonly url: string | undefined;
  readonly session: Session;
  readonly flash: Flash;
  readonly connect: ConnectData;
  readonly socket: SocketInfo;
  /** The view around this one. */
  readonly parent: ViewActor | undefined;
  /** Whether it takes another view's place in the page. */
  readonly isRedirected: boolean;
  /** Whether it stays when the page's view is left for another. */
  readonly isSticky: boolean;
  /** Whether the client is one of ours, which understands more than LiveView's. */
  readonly extensions: boolean;
}
