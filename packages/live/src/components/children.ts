import { type Content, type Rendered, renderSlot, Slot } from "@firecrest/template";

/** What stands between a component's tags; in a call as a function, content, or a function of what the component passes to it. */
export type Children<Argument> = Slot<Argument, unknown> | Rendered | string | ((argument: Argument) => Content);

/** The content, made for what the component passes to it. */
export function showChildren<Argument>(children: Children<Argument> | undefined, argument: Argument): Content {
  if (typeof children === "function") return children(argument);
  return children instanceof Slot ? renderSlot(children, argument) : children;
}
