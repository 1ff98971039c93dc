import { LiveError } from "./errors.ts";

/** Where a view asked to go, once per turn. */
export type Navigation =
  | { readonly type: "patch"; readonly to: string; readonly replace: boolean }
  | { readonly type: "navigate"; readonly to: string; readonly replace: boolean }
  | { readonly type: "redirect"; readonly to: string; readonly status: number };

/** How a view gets to a path: by changing the URL, by mounting another view over the same socket, or by loading the page. */
export type NavigationType = "patch" | "navigate" | "href";

/** Whether the entry in the browser's history is added or replaced. */
export interface NavigateOptions {
  /** Replace the current history entry instead of adding one. Default false. */
  readonly replace?: boolean;
}

/** A place outside this app, named so that nobody redirects there by accident. */
export interface ExternalUrl {
  readonly external: string;
}

/**
 * A path within this app, or a LiveError: one leading slash, no backslash, no control character
 * (browsers read `/\evil.example` and `/<tab>/evil.example` as another host).
 */
export function localPath(to: string): string {
  if (!to.startsWith("/") || to.startsWith("//") || hasUnsafeCharacter(to)) {
    throw new LiveError(
      "invalid-navigation",
      `Cannot go to ${JSON.stringify(to.slice(0, 80))}: a path within the app begins with one "/" and holds neither "\\" nor control characters. ` +
        `For another site use live.redirect({ external: "https://…" }).`,
    );
  }
  return to;
}

function hasUnsafeCharacter(to: string): boolean {
  for (let index = 0; index < to.length; index++) {
    const code = to.charCodeAt(index);
    if (code <= 0x20 || code === 0x5c || code === 0x7f) return true;
  }
  return /^\/%(?:09|0a|0d|5c|2f)/i.test(to);
}

/** An absolute http(s) or mailto URL, or a LiveError: `javascript:` and `data:` would run in the page. */
export function externalUrl(target: ExternalUrl): string {
  const url = parseUrl(target.external);
  if (url === undefined || !["http:", "https:", "mailto:"].includes(url.protocol)) {
    throw new LiveError(
      "invalid-navigation",
      `Cannot redirect to ${JSON.stringify(target.external.slice(0, 80))}: it is not an absolute http, https or mailto URL.`,
    );
  }
  return url.href;
}

/** A navigation as the client reads it (liveview-protocol §6.2). `flash` is a signed token. */
export function encodeNavigation(navigation: Navigation, flash?: string): string {
  const { to } = navigation;
  const kind =
    navigation.type === "redirect" ? { status: navigation.status } : { kind: navigation.replace ? "replace" : "push" };
  return JSON.stringify({ to, ...kind, ...(flash === undefined ? undefined : { flash }) });
}

/** An absolute URL, or undefined for anything else. */
export function parseUrl(value: unknown): URL | undefined {
  try {
    return typeof value === "string" ? new URL(value) : undefined;
  } catch {
    // Asking URL.canParse first would parse every good one twice.
    return undefined;
  }
}
