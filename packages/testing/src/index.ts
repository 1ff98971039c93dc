export {
  ChannelClient,
  type ChannelClientOptions,
  type ChannelReply,
  type LocalChannelOptions,
  type SocketClose,
} from "./channel-client.ts";
export { CookieJar } from "./cookie-jar.ts";
export { CuttingProxy } from "./cutting-proxy.ts";
export { TestingError, type TestingErrorCode, type TestingErrorOptions } from "./errors.ts";
export type { FieldValue, FormFields } from "./form/fields.ts";
export { findFreePort } from "./free-port.ts";
export { isolated, type IsolatedOptions } from "./isolated.ts";
export { followRedirect, live, visit } from "./live.ts";
export type { TextFilter } from "./markup/select.ts";
export type { FileInput } from "./page/file-input.ts";
export type { Preflight, TestFile } from "./page/file-transfer.ts";
export type { ExtraValue, LiveElement } from "./page/live-element.ts";
export type { FormChangeOptions, FormEventOptions, LiveForm } from "./page/live-form.ts";
export type { LiveHook } from "./page/live-hook.ts";
export type { LivePage } from "./page/live-page.ts";
export type { LivePart, PushOptions, SettleOptions } from "./page/live-part.ts";
export type { Checks, LiveOptions, Reaction, VisitOptions } from "./page/options.ts";
export type { Patch, PushedEvent } from "./page/record.ts";
export type { Redirect } from "./page/redirect.ts";
export { renderComponent } from "./render.ts";
export { request, type RequestOptions } from "./request.ts";
export type { ViewAt } from "./typed-path.ts";
export { renderToString } from "@firecrest/template";
