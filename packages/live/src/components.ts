// What an app's templates are made of, beside HTML: `@firecrest/live/components`.
export { AsyncContent, type AsyncContentProps, type AsyncState } from "./components/async-content.ts";
export { DynamicTag } from "./components/dynamic-tag.ts";
export { FocusWrap } from "./components/focus-wrap.ts";
export { Intersperse, type IntersperseProps } from "./components/intersperse.ts";
export { Link } from "./components/link.ts";
export { LiveTitle } from "./components/live-title.ts";
export { Portal } from "./components/portal.ts";
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
