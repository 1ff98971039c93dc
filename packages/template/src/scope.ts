/** How a template is rendered. */
export interface RenderOptions {
  /** Check what costs time to check: duplicate keys, and what components are called with. Default false. */
  readonly development?: boolean | undefined;
  /** Whoever `hosted` content is asked of. Default none. */
  readonly host?: unknown;
  /** An attribute for the outermost tags of every view, component and slot content, where scoped styles end. Default: none. */
  readonly rootTagAttribute?: string | undefined;
  /**
   * Tells where in the program each piece of the page comes from: `data-phx-loc="file:line"` on tags, comments around components. The
   * function says how a file is called, or undefined to leave its templates alone; pass the same one every time. Default: none.
   */
  readonly annotate?: ((file: string) => string | undefined) | undefined;
}

/** How a view's messages are written, as far as whoever holds its assigns knows. */
export interface AssignOptions {
  /**
   * The assigns whose values are gone once they were sent, by name, and whether each was set since: a lazy slot that read one shows what it
   * showed until then. Default: none.
   */
  readonly temporaryAssigns?: ((assigns: object) => ReadonlyMap<string | symbol, boolean> | undefined) | undefined;
}

/** What one render passes down: the assigns for lazy slots, and the options. */
export interface Scope extends Pick<RenderOptions, "rootTagAttribute" | "annotate"> {
  readonly assigns: object;
  readonly development: boolean;
  readonly host: unknown;
  /** Whether the host may be asked now; otherwise what is being rendered is thrown away, and rendered again. Without it: yes. */
  mayAsk?(): boolean;
}
