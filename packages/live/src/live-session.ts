import { LiveError } from "./errors.ts";
import type { MountHook } from "./lifecycle.ts";
import type { Session } from "./live.ts";
import type { Layout } from "./render.ts";
import type { RootLayout } from "./root-layout.ts";
import type { Route } from "./router.ts";

/** What the routes of one live session have in common. */
export interface LiveSessionOptions {
  /** Names it among the app's live sessions. */
  readonly name: string;
  /** Run before the mount hooks of each view: where a session's users are let in or sent away. */
  readonly onMount?: readonly MountHook[];
  /** The live layout around these views, in place of their own and the app's; `false`: none. */
  readonly layout?: Layout | false;
  /** The document around these views, in place of the app's. */
  readonly rootLayout?: RootLayout;
  /** JSON values added to `live.session`, from the session cookie of the page's request. The browser can read them, and not change them. */
  readonly session?: (session: Session) => Readonly<Record<string, unknown>>;
}

/**
 * Groups routes between which a browser navigates without loading a page, and which it may only enter from outside by
 * loading one: a security boundary. Spread what it returns among the app's routes. Routes outside of any live session form
 * one of their own. Throws a LiveError ("invalid-route") for a route that is in a live session already.
 */
export function liveSession<const Routes extends readonly Route[]>(
  options: LiveSessionOptions,
  routes: Routes,
): Routes {
  if (options.name === "") {
    throw new LiveError("invalid-route", "A live session needs a name: the pages that it renders are marked with it.");
  }
  return routes.map((route) => {
    if (route.liveSession !== undefined) {
      throw new LiveError(
        "invalid-route",
        `The route ${JSON.stringify(route.path)} is in the live session ${JSON.stringify(route.liveSession.name)} already and cannot be in ${JSON.stringify(options.name)} as well. Live sessions do not nest.`,
      );
    }
    return { ...route, liveSession: options };
  }) as readonly Route[] as Routes; // the same ones, with one member more
}
