import { LiveError } from "./errors.ts";

/** The element around a view's markup: `{ tag: "main", class: "wide" }`. What the browser's client puts on it stays. */
export interface Container {
  /** The element's name. Default `div`. */
  readonly tag?: string;
  /** Attributes besides. */
  readonly [attribute: string]: string | undefined;
}

const NAME = /^[a-z][a-z0-9-]*$/;
const ATTRIBUTE = /^[a-zA-Z_:][\w:.-]*$/;

/** The later container wins, as a whole; that of a route is laid over that of its view. */
export function mergeContainers(own: Container | undefined, over: Container | undefined): Container {
  return { ...own, ...over };
}

/** A container's tags, with the framework's attributes before the author's. Throws a LiveError ("invalid-config") for a name that HTML does not have. */
export function containerTags(
  container: Container,
  own: Readonly<Record<string, string | undefined | true>>,
): { readonly open: string; readonly close: string } {
  const { tag = "div" } = container;
  let open = `<${checkedName(tag, NAME)}`;
  for (const name in own) open += attributeHtml(name, container[name] ?? own[name]);
  for (const name of Object.keys(container)) {
    if (name !== "tag" && !(name in own)) open += attributeHtml(checkedName(name, ATTRIBUTE), container[name]);
  }
  return { open: `${open}>`, close: `</${tag}>` };
}

function attributeHtml(name: string, value: string | undefined | true): string {
  if (value === undefined) return "";
  return value === true ? ` ${name}` : ` ${name}="${escapeAttribute(value)}"`;
}

/** How a live navigation tells the browser of the new view's container (liveview-protocol §5.3). */
export function encodeContainer({ tag = "div", ...attributes }: Container): string {
  return JSON.stringify([tag, attributes]);
}

function checkedName(name: string, pattern: RegExp): string {
  if (pattern.test(name)) return name;
  throw new LiveError(
    "invalid-config",
    `A view's container has ${JSON.stringify(name.slice(0, 80))} where HTML wants a name. Write it as { tag: "main", class: "wide" }.`,
  );
}

function escapeAttribute(value: string): string {
  // Most are ids and tokens, which have nothing to escape.
  if (!/[&"<]/.test(value)) return value;
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
