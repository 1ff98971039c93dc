import { SESSION, STATIC } from "../dom/marks.ts";

/** What a join says about the view and the page (liveview-protocol.md §5.1). */
export interface JoinFacts {
  readonly container: Element;
  /** The app's own parameters. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly joins: number;
  readonly attempts: number;
  /** Where the page is; undefined for a nested view. */
  readonly url: string | undefined;
  /** Set for a view that live navigation began: the URL of the page it came from. */
  readonly referer: string | undefined;
  /** Signed, from a live redirect. */
  readonly flash: string | undefined;
}

/** The payload of a `phx_join`. Members without a value disappear in the JSON. */
export function joinPayload({ container, params, joins, attempts, url, referer, flash }: JoinFacts): object {
  return {
    [referer === undefined ? "url" : "redirect"]: url,
    params: {
      ...params,
      _csrf_token: csrfToken(),
      _track_static: trackedStatics(),
      _mounts: joins,
      _mount_attempts: attempts,
      _live_referer: referer,
    },
    session: container.getAttribute(SESSION),
    static: container.getAttribute(STATIC) || null,
    flash,
    sticky: container.hasAttribute("data-phx-sticky"),
  };
}

/** The page's token against forged requests. */
export function csrfToken(): string | undefined {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
}

function trackedStatics(): string[] | undefined {
  const elements = document.querySelectorAll<HTMLScriptElement & HTMLLinkElement>("[phx-track-static]");
  return elements.length === 0 ? undefined : [...elements].map(({ src, href }) => src || href);
}
