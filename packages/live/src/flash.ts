/** Messages for the next render, by kind. */
export type Flash = Readonly<Record<string, string>>;

/** No messages: one object for all views that have none. */
export const NO_FLASH: Flash = Object.freeze({});

/** With `message` under `kind`. */
export function withFlash(flash: Flash, kind: string, message: string): Flash {
  return { ...flash, [kind]: message };
}

/** Without `kind`, or without any message. */
export function withoutFlash(flash: Flash, kind?: string): Flash {
  if (kind === undefined) return NO_FLASH;
  if (!Object.hasOwn(flash, kind)) return flash;
  const { [kind]: _cleared, ...rest } = flash;
  return Object.keys(rest).length === 0 ? NO_FLASH : rest;
}

/** What a verified flash token held, as a flash: only strings under names. */
export function decodeFlash(value: unknown): Flash {
  if (typeof value !== "object" || value === null) return NO_FLASH;
  const messages = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return messages.length === 0 ? NO_FLASH : Object.fromEntries(messages);
}
