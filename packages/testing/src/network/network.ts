// The port between a simulated browser and an app: over memory (memory-network.ts) or over a real socket (socket-network.ts).

/** What a request or a handshake says beside its path. */
export interface RequestHeaders {
  readonly [name: string]: string;
}

/** Where a browser finds an app. */
export interface Network {
  /** Scheme, host and port: `http://localhost`. */
  readonly origin: string;
  /** Sends one request; redirects are not followed. */
  request(request: Request): Promise<Response>;
  /** Opens a WebSocket to a path with its query. Rejects with a TestingError "socket-refused". */
  open(path: string, headers: RequestHeaders, listener: LinkListener): Promise<Link>;
  /** The app, when it runs in this process. */
  readonly app: LocalApp | undefined;
}

/** One open WebSocket, seen from the browser. */
export interface Link {
  send(message: string | Uint8Array): void;
  /** Closes with 1000; the listener hears of it. */
  close(): void;
  /** Stops reading: what the server sends waits on its side. */
  pause(): void;
  resume(): void;
}

/** Hears what comes over a {@link Link}. */
export interface LinkListener {
  message(message: string | Uint8Array): void;
  closed(code: number, reason: string): void;
}

/** What a test may do with an app that runs in its own process. */
export interface LocalApp {
  /** Handles every message that is ready, before it returns. */
  drain(): void;
  /** Resolves when every mailbox is empty, no handler is awaiting and no task of a view is under way. */
  settled(): Promise<void>;
  /** Puts a message into the mailbox of the view with this topic, for its `handleInfo`. False when there is no such view. */
  send(topic: string, message: unknown): boolean;
  /** A `Set-Cookie` value that carries this session. */
  sessionCookie(session: Readonly<Record<string, unknown>>): string;
  /** What the view with this topic threw, if it did. */
  errorOf(topic: string): unknown;
  /** Why the last page could not be shown, since it was asked before. */
  takePageError(): unknown;
}
