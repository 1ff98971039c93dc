import type { ChannelDefinition, CheckOrigin, Logger } from "@firecrest/channels";
import { createPubSub, type PubSub } from "@firecrest/pubsub";
import { LiveError } from "./errors.ts";
import type { Layout } from "./render.ts";
import type { RootLayout } from "./root-layout.ts";
import type { Route } from "./router.ts";

/** What an app is made of. */
export interface AppOptions {
  /** The live views and their paths, in the order in which they are tried. */
  readonly routes: readonly Route[];
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
  /** An attribute for the outermost tags of every view, component and slot content, where scoped styles end: `"data-r"`. Default: none. */
  readonly rootTagAttribute?: string;
  /**
   * In development, pages say where in the program each piece of them comes from: `data-phx-loc="file:line"` on every tag, comments
   * around components and slots. A function leaves files out of it. Default false.
   */
  readonly debugAnnotations?: boolean | ((file: string) => boolean);
  /** Errors reach the browser, and templates are checked: what components are called with, duplicate keys. Default: `NODE_ENV` is not "production". */
  readonly development?: boolean;
  /** Milliseconds until an awaiting handler is given up, which ends its view; the browser mounts it afresh. Default 30,000. */
  readonly handlerTimeoutMs?: number;
  /** Messages that may wait for one view. Over it a pushing browser's socket closes with 1013, and broadcasts end the view. Default 1,000. */
  readonly mailboxMessagesMax?: number;
  /** Where log lines go. Default: standard error, from "info" up. */
  readonly log?: Logger;
}

/** An app that `serve` can run. */
export interface App {
  readonly options: AppOptions;
  /** The app's topics; broadcast here from anywhere. */
  readonly pubsub: PubSub;
}

const SECRET_CHARACTERS_MIN = 32;

/** Checks an app's configuration and names what is wrong with it. */
export function createApp(options: AppOptions): App {
  if (options.secrets.length === 0 || options.secrets.some((secret) => secret.length < SECRET_CHARACTERS_MIN)) {
    throw new LiveError(
      "invalid-config",
      `createApp needs secrets of at least ${SECRET_CHARACTERS_MIN} characters each: pages and sessions are signed with them. ` +
        `Make one with: node -e "console.log(require('crypto').randomBytes(48).toString('base64url'))"`,
    );
  }
  return { options, pubsub: options.pubsub ?? createPubSub() };
}
