import { type Clock, systemClock } from "@firecrest/actors";
import type { LogFields, LogLevel, Logger } from "../logger.ts";
import type { ServeOptions, Server, ServerHandlers } from "./serve.ts";

/** An implementation that is put to the test. */
export interface ServeImplementation {
  listen(handlers: ServerHandlers, options: ServeOptions): Promise<Server>;
  /** Whether it cuts some misbehaving peers off without a close frame, as uWebSockets.js does. The server still learns the code. */
  readonly cutsWithoutCloseFrame: boolean;
  /** A clock at rest, and how to move it. */
  newClock(): { readonly clock: Clock; advance(ms: number): void };
}

/** One obligation. */
export interface ServeCase {
  readonly name: string;
  run(implementation: ServeImplementation): Promise<void>;
}

/** A server under test, and what it logged. */
export interface TestServer {
  readonly server: Server;
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `ws://127.0.0.1:<port>` */
  readonly webSocketUrl: string;
  readonly logged: readonly LoggedLine[];
}

/** One line of the log. */
export interface LoggedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** What a case needs. */
export interface Setup {
  readonly request?: ServerHandlers["request"];
  readonly upgrade?: ServerHandlers["upgrade"];
  readonly options?: Partial<ServeOptions>;
}

/** Runs a case's body with a server of its own, which is closed afterwards whatever happens. */
export async function withServer(
  implementation: ServeImplementation,
  setup: Setup,
  body: (context: TestServer) => Promise<void>,
): Promise<void> {
  const logged: LoggedLine[] = [];
  const handlers: ServerHandlers = {
    request: setup.request ?? (() => ({ status: 404 })),
    upgrade: setup.upgrade ?? (() => ({ reject: 404 })),
  };
  const options = { port: 0, host: "127.0.0.1", log: recordingLogger(logged), ...setup.options };
  const server = await implementation.listen(handlers, options);
  const place = `127.0.0.1:${server.port}`;
  try {
    await body({ server, port: server.port, url: `http://${place}`, webSocketUrl: `ws://${place}`, logged });
  } finally {
    await server.close();
  }
}

function recordingLogger(logged: LoggedLine[]): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) =>
      void logged.push({ level, message, fields });
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A promise, and what settles it. */
export function deferred<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let settle: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: settle };
}

/** Lets sockets in, once. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => systemClock.defer(resolve));
}
