import { runClick } from "../bindings/click.ts";
import type { BindingHost } from "../bindings/host.ts";
import type { Socket } from "../channel/socket.ts";
import { move } from "../dom/arrange.ts";
import { STICKY } from "../dom/marks.ts";
import { emit, type LoadingEvents } from "./page-events.ts";
import { LIVE_PATCH } from "../channel/event-names.ts";
import type { JoinResponse, View } from "./view.ts";

/** What navigation needs of the page. */
export interface NavigationHost extends BindingHost {
  /** The view that a route led to, if there is one. */
  readonly main: View | undefined;
  readonly socket: Socket;
  readonly loading: LoadingEvents;
  /** Begins a view that is to take the place of the main one. */
  beginMain(container: HTMLElement, visit: { url: string; referer: string; flash: string | undefined }): void;
  /** Loads a page the ordinary way. */
  load(url: string, flash?: string): void;
}

/** Where the server sends the browser; in replies, and as messages of these names (liveview-protocol.md §6). */
export interface Instruction {
  /** Another page, by a full load. */
  readonly redirect?: { readonly to: string; readonly flash?: string };
  /** Another view in this one's place. */
  readonly live_redirect?: { readonly to: string; readonly kind: "push" | "replace"; readonly flash?: string };
  /** The URL changes, the view stays. */
  readonly live_patch?: { readonly to: string; readonly kind: "push" | "replace" };
  /** A patch that turned out to lead to another view. */
  readonly link_redirect?: boolean;
}

/** What we keep with an entry of the browser's history. */
interface Entry {
  /** The session's container: another page load has another. */
  readonly id: string | undefined;
  /** Which of its views the entry belongs to. Between those of one view lead patches, to those of another a new join. */
  readonly view: number;
  /** How many entries of ours come before it. */
  readonly position: number;
  readonly scroll?: number;
}

/** A change of URL under way. */
interface Visit {
  readonly url: string;
  readonly isReplace?: boolean;
  /** What was clicked: it shows that it is loading. */
  readonly link?: Element;
  readonly flash?: string | undefined;
  /** Back or forward: the browser is there already. */
  readonly entry?: Partial<Entry>;
}

/** Live links, the browser's history, and what the server sends about either (liveview-protocol.md §16). */
export class Navigation {
  readonly #host: NavigationHost;
  #here = location.href;
  #view = 0;
  #position = (history.state as Partial<Entry> | null)?.position ?? 0;
  #viewsMax = 0;
  /** The newest visit: the answers to older ones come too late to change anything. */
  #visit: Visit | undefined;
  /** What is shown until the next main view has joined. */
  #outgoing: Element | undefined;

  constructor(host: NavigationHost) {
    this.#host = host;
  }

