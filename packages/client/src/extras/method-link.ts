/** A link with a `data-method`, as `Link` writes it: the browser submits a form in its place, with the link's token. */
export function submitLink(link: Element): void {
  const method = link.getAttribute("data-method") ?? "";
  const form = document.createElement("form");
  form.action = link.getAttribute("data-to") ?? "";
  form.method = "post";
  form.target = link.getAttribute("target") ?? "";
  if (method !== "post") form.append(field("_method", method));
  const token = link.getAttribute("data-csrf");
  if (token) form.append(field("_csrf_token", token));
  document.body.append(form);
  form.submit();
  form.remove();
}

function field(name: string, value: string): HTMLInputElement {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}
