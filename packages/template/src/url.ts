import { URL_ATTRIBUTES } from "./tag-names.ts";

/** What a URL attribute shows instead of a URL that would run a script. */
export const BLOCKED_URL = "about:blank#blocked";

/** A URL that was not rendered because following it would run a script. */
export interface BlockedUrl {
  /** The URL's first 80 characters. */
  readonly url: string;
  readonly tag: string;
  readonly attribute: string;
  /** The template: `file:line:column` of its call site. */
  readonly template: string;
}

const SHOWN_CHARACTERS_MAX = 80;
const listeners = new Set<(blocked: BlockedUrl) => void>();

/**
 * Calls `listener` whenever a URL attribute is rendered as `about:blank#blocked` instead of its value, in any view of this process: the
 * place to log from. Returns the function that ends it. Without a listener nothing is reported.
 */
export function onBlockedUrl(listener: (blocked: BlockedUrl) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells the listeners. */
export function reportBlockedUrl(blocked: BlockedUrl): void {
  for (const listener of listeners) listener({ ...blocked, url: blocked.url.slice(0, SHOWN_CHARACTERS_MAX) });
}

const ANIMATION_TAGS = /^(?:animate|set|animatemotion|animatetransform)$/;
const ANIMATED_VALUES = /^(?:to|from|by|values)$/;

/** Does a browser follow this attribute of this element as a URL? Both names in lower case. */
export function isUrlAttribute(tag: string, attribute: string): boolean {
  if (URL_ATTRIBUTES.has(attribute)) return true;
  // <set attributeName="href" to="javascript:…"> makes a link of what looked like a value.
  return attribute === "data" ? tag === "object" : ANIMATED_VALUES.test(attribute) && ANIMATION_TAGS.test(tag);
}

// Browsers skip tabs and newlines anywhere in a URL and control characters and spaces before it; we skip them, and the invisible
// characters that people disguise words with, everywhere.
const INVISIBLE =
  /[\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffd]/g;
// What most URLs begin with; nothing can be hidden before it.
const HARMLESS_START = /^(?:[/?#.]|https?:|mailto:)/i;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const SCRIPTING_SCHEMES = /^(?:javascript|vbscript|livescript|mocha|jscript)$/i;
const SCRIPTING_DATA = /^data:[^,;]*(?:html|xml|svg|script)/i;
const MEDIA_TAGS = /^(?:img|source|video|audio|track|input|image|feimage|body|table|td|th)$/;
const MEDIA_DATA = /^data:(?:image|audio|video)\//i;
const CODE_TAGS = /^(?:script|iframe|frame|embed|object|use|base|link|set|animate)$/;

/** Would following this URL from an attribute of `tag` (lower case) run a script? `data:` is fine for what only shows media. */
export function isScriptingUrl(url: string, tag: string): boolean {
  if (HARMLESS_START.test(url)) return false;
  const visible = url.replace(INVISIBLE, "");
  const scheme = SCHEME.exec(visible)?.[1];
  if (scheme === undefined) return false;
  if (SCRIPTING_SCHEMES.test(scheme)) return true;
  if (!/^data$/i.test(scheme)) return false;
  if (MEDIA_TAGS.test(tag)) return !MEDIA_DATA.test(visible);
  return CODE_TAGS.test(tag) || SCRIPTING_DATA.test(visible);
}

/**
 * What the constant text before the first slot of a URL, as it is written, says about the scheme: settled, scripting, or open to what
 * comes. An entity is none of these: it can be anything.
 */
export function schemeOfPrefix(prefix: string, tag: string): "settled" | "scripting" | "open" | "entity" {
  const visible = prefix.replace(INVISIBLE, "");
  if (/^[^:/?]*&/.test(visible.replace(/[^&]#.*/, ""))) return "entity";
  if (/^data:[^,]*$/i.test(visible)) return "open";
  if (isScriptingUrl(visible, tag)) return "scripting";
  return /[:/?#]/.test(visible) ? "settled" : "open";
}
