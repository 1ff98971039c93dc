import type { ActorBehaviour, ActorContext } from "@firecrest/actors";
import type { TopicPort } from "@firecrest/channels";
import { EVENTS } from "@firecrest/wire";
import { LiveError } from "../errors.ts";
import { ContentCheck } from "./content-check.ts";
import type { UploadOwner } from "./upload-directory.ts";
import type { UploadError } from "./upload-error.ts";
import type { UploadChannelMessage, UploadClaims, UploadNotice, UploadTerms } from "./upload-message.ts";
import { WriterLine } from "./writer-line.ts";

/** What an upload's actor is made of. */
export interface UploadChannelOptions {
  readonly port: TopicPort;
  readonly owner: UploadOwner;
  readonly claims: UploadClaims;
}

type Self = ActorContext<UploadChannelMessage>;

/** What has come so far. */
interface Transfer {
  readonly terms: UploadTerms;
  readonly check: ContentCheck | undefined;
  receivedBytes: number;
  /** Whether another chunk is welcome. */
  isOpen: boolean;
}

/**
 * The upload of one entry: takes its bytes chunk by chunk, and answers each when the writer has it. Whatever ends it before
 * the last byte (the client leaves or falls silent, the view or the connection goes, the writer fails) leaves nothing behind.
 * A whole file is kept until its entry is consumed, which ends this actor too.
 */
export class UploadChannel implements ActorBehaviour<UploadChannelMessage> {
  readonly #port: TopicPort;
  readonly #owner: UploadOwner;
  readonly #claims: UploadClaims;
  readonly #line = new WriterLine();
  #transfer: Transfer | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor({ port, owner, claims }: UploadChannelOptions) {
    this.#port = port;
    this.#owner = owner;
    this.#claims = claims;
  }

  handleMessage(message: UploadChannelMessage, self: Self): void | Promise<void> {
    switch (message.type) {
      case "start":
        self.monitor(this.#owner.view, () => ({ type: "owner-ended" }));
        return this.#notify(self, { type: "joining", claims: this.#claims, channel: self.ref });
      case "admitted":
        return this.#admit(message.terms, self);
      case "refused":
        return this.#port.refuseJoin(`{"reason":"${message.reason}"}`);
      case "push":
        return this.#take(message, self);
      case "chunk-timed-out":
        return self.stop({ type: "shutdown", detail: "chunk timeout" });
      case "owner-ended":
        return self.stop({ type: "shutdown", detail: "view ended" });
      case "leave":
        return self.stop({ type: "shutdown", detail: "left" });
      case "drained":
        return undefined;
    }
  }

  terminate(): void {
    void this.#line.end("cancel");
  }

  #admit(terms: UploadTerms, self: Self): void | Promise<void> {
    const { entry, content } = terms;
    const file = { name: entry.clientName, type: entry.clientType };
    const accept = (): void => {
      this.#transfer = {
        terms,
        check: content === undefined ? undefined : new ContentCheck(file, content),
        receivedBytes: 0,
        isOpen: true,
      };
      this.#port.acceptJoin("{}");
      this.#awaitChunk(self);
    };
    const refuse = (reason: unknown): void => {
      this.#notifyFailure(self, { type: "writer-failure", reason });
      this.#port.refuseJoin('{"reason":"writer_error"}');
    };
    return attempt(() => this.#line.open(terms.writer, entry), accept, refuse);
  }

  #take({ event, ref, payload }: UploadChannelMessage & { type: "push" }, self: Self): void | Promise<void> {
    if (event !== EVENTS.chunk || !(payload instanceof Uint8Array) || this.#transfer === undefined)
      throw new LiveError(
        "malformed-event",
        `An upload's topic takes "chunk" with bytes, not "${event.slice(0, 80)}".`,
      );
    const transfer = this.#transfer;
    const { terms } = transfer;
    const sizeBytes = transfer.receivedBytes + payload.length;
    this.#cancelTimer?.();
    if (!transfer.isOpen || sizeBytes > terms.entry.clientSizeBytes)
      return this.#refuse(self, ref, terms.entry.clientSizeBytes);
    if (payload.length > terms.chunkSizeBytes) return this.#refuse(self, ref, terms.chunkSizeBytes);
    transfer.receivedBytes = sizeBytes;
    const isLast = sizeBytes === terms.entry.clientSizeBytes;
    const verdict = transfer.check?.take(payload, isLast);
    if (verdict?.ok === false)
      return this.#fail(self, ref, { type: "content-not-accepted", contentType: verdict.contentType });
    return attempt(
      () => this.#write(payload, isLast, self),
      () => this.#reply(self, ref),
      (reason) => this.#fail(self, ref, { type: "writer-failure", reason }),
    );
  }

  #write(bytes: Uint8Array, isLast: boolean, self: Self): void | Promise<void> {
    const written = this.#line.write(bytes);
    if (!isLast) return written;
    return written instanceof Promise ? written.then(() => this.#finish(self)) : this.#finish(self);
  }

  #finish(self: Self): void | Promise<void> {
    // What ended meanwhile is not completed any more: its line is closed already.
    if (!self.isAlive) return undefined;
    const complete = (meta: unknown): void => {
      if (this.#transfer !== undefined) this.#transfer.isOpen = false;
      this.#notify(self, { type: "completed", claims: this.#claims, channel: self.ref, meta });
    };
    const meta = this.#line.finish();
    return meta instanceof Promise ? meta.then(complete) : complete(meta);
  }

  #reply(self: Self, ref: string | null): void {
    if (ref !== null) this.#port.reply(ref, "ok", "{}");
    if (this.#transfer?.isOpen === true) this.#awaitChunk(self);
  }

  /** More than was announced: nothing that an honest client does. */
  #refuse(self: Self, ref: string | null, limit: number): void {
    if (ref !== null) this.#port.reply(ref, "error", `{"reason":"file_size_limit_exceeded","limit":${limit}}`);
    self.stop({ type: "shutdown", detail: "more bytes than announced" });
  }

  /** The client is told "writer_error" whatever it was: it then leaves the entry, which shows the error, alone (liveview-protocol §18.4). */
  #fail(self: Self, ref: string | null, error: UploadError): void | Promise<void> {
    if (!self.isAlive) return undefined;
    if (this.#transfer !== undefined) this.#transfer.isOpen = false;
    this.#notifyFailure(self, error);
    if (ref !== null) this.#port.reply(ref, "error", '{"reason":"writer_error"}');
    return this.#line.end({ error: error.type === "writer-failure" ? error.reason : error });
  }

  #awaitChunk(self: Self): void {
    const { chunkTimeoutMs } = this.#transfer?.terms ?? { chunkTimeoutMs: 0 };
    this.#cancelTimer = self.setTimer(chunkTimeoutMs, { type: "chunk-timed-out" });
  }

  #notifyFailure(self: Self, error: UploadError): void {
    this.#notify(self, { type: "failed", claims: this.#claims, channel: self.ref, error });
  }

  #notify(self: Self, notice: UploadNotice): void {
    if (self.isAlive) this.#owner.notify(notice);
  }
}

/** Runs something that may be asynchronous and may fail, and goes on with what came of it: at once, where it can. */
function attempt(
  run: () => void | Promise<void>,
  onDone: () => void,
  onError: (error: unknown) => void | Promise<void>,
): void | Promise<void> {
  try {
    const running = run();
    if (running instanceof Promise) return running.then(onDone, onError);
  } catch (error) {
    return onError(error);
  }
  return onDone();
}
