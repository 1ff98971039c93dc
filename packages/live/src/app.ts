import { systemClock } from "@firecrest/actors";
import {
  type ChannelDefinition,
  type CheckOrigin,
  createCsrfSecret,
  createSessionStore,
  CSRF_SESSION_KEY,
  type Logger,
  type SessionStore,
  type SocketLimits,
  systemRandom,
  verifyCsrfToken,
} from "@firecrest/channels";
import { createPubSub, type PubSub } from "@firecrest/pubsub";
import { LiveError } from "./errors.ts";
import type { Session } from "./live.ts";
import type { LiveView, Params } from "./live-view.ts";
import type { Layout } from "./render.ts";
import { type RenderViewOptions, renderViewResponse } from "./render-view.ts";
import type { RootLayout } from "./root-layout.ts";
import type { Route } from "./router.ts";

/** The session key that names all sockets of one user: put it there at login, and `app.disconnect` finds them. */
export const LIVE_SOCKET_ID = "live_socket_id";

/** A page's request, as far as an app may look at it before its view is mounted. */
export interface PageInfo {
  readonly url: URL;
  readonly session: Session;
  /** One header by its lower-case name. */
  header(name: string): string | undefined;
}

/** What an app is made of. */
export interface AppOptions<Routes extends readonly Route[] = readonly Route[]> {
  /** The live views and their paths, in the order in which they are tried. */
  readonly routes: Routes;
  /** Further views by name: those that no route mounts and that join without a view around them, as sticky ones do. */
  readonly views?: Readonly<Record<string, LiveView<Params>>>;
  /** What a page's HTTP request brings: `live.assignNew` finds it while the page is plain HTML, and need not load it again. */
  readonly assigns?: (
    request: PageInfo,
  ) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /** At least one secret of 32 characters or more: the first signs, all verify. Put a new one in front to rotate. */
  readonly secrets: readonly string[];
  /** The document around every view. Default: a plain one. */
  readonly rootLayout?: RootLayout;
  /** Live markup around every view's own. Default: none. */
  readonly layout?: Layout;
  /** Answers whatever is neither a view, a socket nor an asset. Default: 404. */
  readonly fetch?: (request: Request) => Response | Promise<Response>;
  /** Further sockets by path (`"/socket"`, reached at `/socket/websocket`), with the channels that each serves. */
  readonly sockets?: Readonly<Record<string, readonly ChannelDefinition<Record<string, unknown>>[]>>;
  /** Topics to broadcast on. Default: within this process. */
  readonly pubsub?: PubSub;
  /** Which origins may open a socket. Default: the host that the page came from. */
  readonly checkOrigin?: CheckOrigin;
  /** The `Content-Security-Policy` of every page, or false for none. Default: this origin only, no inline script. */
  readonly contentSecurityPolicy?: string | false;
  /** Send the session cookie over https only; set it wherever the site is served that way. Default false. */
  readonly secureCookies?: boolean;
  /** Keep the session when the browser is closed, for 14 days since it was last written. Default false: it ends with the browser. */
  readonly persistentSessions?: boolean;
  /** An attribute for the outermost tags of every view, component and slot content, where scoped styles end: `"data-r"`. Default: none. */
  readonly rootTagAttribute?: string;
  /**
   * In development, pages say where in the program each piece of them comes from: `data-phx-loc="file:line"` on every tag, comments
   * around components and slots. A function leaves files out of it. Default false.
   */
  readonly debugAnnotations?: boolean | ((file: string) => boolean);
  /** Errors reach the browser, and templates are checked: what components are called with, duplicate keys. Default: `NODE_ENV` is not "production". */
  readonly development?: boolean;
  /** What one browser's socket may use: joins, messages, sizes. Defaults in `@firecrest/channels`. */
  readonly socketLimits?: Partial<SocketLimits>;
  /** Milliseconds until an awaiting handler is given up, which ends its view; the browser mounts it afresh. Default 30,000. */
  readonly handlerTimeoutMs?: number;
  /** Messages that may wait for one view. Over it a pushing browser's socket closes with 1013, and broadcasts end the view. Default 1,000. */
  readonly mailboxMessagesMax?: number;
  /** Where log lines go. Default: standard error, from "info" up. */
  readonly log?: Logger;
  /** Log lines have no values under names that contain "password", "secret", "token", "csrf", or one of these, in any case. Default: none. */
  readonly filterParameters?: readonly string[];
}

