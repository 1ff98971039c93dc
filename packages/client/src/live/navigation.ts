import { EVENTS } from "@firecrest/wire";
import type { Instruction } from "./instruction.ts";
import type { JoinResponse, View } from "./view.ts";

/** What navigation needs of the page. */
export interface NavigationPort {
  /** The view that a route led to, if there is one. */
  main(): View | undefined;
  /** Whether a view could join now. */
  isOpen(): boolean;
  /** Begins a view that comes in place of the main one. */
  beginMain(container: HTMLElement, options: { url: string; referer: string; flash: string | undefined }): void;
  /** Runs the `phx-click` of a link. */
  click(link: Element, event: MouseEvent): void;
  /** Loads a page the ordinary way. */
  load(url: string, flash?: string): void;
}

type Kind = "patch" | "redirect";

/** How an entry of the browser's history came about, and how to leave it backwards (liveview-protocol.md §16.1). */
interface Entry {
  readonly type: Kind;
  readonly id: string;
  readonly position: number;
  readonly backType?: Kind;
  readonly scroll?: number;
}

/** A change of URL under way. */
interface Visit {
  readonly url: string;
  readonly isReplace?: boolean;
  /** What was clicked: it shows that it is loading. */
  readonly link?: Element;
  readonly flash?: string | undefined;
  /** Back or forward: the browser has moved in its history already. */
  readonly pop?: { readonly isForward: boolean; readonly scroll: number };
}

const POSITION_KEY = "phx:nav-history-position";
/** Scrolling is over when nothing has moved for this long. */
const SCROLL_SETTLED_MS = 100;

/** Live links, the browser's history, and what the server sends about either (liveview-protocol.md §16). */
export class Navigation {
  readonly #port: NavigationPort;
  #here = location.href;
  #position = Number(sessionStorage.getItem(POSITION_KEY));
  /** The newest visit: the answers to older ones come too late to change anything. */
  #visit: Visit | undefined;
  /** What is shown until the next main view has joined. */
  #outgoing: HTMLElement | undefined;

  constructor(port: NavigationPort) {
    this.#port = port;
  }

  /** Listens to links and to the browser's buttons. */
  listen(signal: AbortSignal): void {
    history.scrollRestoration = "manual";
    window.addEventListener("click", (event) => this.#clicked(event), { signal });
    window.addEventListener("popstate", ({ state }) => this.#popped(state as Entry | null), { signal }); // ours, or nobody's
    let timer = 0;
    const remember = (): void => replaceEntry({ scroll: window.scrollY });
    window.addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = window.setTimeout(remember, SCROLL_SETTLED_MS);
    }, { signal });
  }

  /** What a command asks for. */
  go(href: string, isPatch: boolean, isReplace: boolean): void {
    this.#begin({ url: absolute(href), isReplace }, isPatch ? "patch" : "redirect");
  }

  /** What the server asks for. */
  follow(view: View, { live_patch: patch, live_redirect: redirect, redirect: load }: Instruction): void {
    if (load !== undefined) return this.#load(load.to, load.flash);
    if (redirect !== undefined) {
      const { to, kind, flash } = redirect;
      return this.#redirect({ url: absolute(to), isReplace: kind === "replace", flash });
    }
    if (patch === undefined) return;
    view.root.url = absolute(patch.to);
    this.#commit({ url: view.root.url, isReplace: patch.kind === "replace" }, "patch");
  }

