/** Where a page was sent. */
export interface Redirect {
  /** `navigate` mounts another view over the same socket, `redirect` loads a page. */
  readonly type: "navigate" | "redirect";
  /** A path within the app, or another site's URL. */
  readonly to: string;
  /** What becomes of the entry in the browser's history. */
  readonly kind: "push" | "replace";
  /** The messages that travel with it, by kind. */
  readonly flash: Readonly<Record<string, string>>;
  /** The HTTP status, where there is one. */
  readonly status: number | undefined;
}

/** A redirect, and the signed flash as the next page is to be shown it. */
export interface SignedRedirect extends Redirect {
  readonly flashToken: string | undefined;
}

/** Where the server sends the browser; in replies, and as messages of these names (liveview-protocol §6). */
export interface Instruction {
  /** Another page, by a full load. */
  readonly redirect?: { readonly to: string; readonly status?: number; readonly flash?: string };
  /** Another view in this one's place. */
  readonly live_redirect?: { readonly to: string; readonly kind: "push" | "replace"; readonly flash?: string };
  /** The URL changes, the view stays. */
  readonly live_patch?: { readonly to: string; readonly kind: "push" | "replace" };
  /** A patch that turned out to lead to another view. */
  readonly link_redirect?: boolean;
}

/** The redirect that an instruction is, if it is one. */
export function redirectOf({ redirect, live_redirect: navigate }: Instruction): SignedRedirect | undefined {
  if (redirect !== undefined) {
    const { to, status, flash } = redirect;
    return { type: "redirect", to, kind: "push", status, flash: decodeFlash(flash), flashToken: flash };
  }
  if (navigate === undefined) return undefined;
  const { to, kind, flash } = navigate;
  return { type: "navigate", to, kind, status: undefined, flash: decodeFlash(flash), flashToken: flash };
}

/** The redirect that a reply to a page's request is. */
export function httpRedirect(status: number, to: string, flashToken: string | undefined): SignedRedirect {
  return { type: "redirect", to, kind: "push", status, flash: decodeFlash(flashToken), flashToken };
}

/** What a flash token says. It is signed, not secret; whether it is genuine is for the next page to find out. */
function decodeFlash(token: string | undefined): Readonly<Record<string, string>> {
  if (token === undefined) return {};
  const [payload = ""] = token.split(".");
  try {
    const [flash] = JSON.parse(Buffer.from(payload, "base64url").toString()) as readonly [
      Readonly<Record<string, string>>,
    ];
    return flash;
  } catch {
    // A token of another server's making.
    return {};
  }
}
