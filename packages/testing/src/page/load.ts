import { TestingError } from "../errors.ts";
import type { Visitor } from "../visitor.ts";
import { httpRedirect, type SignedRedirect } from "./redirect.ts";

/** The cookie in which a flash travels to the page that is loaded next. */
export const FLASH_COOKIE = "__phoenix_flash__";
const BODY_CHARS_SHOWN = 200;

/** A page as it was loaded, or where its visitor was sent instead. */
export type LoadedPage =
  | { readonly type: "page"; readonly html: string; readonly url: URL }
  | { readonly type: "redirect"; readonly redirect: SignedRedirect };

/** Loads a page. Rejects with "no-page" when it is not a 200, with the error of an app in this process as the cause. */
export async function loadPage(visitor: Visitor, path: string): Promise<LoadedPage> {
  const { origin } = visitor.network;
  const url = new URL(path, origin);
  if (url.origin !== origin)
    throw new TestingError("no-page", `${url.href} is on another site than ${origin}; a test cannot go there.`);
  const response = await visitor.request(url.href);
  const location = response.headers.get("location");
  if (location !== null)
    return { type: "redirect", redirect: httpRedirect(response.status, location, visitor.jar.get(FLASH_COOKIE)) };
  const html = await response.text();
  if (response.status === 200) return { type: "page", html, url };
  const cause = visitor.network.app?.takeError();
  const why = cause instanceof Error ? cause.message : html.slice(0, BODY_CHARS_SHOWN);
  throw new TestingError("no-page", `GET ${path} answered ${response.status}: ${why}`, { cause });
}
