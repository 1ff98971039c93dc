import { ChannelError } from "../errors.ts";

// The part of uWebSockets.js that uws.ts uses, as a structure: upstream and its repacks ship different
// declaration files, and an optional peer must not be needed to compile against this package.

/** A response; unusable after `end`, or after its `onAborted` listener ran. */
export interface UwsResponse {
  onAborted(listener: () => void): void;
  onData(listener: (chunk: ArrayBuffer, isLast: boolean) => void): void;
  onWritable(listener: (offset: number) => boolean): void;
  cork(write: () => void): void;
  writeStatus(status: string): void;
  writeHeader(name: string, value: string): void;
  write(chunk: string | Uint8Array): boolean;
  end(body?: string | Uint8Array, closeConnection?: boolean): void;
  endWithoutBody(reportedContentLength?: number, closeConnection?: boolean): void;
  close(): void;
  getRemoteAddressAsText(): ArrayBuffer;
  upgrade(userData: object, key: string, protocol: string, extensions: string, context: unknown): void;
}

/** A request; freed when its handler returns or first awaits. */
export interface UwsRequest {
  getHeader(lowerCaseName: string): string;
  getCaseSensitiveMethod(): string;
  getUrl(): string;
  getQuery(): string | undefined;
  forEach(visit: (name: string, value: string) => void): void;
}

/** An open socket; every member but `getUserData` throws after it has closed. */
export interface UwsSocket {
  send(message: string | Uint8Array, isBinary: boolean, compress: boolean): number;
  end(code: number, reason: string): void;
  close(): void;
  getBufferedAmount(): number;
  getRemoteAddressAsText(): ArrayBuffer;
  getUserData(): unknown;
}

/** What `app.ws` takes. Unknown names are ignored without a word, so they are all written here. */
export interface UwsBehavior {
  readonly compression: number;
  readonly maxPayloadLength: number;
  readonly maxBackpressure: number;
  readonly idleTimeout: number;
  readonly sendPingsAutomatically: boolean;
  upgrade(response: UwsResponse, request: UwsRequest, context: unknown): void;
  open(socket: UwsSocket): void;
  message(socket: UwsSocket, message: ArrayBuffer, isBinary: boolean): void;
  ping(socket: UwsSocket): void;
  pong(socket: UwsSocket): void;
  drain(socket: UwsSocket): void;
  close(socket: UwsSocket, code: number, reason: ArrayBuffer): void;
}

/** One server. */
export interface UwsApp {
  any(pattern: string, handler: (response: UwsResponse, request: UwsRequest) => void): UwsApp;
  ws(pattern: string, behavior: UwsBehavior): UwsApp;
  listen(port: number, options: number, listening: (token: unknown) => void): UwsApp;
  listen(host: string, port: number, options: number, listening: (token: unknown) => void): UwsApp;
  close(): UwsApp;
}

/** The module. */
export interface UwsModule {
  App(): UwsApp;
  us_listen_socket_close(token: unknown): void;
  us_socket_local_port(token: unknown): number;
  readonly LIBUS_LISTEN_EXCLUSIVE_PORT: number;
  readonly DISABLED: number;
  readonly SHARED_COMPRESSOR: number;
  _cfg?(setting: string): void;
}

/**
 * Loads uWebSockets.js. Throws `transport-missing` where it is not installed, or has no binary for this Node version.
 *
 * @param headerBytesMax the module reads its header limit from the environment while it loads: the first caller decides
 */
export async function loadUws(headerBytesMax: number): Promise<UwsModule> {
  process.env["UWS_HTTP_MAX_HEADERS_SIZE"] ??= String(headerBytesMax);
  // A variable keeps the bundler and the compiler from resolving an optional package.
  const specifier = "uWebSockets.js";
  try {
    const loaded = (await import(specifier)) as UwsModule | { default: UwsModule };
    const module = "App" in loaded ? loaded : loaded.default;
    module._cfg?.("silent");
    return module;
  } catch (cause) {
    throw new ChannelError(
      "transport-missing",
      `uWebSockets.js could not be loaded on Node ${process.version}: ${firstLine(cause)}. ` +
        'Install it (npm i uWebSockets.js@npm:uws-pack@20.0.8 for Node 20 and 22), or listen with transport: "node".',
      { cause },
    );
  }
}

function firstLine(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split("\n", 1)[0] ?? "";
}
