import { describeExit, isQuietExit } from "@firecrest/actors";
import {
  addError,
  addFiles,
  changeEntry,
  disallowed,
  dropEntry,
  findEntry,
  isReplacement,
  newUploadConfig,
  preflightEntries,
  type UploadConfig,
} from "./upload-config.ts";
import { type ClientFile, decodeClientFiles, type UploadEntry } from "./upload-entry.ts";
import { uploadErrors } from "./upload-error.ts";
import type { UploadHost } from "./upload-host.ts";
import type { UploadChannelRef, UploadClaims, UploadNotice } from "./upload-message.ts";
import { consumedBefore, missingUploader, stillInProgress, unknownUpload, uploadActive } from "./upload-mistakes.ts";
import { type UploadOptions, type UploadRules, resolveUploadOptions } from "./upload-options.ts";
import {
  decodePreflight,
  decodeProgress,
  type PreflightReply,
  refusePreflight,
  preflightReply,
} from "./upload-wire.ts";

/** What is known of an entry beside its state. */
interface Transfer {
  /** Its upload's actor; undefined for an external one. */
  readonly channel: UploadChannelRef | undefined;
  /** What the app gets when it consumes the entry, once that is known. */
  meta: { readonly value: unknown } | undefined;
  /** The app has it in its hands. */
  isTaken: boolean;
}

/** One upload, from `allow` on. */
interface Slot {
  config: UploadConfig;
  readonly rules: UploadRules;
  /** By the entry's ref. */
  readonly transfers: Map<string, Transfer>;
  readonly unlist: (() => void) | undefined;
}

/**
 * The uploads of one view or component: takes what its client and the uploads' actors say, keeps the state that is rendered, and
 * does what the app asks. All of it runs in the view's turns.
 */
export class Uploads {
  readonly #host: UploadHost;
  readonly #slots = new Map<string, Slot>();

  constructor(host: UploadHost) {
    this.#host = host;
  }

  // --- what the app asks

