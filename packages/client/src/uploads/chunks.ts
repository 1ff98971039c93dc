import type { Frame } from "@firecrest/wire";
import type { Socket } from "../channel/socket.ts";
import type { Entry } from "./entry.ts";

/** What the server allows. */
export interface UploadConfig {
  /** Bytes. */
  readonly chunk_size: number;
  /** Longest wait for the answer to a chunk, in milliseconds. */
  readonly chunk_timeout: number;
}

/** Sends a file over a channel of its own, chunk by chunk, each when the one before has arrived (liveview-protocol.md §18.4). */
export function sendChunks(entry: Entry, { chunk_size, chunk_timeout }: UploadConfig, socket: Socket): void {
  const { file } = entry;
  const fail = (response?: unknown): void => {
    channel.leave();
    const { reason } = Object(response) as { reason?: string };
    // The server knows of that, and more.
    if (reason === "writer_error") entry.fail();
    else entry.error(reason);
  };
  const send = async (): Promise<void> => {
    for (let offset = 0; offset < file.size && !entry.isDone(); ) {
      const bytes = new Uint8Array(await file.slice(offset, offset + chunk_size).arrayBuffer());
      const { status, response } = await channel.push("chunk", (frame: Frame) => pack(frame, bytes), chunk_timeout);
      if (status !== "ok") return fail(response);
      offset += bytes.length;
      entry.progress((offset / file.size) * 100);
    }
  };
  const channel = socket.channel(`lvu:${entry.ref}`, {
    params: () => ({ token: entry.meta }),
    // The file may have gone, or changed.
    joined: () => void send().catch(() => fail()),
    refused: ({ response }) => fail(response),
    failed: fail,
    // The server has given it up.
    closed: () => entry.cancel(),
  });
  entry.onCancel(() => channel.leave());
  channel.join();
}

/** A binary frame (liveview-protocol.md §1.2). Refs, topic and event of an upload are short. */
function pack({ joinRef, ref, topic, event }: Frame, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const fields = [joinRef, ref, topic, event].map((field) => encoder.encode(field ?? ""));
  const header = [0, ...fields.map(({ length }) => length), ...fields.flatMap((field) => [...field])];
  const bytes = new Uint8Array(header.length + payload.length);
  bytes.set(header);
  bytes.set(payload, header.length);
  return bytes;
}
