import { type Channel, channel } from "node:diagnostics_channel";
import type { SpanClock } from "./clock.ts";

/** What every `start` says of the time. */
export interface StartMeasurements {
  /** Milliseconds since the Unix epoch. */
  readonly systemTimeMs: number;
  /** Milliseconds since an arbitrary moment, for differences: a clock that is never set back. */
  readonly monotonicTimeMs: number;
}

/** What every `stop` adds. */
export interface StopMeasurements extends StartMeasurements {
  /** Milliseconds from start to end, with fractions; over all awaits when the callback is asynchronous. */
  readonly durationMs: number;
}

/** What every `exception` adds. */
export interface ExceptionMeasurements extends StopMeasurements {
  /** What the callback threw. */
  readonly error: unknown;
}

/** One kind of work that takes time, as three channels: `<name>.start`, then either `<name>.stop` or `<name>.exception`. */
export class Span<Metadata extends object> {
  /** For the compiler only: what the messages of this span carry. */
  declare readonly metadata: Metadata;
  readonly name: string;
  readonly start: Channel;
  readonly stop: Channel;
  readonly exception: Channel;

  constructor(name: string) {
    this.name = name;
    this.start = channel(`${name}.start`);
    this.stop = channel(`${name}.stop`);
    this.exception = channel(`${name}.exception`);
  }

  /** Whether anybody listens. Asked before anything is made for them: metadata, closures, times. */
  get isObserved(): boolean {
    return this.start.hasSubscribers || this.stop.hasSubscribers || this.exception.hasSubscribers;
  }
}

/** Something that happens at once, as one channel. */
export class Moment<Metadata extends object> {
  readonly name: string;
  readonly #channel: Channel;

  constructor(name: string) {
    this.name = name;
    this.#channel = channel(name);
  }

  get isObserved(): boolean {
    return this.#channel.hasSubscribers;
  }

  publish(metadata: Metadata): void {
    this.#channel.publish(metadata);
  }
}

/** Runs what a span measures inside a context of its own, such as a tracer's. */
export type SpanContext = <Result>(span: { readonly name: string }, message: object, run: () => Result) => Result;

const contexts: SpanContext[] = [];

/**
 * Runs every span inside `context` too, until the returned function is called. An `AsyncLocalStorage` needs no such thing: it is
 * bound to the `start` channel with `bindStore`, as to any of Node's. A tracer whose store is hidden does.
 */
export function addSpanContext(context: SpanContext): () => void {
  contexts.push(context);
  return () => {
    const index = contexts.indexOf(context);
    if (index !== -1) contexts.splice(index, 1);
  };
}

/** What a measurement needs beside the work. */
export interface Measuring<Metadata extends object> {
  readonly clock: SpanClock;
  /** What the messages say beside the time; this very object becomes all messages of this run. */
  readonly metadata: Metadata;
  /** Called with what `stop` publishes, for the log. */
  readonly stopped?: (message: Metadata & StopMeasurements) => void;
}

/** A message while it is written. */
interface Written {
  systemTimeMs: number;
  monotonicTimeMs: number;
  durationMs: number;
  error?: unknown;
}

/**
 * Runs `run` and publishes its start and its end. All messages of one run are the same object, so that a listener can keep
 * what it knows of a start in a WeakMap until the end. A promise ends when it settles; errors pass through unchanged.
 *
 * Ask `span.isObserved` first: with nobody to hear it, this costs what it allocates.
 */
export function measure<Metadata extends object, Result>(
  span: Span<Metadata>,
  measuring: Measuring<Metadata>,
  run: () => Result,
): Result {
  const { clock, stopped } = measuring;
  const message = measuring.metadata as Metadata & Written;
  message.systemTimeMs = clock.nowMs();
  message.monotonicTimeMs = clock.monotonicMs();
  const succeed = <Value>(value: Value): Value => {
    message.durationMs = clock.monotonicMs() - message.monotonicTimeMs;
    span.stop.publish(message);
    stopped?.(message);
    return value;
  };
  const fail = (error: unknown): never => {
    message.durationMs = clock.monotonicMs() - message.monotonicTimeMs;
    message.error = error;
    span.exception.publish(message);
    throw error;
  };
  let result: Result;
  try {
    result = runInContexts(span, message, run);
  } catch (error) {
    return fail(error);
  }
  return result instanceof Promise ? (result.then(succeed, fail) as Result) : succeed(result);
}

function runInContexts<Metadata extends object, Result>(
  span: Span<Metadata>,
  message: Metadata & StartMeasurements,
  run: () => Result,
): Result {
  let step = (): Result => span.start.runStores(message, run);
  for (const context of contexts) {
    const inner = step;
    step = () => context(span, message, inner);
  }
  return step();
}
