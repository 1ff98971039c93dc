/** Whether a URL may be of another site, which gets no token of ours. Browsers drop control characters from a URL before they read it. */
export function leadsAway(url: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(url.replaceAll(/[\u0000-\u0020]/g, ""));
}
