import { systemClock } from "@firecrest/actors";
import { ConnectionTable } from "./connection-table.ts";
import { failureReply, isPromise, plainReply } from "./http-reply.ts";
import {
  type HttpReply,
  type ServeLimits,
  type ServeOptions,
  type Server,
  type ServerHandlers,
  resolveServeLimits,
} from "./serve.ts";
import { portInUse } from "./serve-errors.ts";
import {
  type UwsApp,
  type UwsBehavior,
  type UwsModule,
  type UwsRequest,
  type UwsResponse,
  type UwsSocket,
  loadUws,
} from "./uws-api.ts";
import { UwsConnection, type UwsShared } from "./uws-connection.ts";
import { streamBody, writeReply } from "./uws-reply.ts";
import { UwsHttpRequest } from "./uws-request.ts";

// uWebSockets.js aborts the process (no exception, no second chance) when a handler throws, or returns without having
// answered or listened for the abort. Hence the rules of this file: `onAborted` first, whatever is not ours inside
// try/catch, nothing native touched after an abort, a close or an end.
//
// Where it differs from node:http and `ws`, because it decides before we are asked: text that is not UTF-8, broken
// frames and messages many times too long end the connection without a close frame (the peer sees 1006; owner and log
// still get 1007, 1002, 1009), and the mask bit of a client's frame is not checked.

/**
 * Above this many times `frameBytesMax`, uWebSockets.js refuses a message before it has arrived, and cuts the connection
 * without a close frame. Below it, we get the message and can close with 1009, at the price of buffering that much.
 */
const NATIVE_LIMIT_FACTOR = 4;

/** Starts a server on uWebSockets.js. Rejects with `transport-missing` or `port-in-use`. */
export async function listenUws(handlers: ServerHandlers, options: ServeOptions): Promise<Server> {
  const limits = resolveServeLimits(options);
  const uws = await loadUws(limits.headerBytesMax);
  const table = new ConnectionTable<UwsConnection>({
    clock: options.clock ?? systemClock,
    idleTimeoutMs: limits.idleTimeoutMs,
    closeIdle: (connection) => connection.close(1001, "idle"),
  });
  const app = uws.App();
  app.ws("/*", behavior({ uws, handlers, shared: { limits, table } }));
  app.any("/*", (response, request) => answerRequest({ response, request, handlers, limits }));
  const token = listenOn(uws, app, options);
  return {
    port: uws.us_socket_local_port(token),
    transport: "uws",
    close: once(() => {
      uws.us_listen_socket_close(token);
      // `app.close` alone would cut them without a close frame.
      for (const connection of table.list()) connection.close(1001, "server closed");
      table.stop();
      app.close();
    }),
  };
}

function listenOn(uws: UwsModule, app: UwsApp, options: ServeOptions): unknown {
  let token: unknown;
  const listening = (given: unknown): void => {
    token = given;
  };
  // Without this option a second server on the same port is started silently, and they share the peers.
  const exclusive = uws.LIBUS_LISTEN_EXCLUSIVE_PORT;
  // The callback runs before `listen` returns.
  if (options.host === undefined) app.listen(options.port, exclusive, listening);
  else app.listen(options.host, options.port, exclusive, listening);
  if (token) return token;
  app.close();
  throw portInUse(options);
}

interface Exchange {
  readonly response: UwsResponse;
  readonly request: UwsRequest;
  readonly handlers: ServerHandlers;
  readonly limits: ServeLimits;
}

function answerRequest({ response, request: native, handlers, limits }: Exchange): void {
  const request = new UwsHttpRequest(native, response, limits.bodyBytesMax);
  response.onAborted(() => request.abort());
  const answer = { response, request, limits };
  try {
    const reply = handlers.request(request);
    if (!isPromise(reply)) return finish(answer, reply);
    request.detach();
    void reply.then(
      (late) => finishLate(answer, late),
      (error: unknown) => finishLate(answer, failureReply(error, request, limits.log)),
    );
  } catch (error) {
    if (!request.isAborted) finishWithFailure(answer, error);
  } finally {
    request.release();
  }
}

interface Answer {
  readonly response: UwsResponse;
  readonly request: UwsHttpRequest;
  readonly limits: ServeLimits;
}

function finishLate(answer: Answer, reply: HttpReply): void {
  if (answer.request.isAborted) return cancelBody(reply);
  answer.response.cork(() => finish(answer, reply));
}

