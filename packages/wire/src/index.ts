export {
  type BinaryMessage,
  type BinaryPush,
  decodeBinaryMessage,
  decodeBinaryPush,
  encodeBinaryMessage,
  encodeBinaryPush,
} from "./binary-frame.ts";
export type {
  EventArguments,
  EventName,
  EventType,
  FromJson,
  HasEvents,
  PushName,
  PushPayload,
  ReplyOf,
} from "./event-types.ts";
export { EVENTS, TOPICS } from "./events.ts";
export { type ExtractedDiff, extractDiff, type PushedEvent } from "./extract-diff.ts";
export { decodeFrame, encodeFrame, encodePush, encodeReply, type Frame } from "./frame.ts";
export { FrameError, type FrameErrorCode } from "./frame-error.ts";
export {
  type JsAnimated,
  type JsCommand,
  type JsCommandKind,
  type JsCommands,
  type JsDispatchOptions,
  type JsNavigateOptions,
  type JsPushOptions,
  type JsShowOptions,
  type JsTarget,
  type JsTiming,
  type JsToggleOptions,
  type JsTransition,
  type JsWhere,
  js,
} from "./js-command.ts";
export {
  type Diff,
  type DiffNode,
  type DiffRows,
  KEYS,
  type StreamInsert,
  type StreamPayload,
  type StreamTuple,
} from "./rendered-tree.ts";
export { type RenderedHtml, RenderedView } from "./rendered-view.ts";
