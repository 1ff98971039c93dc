import type { BindingHost } from "../bindings/host.ts";
import type { HookCallbacks } from "../live/hooks.ts";

/** Shortest time between two events of a kind. */
const PAUSE_MS = 500;

/** An event that may be due: its attribute, the child at that end, and where in the view that is to stay. */
interface Arrival {
  readonly attribute: string;
  readonly child: Element;
  readonly block: "start" | "end" | undefined;
}

/** `phx-viewport-top` and `phx-viewport-bottom`: the first or the last child comes into view (liveview-protocol.md §7.1). */
export function infiniteScroll(element: HTMLElement, host: BindingHost): HookCallbacks {
  const pauses = new Map<string, { next?: () => void; cancel?: () => void }>();
  let before = topOf(scrollerOf(element));
  let hasOverrun = false;
  /** Keeps things in place until the answer to an event is here. */
  let pending: (() => void) | undefined;
  const send = ({ attribute, child, block }: Arrival): void => {
    const keepInView = (): void => {
      if (block) child.scrollIntoView({ block });
    };
    pending = keepInView;
    const value = { id: child.id, ...(!block && { _overran: true }), ...host.kit.boundValues(element) };
    const event = { element, source: element, type: "js", waiting: [element], payload: { type: "js", value } };
    void host.kit.push(host, { event: element.getAttribute(attribute) ?? "" }, event).then(() => {
      pending = undefined;
      requestAnimationFrame(() => {
        if (!isInView(child.getBoundingClientRect().top, scrollerOf(element))) keepInView();
      });
    });
  };
  const sendPaced = (arrival: Arrival): void => {
    const name = arrival.attribute + (arrival.block ?? "");
    const pause = pauses.get(name);
    if (pause) return void (pause.next = () => sendPaced(arrival));
    const mine: { next?: () => void; cancel?: () => void } = {};
    pauses.set(name, mine);
    mine.cancel = host.clock.setTimer(PAUSE_MS, () => {
      pauses.delete(name);
      mine.next?.();
    });
    send(arrival);
  };
  const scrolled = ({ target }: Event): void => {
    const scroller = scrollerOf(element);
    if (target !== (scroller ?? document)) return;
    const now = topOf(scroller);
    const [isUp, isDown] = [now < before, now > before];
    before = now;
    if (pending) return pending();
    const [first, last] = [element.firstElementChild, element.lastElementChild];
    const [onTop, onBottom] = ["phx-viewport-top", "phx-viewport-bottom"].map(
      (name) => element.hasAttribute(name) && name,
    );
    const top = startOf(overrunTarget(element), scroller);
    if (isUp && onTop && first && !hasOverrun && top >= 0) {
      hasOverrun = true;
      sendPaced({ attribute: onTop, child: first, block: undefined });
    } else if (isDown && top <= 0) hasOverrun = false;
    if (onTop && isUp && first && isInView(first.getBoundingClientRect().top, scroller))
      sendPaced({ attribute: onTop, child: first, block: "start" });
    else if (onBottom && isDown && last && isInView(last.getBoundingClientRect().bottom, scroller))
      sendPaced({ attribute: onBottom, child: last, block: "end" });
  };
  document.addEventListener("scroll", scrolled, true);
  return {
    destroyed() {
      document.removeEventListener("scroll", scrolled, true);
      for (const { cancel } of pauses.values()) cancel?.();
    },
  };
}

function overrunTarget(element: Element): Element {
  return document.getElementById(element.getAttribute("phx-viewport-overrun-target") ?? "") ?? element;
}

/** Where the list begins, as seen from where one sees it from; above that it is less than zero. */
function startOf(target: Element, scroller: Element | undefined): number {
  if (target === scroller) return -scroller.scrollTop;
  return target.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0);
}

/** The element around this one that scrolls; undefined if it is the page. */
function scrollerOf(element: Element): Element | undefined {
  for (let one: Element | null = element; one && one !== document.body; one = one.parentElement)
    if (/scroll|auto/.test(getComputedStyle(one).overflowY)) return one;
  return undefined;
}

function topOf(scroller: Element | undefined): number {
  return scroller ? scroller.scrollTop : window.scrollY;
}

function isInView(y: number, scroller: Element | undefined): boolean {
  const { top, bottom } = scroller?.getBoundingClientRect() ?? { top: 0, bottom: window.innerHeight };
  return Math.ceil(y) >= top && Math.floor(y) <= bottom;
}
