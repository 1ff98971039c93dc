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
  const { app } = visitor.network;
  app?.takePageError();
  const response = await visitor.request(path);
  const { status } = response;
  const location = response.headers.get("location");
  if (location !== null && status >= 300 && status < 400)
    return { type: "redirect", redirect: httpRedirect(status, location, visitor.jar.get(FLASH_COOKIE)) };
  const html = await response.text();
  if (status === 200) return { type: "page", html, url: new URL(path, visitor.network.origin) };
  const cause = app?.takePageError();
  const why = cause instanceof Error ? cause.message : html.slice(0, BODY_CHARS_SHOWN);
  throw new TestingError("no-page", `GET ${path} answered ${status}: ${why}`, { cause });
}
