export { Socket, type SocketOptions } from "./socket.ts";
export { Channel, type ChannelListener } from "./channel.ts";
export type { Reply } from "./reply.ts";
export type { WebSocketConstructor, WebSocketLike } from "./websocket-like.ts";
export { type Clock, systemClock } from "./clock.ts";
export type { Random } from "./random.ts";