  /** Allows an upload, and returns its state. Throws `upload-active` while an earlier one of that name has entries. */
  allow(name: string, options: UploadOptions): UploadConfig {
    this.#checkInactive(name, "allowUpload");
    this.#slots.get(name)?.unlist?.();
    const rules = resolveUploadOptions(name, options);
    const config = newUploadConfig(name, this.#host.ports.newId(), rules);
    const unlist = this.#list(config.ref);
    this.#slots.set(name, { config, rules, transfers: new Map(), unlist });
    this.#host.changed(config);
    return config;
  }

  /** Takes the permission back. Throws `upload-active` while there are entries, `unknown-upload` for a name that was never allowed. */
  disallow(name: string): void {
    const slot = this.#slot(name);
    this.#checkInactive(name, "disallowUpload");
    slot.unlist?.();
    this.#change(slot, disallowed(slot.config));
  }

  /** Takes an entry away, with what has come of it. One that is gone already is left at that: the user may have clicked twice. */
  cancel(name: string, ref: string): void {
    const slot = this.#slot(name);
    if (findEntry(slot.config, ref) === undefined) return;
    const channel = slot.transfers.get(ref)?.channel;
    if (channel === undefined) return this.#drop(slot, ref);
    channel.exit({ type: "shutdown", detail: "cancelled" });
    this.#change(slot, changeEntry(slot.config, ref, { isCancelled: true }));
  }

  /** The state of one upload. Throws `unknown-upload`. */
  config(name: string): UploadConfig {
    return this.#slot(name).config;
  }

  /**
   * Hands an entry to the app, until it is `consumed` or `putBack`. Throws `upload-in-progress` while bytes are still to come,
   * `upload-consumed` when it is gone, or in the app's hands already.
   */
  take({ uploadName, ref, clientName }: UploadEntry): unknown {
    const slot = this.#slot(uploadName);
    const entry = findEntry(slot.config, ref);
    const transfer = slot.transfers.get(ref);
    if (entry?.isDone === false) throw stillInProgress(entry);
    if (transfer === undefined || transfer.isTaken) throw consumedBefore(uploadName, clientName);
    transfer.isTaken = true;
    return transfer.meta?.value;
  }

  /** The app keeps the entry for later. */
  putBack({ uploadName, ref }: UploadEntry): void {
    const transfer = this.#slots.get(uploadName)?.transfers.get(ref);
    if (transfer !== undefined) transfer.isTaken = false;
  }

  /** The entry was consumed: it goes, and so does what was kept for it. */
  consumed({ uploadName, ref }: UploadEntry): void {
    const slot = this.#slots.get(uploadName);
    if (slot === undefined || findEntry(slot.config, ref) === undefined) return;
    const channel = slot.transfers.get(ref)?.channel;
    slot.transfers.delete(ref);
    channel?.exit({ type: "shutdown", detail: "consumed" });
    this.#change(slot, dropEntry(slot.config, ref, true));
  }

  /** The view or component ends: so does everything of its uploads that was not consumed. */
  end(): void {
    for (const { transfers, unlist } of this.#slots.values()) {
      unlist?.();
      for (const { channel } of transfers.values()) channel?.exit({ type: "shutdown", detail: "view ended" });
    }
    this.#slots.clear();
  }

  // --- what the client says

  /** An event that brings selected files along: `uploads`, by upload ref (liveview-protocol §7.2). */
  select(selected: Readonly<Record<string, unknown>>): void {
    for (const [uploadRef, files] of Object.entries(selected)) {
      const slot = this.#allowedSlot(uploadRef);
      if (slot !== undefined) this.#addFiles(slot, decodeClientFiles(files));
    }
  }

  /** May these files begin? The reply to `allow_upload`, without the diff (liveview-protocol §18.3). */
  preflight(payload: unknown): PreflightReply | Promise<PreflightReply> {
    const { ref, files } = decodePreflight(payload);
    const refs = files.map((file) => file.ref);
    const slot = this.#allowedSlot(ref);
    // A form of the view that was here before: a race that the client expects to be answered.
    if (slot === undefined) return refusePreflight(payload);
    this.#addFiles(slot, files);
    const { config } = slot;
    if (!config.autoUpload && config.errors.length > 0) return preflightReply(config, undefined);
    const preflighted = preflightEntries(config, refs);
    this.#change(slot, preflighted.config);
    if (slot.rules.external !== undefined) return this.#preflightExternal(slot, preflighted.entries);
    return this.#preflightChannels(slot, preflighted.entries);
  }

  /** How far an entry is, as its client says (liveview-protocol §6.1). */
  progress(payload: unknown): void | Promise<void> {
    const { ref, entryRef, progress } = decodeProgress(payload);
    const slot = this.#allowedSlot(ref);
    const entry = slot === undefined ? undefined : findEntry(slot.config, entryRef);
    if (slot === undefined || entry === undefined || !isRunning(slot.config, entry)) return undefined;
    if (progress === "failed") {
      if (slot.config.isExternal)
        this.#change(slot, addError(slot.config, entryRef, { type: "external-client-failure" }));
      return undefined;
    }
    // The client's word that all is there does not make it so.
    const isDone = progress === 100 && slot.transfers.get(entryRef)?.meta !== undefined;
    const percent = isDone ? 100 : Math.min(progress, 99);
    if (percent === entry.progress) return undefined;
    this.#change(slot, changeEntry(slot.config, entryRef, { progress: percent, isDone }));
    return slot.rules.progress?.(this.#host.live, findEntry(slot.config, entryRef) ?? entry);
  }

  // --- what the uploads' actors say

  /** Takes a notice of an upload's actor. */
  receive(notice: UploadNotice): void {
    const { claims, channel } = notice;
    const slot = this.#slotByRef(claims.uploadRef);
    if (notice.type === "joining") return this.#admit(slot, claims, channel);
    const transfer = slot?.transfers.get(claims.entryRef);
    // Another actor's, which was cancelled or consumed before.
    if (slot === undefined || transfer?.channel !== channel) return;
    switch (notice.type) {
      case "completed":
        transfer.meta = { value: notice.meta };
        return;
      case "failed":
        return this.#change(slot, addError(slot.config, claims.entryRef, notice.error));
      case "ended":
        return this.#ended(slot, claims.entryRef, notice.fault);
    }
  }

  #admit(slot: Slot | undefined, claims: UploadClaims, channel: UploadChannelRef): void {
    // Its client gave up waiting, and has joined anew.
    if (!channel.isAlive) return;
    if (slot?.transfers.has(claims.entryRef) === true)
      return void channel.send({ type: "refused", reason: "already_registered" });
    const entry = slot === undefined ? undefined : findEntry(slot.config, claims.entryRef);
    if (slot === undefined || entry === undefined || slot.config.isExternal || !isRunning(slot.config, entry))
      return void channel.send({ type: "refused", reason: "disallowed" });
    slot.transfers.set(entry.ref, { channel, meta: undefined, isTaken: false });
    channel.monitor((reason) => {
      const fault = isQuietExit(reason) ? undefined : describeExit(reason);
      this.#host.notify({ type: "ended", claims, channel, fault });
    });
    const { chunkSizeBytes, chunkTimeoutMs, writer, checkContent, accept } = slot.rules;
    const content = checkContent ? accept : undefined;
    channel.send({ type: "admitted", terms: { entry, chunkSizeBytes, chunkTimeoutMs, writer, content } });
  }

  /** An entry with an error stays to show it; one whose upload went in silence goes too (liveview-protocol §22 row 28). */
  #ended(slot: Slot, entryRef: string, fault: string | undefined): void {
    slot.transfers.delete(entryRef);
    const entry = findEntry(slot.config, entryRef);
    if (entry === undefined) return;
    const hasError = uploadErrors(slot.config, entry).length > 0;
    if (entry.isCancelled || (!hasError && fault === undefined)) return this.#drop(slot, entryRef);
    if (!hasError) this.#change(slot, addError(slot.config, entryRef, { type: "writer-failure", reason: fault }));
  }

