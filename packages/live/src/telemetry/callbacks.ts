import type { Logger, LogLevel } from "@firecrest/channels";
import type { ParamFilter } from "@firecrest/channels/logging";
import type { SpanClock } from "./clock.ts";
import { type SpanMetadata, type SpanName, SPANS, type ViewMetadata } from "./events.ts";
import { measure, type StopMeasurements } from "./span.ts";

/** What measuring and logging need; one for all views of an app. */
export interface Telemetry {
  readonly clock: SpanClock;
  readonly log: Logger;
  /** Makes of params what the log may hold. */
  readonly filterParams: ParamFilter;
}

/** A view as its telemetry sees it. */
export interface ObservedView {
  readonly telemetry: Telemetry;
  /** At which level its callbacks are logged; false for not at all. */
  readonly logLevel: LogLevel | false;
  /** Made when a message is: nobody may be listening. */
  describe(): ViewMetadata;
}

/** The callbacks that are logged, by their spans. */
const LOG_MESSAGES: Readonly<Partial<Record<SpanName, string>>> = {
  "firecrest.live_view.mount": "live: mounted a view",
  "firecrest.live_view.handle_params": "live: handled params",
  "firecrest.live_view.handle_event": "live: handled an event",
  "firecrest.live_component.handle_event": "live: handled an event of a component",
};

/** Whether a callback's time is of interest to anybody. Asked first, so that nothing is allocated where it is not. */
export function isObserved(view: ObservedView, span: SpanName): boolean {
  return SPANS[span].isObserved || (span in LOG_MESSAGES && isLogged(view));
}

/** A call of a callback. */
export interface Call<Name extends SpanName, Args extends readonly unknown[], Result> {
  /** What the span's messages say beside which view it is. */
  readonly own: Omit<SpanMetadata[Name], keyof ViewMetadata>;
  readonly run: (...args: Args) => Result;
  /** For `run`. A closure in its place would cost whoever asks `isObserved` in the same function: V8 makes its context when the function begins. */
  readonly args: Args;
}

/** Makes a call as a span, and logs it. */
export function observe<Name extends SpanName, const Args extends readonly unknown[], Result>(
  view: ObservedView,
  span: Name,
  { own, run, args }: Call<Name, Args, Result>,
): Result {
  const { clock } = view.telemetry;
  // Spreading both into a third object makes one that V8 keeps as a hash table: ten times as slow.
  const metadata = Object.assign(view.describe(), own) as SpanMetadata[Name];
  const message = LOG_MESSAGES[span];
  const stopped = (stop: SpanMetadata[Name] & StopMeasurements) => {
    if (message !== undefined && isLogged(view)) logCallback(view, message, stop);
  };
  return measure(SPANS[span], { clock, metadata, stopped }, () => run(...args));
}

function isLogged({ telemetry, logLevel }: ObservedView): boolean {
  return logLevel !== false && (telemetry.log.isEnabled?.(logLevel) ?? true);
}

const NAME_LENGTH_MAX = 80;

function logCallback(
  { telemetry, logLevel }: ObservedView,
  message: string,
  stop: ViewMetadata &
    StopMeasurements & { readonly component?: string; readonly event?: string; readonly params?: unknown },
): void {
  if (logLevel === false) return;
  const { view, connected, component, event, params, durationMs } = stop;
  telemetry.log[logLevel](message, {
    view,
    connected,
    ...(component !== undefined && { component }),
    ...(event !== undefined && { event: event.slice(0, NAME_LENGTH_MAX) }),
    params: telemetry.filterParams(params),
    durationMs: Math.round(durationMs * 1_000) / 1_000,
  });
}
