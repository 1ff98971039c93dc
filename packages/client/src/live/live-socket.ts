import { execute } from "../bindings/element-event.ts";
import type { Clock } from "../channel/clock.ts";
import type { Random } from "../channel/random.ts";
import type { WebSocketConstructor } from "../channel/websocket-like.ts";
import type { Executable, Hooks } from "./hooks.ts";
import type { Uploader } from "../uploads/upload.ts";
import { LivePage } from "./live-page.ts";

/** How a page is brought to life. All of it is optional. */
export interface LiveSocketOptions {
  /** Sent with the connection and with every join, beside the page's CSRF token. Called with the view's container for a join. */
  readonly params?: Readonly<Record<string, unknown>> | ((container?: Element) => Readonly<Record<string, unknown>>);
  /** The hooks that `phx-hook` names. */
  readonly hooks?: Hooks;
  /** What uploads files to somewhere else, by the name that the server gives. */
  readonly uploaders?: Readonly<Record<string, Uploader>>;
  /** By type of event (`click`, `keydown`, …): what to add to the payload of its pushes. */
  readonly metadata?: Readonly<Record<string, (event: Event, element: Element) => object>>;
  /** Delays between attempts to connect, the last one repeated, each spread by ±50 %. Default 100 ms up to 5 s. */
  readonly reconnectDelaysMs?: readonly number[];
  /** Delays before a view that crashed is joined again, spread likewise. Default 1 s up to 10 s. */
  readonly rejoinDelaysMs?: readonly number[];
  /** Time between heartbeats. Default 30,000. */
  readonly heartbeatMs?: number;
  /** Told what no code can handle: a hook that is not there, and, by a server in development, why a view crashed. Default the console. */
  readonly log?: { error(problem: unknown): void };
  /** Default the browser's. */
  readonly WebSocket?: WebSocketConstructor;
  /** Default the system's clock. */
  readonly clock?: Clock;
  /** Default the system's dice. */
  readonly random?: Random;
}

/**
 * The state of the page's connection, as `data-phx-connection` of `<html>`, for a page to style: `connecting` at first,
 * `connected` while the page is live, `disconnected` while the server cannot be reached, `error` while it can, but the view
 * crashed or was refused. The last two end by themselves.
 */
export type ConnectionState = "connecting" | "connected" | "disconnected" | "error";

/** Brings the live views of a page to life: finds them, connects them, and listens to what the user does. */
export class LiveSocket {
  readonly #page: LivePage;

  /** @param url the endpoint's path (`/live`) or URL, without `/websocket`. */
  constructor(url: string, options: LiveSocketOptions = {}) {
    this.#page = new LivePage(this, url, options);
  }

  /** Whether the connection stands. */
  get isConnected(): boolean {
    return this.#page.socket.isOpen;
  }

  /** Connects the page's views as soon as the page is there, and keeps them connected. */
  connect(): void {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.#page.connect());
    else this.#page.connect();
  }

  /** Runs commands on an element: those that an event brings which the server pushed, say. */
  exec(commands: Executable, element: Element): void {
    execute(this.#page, commands, { element, type: "js" });
  }

  /** Disconnects until the next {@link connect}. */
  disconnect(): void {
    this.#page.disconnect();
  }
}
