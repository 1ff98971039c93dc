import {
  EVENTS,
  type EventArguments,
  type EventName,
  extractDiff,
  type HasEvents,
  type ReplyOf,
} from "@firecrest/wire";
import type { Element } from "domhandler";
import type { ChannelReply } from "../channel-client.ts";
import { TestingError } from "../errors.ts";
import { listing } from "../markup/excerpt.ts";
import { findOne, type Wanted } from "../markup/find.ts";
import { findTargets, type Target } from "./commands.ts";
import { ownerOf } from "./element-event.ts";
import type { Scope } from "./scope.ts";

/** The hook of an element with `phx-hook`, as far as the server can tell: it pushes events and hears the replies. */
export class LiveHook<View extends HasEvents = HasEvents> {
  readonly #scope: Scope;
  readonly #wanted: Wanted;

  constructor(scope: Scope, wanted: Wanted) {
    this.#scope = scope;
    this.#wanted = wanted;
  }

  /** Pushes an event to the view that the element is in. Resolves to the handler's reply; undefined when it gave none. */
  async push<Name extends EventName<View>>(
    event: Name,
    ...[payload]: EventArguments<View, Name>
  ): Promise<ReplyOf<View, Name>> {
    const view = ownerOf(this.#scope.tab, this.#find());
    const reply = await pushHookEvent(this.#scope, { view }, { event, payload });
    return reply as ReplyOf<View, Name>; // of the handler, whose type says it
  }

  /** Pushes an event to the view or component of every element that matches: what that takes, nobody can tell. Resolves to their replies. */
  async pushTo(target: string, event: string, payload: unknown = {}): Promise<unknown[]> {
    const { tab } = this.#scope;
    const targets = findTargets(tab, ownerOf(tab, this.#find()), target);
    return Promise.all(targets.map((one) => pushHookEvent(this.#scope, one, { event, payload })));
  }

  #find(): Element {
    this.#scope.check();
    const element = findOne(this.#scope.view.container, this.#wanted);
    if ("phx-hook" in element.attribs) return element;
    throw new TestingError("no-binding", `The element has no hook, that is, no phx-hook.\n${listing([element])}`);
  }
}

/** An event of a hook. */
export interface HookEvent {
  readonly event: string;
  readonly payload: unknown;
}

/** Sends a hook's event; resolves to the handler's reply. */
export async function pushHookEvent(
  scope: Scope,
  { view, cid }: Target,
  { event, payload }: HookEvent,
): Promise<unknown> {
  const reply = await view.push(EVENTS.event, { type: "hook", event, value: payload ?? {}, cid });
  await scope.tab.settle();
  return replyOf(reply);
}

/** What a handler replied. */
function replyOf({ response }: ChannelReply): unknown {
  const { diff } = response;
  return diff === undefined ? undefined : extractDiff(diff).reply;
}
