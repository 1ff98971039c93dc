/** Makes the attributes of `from` those of `to`; or only those of which `concerns` says so. */
export function copyAttributes(from: Element, to: Element, concerns?: (name: string) => boolean): void {
  for (const attribute of [...to.attributes]) {
    if (concerns?.(attribute.name) !== false && from.getAttribute(attribute.name) !== attribute.value) write(from, attribute);
  }
  for (const { name } of [...from.attributes]) {
    if (concerns?.(name) !== false && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

/** A page's content security policy may forbid style attributes; the same through the object model is allowed. */
export function applyStyle(element: Element, style: string): void {
  if (element instanceof HTMLElement || element instanceof SVGElement) element.style.cssText = style;
}

function write(element: Element, { namespaceURI, name, value }: Attr): void {
  if (name === "style") applyStyle(element, value);
  else element.setAttributeNS(namespaceURI, name, value);
}
