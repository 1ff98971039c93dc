import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import { formOf, isDisabled, kindOf } from "../form/controls.ts";
import { closest, outerHtml, textOf } from "../markup/document.ts";
import { listing } from "../markup/excerpt.ts";
import { findOne, type Wanted } from "../markup/find.ts";
import { SESSION } from "../markup/marks.ts";
import { findAll } from "../markup/select.ts";
import { goTo } from "./commands.ts";
import { fire } from "./element-event.ts";
import { changeByScript, submitForm } from "./live-form.ts";
import type { Scope } from "./scope.ts";

/** What a gesture carries beside what the markup says. */
export type ExtraValue = Readonly<Record<string, unknown>>;

/**
 * One element of a view, looked up anew each time it is used. Every method throws "element-missing" or "element-not-unique" when the
 * selector does not find exactly one; gestures resolve to the view's HTML afterwards.
 */
export class LiveElement {
  readonly #scope: Scope;
  readonly #wanted: Wanted;

  constructor(scope: Scope, wanted: Wanted) {
    this.#scope = scope;
    this.#wanted = wanted;
  }

  /** The element's text, white space collapsed. */
  text(): string {
    return textOf(this.#find());
  }

  /** The element and what is in it. */
  html(): string {
    return outerHtml(this.#find());
  }

  /** An attribute's value: "" for one without, undefined for none. */
  attribute(name: string): string | undefined {
    return this.#find().attribs[name];
  }

  /**
   * Clicks: runs the nearest `phx-click`, follows a link, submits the form of a submit button. A navigation is noted in
   * `page.redirect`, for `followRedirect`. Throws "no-binding" when nothing of that is there, "element-disabled".
   */
  async click(extra: ExtraValue = {}): Promise<string> {
    const element = this.#enabled();
    const { tab } = this.#scope;
    const link = closest(element, ({ name, attribs }) => name === "a" && "data-phx-link" in attribs);
    const carrier = link === undefined ? closestBinding(element) : "phx-click" in link.attribs ? link : undefined;
    if (link !== undefined) await goTo(tab, wayOf(link));
    if (carrier !== undefined) await this.#fireClick(carrier, extra);
    const isDone = tab.record.redirect !== undefined || link !== undefined;
    if (!(isDone || (await this.#byDefault(element))) && carrier === undefined) throw notClickable(element);
    return this.#scope.settledHtml();
  }

  /** Moves the focus to the element: `phx-focus`. */
  focus(extra?: ExtraValue): Promise<string> {
    return this.#fire("focus", extra);
  }

  /** Takes the focus away: `phx-blur`. */
  blur(extra?: ExtraValue): Promise<string> {
    return this.#fire("blur", extra);
  }

  /** Presses a key on the element: `phx-keydown`, or `phx-window-keydown` wherever that is. Throws "no-binding" when `phx-key` wants another. */
  keydown(key: string, extra?: ExtraValue): Promise<string> {
    return this.#fire("keydown", { ...extra, key });
  }

  /** Lets a key go: `phx-keyup`, as {@link keydown}. */
  keyup(key: string, extra?: ExtraValue): Promise<string> {
    return this.#fire("keyup", { ...extra, key });
  }

  #fireClick(element: Element, extra: ExtraValue): Promise<void> {
    const dispatch = (_event: string, target: Element) => changeByScript(this.#scope, target);
    return fire(this.#scope.tab, { element, binding: "phx-click", type: "click", extra, dispatch });
  }

  async #fire(type: string, extra: ExtraValue = {}): Promise<string> {
    const element = this.#enabled();
    const { tab } = this.#scope;
    const binding = `phx-${type}`;
    const isOwn = binding in element.attribs;
    const isKey = "key" in extra;
    if (isOwn && isKeyWanted(element, extra)) await fire(tab, { element, binding, type, extra });
    else if (isOwn || !isKey || !(await fireOnWindow(this.#scope, type, extra))) throw unbound(element, binding, extra);
    return this.#scope.settledHtml();
  }

  /** What a browser does with a click that no script has prevented. */
  async #byDefault(element: Element): Promise<boolean> {
    const { tab } = this.#scope;
    const button = closest(element, (candidate) => kindOf(candidate) === "button");
    const form = button === undefined ? undefined : formOf(tab.document, button);
    if (button !== undefined && form !== undefined && isSubmit(button) && "phx-submit" in form.attribs) {
      await submitForm(this.#scope, { form, submitter: button });
      return true;
    }
    const link = closest(element, ({ name, attribs }) => name === "a" && "href" in attribs);
    const to = link?.attribs["href"] ?? "#";
    if (to.startsWith("#") || "data-method" in (link?.attribs ?? {})) return false;
    tab.record.redirect = { type: "redirect", to, kind: "push", flash: {}, status: undefined, flashToken: undefined };
    return true;
  }

  #enabled(): Element {
    const element = this.#find();
    if (!isDisabled(element)) return element;
    throw new TestingError(
      "element-disabled",
      `The element is disabled: a user can do nothing with it.\n${listing([element])}`,
    );
  }

  #find(): Element {
    this.#scope.check();
    return findOne(this.#scope.view.container, this.#wanted);
  }
}

/** Does what the page's `phx-window-…` bindings of a type say. False when there is none, or `phx-key` wants another key. */
export async function fireOnWindow({ tab }: Scope, type: string, extra: ExtraValue): Promise<boolean> {
  const binding = `phx-window-${type}`;
  const wanted = findAll(tab.document, `[${binding}]`).filter((element) => isKeyWanted(element, extra));
  for (const element of wanted) await fire(tab, { element, binding, type, extra });
  return wanted.length > 0;
}

/** The nearest carrier of a `phx-click` that is not disabled, within the view. */
function closestBinding(element: Element): Element | undefined {
  const found = closest(
    element,
    ({ attribs }) => ("phx-click" in attribs && !("disabled" in attribs)) || SESSION in attribs,
  );
  return found !== undefined && "phx-click" in found.attribs ? found : undefined;
}

function wayOf({ attribs }: Element): { to: string; isPatch: boolean; isReplace: boolean } {
  return {
    to: attribs["href"] ?? "",
    isPatch: attribs["data-phx-link"] === "patch",
    isReplace: attribs["data-phx-link-state"] === "replace",
  };
}

function isSubmit({ name, attribs }: Element): boolean {
  const type = attribs["type"] ?? (name === "button" ? "submit" : "text");
  return type === "submit" || type === "image";
}

function isKeyWanted({ attribs }: Element, { key }: ExtraValue): boolean {
  const wanted = attribs["phx-key"];
  return (
    key === undefined || wanted === undefined || (typeof key === "string" && wanted.toLowerCase() === key.toLowerCase())
  );
}

function notClickable(element: Element): TestingError {
  return new TestingError(
    "no-binding",
    `A click on this element sends nothing: there is no phx-click on it or around it, and it is neither a link nor the submit button ` +
      `of a form with phx-submit.\n${listing([element])}`,
  );
}

function unbound(element: Element, binding: string, { key }: ExtraValue): TestingError {
  const why =
    binding in element.attribs
      ? `its phx-key lets another key than ${JSON.stringify(key)} through`
      : `it has no ${binding}`;
  return new TestingError("no-binding", `This element sends nothing: ${why}.\n${listing([element])}`);
}
