/** Something in a template that works, but hardly as it is meant. */
export interface TemplateWarning {
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Where: `file:line:column`. */
  readonly template: string;
}

const listeners = new Set<(warning: TemplateWarning) => void>();

/**
 * Calls `listener` for each doubtful place of a template when that is read, at its first use in this process. Returns the function that
 * ends it. Without a listener nothing is reported.
 */
export function onTemplateWarning(listener: (warning: TemplateWarning) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Tells the listeners. */
export function warn(warning: TemplateWarning): void {
  for (const listener of listeners) listener(warning);
}
