import type { BindingHost } from "../bindings/host.ts";

/** A portal that a patch has brought, and the patch of what it shows. */
export interface Portal {
  readonly viewId: string;
  readonly template: HTMLTemplateElement;
  /** Makes the children of an element those of another. */
  readonly patch: (from: Element, to: Element) => void;
}

/** Shows what is in a portal where it is to be shown, and patches it there from then on (liveview-protocol.md §3.4). */
export function teleport({ log, kit }: BindingHost, { viewId, template, patch }: Portal): void {
  const selector = template.getAttribute("data-phx-portal") ?? "";
  const content = template.content.firstElementChild;
  const target = document.querySelector(selector);
  if (!content || !target) {
    const message = `The portal "${template.id}" is to be shown in "${selector}", and there is no such element on the page.`;
    return log.error(new kit.ClientError("unknown-target", message));
  }
  content.setAttribute("data-phx-teleported", viewId);
  content.setAttribute("data-phx-teleported-src", template.id);
  const shown =
    document.querySelector(`[data-phx-teleported-src="${CSS.escape(template.id)}"]`) ?? document.importNode(content);
  for (const { name, value } of content.attributes) shown.setAttribute(name, value);
  if (shown.parentElement !== target) target.append(shown);
  patch(shown, content);
}