/** Writes the reply, or a 500 for one that cannot be written. The caller is corked: by the native callback, or by {@link finishLate}. */
function finish({ response, request, limits }: Answer, reply: HttpReply): void {
  if (request.isAborted) return cancelBody(reply);
  try {
    const rest = writeReply(response, reply, request.method);
    if (rest !== undefined) sendRest({ response, request, limits }, rest);
  } catch (error) {
    cancelBody(reply);
    finishWithFailure({ response, request, limits }, error);
  }
}

/** The last line: nothing may be thrown from here. */
function finishWithFailure({ response, request, limits }: Answer, error: unknown): void {
  const reply = failureReply(error, request, limits.log);
  try {
    writeReply(response, reply, request.method);
  } catch (again) {
    // The reply had begun, so there is nothing honest left to say.
    limits.log.error("channels: the 500 could not be written either", { error: again });
    closeQuietly(response);
  }
}

function closeQuietly(response: UwsResponse): void {
  try {
    response.close();
  } catch {
    // It was closed already, and throws for that.
  }
}

function sendRest({ response, request, limits }: Answer, rest: ReadableStream<Uint8Array>): void {
  streamBody(response, request, rest).catch((error: unknown) => {
    limits.log.error("channels: a reply's stream failed; cut the connection", {
      method: request.method,
      path: request.path,
      error,
    });
  });
}

function cancelBody(reply: HttpReply | undefined): void {
  const body = reply?.body;
  if (body instanceof ReadableStream && !body.locked) void body.cancel("the peer is gone").catch(() => {});
}

function behavior({
  uws,
  handlers,
  shared,
}: {
  uws: UwsModule;
  handlers: ServerHandlers;
  shared: UwsShared;
}): UwsBehavior {
  const { limits } = shared;
  const compresses = Number.isFinite(limits.compressionBytesMin);
  return {
    compression: compresses ? uws.SHARED_COMPRESSOR : uws.DISABLED,
    maxPayloadLength: Math.min(limits.frameBytesMax * NATIVE_LIMIT_FACTOR, 2 ** 31 - 1),
    maxBackpressure: 0, // no native limit: UwsConnection closes with 1013 where this would drop messages
    idleTimeout: backstopSeconds(limits.idleTimeoutMs),
    sendPingsAutomatically: false,
    upgrade: (response, request, context) => answerUpgrade({ response, request, handlers, shared, context }),
    open: (socket) => owner(socket).opened(socket),
    message: (socket, message, isBinary) => owner(socket).received(message, isBinary),
    ping: (socket) => owner(socket).heard(),
    pong: (socket) => owner(socket).heard(),
    drain: (socket) => owner(socket).drained(),
    close: (socket, code, reason) => owner(socket).closed(code, reason),
  };
}

/**
 * ConnectionTable closes idle connections with a code. The native timeout, which has none, only reaps what is left of a
 * connection whose peer never read its close frame. It takes 8 to 960 seconds, or 0 for never; anything else aborts the process.
 */
function backstopSeconds(idleTimeoutMs: number): number {
  const seconds = Math.max(8, Math.ceil((idleTimeoutMs * 2) / 1_000));
  return seconds <= 960 ? seconds : 0;
}

/** The native socket takes over the members of the object given at the upgrade, not the object. */
interface SocketOwner {
  readonly connection: UwsConnection;
}

/** Every socket of ours has one: {@link answerUpgrade} put it there. */
function owner(socket: UwsSocket): UwsConnection {
  return (socket.getUserData() as SocketOwner).connection;
}

interface UpgradeExchange {
  readonly response: UwsResponse;
  readonly request: UwsRequest;
  readonly handlers: ServerHandlers;
  readonly shared: UwsShared;
  readonly context: unknown;
}

function answerUpgrade({ response, request: native, handlers, shared, context }: UpgradeExchange): void {
  const { limits } = shared;
  const request = new UwsHttpRequest(native, response, limits.bodyBytesMax);
  response.onAborted(() => request.abort());
  try {
    // The key is checked natively: a request without a good one is an ordinary request there.
    const reply = request.header("sec-websocket-version") === "13" ? handlers.upgrade(request) : { reject: 400 };
    if ("reject" in reply) return finish({ response, request, limits }, plainReply(reply.reject));
    const owned: SocketOwner = { connection: new UwsConnection(shared, reply.accept, request.remoteAddress) };
    const extensions = native.getHeader("sec-websocket-extensions");
    // `open` is called before this returns.
    response.upgrade(owned, native.getHeader("sec-websocket-key"), reply.protocol ?? "", extensions, context);
  } catch (error) {
    finishWithFailure({ response, request, limits }, error);
  } finally {
    request.release();
  }
}

function once(task: () => void): () => Promise<void> {
  let isDone = false;
  return () => {
    if (!isDone) task();
    isDone = true;
    return Promise.resolve();
  };
}
