/** What one turn says to the browser, as JSON texts (liveview-protocol §8.5). */
export interface Turn {
  /** The diff's members without braces, "" when nothing changed. */
  readonly members: string;
  /** JSON texts of the pushed events. */
  readonly events: readonly string[];
  /** The new page title. */
  readonly title: string | undefined;
}

/**
 * The members of the turn's diff object without braces: tree, `e`, `r`, `t`. "" when there is nothing to say.
 * `reply` is the JSON text of the reply to the event being answered.
 */
export function turnMembers({ members, events, title }: Turn, reply?: string): string {
  let text = members;
  if (events.length > 0) text += `${text === "" ? "" : ","}"e":[${events.join(",")}]`;
  if (reply !== undefined) text += `${text === "" ? "" : ","}"r":${reply}`;
  if (title !== undefined) text += `${text === "" ? "" : ","}"t":${JSON.stringify(title)}`;
  return text;
}
