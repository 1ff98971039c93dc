import type { App, HasEvents, Route } from "@firecrest/live";
import { TestingError } from "./errors.ts";
import { innerHtml, sourceInside } from "./markup/document.ts";
import { SocketNetwork } from "./network/socket-network.ts";
import { LivePage } from "./page/live-page.ts";
import { FLASH_COOKIE, loadPage } from "./page/load.ts";
import type { LiveOptions, VisitOptions } from "./page/options.ts";
import type { SignedRedirect } from "./page/redirect.ts";
import { Tab } from "./page/tab.ts";
import type { ViewAt } from "./typed-path.ts";
import { localVisitor, Visitor } from "./visitor.ts";

/**
 * Opens a page of an app in this process, as a browser does, without the browser and without a port: the request, the socket, the
 * joins. Rejects with "redirected" when the page sends its visitor elsewhere (`followRedirect` goes there), "no-page" when it is not
 * a 200 with a live view, "join-refused".
 */
export function live<Routes extends readonly Route[], Path extends string>(
  app: App<Routes>,
  path: Path,
  options: LiveOptions = {},
): Promise<LivePage<ViewAt<Routes, Path>>> {
  return openPage<ViewAt<Routes, Path>>(localVisitor(app, options), path, options);
}

/** Opens a page of a server, of this process or any other, over a real socket. Rejects as {@link live}. */
export function visit(origin: string, path: string, options: VisitOptions = {}): Promise<LivePage> {
  return openPage(new Visitor(new SocketNetwork(origin), options), path, options);
}

/**
 * Goes where a page was sent: over the same socket where that is to another view, else by a new request. Takes a page with a
 * `redirect`, or the promise of one that was sent elsewhere before it was open. With `to`, rejects with "no-redirect" when the page
 * was sent anywhere else.
 */
export async function followRedirect(from: LivePage | Promise<LivePage>, to?: string): Promise<LivePage> {
  const { visitor, options, tab, redirect } = await departureOf(from);
  if (to !== undefined && redirect.to !== to)
    throw new TestingError("no-redirect", `The page was sent to ${redirect.to} instead of ${to}.`);
  if (redirect.type === "navigate" && tab?.client.isOpen === true) {
    const page = await openView(tab, redirect);
    if (page !== undefined) return page;
  }
  await tab?.close();
  if (redirect.flashToken !== undefined) visitor.jar.set(FLASH_COOKIE, redirect.flashToken);
  return openPage(visitor, redirect.to, options);
}

/** Where a page was left, and how its visitor goes on. */
interface Departure {
  readonly visitor: Visitor;
  readonly options: VisitOptions;
  readonly redirect: SignedRedirect;
  /** The page's, if it had been opened. */
  readonly tab: Tab | undefined;
}

/** How a visitor goes on who was sent elsewhere before the page was open. */
const departures = new WeakMap<TestingError, Departure>();

async function departureOf(from: LivePage | Promise<LivePage>): Promise<Departure> {
  try {
    const tab = LivePage.tabOf(await from);
    tab.check();
    const { redirect } = tab.record;
    if (redirect === undefined)
      throw new TestingError("no-redirect", `The page is still at ${tab.url.pathname}: nothing has sent it elsewhere.`);
    return { visitor: tab.visitor, options: tab.options, redirect, tab };
  } catch (error) {
    const departure = error instanceof TestingError ? departures.get(error) : undefined;
    if (departure === undefined) throw error;
    return departure;
  }
}

async function openPage<View extends HasEvents = HasEvents>(
  visitor: Visitor,
  path: string,
  options: VisitOptions,
): Promise<LivePage<View>> {
  const page = await loadPage(visitor, path);
  if (page.type === "redirect")
    throw sentElsewhere(path, { visitor, options, redirect: page.redirect, tab: undefined });
  const tab = new Tab(visitor, options, page);
  const container = tab.mainContainer;
  const dead = { html: innerHtml(container), markup: sourceInside(container, page.html) };
  await joined(tab, () => tab.connect());
  return new LivePage(tab, dead);
}

/** Undefined when the view is not to be had over this socket, and a browser would load the page. */
async function openView(tab: Tab, redirect: SignedRedirect): Promise<LivePage | undefined> {
  try {
    await joined(tab, () => tab.navigate(redirect));
    // No plain page came before it.
    return new LivePage(tab, { html: "", markup: "" });
  } catch (error) {
    if (error instanceof TestingError && error.code === "join-refused" && tab.isOutdated) return undefined;
    throw error;
  }
}

async function joined(tab: Tab, join: () => Promise<void>): Promise<void> {
  try {
    await join();
  } catch (error) {
    const { redirect } = tab.record;
    if (redirect === undefined) throw error;
    throw sentElsewhere(tab.url.pathname, { visitor: tab.visitor, options: tab.options, redirect, tab }, error);
  }
}

function sentElsewhere(path: string, departure: Departure, cause?: unknown): TestingError {
  const { redirect } = departure;
  const { type, to, kind, flash, status } = redirect;
  const error = new TestingError(
    "redirected",
    `The page ${path} sends its visitor to ${to}. If that is meant, go there: followRedirect(live(app, ${JSON.stringify(path)})).`,
    { redirect: { type, to, kind, flash, status }, cause },
  );
  departures.set(error, departure);
  return error;
}
