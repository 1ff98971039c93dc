/**
 * Which pages may open a socket (realtime.md §1.9):
 * - `true`: those whose host is the one that the request was sent to, whatever scheme and port
 * - `"conn"`: those whose host and port are the ones that the request was sent to
 * - a list: `"https://example.com"`, `"//*.example.com"`; a missing scheme or port is any, `*.` covers the bare domain as well
 * - a function of the parsed origin
 * - `false`: all
 */
export type CheckOrigin = boolean | "conn" | readonly string[] | ((origin: URL) => boolean);

/** Whether a handshake with these `Origin` and `Host` headers may go on. Programs send no origin, and may. */
export function isOriginAllowed(
  check: CheckOrigin,
  headers: { origin: string | undefined; host: string | undefined },
): boolean {
  if (check === false || headers.origin === undefined) return true;
  const origin = parseOrigin(headers.origin);
  if (origin === undefined) return false;
  if (typeof check === "function") return check(origin);
  if (typeof check === "object") return check.some((allowed) => matchesAllowed(origin, parseAllowed(allowed)));
  const host = parseOrigin(`http://${headers.host ?? ""}`);
  if (host === undefined || host.hostname !== origin.hostname) return false;
  if (check === true) return true;
  // Without a port it is the default one of the page's scheme: a proxy in front has taken the encryption off.
  const port = /:(\d+)$/.exec(headers.host ?? "")?.[1] ?? defaultPort(origin.protocol);
  return port === effectivePort(origin);
}

/** An entry of the list that is not one: undefined when it can be used, else what is wrong with it. */
export function allowedOriginProblem(allowed: string): string | undefined {
  return parseAllowed(allowed) === undefined
    ? `"${allowed}" names no host; write "https://example.com", "//example.com" or "//*.example.com"`
    : undefined;
}

interface AllowedOrigin {
  readonly protocol: string | undefined;
  /** Without its `*.`. */
  readonly hostname: string;
  readonly coversSubdomains: boolean;
  readonly port: string | undefined;
}

/** `null`, `file://` and the like have no host and are nobody. */
function parseOrigin(origin: string): URL | undefined {
  if (!URL.canParse(origin)) return undefined;
  const url = new URL(origin);
  return url.hostname === "" ? undefined : url;
}

function parseAllowed(allowed: string): AllowedOrigin | undefined {
  const parts = /^(?:([a-z][a-z0-9+.-]*:)?\/\/)(\*\.)?([^/:*]+|\[[0-9a-f:.]+\])(?::(\d+))?\/?$/i.exec(allowed);
  if (parts === null) return undefined;
  const [, protocol, wildcard, hostname = "", port] = parts;
  const scheme = protocol?.toLowerCase();
  return {
    protocol: scheme,
    hostname: hostname.toLowerCase(),
    coversSubdomains: wildcard !== undefined,
    // A scheme brings its default port with it: "http://a" is port 80, not any.
    port: port ?? (scheme === undefined ? undefined : defaultPort(scheme)),
  };
}

function matchesAllowed(origin: URL, allowed: AllowedOrigin | undefined): boolean {
  if (allowed === undefined) return false;
  if (allowed.protocol !== undefined && allowed.protocol !== origin.protocol) return false;
  if (allowed.port !== undefined && allowed.port !== effectivePort(origin)) return false;
  if (origin.hostname === allowed.hostname) return true;
  return allowed.coversSubdomains && origin.hostname.endsWith(`.${allowed.hostname}`);
}

/** A URL leaves out the port that its scheme implies. */
function effectivePort(url: URL): string {
  return url.port || defaultPort(url.protocol);
}

function defaultPort(protocol: string): string {
  switch (protocol) {
    case "http:":
    case "ws:":
      return "80";
    case "https:":
    case "wss:":
      return "443";
    default:
      return "";
  }
}
