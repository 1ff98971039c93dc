export { LiveSocket, type ConnectionState, type LiveSocketOptions } from "./live/live-socket.ts";
export type { Executable, Hook, HookContext, HookListener, Hooks } from "./live/hooks.ts";
export type { EventType, HasEvents } from "@firecrest/wire";
export { ClientError, type ClientErrorCode } from "./live/client-error.ts";
export type { Uploader } from "./uploads/upload.ts";
export type { UploadEntry } from "./uploads/entry.ts";
