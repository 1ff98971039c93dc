import { type Consume, consumeEntries, consumeEntry } from "./consume.ts";
import type { LiveUploads } from "./live-uploads.ts";
import { type UploadConfig, uploadedEntries } from "./upload-config.ts";
import type { UploadEntry } from "./upload-entry.ts";
import type { UploadOptions } from "./upload-options.ts";
import type { Uploads } from "./uploads.ts";

/** The half of a scope that its callbacks know as {@link LiveUploads}. */
export abstract class UploadingScope implements LiveUploads {
  /** Its uploads; made when first asked for. */
  abstract get uploads(): Uploads;

  allowUpload(name: string, options: UploadOptions): UploadConfig {
    return this.uploads.allow(name, options);
  }

  disallowUpload(name: string): void {
    this.uploads.disallow(name);
  }

  cancelUpload(name: string, ref: string): void {
    this.uploads.cancel(name, ref);
  }

  uploadedEntries(name: string): ReturnType<typeof uploadedEntries> {
    return uploadedEntries(this.uploads.config(name));
  }

  consumeUploadedEntries<Meta, Value>(name: string, consume: Consume<Meta, Value>): Promise<Value[]> {
    return consumeEntries(this.uploads, name, consume);
  }

  consumeUploadedEntry<Meta, Value>(entry: UploadEntry, consume: Consume<Meta, Value>): Promise<Value> {
    return consumeEntry(this.uploads, entry, consume);
  }
}
