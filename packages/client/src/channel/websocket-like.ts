/** What a socket needs of a WebSocket: the browser's has it, so have Node's own and that of `ws`. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** Opens a connection to a `ws:` or `wss:` URL. */
export type WebSocketConstructor = new (url: string) => WebSocketLike;