  #addFiles(slot: Slot, files: readonly ClientFile[]): void {
    if (isReplacement(slot.config, files))
      for (const { ref } of slot.config.entries) this.cancel(slot.config.name, ref);
    const added = addFiles(slot.config, files, { rules: slot.rules, newUuid: this.#host.ports.newUuid });
    if (added.entries.length !== slot.config.entries.length) this.#change(slot, added);
  }

  #preflightChannels(slot: Slot, entries: readonly UploadEntry[]): PreflightReply {
    const { connection } = this.#host.ports;
    const accepted = entries.flatMap(({ ref, isValid, uploadRef }) =>
      isValid && connection !== undefined ? [[ref, connection.signToken({ uploadRef, entryRef: ref })] as const] : [],
    );
    return preflightReply(slot.config, Object.fromEntries(accepted), entries);
  }

  async #preflightExternal(slot: Slot, entries: readonly UploadEntry[]): Promise<PreflightReply> {
    const metas: (readonly [string, unknown])[] = [];
    for (const entry of entries) {
      if (!entry.isValid) continue;
      const reply = await slot.rules.external?.(entry, this.#host.live);
      if (reply !== undefined && "meta" in reply) {
        if (typeof reply.meta.uploader !== "string") throw missingUploader(slot.config.name);
        metas.push([entry.ref, reply.meta]);
        slot.transfers.set(entry.ref, { channel: undefined, meta: { value: reply.meta }, isTaken: false });
        continue;
      }
      this.#change(slot, addError(slot.config, entry.ref, { type: "external-metadata-failure", reason: reply?.error }));
      if (!slot.config.autoUpload) return this.#takeBack(slot, entries);
    }
    return preflightReply(slot.config, Object.fromEntries(metas), entries);
  }

  /** One file of a form found no place: none of them begins, and all may be tried again. */
  #takeBack(slot: Slot, entries: readonly UploadEntry[]): PreflightReply {
    for (const { ref } of entries) {
      slot.transfers.delete(ref);
      this.#change(slot, changeEntry(slot.config, ref, { isPreflighted: false }));
    }
    return preflightReply(slot.config, undefined);
  }

  #list(uploadRef: string): (() => void) | undefined {
    const { connection } = this.#host.ports;
    const notify = (notice: UploadNotice) => this.#host.notify(notice);
    return connection?.directory.list(uploadRef, { view: connection.view, socket: connection.socket, notify });
  }

  #drop(slot: Slot, ref: string): void {
    slot.transfers.delete(ref);
    this.#change(slot, dropEntry(slot.config, ref, false));
  }

  #change(slot: Slot, config: UploadConfig): void {
    if (!this.#host.isAlive) return;
    slot.config = config;
    this.#host.changed(config);
  }

  #slotByRef(ref: string): Slot | undefined {
    for (const slot of this.#slots.values()) if (slot.config.ref === ref) return slot;
    return undefined;
  }

  #allowedSlot(ref: string): Slot | undefined {
    const slot = this.#slotByRef(ref);
    return slot?.config.isAllowed === true ? slot : undefined;
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (slot !== undefined) return slot;
    throw unknownUpload(name, [...this.#slots.keys()]);
  }

  #checkInactive(name: string, method: string): void {
    const entries = this.#slots.get(name)?.config.entries ?? [];
    const count = entries.filter(({ isCancelled }) => !isCancelled).length;
    if (count > 0) throw uploadActive(method, name, count);
  }
}

/** Was it let in, and is it neither over nor lost? */
function isRunning(config: UploadConfig, entry: UploadEntry): boolean {
  const { isPreflighted, isValid, isDone, isCancelled } = entry;
  return isPreflighted && isValid && !isDone && !isCancelled && uploadErrors(config, entry).length === 0;
}
