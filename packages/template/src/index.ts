export { html } from "./html.ts";
export { type Json, type Raw, type Rendered, json, raw } from "./rendered.ts";
export { type Each, type Key, each } from "./each.ts";
export { type StreamRows, streamRows } from "./stream-rows.ts";
export { type Component, Slot, renderSlot } from "./component.ts";
export { type ComponentId, type Hosted, componentId, hosted } from "./hosted.ts";
export {
  type Attr,
  type AttrKind,
  type AttrKinds,
  type AttrPresence,
  type GlobalAttrs,
  type GlobalNames,
  type GlobalOptions,
  attr,
} from "./component-attr.ts";
export { type ComponentDeclaration, type Declaration, type DeclaredComponent, component } from "./component-define.ts";
export { type SlotAttrs, type SlotDeclaration, slot } from "./component-slot.ts";
export type {
  AttrDeclarations,
  CallProps,
  RenderProps,
  SlotContent,
  SlotDeclarations,
  SlotEntry,
} from "./component-types.ts";
export type { GlobalAttributes } from "./global-attributes.ts";
export { type TemplateWarning, onTemplateWarning } from "./warning.ts";
export type { Content } from "./content.ts";
export { type CallSite, callerOf } from "./call-site.ts";
export { renderToString } from "./render-to-string.ts";
export { Differ, type DifferOptions } from "./differ.ts";
export { type ComponentBody, requireRoot } from "./diff-components.ts";
export type { RenderOptions } from "./scope.ts";
export { type BlockedUrl, onBlockedUrl } from "./url.ts";
export { TemplateError, type TemplateErrorCode, TemplateSyntaxError } from "./template-error.ts";
