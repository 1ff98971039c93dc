import { type RunQueue, spawn, type SpawnOptions } from "@firecrest/actors";
import type { JoinRequest, TopicMessage, TopicRoute } from "@firecrest/channels";
import { TOPICS } from "@firecrest/wire";
import { isRecord } from "../record.ts";
import type { Tokens } from "../tokens.ts";
import { UploadChannel } from "./upload-channel.ts";
import type { UploadDirectory } from "./upload-directory.ts";
import type { UploadChannelMessage } from "./upload-message.ts";

/** What the topics of uploads need of their app. */
export interface UploadRouteOptions {
  readonly queue: RunQueue;
  readonly uploads: UploadDirectory;
  readonly tokens: Pick<Tokens, "verifyUpload">;
  /** `handlerTimeoutMs` bounds how long a writer may take for one chunk. */
  readonly viewLimits: Pick<SpawnOptions, "handlerTimeoutMs">;
}

/** Chunks that may wait for a slow writer; a client waits for the answer to each, so more is abuse and closes its socket with 1013. */
const CHUNKS_WAITING_MAX = 16;

/** The topics `lvu:*`: each joined one is the upload of one entry, with an actor of its own (liveview-protocol §18.4). */
export function uploadRoute(options: UploadRouteOptions): TopicRoute {
  return {
    pattern: `${TOPICS.uploadPrefix}*`,
    join: (request) => startUpload(options, request) ?? refuse(options.queue, request),
  };
}

function startUpload({ queue, uploads, tokens, viewLimits }: UploadRouteOptions, request: JoinRequest) {
  const claims = tokens.verifyUpload(isRecord(request.payload) ? request.payload["token"] : undefined);
  const owner = claims === undefined ? undefined : uploads.find(claims.uploadRef, request.socket);
  if (claims === undefined || owner === undefined) return undefined;
  const channel = new UploadChannel({ port: request.port, owner, claims });
  const ref = spawn<UploadChannelMessage>(queue, channel, {
    name: request.topic,
    ...viewLimits,
    mailboxMessagesMax: CHUNKS_WAITING_MAX,
  });
  ref.send({ type: "start" });
  return ref;
}

/** A refused join needs an actor for its answer, no longer than that. */
function refuse(queue: RunQueue, { port }: JoinRequest) {
  port.refuseJoin('{"reason":"invalid_token"}');
  const ref = spawn<TopicMessage>(queue, { handleMessage() {} });
  ref.exit({ type: "normal" });
  return ref;
}
