import type { Element } from "domhandler";
import { TestingError } from "../errors.ts";
import { type Control, controlsOf, formOf, isDisabled } from "../form/controls.ts";
import { fieldPairs, type FormFields } from "../form/fields.ts";
import { fillForm, type Filling } from "../form/fill.ts";
import { formPairs, serializeForm } from "../form/serialize.ts";
import { excerpt, listing } from "../markup/excerpt.ts";
import { findOne } from "../markup/find.ts";
import { type CommandArgs, runBinding } from "./commands.ts";
import { boundValues, ownerOf, pushTo } from "./element-event.ts";
import type { Scope } from "./scope.ts";

/** What goes with a form's event. */
export interface FormEventOptions {
  /** Fields beside those that a user can fill in, unchecked: what a script would put there. */
  readonly extra?: FormFields;
}

/** What goes with a change. */
export interface FormChangeOptions extends FormEventOptions {
  /** The name of the field that changed. Default: the last one that was filled in. */
  readonly target?: string;
}

/**
 * A form that a user fills in. It is looked up, and the fields are checked against its markup, each time it is used: throws
 * "element-missing", and "field-mismatch" for what a user could not do. Fields that were not filled in are as the server rendered them.
 */
export class LiveForm {
  readonly #scope: Scope;
  readonly #selector: string;
  readonly #fields: FormFields;
  readonly #submitter: string | undefined;

  constructor(scope: Scope, selector: string, options: { readonly fields: FormFields; readonly submitter?: string }) {
    this.#scope = scope;
    this.#selector = selector;
    this.#fields = options.fields;
    this.#submitter = options.submitter;
  }

