/** Where a streamed reply goes: one per transport. */
export interface StreamSink {
  /** Whether the peer is gone. */
  readonly isAborted: boolean;
  /** Writes a chunk; false when the peer should be waited for. */
  write(chunk: Uint8Array): boolean;
  /** Calls the listener when the peer goes away. */
  whenAborted(listener: () => void): void;
  /** Resolves when more may be written, or the peer is gone. */
  writable(): Promise<void>;
  /** Ends the reply well. */
  end(): void;
  /** Cuts the connection: the only honest end of a body that failed half way. */
  cut(): void;
}

/**
 * Sends a stream no faster than the peer reads it. When the peer goes away, the stream is cancelled.
 * Rejects with what the stream failed with, after the connection was cut.
 */
export async function sendStream(stream: ReadableStream<Uint8Array>, sink: StreamSink): Promise<void> {
  const reader = stream.getReader();
  // A stream of events may be silent for hours: its end cannot wait for its next chunk.
  sink.whenAborted(() => void reader.cancel("the peer is gone").catch(() => {}));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (sink.isAborted) return;
      if (done) return sink.end();
      if (!sink.write(value)) await sink.writable();
    }
  } catch (error) {
    sink.cut();
    throw error;
  }
}
