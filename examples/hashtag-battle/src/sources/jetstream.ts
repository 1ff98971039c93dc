import WebSocket from "ws";
import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import type { IncomingPost } from "../post.ts";
import type { Random } from "../random.ts";
import { POST_COLLECTION, readJetstreamEvent } from "./jetstream-event.ts";
import type { PostSink, Source } from "./source.ts";

/** How Jetstream is read. */
export interface JetstreamOptions {
  /** A server's `subscribe` address. */
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

const DELIVER_EVERY_MS = 250;
const BATCH_POSTS = 500;

/** With more posts than this waiting for the database, nothing more is read from the socket until half are gone. */
const WAITING_POSTS_MAX = 2_000;

/** Bluesky never is as silent as this; a connection that is has died without telling. */
const SILENCE_MS_MAX = 60_000;
const SILENCE_CHECK_MS = 5_000;

const HANDSHAKE_MS_MAX = 10_000;
const FRAME_BYTES_MAX = 1_000_000;
const RECONNECT_MS_MIN = 1_000;
const RECONNECT_MS_MAX = 30_000;

/** After a reconnect the stream is read again from this long before where it broke off; posts that arrive twice count once. */
const REWIND_US = 5_000_000;

/** Every public post of Bluesky as it is written. */
export function createJetstream(options: JetstreamOptions): Source {
  return { name: "jetstream", run: (sink, signal) => new JetstreamReader(options).run(sink, signal) };
}

/** How long to wait before the next attempt: twice as long after each failure, and never the same for two apps. */
export function reconnectDelayMs(failures: number, random: Pick<Random, "next">): number {
  const fullMs = Math.min(RECONNECT_MS_MAX, RECONNECT_MS_MIN * 2 ** failures);
  return fullMs * (0.5 + random.next() / 2);
}

class JetstreamReader {
  readonly #options: JetstreamOptions;
  #waiting: IncomingPost[] = [];
  #socket: WebSocket | undefined;
  #cursorUs: number | undefined;
  #heardAtMs = 0;

  constructor(options: JetstreamOptions) {
    this.#options = options;
  }

  async run(sink: PostSink, signal: AbortSignal): Promise<void> {
    const ending = new AbortController();
    const inner = AbortSignal.any([signal, ending.signal]);
    try {
      await Promise.all([this.#stayConnected(inner), this.#deliver(sink, inner)]);
    } finally {
      // When one of the two fails the other must not go on alone.
      ending.abort();
    }
  }

  async #stayConnected(signal: AbortSignal): Promise<void> {
    const { clock, random, log, url } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      const startedMs = clock.nowMs();
      const reason = await this.#listen(signal);
      if (signal.aborted) return;
      failures = this.#heardAtMs > startedMs ? 0 : failures + 1;
      const delayMs = reconnectDelayMs(failures, random);
      log.warn(`${new URL(url).host}: ${reason}. Connecting again in ${(delayMs / 1_000).toFixed(1)} s.`);
      await clock.sleep(delayMs, signal);
    }
  }

  /** One connection, from its start to the reason of its end. */
  #listen(signal: AbortSignal): Promise<string> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const socket = new WebSocket(this.#address(), {
        maxPayload: FRAME_BYTES_MAX,
        handshakeTimeout: HANDSHAKE_MS_MAX,
      });
      let problem: string | undefined;
      let heardAtMs = clock.nowMs();
      const end = (): void => socket.terminate();
      const stopWatching = clock.every(SILENCE_CHECK_MS, () => {
        if (socket.isPaused || clock.nowMs() - heardAtMs <= SILENCE_MS_MAX) return;
        problem = `silent for ${SILENCE_MS_MAX / 1_000} s`;
        socket.terminate();
      });
      signal.addEventListener("abort", end, { once: true });
      socket.on("message", (data, isBinary) => {
        heardAtMs = clock.nowMs();
        // In its default mode `ws` hands over every message as one Buffer.
        if (!isBinary && Buffer.isBuffer(data)) this.#receive(data.toString("utf8"));
      });
      socket.on("error", (error) => (problem ??= error.message));
      socket.on("close", (code) => {
        stopWatching();
        signal.removeEventListener("abort", end);
        this.#socket = undefined;
        resolve(problem ?? `the connection was closed (${code})`);
      });
      this.#socket = socket;
    });
  }

  #receive(text: string): void {
    const event = readJetstreamEvent(text);
    if (event === undefined) {
      this.#options.log.debug(`Jetstream sent what is no event: ${text.slice(0, 80)}`);
      return;
    }
    this.#heardAtMs = this.#options.clock.nowMs();
    this.#cursorUs = event.timeUs;
    if (event.post !== undefined) this.#waiting.push(event.post);
    if (this.#waiting.length >= WAITING_POSTS_MAX) this.#socket?.pause();
  }

  /** Hands over what is waiting; the rest waits while the database is busy. */
  async #deliver(sink: PostSink, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      while (this.#waiting.length > 0) {
        await sink(this.#waiting.splice(0, BATCH_POSTS));
        if (this.#waiting.length < WAITING_POSTS_MAX / 2 && this.#socket?.isPaused === true) this.#socket.resume();
      }
      await this.#options.clock.sleep(DELIVER_EVERY_MS, signal);
    }
  }

  #address(): URL {
    const url = new URL(this.#options.url);
    url.searchParams.set("wantedCollections", POST_COLLECTION);
    if (this.#cursorUs !== undefined) url.searchParams.set("cursor", String(this.#cursorUs - REWIND_US));
    return url;
  }
}
