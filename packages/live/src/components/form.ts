import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type Content, hosted, html, type Rendered } from "@firecrest/template";
import type { Form as FormOf } from "../forms/form.ts";
import { CSRF_FIELD, METHOD_FIELD } from "../forms/sent-names.ts";
import type { RenderHost } from "../render-host.ts";
import { type Children, showChildren } from "./children.ts";
import { leadsAway } from "./leads-away.ts";

/** The values and errors of a form, which `form` makes. */
export type Form<Schema extends StandardSchemaV1> = FormOf<Schema>;

/** Attributes of a `<form>` that the component leaves as they are. */
export interface FormAttributes {
  readonly [name: `${"phx" | "data" | "aria"}-${string}`]: unknown;
  readonly "accept-charset"?: string;
  readonly autocomplete?: string;
  readonly class?: unknown;
  readonly dir?: string;
  readonly hidden?: boolean;
  readonly lang?: string;
  readonly name?: string;
  readonly novalidate?: boolean;
  readonly rel?: string;
  readonly role?: string;
  readonly style?: unknown;
  readonly target?: string;
  readonly title?: string;
}

/** What `Form` takes. */
export interface FormProps<Of extends { readonly id: string }> extends FormAttributes {
  /** The form, from `form(schema, …)`; its id is the element's. Default: none, a form of nothing but buttons. */
  readonly for?: Of;
  /** The element's id. Default: that of the form. */
  readonly id?: string;
  /** Where a browser sends it, if a browser does: without `phx-submit`, or with `phx-trigger-action`. Default: nowhere. */
  readonly action?: string;
  /** With an `action` only. What is neither "get" nor "post" is posted, with its name in the field `_method`. Default "post". */
  readonly method?: "get" | "post" | "put" | "patch" | "delete";
  /** The token that a posted form needs; `false` for none. Default: the page's own, except for another site, which gets none. */
  readonly csrfToken?: string | false;
  /** Whether files are sent with it. Default false. */
  readonly multipart?: boolean;
  /** What is in it; a function gets the form. */
  readonly children?: Children<Of | undefined>;
}

/**
 * A `<form>`: `<${Form} for=${entry} phx-change=${on.validate} phx-submit=${on.save}>…<//>`, or as a function,
 * `${Form({ for: entry, "phx-change": on.validate, children: html`…` })}`, which has its props checked.
 */
export function Form<Of extends { readonly id: string }>(props: FormProps<Of>): Rendered {
  const {
    for: of,
    id = of?.id,
    action,
    method = "post",
    csrfToken,
    multipart = false,
    children,
    ...attributes
  } = props;
  const isPosted = action !== undefined && method !== "get";
  const isOverridden = isPosted && method !== "post";
  return html`<form id=${id} action=${action} method=${action === undefined ? undefined : isPosted ? "post" : "get"} enctype=${multipart && "multipart/form-data"} ...${attributes}>${
    isOverridden && hiddenInput(METHOD_FIELD, method)
  }${isPosted && tokenInput(action, csrfToken)}${showChildren(children, of)}</form>`;
}

/** An `<input>` that nobody sees. */
export function hiddenInput(name: string, value: string): Rendered {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

function tokenInput(action: string, token: string | false | undefined): Content {
  if (token === false || (token === undefined && leadsAway(action))) return undefined;
  if (token !== undefined) return hiddenInput(CSRF_FIELD, token);
  return hosted(({ csrfToken }: RenderHost) => hiddenInput(CSRF_FIELD, csrfToken));
}
