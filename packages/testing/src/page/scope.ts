import { innerHtml } from "../markup/document.ts";
import type { Tab } from "./tab.ts";
import type { View } from "./view.ts";

/** One view on a page: where elements are looked for, and whose HTML is shown. */
export class Scope {
  readonly tab: Tab;
  readonly #find: () => View;

  /** `find` gives the view anew each time: a page's main view changes when it navigates. */
  constructor(tab: Tab, find: () => View) {
    this.tab = tab;
    this.#find = find;
  }

  get view(): View {
    return this.#find();
  }

  /** Brings the page up to date. Throws what is wrong with it: a mistake in the markup, a view that can do nothing any more. */
  check(): void {
    this.tab.check();
    this.view.check();
  }

  /** The view's HTML now. A view that the page has left shows its last; one that crashed throws. */
  html(): string {
    this.tab.check();
    this.view.checkCrash();
    return innerHtml(this.view.container);
  }

  /** The view's HTML as soon as all that a gesture has set off has been answered. */
  async settledHtml(): Promise<string> {
    await this.tab.settle();
    return this.html();
  }
}