  /** The same form, submitted by one of its buttons: its name and value are sent as well. */
  submitter(selector: string): LiveForm {
    return new LiveForm(this.#scope, this.#selector, { fields: this.#fields, submitter: selector });
  }

  /** Changes the fields: `phx-change` of the field, or else of the form. Resolves to the view's HTML. */
  async change({ target, extra }: FormChangeOptions = {}): Promise<string> {
    const filled = this.#filled();
    const names = [...filled.filling.keys()].map((element) => element.attribs["name"] ?? "");
    const changed = target ?? names.at(-1);
    if (changed === undefined) throw nothingChanged(filled.form);
    await changeForm(this.#scope, { ...filled, target: changed, touched: names, extra });
    return this.#scope.settledHtml();
  }

  /** Submits the form: `phx-submit`. Resolves to the view's HTML. */
  async submit({ extra }: FormEventOptions = {}): Promise<string> {
    await submitForm(this.#scope, { ...this.#filled(), submitter: this.#button(), extra });
    return this.#scope.settledHtml();
  }

  /** Submits the form as a browser does without our script: closes the page and sends a request. Resolves to the reply; redirects are not followed. */
  submitByHttp(): Promise<Response> {
    return sendForm(this.#scope, { ...this.#filled(), submitter: this.#button() });
  }

  /** As {@link submitByHttp}, when the server has asked for it by `phx-trigger-action`. Throws "no-binding" when it has not. */
  followTriggerAction(): Promise<Response> {
    const { form } = this.#filled();
    if ("phx-trigger-action" in form.attribs) return this.submitByHttp();
    return Promise.reject(
      new TestingError(
        "no-binding",
        `The form has no phx-trigger-action, so a browser would not submit it by itself:\n${listing([form])}`,
      ),
    );
  }

  #filled(): FilledForm {
    this.#scope.check();
    const form = findOne(this.#scope.view.container, { selector: this.#selector, text: undefined });
    if (form.name !== "form")
      throw new TestingError("element-missing", `${JSON.stringify(this.#selector)} is not a form:\n${listing([form])}`);
    const controls = controlsOf(this.#scope.tab.document, form);
    return { form, controls, filling: fillForm({ form, controls }, this.#fields) };
  }

  #button(): Element | undefined {
    if (this.#submitter === undefined) return undefined;
    const { form, controls } = this.#filled();
    const button = findOne(form, { selector: this.#submitter, text: undefined });
    if (controls.some(({ element, kind }) => element === button && kind !== "button") || isDisabled(button))
      throw new TestingError("field-mismatch", `The form cannot be submitted by this element:\n${listing([button])}`);
    return button;
  }
}

/** A form, and what a user has put into it. */
export interface FilledForm {
  readonly form: Element;
  readonly controls: readonly Control[];
  readonly filling: Filling;
}

/** A change of a form's field. */
export interface FormChange extends FilledForm {
  /** The name of the field that changed. */
  readonly target: string;
  /** The names of all fields that the user has been at. */
  readonly touched: readonly string[];
  readonly extra?: FormFields | undefined;
  /** The button by which a script changed it. */
  readonly submitter?: Element | undefined;
  /** The files that were chosen, by upload (liveview-protocol §7.2). */
  readonly uploads?: Readonly<Record<string, unknown>>;
}

/** Sends what a change of a field sends. Throws "no-binding". */
export async function changeForm(scope: Scope, change: FormChange): Promise<void> {
  const { form, controls, target, extra, uploads = {} } = change;
  const { tab } = scope;
  const changed = controls.filter(({ name }) => name === target).map(({ element }) => element);
  const own = changed.find(({ attribs }) => "phx-change" in attribs);
  const source = own ?? form;
  if (!("phx-change" in source.attribs)) throw unbound(form, "phx-change", "a change of it sends nothing");
  const used = usedFields(scope, form);
  for (const name of [...change.touched, target]) used.add(name);
  const value = withExtra(serializeForm({ ...change, used, only: own === undefined ? undefined : target }), extra);
  const push = (args: CommandArgs): Promise<void> => {
    const meta = { ...boundValues(form), _target: target || "undefined", ...args.value };
    return pushTo(tab, { source, args, payload: { type: "form", value, meta, uploads } });
  };
  await runBinding(tab, { element: source, binding: "phx-change", push });
}

/** What a script's change event on a control leads to: on a button, the form is sent with its name and value. */
export async function changeByScript(scope: Scope, control: Element): Promise<void> {
  const form = formOf(scope.tab.document, control);
  if (form === undefined) return;
  const controls = controlsOf(scope.tab.document, form);
  const target = control.attribs["name"] ?? "";
  await changeForm(scope, { form, controls, filling: new Map(), target, touched: [target], submitter: control });
}

/** A submit of a form. */
export interface FormSubmit {
  readonly form: Element;
  readonly controls?: readonly Control[];
  readonly filling?: Filling;
  readonly submitter?: Element | undefined;
  readonly extra?: FormFields | undefined;
}

/** Sends what a submit sends. Throws "no-binding". */
export async function submitForm(scope: Scope, submit: FormSubmit): Promise<void> {
  const { form, submitter, extra } = submit;
  const { tab } = scope;
  const { controls = controlsOf(tab.document, form), filling = new Map() } = submit;
  if (!("phx-submit" in form.attribs))
    throw unbound(form, "phx-submit", "a browser would send it as a request: submitByHttp()");
  const used = usedFields(scope, form);
  for (const { name } of controls) used.add(name);
  const value = withExtra(serializeForm({ form, controls, filling, used, submitter }), extra);
  const push = (args: CommandArgs): Promise<void> =>
    pushTo(tab, {
      source: form,
      args,
      payload: { type: "form", value, meta: { ...boundValues(form), ...args.value } },
    });
  await runBinding(tab, { element: form, binding: "phx-submit", push });
}

async function sendForm(
  { tab }: Scope,
  submit: FilledForm & { readonly submitter: Element | undefined },
): Promise<Response> {
  const { form, submitter } = submit;
  const setting = (name: string): string | undefined => submitter?.attribs[`form${name}`] ?? form.attribs[name];
  const url = new URL(setting("action") ?? "", tab.url);
  const pairs = formPairs(submit);
  await tab.close();
  if ((setting("method") ?? "get").toLowerCase() !== "post") {
    url.search = new URLSearchParams(pairs).toString();
    return tab.visitor.request(url.href);
  }
  const isMultipart = setting("enctype") === "multipart/form-data";
  const body = isMultipart ? new FormData() : new URLSearchParams();
  for (const [name, value] of pairs) body.append(name, value);
  return tab.visitor.request(url.href, { method: "POST", body, headers: { origin: tab.url.origin } });
}

/** The names of a form's fields that the user has been at since the page was opened. */
function usedFields({ tab }: Scope, form: Element): Set<string> {
  const view = ownerOf(tab, form);
  const key = `${view.id} ${form.attribs["id"] ?? ""}`;
  const known = tab.record.usedFields.get(key) ?? new Set();
  tab.record.usedFields.set(key, known);
  return known;
}

function withExtra(value: string, extra: FormFields | undefined): string {
  if (extra === undefined) return value;
  const added = new URLSearchParams(fieldPairs(extra)).toString();
  return value === "" ? added : `${value}&${added}`;
}

function unbound(form: Element, binding: string, consequence: string): TestingError {
  return new TestingError("no-binding", `The form has no ${binding}: ${consequence}.\n${listing([form])}`);
}

function nothingChanged(form: Element): TestingError {
  return new TestingError(
    "field-mismatch",
    `Nothing in the form has changed. Fill in a field, or name the one that changed: change({ target: "…" }).\n${excerpt(form)}`,
  );
}
