import type { BindingHost } from "../bindings/host.ts";
import type { CommandArgs } from "../live/commands.ts";
import { focusFirst, focusSoon } from "./focus.ts";
import { changeClasses, isVisible, toggle } from "./transition.ts";

/** Around a command. */
export interface CommandContext {
  readonly host: BindingHost;
  /** The element that has it. */
  readonly source: Element;
  /** The type of what happened to that. */
  readonly type: string | null;
}

/** What is focused again when what was opened closes. */
const focused: HTMLElement[] = [];

/** Runs one command on each of its elements. One of an unknown kind is passed over. */
export function runCommand(kind: string, args: CommandArgs, context: CommandContext): void {
  for (const element of findElements(args.to, context.source)) COMMANDS[kind]?.(element, args, context);
}

type Command = (element: HTMLElement, args: CommandArgs, context: CommandContext) => void;

const COMMANDS: Readonly<Record<string, Command>> = {
  dispatch,
  toggle,
  show: (element, { transition: ins, ...args }, context) => {
    if (!isVisible(element)) toggle(element, { ...args, ...(ins && { ins }) }, context);
  },
  hide: (element, { transition: outs, ...args }, context) => {
    if (isVisible(element)) toggle(element, { ...args, ...(outs && { outs }) }, context);
  },
  add_class: (element, args, context) => changeClasses(element, { ...args, adds: args.names }, context),
  remove_class: (element, args, context) => changeClasses(element, { ...args, removes: args.names }, context),
  toggle_class: (element, args, context) =>
    void requestAnimationFrame(() => {
      const [adds, removes] = [false, true].map((isOn) =>
        args.names?.filter((name) => element.classList.contains(name) === isOn),
      );
      changeClasses(element, { ...args, adds, removes }, context);
    }),
  transition: changeClasses,
  set_attr: (element, { attr: [name = "", value = ""] = [] }, context) => setAttribute(element, [name, value], context),
  remove_attr: (element, { attr }, context) => setAttribute(element, [String(attr), null], context),
  toggle_attr: (element, { attr = [] }, context) => {
    const [name = "", value = "", other] = attr;
    const isOn = other === undefined ? element.hasAttribute(name) : element.getAttribute(name) === value;
    setAttribute(element, [name, isOn ? (other ?? null) : value], context);
  },
  ignore_attrs: (element, { attrs = [] }, { host }) => ignoreAttributes(element, attrs, host),
  focus: (element) => focusSoon(() => element.focus()),
  focus_first: (element) => focusSoon(() => focusFirst(element, true) || focusFirst(element)),
  push_focus: (element) => void focused.push(element),
  pop_focus: () => {
    let element: HTMLElement | undefined;
    do element = focused.pop();
    while (element?.isConnected === false);
    if (element) focusSoon(() => element?.focus());
  },
  exec: (element, { attr }, { host, type }) => {
    const code = element.getAttribute(String(attr));
    if (code) return host.kit.runBinding(host, code, { element, type });
    const message = `exec ran into an element without ${String(attr)}. Give <${element.localName}> that attribute, with commands in it.`;
    throw new host.kit.ClientError("no-commands", message);
  },
};

function findElements(to: CommandArgs["to"], source: Element): HTMLElement[] {
  if (to === undefined) return [source as HTMLElement]; // bindings are on HTML or SVG elements: what commands use, both have
  if (typeof to === "string") return [...document.querySelectorAll<HTMLElement>(to)];
  if (to.inner !== undefined) return [...source.querySelectorAll<HTMLElement>(to.inner)];
  const closest = source.closest<HTMLElement>(to.closest ?? "*");
  return closest === null ? [] : [closest];
}

function setAttribute(
  element: HTMLElement,
  [name, value]: readonly [name: string, value: string | null],
  { host: { kit } }: CommandContext,
): void {
  if (name === "id" && element.id !== value) kit.stateOf(element).hasOwnId = true;
  kit.changeForGood(element, name, (to) => {
    if (value === null) to.removeAttribute(name);
    else to.setAttribute(name, value);
  });
}

/** From now on these attributes are the browser's: patches find them as they are. A `*` stands for any characters. */
function ignoreAttributes(element: HTMLElement, patterns: readonly string[], { kit }: BindingHost): void {
  const names = patterns.map((pattern) => pattern.replace(/[^\w*]/g, "\\$&").replaceAll("*", ".*"));
  const ignored = new RegExp(`^(${names.join("|")})$`);
  kit.changeForGood(element, "*", (to, from) => {
    if (to === from) return;
    for (const { name } of Array.from(to.attributes))
      if (ignored.test(name) && !from.hasAttribute(name)) to.removeAttribute(name);
    for (const { name, value } of from.attributes) if (ignored.test(name)) to.setAttribute(name, value);
  });
}

/** Dispatches an event, which lets no patch pass until its listener says `detail.done()`, if it is blocking. */
function dispatch(
  element: HTMLElement,
  { event = "", detail, bubbles, blocking }: CommandArgs,
  { host, source }: CommandContext,
): void {
  const isClick = event === "click";
  const options = {
    // The click would come back to what opens the file dialog.
    bubbles: bubbles ?? !(isClick && element.hasAttribute("data-phx-upload-ref")),
    cancelable: true,
    detail: { ...detail, dispatcher: source, ...(blocking && { done: host.gate.hold() }) },
  };
  element.dispatchEvent(isClick ? new MouseEvent(event, { ...options, detail: 0 }) : new CustomEvent(event, options));
}
