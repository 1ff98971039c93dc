import type { Environment } from "./environment.ts";

/** What every page answers with, whether it is a view's or an error's. */
export function htmlHeaders(environment: Environment, cacheControl: string): [string, string][] {
  const headers: [string, string][] = [
    ["content-type", "text/html; charset=utf-8"],
    ["cache-control", cacheControl],
    ["x-content-type-options", "nosniff"],
  ];
  if (environment.contentSecurityPolicy !== undefined) {
    headers.push(["content-security-policy", environment.contentSecurityPolicy]);
  }
  return headers;
}
