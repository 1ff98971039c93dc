import type { ConnectInfo } from "@firecrest/channels";
import type { TaskHost } from "./async-tasks.ts";
import type { ConnectParams, Session } from "./live.ts";
import type { LiveComponent } from "./live-component.ts";
import type { NavigationType } from "./navigation.ts";
import type { Route } from "./router.ts";
import type { ObservedView } from "./telemetry/callbacks.ts";
import type { UploadPorts } from "./uploads/upload-host.ts";

/** What is known of the browser while its view mounts. */
export interface ConnectData {
  /** Undefined for plain HTTP, and for a nested view. */
  readonly params: ConnectParams | undefined;
  readonly info: ConnectInfo;
  /** URLs of the assets that the page was loaded with. */
  readonly trackedAssets: readonly string[];
}

/** What a view or component needs from whoever runs it: the page while it is plain HTML, the view's actor once connected. */
export interface LiveHost extends TaskHost, ObservedView {
  readonly connected: boolean;
  readonly isAlive: boolean;
  /** The route that mounted the view, so that it has params and may patch. */
  readonly route: Route | undefined;
  readonly id: string;
  readonly session: Session;
  readonly signal: AbortSignal;
  /** Undefined once the view is mounted. */
  readonly connect: ConnectData | undefined;
  subscribe(topic: string): () => void;
  broadcast(topic: string, message: unknown): void;
  sendSelf(message: unknown, delayMs: number): () => void;
  /** What the view's parent or the HTTP request has under `key`, if anything. */
  inherited(key: string): { readonly value: unknown } | undefined;
  navigationType(to: string): NavigationType;
  /** Whether one of these URLs is an asset that this server does not have. */
  hasOldAssets(urls: readonly string[]): boolean;
  sendUpdate(update: ComponentUpdate, delayMs: number): () => void;
  readonly uploads: UploadPorts;
}

/** New props for a component of the view, if it is there when they arrive. */
export interface ComponentUpdate {
  readonly component: LiveComponent<never>;
  readonly id: string;
  readonly props: object;
}
