import { setClass, setDisplay, setLastingAttribute } from "../dom/lasting-changes.ts";

/** The arguments of a command. Which of them a kind has: liveview-protocol.md §20. */
export interface CommandArgs {
  readonly event?: string;
  readonly to?: string | { readonly inner?: string; readonly closest?: string };
  readonly target?: string | number;
  readonly loading?: string;
  readonly page_loading?: boolean;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly detail?: object;
  readonly bubbles?: boolean;
  readonly names?: readonly string[];
  readonly attr?: string | readonly [name: string, ...values: string[]];
  readonly display?: string;
  readonly href?: string;
  readonly replace?: boolean;
}

/** What commands need of the page around them. */
export interface CommandHost {
  readonly navigation: { go(href: string, isPatch: boolean, isReplace: boolean): void };
}

/** Commands to run. */
export interface Commands {
  /** An event's name, which is one push, or a JSON array of commands (liveview-protocol.md §20). */
  readonly code: string;
  /** The element that has them. */
  readonly source: Element;
  /** Sends an event. */
  readonly push: (args: CommandArgs) => void;
}

type Command = (element: HTMLElement, args: CommandArgs, source: Element) => void;

/** Runs commands. Those of an unknown kind are passed over. */
export function runCommands(host: CommandHost, { code, source, push }: Commands): void {
  const commands = code.startsWith("[") ? JSON.parse(code) : [["push", { event: code }]];
  // What stands there is rendered by the server.
  for (const [kind, args] of commands as readonly [string, CommandArgs][]) {
    if (kind === "push") push(args);
    else if (kind === "navigate" || kind === "patch")
      host.navigation.go(args.href ?? "", kind === "patch", args.replace === true);
    else for (const element of findElements(args.to, source)) COMMANDS[kind]?.(element, args, source);
  }
}

const COMMANDS: Readonly<Record<string, Command>> = {
  show: (element, { display }) => show(element, display),
  hide: (element) => hide(element),
  add_class: (element, { names = [] }) => names.forEach((name) => setClass(element, name, true)),
  remove_class: (element, { names = [] }) => names.forEach((name) => setClass(element, name, false)),
  toggle_class: (element, { names = [] }) =>
    names.forEach((name) => setClass(element, name, !element.classList.contains(name))),
  set_attr: (element, { attr: [name = "", value = ""] = [] }) => setLastingAttribute(element, name, value),
  remove_attr: (element, { attr }) => setLastingAttribute(element, String(attr), null),
  focus: (element) => element.focus(),
  dispatch,
};

function findElements(to: CommandArgs["to"], source: Element): HTMLElement[] {
  if (to === undefined) return [source as HTMLElement]; // bindings are on HTML or SVG elements: what commands use, both have
  if (typeof to === "string") return [...document.querySelectorAll<HTMLElement>(to)];
  if (to.inner !== undefined) return [...source.querySelectorAll<HTMLElement>(to.inner)];
  const closest = source.closest<HTMLElement>(to.closest ?? "*");
  return closest === null ? [] : [closest];
}

function isVisible(element: HTMLElement): boolean {
  return getComputedStyle(element).display !== "none";
}

function show(element: HTMLElement, display = "block"): void {
  if (!isVisible(element)) setDisplay(element, display);
}

function hide(element: HTMLElement): void {
  if (isVisible(element)) setDisplay(element, "none");
}

function dispatch(
  element: HTMLElement,
  { event = "", detail, bubbles = true }: CommandArgs,
  dispatcher: Element,
): void {
  const options = { bubbles, cancelable: true, detail: { ...detail, dispatcher } };
  element.dispatchEvent(
    event === "click" ? new MouseEvent(event, { bubbles, cancelable: true }) : new CustomEvent(event, options),
  );
}
