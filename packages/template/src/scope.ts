/** How a template is rendered. */
export interface RenderOptions {
  /** Check what costs time to check: duplicate keys. Default false. */
  readonly development?: boolean;
  /** Whoever `hosted` content is asked of. Default none. */
  readonly host?: unknown;
}

/** What one render passes down: the assigns for lazy slots, and the options. */
export interface Scope {
  readonly assigns: object;
  readonly development: boolean;
  readonly host: unknown;
  /** Whether the host may be asked now; otherwise what is being rendered is thrown away, and rendered again. Without it: yes. */
  mayAsk?(): boolean;
}
