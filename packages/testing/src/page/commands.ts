import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import { closest } from "../markup/document.ts";
import { listing } from "../markup/excerpt.ts";
import { COMPONENT, SESSION } from "../markup/marks.ts";
import { findAll } from "../markup/select.ts";
import type { Tab } from "./tab.ts";
import type { View } from "./view.ts";

/** The arguments of the commands that a test runs (liveview-protocol §20). */
export interface CommandArgs {
  readonly event?: string;
  readonly to?: string | { readonly inner?: string; readonly closest?: string };
  readonly target?: string | number;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly href?: string;
  readonly replace?: boolean;
}

/** Who receives an event: a view, or one of its components. */
export interface Target {
  readonly view: View;
  readonly cid?: number;
}

/** Something that a user does to an element. */
export interface Gesture {
  readonly element: Element;
  /** The attribute that says what happens: `phx-click`. */
  readonly binding: string;
  /** Sends one event of the binding. */
  readonly push: (args: CommandArgs) => Promise<void>;
  /** Does what a DOM event on an element leads to. Default: nothing. */
  readonly dispatch?: ((event: string, element: Element) => Promise<void>) | undefined;
}

/**
 * Does what a binding says: its pushes, patches and navigations, and the changes of forms that it dispatches. What else a command
 * changes is the browser's own affair and is passed over; a binding of nothing but that throws "no-binding", since a test without a
 * browser can tell nothing by it.
 */
export async function runBinding(tab: Tab, { element, binding, push, dispatch }: Gesture): Promise<void> {
  const code = element.attribs[binding] ?? "";
  const commands = decodeCommands(code).filter(isRun);
  if (commands.length === 0) throw nothingToRun(element, binding);
  for (const [kind, args] of commands) {
    if (kind === "push") await push(args);
    else if (kind === "dispatch")
      for (const target of commandTargets(tab, element, args.to)) await dispatch?.(args.event ?? "", target);
    else await goTo(tab, { to: args.href ?? "", isPatch: kind === "patch", isReplace: args.replace === true });
  }
}

function isRun([kind, { event }]: readonly [kind: string, args: CommandArgs]): boolean {
  if (kind === "dispatch") return event === "change" || event === "input";
  return kind === "push" || kind === "patch" || kind === "navigate";
}

/** The elements that a command is for; without `to` the one that has it. */
function commandTargets(tab: Tab, element: Element, to: CommandArgs["to"]): readonly Element[] {
  if (to === undefined) return [element];
  if (typeof to === "string") return findAll(tab.document, to);
  if (to.inner !== undefined) return findAll(element, to.inner);
  const matching = findAll(tab.document, to.closest ?? "*");
  const nearest = closest(element, (candidate) => matching.includes(candidate));
  return nearest === undefined ? [] : [nearest];
}

/** An event's name is one push; a JSON array is commands. */
function decodeCommands(code: string): readonly (readonly [kind: string, args: CommandArgs])[] {
  if (code === "") return [];
  if (!code.startsWith("[")) return [["push", { event: code }]];
  // Rendered by the server: what it is not is for a browser to find out.
  return JSON.parse(code) as readonly (readonly [string, CommandArgs])[];
}

function nothingToRun(element: Element, binding: string): TestingError {
  return new TestingError(
    "no-binding",
    `The ${binding} of this element sends nothing and leads nowhere; what else it does only a browser can show:\n${listing([element])}`,
  );
}

/** Where a link or a command leads. */
export interface Way {
  readonly to: string;
  readonly isPatch: boolean;
  readonly isReplace: boolean;
}

/** Follows a live link or command: a patch is made, a navigation is noted, for `followRedirect`. */
export async function goTo(tab: Tab, { to, isPatch, isReplace }: Way): Promise<void> {
  const url = new URL(to, tab.url);
  const path = url.pathname + url.search + url.hash;
  const kind = isReplace ? "replace" : "push";
  const navigation = { type: "navigate", to: path, kind, flash: {}, status: undefined, flashToken: undefined } as const;
  if (!isPatch) {
    tab.record.redirect = navigation;
    return;
  }
  const { response } = await tab.main.push("live_patch", { url: url.href });
  if (response["link_redirect"] === true) tab.record.redirect = navigation;
  else if (tab.record.redirect === undefined) tab.patchUrl({ to: path, kind });
}

/**
 * Resolves `phx-target` and the `target` of a command (liveview-protocol §7.2): a component's number, a selector that may match many,
 * or nothing, which is the source's own view. Throws "element-missing" when a selector finds nobody.
 */
export function findTargets(tab: Tab, view: View, target: string | number | undefined): Target[] {
  if (target === undefined || target === "") return [{ view }];
  if (Number(target) >= 0) return [{ view, cid: Number(target) }];
  const targets = findAll(tab.document, String(target)).flatMap((element) => {
    const owner = tab.ownerOf(element);
    return owner === undefined ? [] : [targetAt(element, owner)];
  });
  if (targets.length > 0) return targets;
  throw new TestingError(
    "element-missing",
    `The target ${JSON.stringify(target)} of an event is on no element of the page, so nobody would receive it.`,
  );
}

function targetAt(element: Element, view: View): Target {
  const cid = closest(element, ({ attribs }) => COMPONENT in attribs || SESSION in attribs)?.attribs[COMPONENT];
  return cid === undefined ? { view } : { view, cid: Number(cid) };
}
