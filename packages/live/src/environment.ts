import type { RunQueue, SpawnOptions } from "@firecrest/actors";
import type { Logger } from "@firecrest/channels";
import type { PubSub } from "@firecrest/pubsub";
import type { LiveView } from "./live-view.ts";
import type { RenderOptions } from "@firecrest/template";
import type { PageAssets, RootLayout } from "./root-layout.ts";
import type { Layout } from "./render.ts";
import type { Router } from "./router.ts";
import type { SocketViews } from "./socket-views.ts";
import type { Telemetry } from "./telemetry/callbacks.ts";
import type { Tokens } from "./tokens.ts";
import type { UploadDirectory } from "./uploads/upload-directory.ts";

/** What every view of one app shares. Made once by `serve`; nothing in it belongs to a single user. */
export interface Environment {
  readonly router: Router;
  /** Views that are found by name, not by a route. */
  readonly views: ReadonlyMap<string, LiveView>;
  /** Which views are joined, by socket. */
  readonly socketViews: SocketViews;
  /** Which uploads are allowed, by whom. */
  readonly uploads: UploadDirectory;
  readonly pubsub: PubSub;
  readonly queue: RunQueue;
  readonly tokens: Tokens;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  readonly assets: PageAssets;
  /** Whether the URL of an asset is one that this server does not have. */
  readonly isOldAsset: (url: string) => boolean;
  readonly rootLayout: RootLayout;
  readonly layout: Layout | undefined;
  readonly contentSecurityPolicy: string | undefined;
  /** Errors reach the browser, bundles are readable. */
  readonly isDevelopment: boolean;
  /** How every page and every view is rendered. */
  readonly renderOptions: RenderOptions;
  /** What bounds every view's actor. */
  readonly viewLimits: Pick<SpawnOptions, "handlerTimeoutMs" | "mailboxMessagesMax">;
  /** A fresh id for a view's container. */
  readonly newId: () => string;
  /** A fresh random UUID. */
  readonly newUuid: () => string;
}
