import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { HttpError } from "../http-error.ts";
import {
  type ComponentEventMetadata,
  type HandleInfoMetadata,
  type RenderMetadata,
  type SpanName,
  SPANS,
  type ViewMetadata,
} from "./events.ts";
import { errorType } from "./otel-metrics.ts";
import { addSpanContext } from "./span.ts";
import { subscribe } from "./subscribe.ts";

/** Makes an OpenTelemetry span of every span of ours, until the returned function is called. */
export function traceSpans(tracer: Tracer): () => void {
  const tracing = new Tracing(tracer);
  const ends = [
    addSpanContext((span, message, run) => tracing.run({ name: span.name, message: message as ViewMetadata }, run)),
    ...(Object.keys(SPANS) as SpanName[]).flatMap((name) => [
      subscribe(`${name}.stop`, (message) => tracing.end(message)),
      subscribe(`${name}.exception`, (message) => tracing.fail(message, message.error)),
    ]),
  ];
  return () => {
    for (const end of ends) end();
  };
}

interface Started {
  readonly name: string;
  readonly message: ViewMetadata;
}

class Tracing {
  readonly #tracer: Tracer;
  /** By the message that a span's start and its end share. */
  readonly #open = new WeakMap<object, Span>();
  /** The context of the first span of a turn, by the turn. */
  readonly #turns = new WeakMap<object, Context>();
  /** The context of the span that runs at this moment, if one does: what starts meanwhile is below it. */
  #running: Context | undefined;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  run<Result>({ name, message }: Started, run: () => Result): Result {
    const outer = this.#running;
    const parent = outer ?? this.#turns.get(message.turn) ?? callerOf(message);
    const isRoot = trace.getSpan(parent) === undefined || trace.getSpanContext(parent)?.isRemote === true;
    const span = this.#tracer.startSpan(
      `${name.slice(name.lastIndexOf(".") + 1)} ${message.view}`,
      { kind: isRoot ? SpanKind.SERVER : SpanKind.INTERNAL, attributes: attributesOf(message) },
      parent,
    );
    this.#open.set(message, span);
    const own = trace.setSpan(parent, span);
    if (!this.#turns.has(message.turn)) this.#turns.set(message.turn, own);
    this.#running = own;
    try {
      return context.with(own, run);
    } finally {
      this.#running = outer;
    }
  }

  end(message: object): void {
    this.#open.get(message)?.end();
  }

  fail(message: object, error: unknown): void {
    const span = this.#open.get(message);
    if (span === undefined) return;
    span.recordException(error instanceof Error ? error : String(error));
    span.setAttribute("error.type", errorType(error));
    // "There is no such page" is an answer, not a fault.
    if (!(error instanceof HttpError)) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }
}

/**
 * Who asked for this. A page is answered within its request, whose span may be active. On a socket whatever is active is an accident of
 * who let the run queue run; there only the handshake knows.
 */
function callerOf({ connected, headers }: ViewMetadata): Context {
  if (connected) return propagation.extract(ROOT_CONTEXT, headers);
  const active = context.active();
  return trace.getSpan(active) === undefined ? propagation.extract(active, headers) : active;
}

const TEXT_LENGTH_MAX = 80;

type AnyMetadata = ComponentEventMetadata & HandleInfoMetadata & RenderMetadata;

function attributesOf(message: ViewMetadata): Attributes {
  const { event, topic, component, id, cid, force, changed } = message as Partial<AnyMetadata>;
  return {
    "firecrest.view": message.view,
    "firecrest.view.id": message.viewId,
    "firecrest.connected": message.connected,
    ...(event !== undefined && { "firecrest.event": event.slice(0, TEXT_LENGTH_MAX) }),
    ...(topic !== undefined && { "firecrest.topic": topic.slice(0, TEXT_LENGTH_MAX) }),
    ...(component !== undefined && { "firecrest.component": component }),
    ...(id !== undefined && { "firecrest.component.id": id.slice(0, TEXT_LENGTH_MAX) }),
    ...(cid !== undefined && { "firecrest.component.cid": cid }),
    ...(force !== undefined && { "firecrest.render.force": force }),
    ...(changed !== undefined && { "firecrest.render.changed": changed }),
  };
}