  /** Listens to links and to the browser's buttons. */
  listen(): void {
    history.scrollRestoration = "manual";
    const { scroll } = Object(history.state) as Partial<Entry>; // of this page, before it was loaded anew
    if (scroll) window.scrollTo(0, scroll);
    window.addEventListener("click", (event) => this.#clicked(event));
    window.addEventListener("popstate", ({ state }) => this.#popped(Object(state) as Partial<Entry>)); // ours, or nobody's
    window.addEventListener("scrollend", saveScroll);
  }

  /** What a command asks for. */
  go(href: string, isPatch: boolean, isReplace: boolean): void {
    this.#begin({ url: absolute(href), isReplace }, isPatch);
  }

  /** What the server asks for. */
  follow(view: View, { live_patch: patch, live_redirect: redirect, redirect: load }: Instruction): void {
    if (load) this.#load(load.to, load.flash);
    else if (redirect)
      this.#redirect({ url: absolute(redirect.to), isReplace: redirect.kind === "replace", flash: redirect.flash });
    else if (patch) {
      view.root.url = absolute(patch.to);
      this.#commit({ url: view.root.url, isReplace: patch.kind === "replace" }, true);
    }
  }

  /** The main view was accepted, and is about to be shown: the old one gives way. */
  joining(view: View, { container }: JoinResponse): void {
    const visit = this.#visit;
    if (!history.state) replaceEntry(this.#entry());
    if (!this.#outgoing || !visit) return;
    if (container) view.standIn(containerLike(view.container, container));
    if (!visit.entry) saveScroll();
    // Behind the old one: when that is gone, the Tab key begins in the new one and not beyond it.
    this.#outgoing.after(view.container);
    // The patch that follows puts them where they belong now, or takes them out.
    for (const sticky of this.#outgoing.querySelectorAll(`[${STICKY}]`)) move(view.container, sticky, null);
    this.#outgoing.remove();
    this.#visit = this.#outgoing = undefined;
    this.#commit(visit, false);
  }

  #clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-phx-link]") : null;
    if (!link || event.defaultPrevented || leavesTab(event, link)) return;
    const { href: url, origin } = link;
    if (!this.#host.socket.isOpen || !this.#host.main || origin !== location.origin) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { phxLink, phxLinkState } = link.dataset;
    const isPatch = phxLink === "patch";
    if (this.#visit?.url !== url && announce(url, isPatch))
      this.#begin({ url, isReplace: phxLinkState === "replace", link }, isPatch);
    runClick(this.#host, link, event);
  }

  #popped(entry: Partial<Entry>): void {
    const { pathname, search, href: url } = location;
    const here = new URL(this.#here);
    if (pathname === here.pathname && search === here.search) return void (this.#here = url); // only the hash
    const isPatch = entry.id === this.#host.main?.id && entry.view === this.#view;
    const steps = (entry.position ?? 0) - this.#position;
    if (announce(url, isPatch, steps)) this.#begin({ url, entry }, isPatch);
    else history.go(-steps);
  }

  #begin(visit: Visit, isPatch: boolean): void {
    const { main, gate } = this.#host;
    gate.pass(() => {
      if (isPatch && main?.isConnected) this.#patch(visit, main);
      else this.#redirect(visit);
    });
  }

  #patch(visit: Visit, main: View): void {
    const { url, link } = visit;
    this.#visit = visit;
    this.#host.loading.start("patch", url);
    main.ask(LIVE_PATCH, { url }, link && { type: "click", elements: [link] }).then(
      ({ response }) => {
        if (this.#visit !== visit) return;
        if ((response as Instruction).link_redirect) return this.#redirect(visit);
        this.#visit = undefined;
        main.url = url;
        this.#commit(visit, true);
        this.#host.loading.stop();
      },
      () => {
        if (this.#visit === visit) this.#load(url);
      },
    );
  }

  #redirect(visit: Visit): void {
    const { main, socket } = this.#host;
    const { url, flash } = visit;
    if (!main || !socket.isOpen) return this.#load(url, flash);
    this.#host.loading.start("redirect", url);
    this.#visit = visit;
    this.#outgoing ??= main.container;
    main.show("loading");
    main.destroy();
    const container = main.container.cloneNode() as HTMLElement; // what it is of
    this.#host.beginMain(container, { url, referer: this.#here, flash });
  }

  #load(url: string, flash?: string): void {
    this.#visit = undefined;
    this.#host.load(url, flash);
  }

  /** The URL changes: the history says so, the page hears of it, and the right part of it comes into view. */
  #commit({ url, isReplace, entry }: Visit, isPatch: boolean): void {
    if (!isPatch) this.#view = entry?.view ?? ++this.#viewsMax;
    if (!entry && url === location.href) return;
    const steps = entry ? (entry.position ?? 0) - this.#position : Number(!isReplace);
    this.#position += steps;
    if (!entry) history[isReplace ? "replaceState" : "pushState"](this.#entry(), "", url);
    this.#here = location.href;
    emit("navigate", { href: url, patch: isPatch, pop: Boolean(entry), direction: directionOf(steps) });
    requestAnimationFrame(() => {
      const anchor = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (entry) window.scrollTo(0, entry.scroll ?? 0);
      else if (anchor) anchor.scrollIntoView();
      else if (!isPatch) window.scrollTo(0, 0);
    });
  }

  #entry(): Entry {
    return { id: this.#host.main?.id, view: this.#view, position: this.#position };
  }
}

/** The element around a view that takes another one's place: the marks are the old one's, the rest is as the view wants it. */
function containerLike(old: Element, [tag, attributes]: NonNullable<JoinResponse["container"]>): HTMLElement {
  const container = document.createElement(tag);
  for (const { name, value } of old.attributes)
    if (/^(id|data-phx-.*)$/.test(name)) container.setAttribute(name, value);
  for (const name in attributes) container.setAttribute(name, attributes[name] ?? "");
  return container;
}

/** Asks the page whether the user may go there: by a link, or by so many steps through the history. */
function announce(href: string, isPatch: boolean, steps?: number): boolean {
  const detail = { href, patch: isPatch, pop: steps !== undefined, direction: directionOf(steps) };
  return emit("before-navigate", detail, true);
}

function directionOf(steps = 1): "forward" | "backward" {
  return steps < 0 ? "backward" : "forward";
}

function absolute(href: string): string {
  return new URL(href, location.href).href;
}

function replaceEntry(changes: Partial<Entry>): void {
  history.replaceState({ ...(history.state as object | null), ...changes }, "");
}

function saveScroll(): void {
  replaceEntry({ scroll: window.scrollY });
}

/** New tabs, new windows and downloads are the browser's. */
function leavesTab(event: MouseEvent, link: Element): boolean {
  const { ctrlKey, shiftKey, metaKey, altKey, button } = event;
  return (
    ctrlKey || shiftKey || metaKey || altKey || button > 0 || link.matches('[download],[target]:not([target="_self"])')
  );
}
