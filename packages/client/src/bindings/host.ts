import type { CommandHost } from "../live/commands.ts";
import type { LoadingEvents } from "../live/page-events.ts";
import type { LiveSocket } from "../live/live-socket.ts";
import type { TargetHost } from "../live/target.ts";
import type { Socket } from "../channel/socket.ts";
import type { Uploader } from "../uploads/upload.ts";

/** What bindings need of the page. */
export interface BindingHost extends TargetHost, CommandHost {
  readonly socket: Socket;
  /** For those to whom the app's own code belongs. */
  readonly liveSocket: LiveSocket;
  readonly uploaders: Readonly<Record<string, Uploader>>;
  readonly loading: LoadingEvents;
  /** What the app adds to the payload of events of this type. */
  metadata(type: string, event: Event, element: Element): object;
}