  /** A main view was accepted, and is about to be shown: the old one gives way. */
  joining(view: View, { container }: JoinResponse): void {
    const outgoing = this.#outgoing;
    const visit = this.#visit;
    if (history.state === null) replaceEntry({ type: "patch", id: view.id, position: this.#position });
    if (outgoing === undefined || visit === undefined) return;
    if (container !== undefined) view.container = dressed(view.container, container);
    if (visit.pop === undefined) replaceEntry({ scroll: window.scrollY });
    outgoing.replaceWith(view.container);
    this.#outgoing = undefined;
    this.#visit = undefined;
    this.#commit(visit, "redirect");
  }

  #clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-phx-link]") : null;
    if (link === null || event.defaultPrevented || leavesTab(event, link) || !this.#canNavigate(link.href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const isPatch = link.dataset["phxLink"] === "patch";
    if (this.#visit?.url !== link.href && announce(link.href, isPatch)) {
      this.#begin({ url: link.href, isReplace: link.dataset["phxLinkState"] === "replace", link }, isPatch ? "patch" : "redirect");
    }
    this.#port.click(link, event);
  }

  #popped(entry: Entry | null): void {
    const { pathname, search } = new URL(this.#here);
    if (pathname === location.pathname && search === location.search) {
      this.#here = location.href; // only the hash
      return;
    }
    const position = entry?.position ?? 0;
    const isForward = position > this.#position;
    const kind = (isForward ? entry?.type : (entry?.backType ?? entry?.type)) ?? "redirect";
    // To undo is to move once more; the browser then says so, and finds itself where we think it is.
    if (!announce(location.href, kind === "patch", isForward)) return isForward ? history.back() : history.forward();
    this.#setPosition(position);
    this.#begin({ url: location.href, pop: { isForward, scroll: entry?.scroll ?? 0 } }, entry?.id === this.#port.main()?.id ? kind : "redirect");
  }

  #canNavigate(href: string): boolean {
    return this.#port.isOpen() && this.#port.main() !== undefined && new URL(href).origin === location.origin;
  }

  #begin(visit: Visit, kind: Kind): void {
    if (kind === "patch" && this.#port.main()?.isConnected) this.#patch(visit);
    else this.#redirect(visit);
  }

  #patch(visit: Visit): void {
    const main = this.#port.main();
    if (main?.url === undefined) return this.#load(visit.url);
    const { url, link } = visit;
    this.#visit = visit;
    startLoading(url, "patch");
    const waiting = link && { type: "click", loading: [link], locked: [link] };
    main.push(EVENTS.livePatch, { url }, waiting).then(
      (response) => {
        if (this.#visit !== visit) return;
        if ((Object(response) as Instruction).link_redirect) return this.#redirect(visit);
        this.#visit = undefined;
        main.url = url;
        this.#commit(visit, "patch");
        stopLoading(url, "patch");
      },
      () => {
        if (this.#visit === visit) this.#load(url);
      },
    );
  }

  #redirect(visit: Visit): void {
    const main = this.#port.main();
    if (main?.url === undefined || !this.#port.isOpen()) return this.#load(visit.url, visit.flash);
    const { url, flash } = visit;
    startLoading(url, "redirect");
    this.#visit = visit;
    this.#outgoing ??= main.container;
    main.show("loading");
    main.destroy();
    const container = main.container.cloneNode(false) as HTMLElement; // a clone of one
    this.#port.beginMain(container, { url, referer: this.#here, flash });
  }

  #load(url: string, flash?: string): void {
    this.#visit = undefined;
    this.#port.load(url, flash);
  }

  /** The URL has changed: the history says so, the page hears of it, and the right part of it comes into view. */
  #commit({ url, isReplace, pop }: Visit, kind: Kind): void {
    const isNew = url !== location.href;
    if (isNew && isReplace !== true) {
      replaceEntry({ backType: kind });
      this.#setPosition(this.#position + 1);
    }
    const entry: Entry = { type: kind, id: this.#port.main()?.id ?? "", position: this.#position };
    if (isNew) history[isReplace === true ? "replaceState" : "pushState"](entry, "", url);
    this.#here = location.href;
    const direction = pop?.isForward === false ? "backward" : "forward";
    emit("phx:navigate", { href: url, patch: kind === "patch", pop: pop !== undefined, direction });
    if (isNew || pop !== undefined) requestAnimationFrame(() => scroll(pop?.scroll ?? (kind === "redirect" ? 0 : undefined)));
  }

  #setPosition(position: number): void {
    this.#position = position;
    sessionStorage.setItem(POSITION_KEY, String(position));
  }
}

/** Tells the page that it waits for something. */
export function startLoading(to: string, kind: string): void {
  emit("phx:page-loading-start", { to, kind });
}

/** Tells the page that it waits no longer. */
export function stopLoading(to: string, kind: string): void {
  emit("phx:page-loading-stop", { to, kind });
}

function emit(name: string, detail: object, cancelable = false): boolean {
  return window.dispatchEvent(new CustomEvent(name, { detail, cancelable }));
}

/** Whether the page lets the user go. */
function announce(href: string, patch: boolean, isForward?: boolean): boolean {
  const direction = isForward === false ? "backward" : "forward";
  return emit("phx:before-navigate", { href, patch, pop: isForward !== undefined, direction }, true);
}

function absolute(href: string): string {
  return new URL(href, location.href).href;
}

function replaceEntry(changes: Partial<Entry>): void {
  history.replaceState({ ...(history.state as object | null), ...changes }, "");
}

function scroll(top: number | undefined): void {
  const anchor = top ? null : document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (anchor !== null) anchor.scrollIntoView();
  else if (top !== undefined) window.scrollTo(0, top);
}

/** New tabs, new windows and downloads are the browser's. */
function leavesTab(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const isElsewhere = link.target !== "" && link.target !== "_self";
  return event.ctrlKey || event.shiftKey || event.metaKey || event.altKey || event.button > 0 || isElsewhere || link.hasAttribute("download");
}

/** The next view may want another tag and other attributes for its container; those that make it a view stay. */
function dressed(container: HTMLElement, [tag, attributes]: NonNullable<JoinResponse["container"]>): HTMLElement {
  const element = document.createElement(tag);
  for (const { name, value } of container.attributes) {
    if (name === "id" || name.startsWith("data-phx-")) element.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
