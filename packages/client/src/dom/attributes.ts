/** Makes those attributes of `from` whose name passes the same as in `to`. */
export function copyAttributes(from: Element, to: Element, concerns: (name: string) => boolean): void {
  for (const { name } of [...from.attributes, ...to.attributes]) {
    const value = to.getAttribute(name);
    if (!concerns(name)) continue;
    if (value === null) from.removeAttribute(name);
    else if (value !== from.getAttribute(name)) from.setAttribute(name, value);
  }
}

/**
 * Gives an element the style that its attribute says. A content security policy may have kept the browser from doing so when
 * it read the attribute; to do it through the object model is allowed.
 */
export function restyle(element: HTMLElement): void {
  const style = element.getAttribute("style");
  if (style) element.style.cssText = style;
}
