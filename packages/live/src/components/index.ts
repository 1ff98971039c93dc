export { AsyncContent, type AsyncContentProps } from "./async-content.ts";
export { DynamicTag } from "./dynamic-tag.ts";
export { FocusWrap } from "./focus-wrap.ts";
export type { Children } from "./children.ts";
export { Form, type FormAttributes, type FormProps } from "./form.ts";
export { InputsFor, type InputsForProps } from "./inputs-for.ts";
export { Intersperse, type IntersperseProps } from "./intersperse.ts";
export { Link } from "./link.ts";
export { LiveFileInput } from "../uploads/live-file-input.ts";
export { LiveImagePreview } from "../uploads/live-image-preview.ts";
export { LiveTitle } from "./live-title.ts";
export { Portal } from "./portal.ts";
export {
  attr,
  type CallProps,
  component,
  type Component,
  type Content,
  type DeclaredComponent,
  slot,
  type SlotContent,
} from "@firecrest/template";
