export { type App, type AppOptions, createApp } from "./app.ts";
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
export type { Live, LiveBase, MountLive, Session } from "./live.ts";
export {
  type EventHandler,
  type EventNames,
  type EventParams,
  type EventReply,
  type LiveView,
  type LiveViewDefinition,
  liveView,
  type Params,
  type ViewAssigns,
} from "./live-view.ts";
export type { ExternalUrl, NavigateOptions } from "./navigation.ts";
export type { Layout, LayoutAssigns } from "./render.ts";
export type { PageAssets, RootAssigns, RootLayout } from "./root-layout.ts";
export { type PathParams, type Route, type RouteParams, route } from "./router.ts";
export { type ServeAppOptions, serve } from "./serve.ts";
export type { InsertOptions, Stream, StreamOptions } from "./stream.ts";
export type { ChannelDefinition, Logger, Server } from "@firecrest/channels";
export { createPubSub, type PubSub } from "@firecrest/pubsub";
export { html, json, raw, type Rendered, renderSlot, type Slot } from "@firecrest/template";
export { js } from "@firecrest/wire";
