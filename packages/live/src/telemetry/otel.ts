import { type Meter, type Tracer, metrics, trace } from "@opentelemetry/api";
import { recordMetrics } from "./otel-metrics.ts";
import { traceSpans } from "./otel-traces.ts";

/** Where spans and measurements go. */
export interface OpenTelemetryOptions {
  /** Default: the globally registered provider's, named "@firecrest/live". */
  readonly tracer?: Tracer;
  /** Default: the globally registered provider's, named "@firecrest/live". */
  readonly meter?: Meter;
}

const SCOPE = "@firecrest/live";

/**
 * Makes OpenTelemetry spans and metrics of all views in this process. Call it when the SDK has started and before `serve`; the
 * returned function ends it.
 *
 * A span is the active one while its callback runs, so what the callback calls (a database, another service) appears below it. What
 * one event or one page request sets off is one trace: below the server's own span where there is one, else below the `traceparent`
 * of the page's request or of the socket's handshake.
 */
export function exportToOpenTelemetry(options: OpenTelemetryOptions = {}): () => void {
  const endTraces = traceSpans(options.tracer ?? trace.getTracer(SCOPE));
  const endMetrics = recordMetrics(options.meter ?? metrics.getMeter(SCOPE));
  return () => {
    endTraces();
    endMetrics();
  };
}