/** What an app does with the sessions and the sockets of its users; for its `fetch` handler. */
export interface AppSessions {
  /** What the request's session cookie holds; `{}` without a valid one. */
  read(request: Request): Session;
  /**
   * The `Set-Cookie` value that keeps `session`, under a new CSRF secret: pages that were loaded before can neither post
   * nor join any more. Write it at login and logout, so that nobody fixes a session beforehand.
   */
  renew(session: Session): string;
  /** The same without a new secret: for changes that are not about who somebody is. */
  write(session: Session): string;
  /** The `Set-Cookie` value that forgets it. */
  clear(): string;
  /** Whether a posted form's `_csrf_token` was made for this request's session. */
  verifyCsrf(request: Request, token: unknown): boolean;
}

/** An app that `serve` can run. */
export interface App<Routes extends readonly Route[] = readonly Route[]> {
  readonly options: AppOptions<Routes>;
  /** The app's topics; broadcast here from anywhere. */
  readonly pubsub: PubSub;
  readonly sessions: AppSessions;
  /** The store behind `sessions`. */
  readonly sessionStore: SessionStore;
  /** Closes every socket whose session has this `live_socket_id`, on every server: their pages join again, with the session that they have then. */
  disconnect(liveSocketId: string): void;
  /**
   * The page of a live view that no route mounts, for the app's own `fetch` to answer with; the view must be listed in
   * `views`. Rejects with a LiveError: "unnamed-view", or "invalid-config" before the app is served.
   */
  render(request: Request, view: LiveView<Params>, options?: RenderViewOptions): Promise<Response>;
}

const SECRET_CHARACTERS_MIN = 32;

/** Checks an app's configuration and names what is wrong with it. */
export function createApp<const Routes extends readonly Route[]>(options: AppOptions<Routes>): App<Routes> {
  checkOptions(options);
  const pubsub = options.pubsub ?? createPubSub();
  const sessionStore = createSessionStore({
    keys: options.secrets,
    clock: systemClock,
    secure: options.secureCookies ?? false,
    persistent: options.persistentSessions ?? false,
  });
  const app: App<Routes> = {
    options,
    pubsub,
    sessionStore,
    sessions: appSessions(sessionStore),
    disconnect: (liveSocketId) =>
      pubsub.broadcast(liveSocketId, { topic: liveSocketId, event: "disconnect", payload: {} }),
    render: (request, view, shown) => renderViewResponse(app, request, { ...shown, view }),
  };
  return app;
}

function appSessions(store: SessionStore): AppSessions {
  const read = (request: Request) => store.read(request.headers.get("cookie") ?? undefined) ?? {};
  return {
    read,
    renew: (session) => store.write({ ...session, [CSRF_SESSION_KEY]: createCsrfSecret(systemRandom) }),
    write: (session) => store.write(session),
    clear: () => store.clear(),
    verifyCsrf: (request, token) => verifyCsrfToken(read(request)[CSRF_SESSION_KEY], token),
  };
}

function checkOptions({ secrets, views = {} }: AppOptions): void {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < SECRET_CHARACTERS_MIN)) {
    throw new LiveError(
      "invalid-config",
      `createApp needs secrets of at least ${SECRET_CHARACTERS_MIN} characters each: pages and sessions are signed with them. ` +
        `Make one with: node -e "console.log(require('crypto').randomBytes(48).toString('base64url'))"`,
    );
  }
  const misnamed = Object.keys(views).find((name) => name === "" || name.startsWith("/"));
  if (misnamed !== undefined) {
    throw new LiveError(
      "invalid-config",
      `createApp has a view named ${JSON.stringify(misnamed)} among its views; names that begin with "/" are those of routes. Call it by a word.`,
    );
  }
}
