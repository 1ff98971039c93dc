import type { HttpReply } from "@firecrest/channels";
import { html, renderToString } from "@firecrest/template";
import type { Environment } from "./environment.ts";
import { htmlHeaders } from "./html-headers.ts";
import { HttpError } from "./http-error.ts";

const TITLES: Readonly<Record<number, string>> = {
  403: "You may not see this page",
  404: "There is no such page",
  500: "Something went wrong",
};

/** The page for a request that failed. In development it says what happened; otherwise only an HttpError's own message is shown. */
export function errorPage(environment: Environment, status: number, error?: unknown): HttpReply {
  const title = TITLES[status] ?? `The request was refused (${status})`;
  const isShown = environment.isDevelopment || error instanceof HttpError;
  const detail =
    error instanceof HttpError ? error.message : error instanceof Error ? (error.stack ?? error.message) : error;
  const page = environment.rootLayout({
    head: html``,
    pageTitle: title,
    content: html`<main id="main"><h1>${title}</h1>${
      error !== undefined && isShown ? html`<pre>${String(detail)}</pre>` : undefined
    }<p><a href="/">To the start page</a></p></main>`,
  });
  return { status, headers: htmlHeaders(environment, "no-store"), body: renderToString(page) };
}

/** What a failed page request answers: an HttpError its own status, everything else 500 and a line in the log. */
export function failedPage(environment: Environment, error: unknown, viewName: string): HttpReply {
  if (error instanceof HttpError) return errorPage(environment, error.status, error);
  environment.log.error(`live: the page ${viewName} failed`, { error });
  return errorPage(environment, 500, error);
}
