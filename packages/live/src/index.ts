export { type App, type AppOptions, type AppSessions, createApp, type PageInfo } from "./app.ts";
export type {
  AssignAsyncOptions,
  AsyncFailure,
  AsyncOptions,
  AsyncOutcome,
  AsyncResult,
  AsyncValue,
} from "./async-result.ts";
export type { Container } from "./container.ts";
export { each } from "./each.ts";
export { LiveError, type LiveErrorCode } from "./errors.ts";
export { event } from "./event.ts";
export type { Flash } from "./flash.ts";
export { type Form, type FormOptions, form } from "./forms/form.ts";
export type {
  FormField,
  FormFields,
  FormInputs,
  InputsOptions,
  NestedForm,
  NestedOptions,
} from "./forms/form-fields.ts";
export type { FieldName, InitialValues } from "./forms/field-names.ts";
export { HttpError } from "./http-error.ts";
export type { HookAssigns, HookResult, HookStage, HookStages, MountHook } from "./lifecycle.ts";
export type {
  AsyncStream,
  ComponentLive,
  ConnectParams,
  Live,
  LiveBase,
  MountLive,
  PushArguments,
  PushEventOptions,
  Session,
  StreamItem,
} from "./live.ts";
export {
  type ComponentAssigns,
  type ComponentEntry,
  type ComponentEventHandler,
  type LiveComponent,
  type LiveComponentDefinition,
  liveComponent,
} from "./live-component.ts";
export { type LiveRenderOptions, liveRender } from "./live-render.ts";
export { type LiveSessionOptions, liveSession } from "./live-session.ts";
export {
  type AnyEvents,
  type EventHandler,
  type EventNames,
  type EventParams,
  type EventReply,
  type LiveView,
  type LiveViewDefinition,
  type LiveViewOptions,
  liveView,
  type Params,
  type ViewAssigns,
} from "./live-view.ts";
export type { ExternalUrl, NavigateOptions, NavigationType } from "./navigation.ts";
export { type AnyPushes, type Pushed, pushed } from "./pushed.ts";
export type { Layout, LayoutAssigns } from "./render.ts";
export type { RenderViewOptions } from "./render-view.ts";
export type { PageAssets, RootAssigns, RootLayout } from "./root-layout.ts";
export {
  type CheckedRouteOptions,
  type PathParams,
  type Route,
  type RouteOptions,
  type RouteParams,
  route,
} from "./router.ts";
export { type ServeAppOptions, serve } from "./serve.ts";
export type { InsertOptions, Stream, StreamIds, StreamLimit, StreamName, StreamOptions } from "./stream.ts";
export type { ChannelDefinition, Logger, Server } from "@firecrest/channels";
export { createPubSub, type PubSub } from "@firecrest/pubsub";
export { html, json, raw, type Rendered, renderSlot, type Slot } from "@firecrest/template";
export { type HasEvents, js } from "@firecrest/wire";
