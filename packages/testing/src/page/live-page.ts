import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HasEvents } from "@firecrest/live";
import type { ChannelClient } from "../channel-client.ts";
import type { CookieJar } from "../cookie-jar.ts";
import { TestingError } from "../errors.ts";
import { innerHtml, textOf } from "../markup/document.ts";
import { findAll } from "../markup/select.ts";
import { goTo } from "./commands.ts";
import { type ExtraValue, fireOnWindow } from "./live-element.ts";
import { LivePart } from "./live-part.ts";
import type { Patch, PushedEvent } from "./record.ts";
import type { Redirect } from "./redirect.ts";
import { Scope } from "./scope.ts";
import type { Tab } from "./tab.ts";

/** A page that is open, and its main view. It sends what a browser would send, and shows what a browser would show. */
export class LivePage<View extends HasEvents = HasEvents> extends LivePart<View> {
  /** What the main view showed in the plain page, before its socket had joined, as {@link html} says it. */
  readonly deadHtml: string;
  /** The same, character by character as the server sent it. */
  readonly deadMarkup: string;
  readonly #tab: Tab;

  /** `live` and `visit` make these. */
  constructor(tab: Tab, dead: { readonly html: string; readonly markup: string }) {
    super(tab, () => tab.main);
    this.#tab = tab;
    this.deadHtml = dead.html;
    this.deadMarkup = dead.markup;
  }

  /** The visitor's cookies: give them to the next page, or request. */
  get jar(): CookieJar {
    return this.#tab.visitor.jar;
  }

  /** The socket under the page. */
  get client(): ChannelClient {
    return this.#tab.client;
  }

  /** Path and query in the address bar. */
  get path(): string {
    this.#tab.check();
    return this.#tab.url.pathname + this.#tab.url.search;
  }

  /** The page's title, with the prefix and the suffix that the layout gives it; undefined for a page without. */
  get title(): string | undefined {
    this.#tab.check();
    const [title] = findAll(this.#tab.document, "title");
    return title === undefined ? undefined : textOf(title);
  }

  /**
   * What the server has pushed to hooks and scripts. Typed by what the page's view declares; what its components and nested
   * views push is there as well, and to look for it this is to be taken as `readonly PushedEvent[]`.
   */
  get events(): readonly PushedEvent<View>[] {
    this.#tab.check();
    // What the view pushes was checked where it is written.
    return this.#tab.record.events as readonly unknown[] as readonly PushedEvent<View>[];
  }

  /** What handlers have replied. */
  get replies(): readonly unknown[] {
    this.#tab.check();
    return this.#tab.record.replies;
  }

  /** The changes of the URL that kept the view, by the server and by links. */
  get patches(): readonly Patch[] {
    this.#tab.check();
    return this.#tab.record.patches;
  }

  /** Where the page was sent, by the server or by a link; undefined while it is still here. `followRedirect(page)` goes there. */
  get redirect(): Redirect | undefined {
    this.#tab.check();
    const { redirect } = this.#tab.record;
    if (redirect === undefined) return undefined;
    const { type, to, kind, flash, status } = redirect;
    return { type, to, kind, flash, status };
  }

  /** The whole document, as a browser's `outerHTML` says it. */
  document(): string {
    this.#tab.check();
    return innerHtml(this.#tab.document);
  }

  /** Changes the URL as a live link to this view does. Resolves to the view's HTML. A path of another view is noted in `redirect`. */
  async patch(to: string): Promise<string> {
    await goTo(this.#tab, { to, isPatch: true, isReplace: false });
    return this.#settledHtml();
  }

  /** Asks for another view in this one's place, as a live link does: noted in {@link redirect}, and `followRedirect(page.navigate(to))` goes there. */
  async navigate(to: string): Promise<this> {
    await goTo(this.#tab, { to, isPatch: false, isReplace: false });
    return this;
  }

  /** Presses a key with the focus on nothing: `phx-window-keydown`. Throws "no-binding" when nobody listens for it. */
  keydown(key: string, extra?: ExtraValue): Promise<string> {
    return this.#fire("keydown", { ...extra, key });
  }

  /** Lets a key go with the focus on nothing: `phx-window-keyup`, as {@link keydown}. */
  keyup(key: string, extra?: ExtraValue): Promise<string> {
    return this.#fire("keyup", { ...extra, key });
  }

  /** Comes back to the window: `phx-window-focus`. */
  focus(extra?: ExtraValue): Promise<string> {
    return this.#fire("focus", { ...extra });
  }

  /** Goes to another window: `phx-window-blur`. */
  blur(extra?: ExtraValue): Promise<string> {
    return this.#fire("blur", { ...extra });
  }

  /** Joins the page's views again, on a new socket if the old one is closed. Rejects as {@link LivePart.join}. */
  override async join(payload: Readonly<Record<string, unknown>> = {}): Promise<void> {
    if (this.#tab.client.isOpen) return super.join(payload);
    await this.#tab.connect();
  }

  /** Leaves the page: closes its socket. */
  async close(): Promise<void> {
    await this.#tab.close();
  }

  /** Writes the page as it is now into a file, without its scripts, and gives its path to `open`, if there is one. Resolves to the path. */
  async openBrowser(open: (path: string) => void = ignore): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "firecrest-page-"));
    const path = join(folder, "page.html");
    await writeFile(path, this.document().replaceAll(/<script\b[^>]*>.*?<\/script>/gis, ""));
    open(path);
    return path;
  }

  /** The tab that a page is shown in, for those who open the next page in it. */
  static tabOf(page: LivePage): Tab {
    return page.#tab;
  }

  async #fire(type: string, extra: ExtraValue): Promise<string> {
    const scope = new Scope(this.#tab, () => this.#tab.main);
    scope.check();
    if (await fireOnWindow(scope, type, extra)) return this.#settledHtml();
    throw new TestingError(
      "no-binding",
      `No element of the page has phx-window-${type}, or a phx-key lets another key through.`,
    );
  }

  async #settledHtml(): Promise<string> {
    await this.#tab.settle();
    return this.html();
  }
}

function ignore(): void {}
