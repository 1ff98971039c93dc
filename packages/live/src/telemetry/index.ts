export { subscribe } from "./subscribe.ts";
export type {
  ComponentEventMetadata,
  ComponentMetadata,
  EndedMetadata,
  HandleEventMetadata,
  HandleInfoMetadata,
  HandleParamsMetadata,
  JoinRefusedMetadata,
  MomentMetadata,
  MountMetadata,
  RenderMetadata,
  SpanMetadata,
  SpanName,
  TelemetryMessages,
  UpdateMetadata,
  ViewMetadata,
} from "./events.ts";
export type { ExceptionMeasurements, StartMeasurements, StopMeasurements } from "./span.ts";
