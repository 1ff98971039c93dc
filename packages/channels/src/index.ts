export { listen, type ListenOptions } from "./serve/listen.ts";
export type {
  Connection,
  ConnectionHandlers,
  HttpReply,
  HttpRequest,
  ServeOptions,
  Server,
  ServerHandlers,
  UpgradeReply,
} from "./serve/serve.ts";
export {
  type ConnectReply,
  type ConnectRequest,
  type Endpoint,
  type EndpointOptions,
  combineEndpoints,
  createEndpoint,
} from "./endpoint.ts";
export { connectInfo } from "./handshake.ts";
export type { ConnectInfo, SocketInfo } from "./socket-info.ts";
export type { SocketLimits } from "./limits.ts";
export type { JoinRequest, TopicMessage, TopicPort, TopicRoute } from "./topic.ts";
export type { Broadcast } from "./broadcast.ts";
export { type TokenKeys, type TokenResult, signToken, verifyToken } from "./token.ts";
export { type Session, type SessionOptions, type SessionStore, createSessionStore } from "./session.ts";
export { createCsrfSecret, CSRF_SESSION_KEY, maskCsrfToken, verifyCsrfToken } from "./csrf.ts";
export type { CheckOrigin } from "./origin.ts";
export { type RandomBytes, systemRandom } from "./random.ts";
export { type LogFields, type LogLevel, type Logger, createLogger } from "./logger.ts";
export { ChannelError, type ChannelErrorCode } from "./errors.ts";
export { type ChannelDefinition, type ChannelOptions, type ChannelReply, type JoinReply, channel } from "./channel.ts";
export type { ChannelSocket } from "./channel-socket.ts";
export { type AssetFile, type Assets, type AssetsOptions, createAssets } from "./assets.ts";
export { type FetchHandler, fetchBridge } from "./fetch-bridge.ts";
