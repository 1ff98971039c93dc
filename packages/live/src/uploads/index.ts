export { tempFileWriter, type TempFile, type TempFileOptions } from "./temp-file-writer.ts";
export { memoryWriter, type MemoryFile } from "./memory-writer.ts";
export type { CloseReason, UploadWriter, UploadWriterFactory } from "./upload-writer.ts";
export { type Consume, postpone, Postponed } from "./consume.ts";
export { type UploadError, type UploadErrorAt, uploadErrors } from "./upload-error.ts";
export type { UploadConfig } from "./upload-config.ts";
export type { UploadEntry } from "./upload-entry.ts";
export type { ExternalReply, UploadOptions } from "./upload-options.ts";
export { presignS3Post, type S3Post, type S3PostOptions } from "./presign-s3-post.ts";
