import type { ActorRef } from "@firecrest/actors";
import type { TopicMessage } from "@firecrest/channels";
import type { AcceptRule } from "./accept.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadError } from "./upload-error.ts";
import type { UploadWriterFactory } from "./upload-writer.ts";

/** Which entry of which upload an upload token is for (liveview-protocol §2). */
export interface UploadClaims {
  /** The ref of the upload. */
  readonly uploadRef: string;
  readonly entryRef: string;
}

/** What an upload's actor tells the view that allowed it. */
export type UploadNotice =
  /** A client has come to upload this entry. */
  | { readonly type: "joining"; readonly claims: UploadClaims; readonly channel: UploadChannelRef }
  /** All bytes are with the writer. */
  | {
      readonly type: "completed";
      readonly claims: UploadClaims;
      readonly channel: UploadChannelRef;
      readonly meta: unknown;
    }
  /** It goes no further. */
  | {
      readonly type: "failed";
      readonly claims: UploadClaims;
      readonly channel: UploadChannelRef;
      readonly error: UploadError;
    }
  /** Its actor is gone; `fault` says why, unless it went in order. */
  | {
      readonly type: "ended";
      readonly claims: UploadClaims;
      readonly channel: UploadChannelRef;
      readonly fault: string | undefined;
    };

/** What an upload may do, as its view decided. */
export interface UploadTerms {
  readonly entry: UploadEntry;
  readonly chunkSizeBytes: number;
  readonly chunkTimeoutMs: number;
  readonly writer: UploadWriterFactory;
  /** What the content is checked against; undefined when nobody asked for that. */
  readonly content: AcceptRule | undefined;
}

/** What an upload's mailbox holds. */
export type UploadChannelMessage =
  | TopicMessage
  | { readonly type: "start" }
  | { readonly type: "admitted"; readonly terms: UploadTerms }
  | { readonly type: "refused"; readonly reason: "already_registered" | "disallowed" }
  | { readonly type: "chunk-timed-out" }
  | { readonly type: "owner-ended" };

/** An upload's actor. */
export type UploadChannelRef = ActorRef<UploadChannelMessage>;
