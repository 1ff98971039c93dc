import type { TopicPort } from "@firecrest/channels";
import { EVENTS } from "@firecrest/wire";
import { encodeNavigation, type Navigation } from "./navigation.ts";
import { type Turn, turnMembers } from "./turn-json.ts";

/** Replies that may wait for a slow browser; more and the view ends, to be mounted afresh when the browser is back. */
const HELD_REPLIES_MAX = 1_000;

/** What one view sends: the answer to the push that a turn handles, or a diff of its own; later, while its browser does not read. */
export class Outbox {
  readonly #port: TopicPort;
  /** The ref of the push being answered in this turn. */
  #ref: string | null = null;
  #reply: string | undefined;
  /** Members of the answer beside its diff. */
  #members = "";
  /** Answers that wait until a slow browser has read what is on its way. */
  #held: { readonly ref: string; readonly json: string }[] | undefined;

  constructor(port: TopicPort) {
    this.#port = port;
  }

  /** A turn begins that handles a push. */
  open(ref: string | null): void {
    this.#ref = ref;
  }

  /** What the handler replied, to go out with the turn's diff. */
  keepReply(reply: object): void {
    this.#reply = JSON.stringify(reply);
  }

  /** What the answer holds besides the turn's diff, as JSON text without braces. */
  keepMembers(members: string): void {
    this.#members = members;
  }

  /** Answers the push at once, with a whole response. */
  answer(json: string): void {
    if (this.#ref === null) return;
    this.#port.reply(this.#ref, "ok", json);
    this.#ref = null;
  }

  /** Whether the browser does not read: nothing is rendered then, and when it reads again it gets the latest state, once. */
  get mustHold(): boolean {
    return this.#port.congested;
  }

  /** Keeps the answer of this turn. False when too many wait already. */
  hold(): boolean {
    if (this.#ref === null) return true;
    this.#held ??= [];
    if (this.#held.length >= HELD_REPLIES_MAX) return false;
    this.#held.push({ ref: this.#ref, json: this.#takeAnswer(this.#reply === undefined ? "" : `"r":${this.#reply}`) });
    this.#ref = null;
    return true;
  }

  /** Sends what a turn changed: as the answer to the push it came from, or as a diff of its own; then the answers that waited. */
  flush(turn: Turn): void {
    if (this.#ref !== null) this.answer(this.#takeAnswer(turnMembers(turn, this.#reply)));
    else {
      const body = turnMembers(turn);
      this.#reply = undefined;
      if (body !== "") this.#port.push(EVENTS.diff, `{${body}}`);
    }
    if (this.#held !== undefined) this.#releaseHeld(this.#held);
  }

  #releaseHeld(held: readonly { readonly ref: string; readonly json: string }[]): void {
    this.#held = undefined;
    for (const { ref, json } of held) this.#port.reply(ref, "ok", json);
  }

  /** The response with this diff, and an end to what was kept for it. */
  #takeAnswer(body: string): string {
    const members = this.#members;
    const diff = body === "" ? "" : `"diff":{${body}}`;
    this.#members = "";
    this.#reply = undefined;
    return members === "" || diff === "" ? `{${members}${diff}}` : `{${members},${diff}}`;
  }

  /** Leads the browser away: pushed events first, then the answer (liveview-protocol §6.3). */
  depart(navigation: Navigation, { events, flash }: { events: readonly string[]; flash: string | undefined }): void {
    if (events.length > 0) this.#port.push(EVENTS.diff, `{"e":[${events.join(",")}]}`);
    if (this.#ref !== null) this.answer(`{${departure(navigation, flash)}}`);
    else this.#port.push(departureEvent(navigation), encodeNavigation(navigation, flash));
  }
}

/** A departure as the member of a response. */
export function departure(navigation: Navigation, flash: string | undefined): string {
  return `"${departureEvent(navigation)}":${encodeNavigation(navigation, flash)}`;
}

function departureEvent(navigation: Navigation): string {
  return navigation.type === "redirect" ? EVENTS.redirect : EVENTS.liveRedirect;
}
