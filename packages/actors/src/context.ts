import type { ActorRef, AnyActorRef, CallOptions, SendResult } from "./actor-ref.ts";
import type { ActorContext } from "./behaviour.ts";
import { actorExited, atLeast, callToSelf } from "./errors.ts";
import type { Belongings } from "./belongings.ts";
import { type ExitReason, NORMAL_EXIT } from "./exit.ts";
import type { RunQueue } from "./run-queue.ts";

/** What a context needs of its actor beyond what everybody may do with a ref. */
export interface ContextOwner<Message> extends ActorRef<Message> {
  readonly queue: RunQueue;
  readonly belongings: Belongings;
  readonly signal: AbortSignal;
  readonly exitReason: ExitReason | undefined;
  /** Does the actor still take messages, timers and watches? From `terminate` on it does not. */
  readonly isOpen: boolean;
  /** Ends the actor when the handler it is in has completed; at once when it is in none. */
  stop(reason: ExitReason): void;
  /** Puts a message in the mailbox that must arrive, because the actor asked for it itself: the bound does not apply. */
  deliver(message: Message): void;
}

function doNothing(): void {}

/** The {@link ActorContext} of one actor: each effect asks first whether the actor is still there to have it. */
export class Context<Message> implements ActorContext<Message> {
  readonly #actor: ContextOwner<Message>;

  constructor(actor: ContextOwner<Message>) {
    this.#actor = actor;
  }

  get ref(): ActorRef<Message> {
    return this.#actor;
  }

  get isAlive(): boolean {
    return this.#actor.isAlive;
  }

  get signal(): AbortSignal {
    return this.#actor.signal;
  }

  stop(reason: ExitReason = NORMAL_EXIT): void {
    this.#actor.stop(reason);
  }

  send<Other>(ref: Pick<ActorRef<Other>, "send">, message: Other): SendResult {
    return this.#actor.isAlive ? ref.send(message) : "dead";
  }

  call<Request, Reply>(
    ref: Pick<ActorRef<never, Request, Reply>, "call">,
    request: Request,
    options?: CallOptions,
  ): Promise<Reply> {
    const actor = this.#actor;
    if (!actor.isAlive) return Promise.reject(actorExited(actor.name, actor.exitReason ?? NORMAL_EXIT));
    if (ref === actor) return Promise.reject(callToSelf(actor.name));
    return ref.call(request, options);
  }

  setTimer(ms: number, message: Message): () => void {
    const actor = this.#actor;
    atLeast(0, "The delay of setTimer in ms", ms);
    if (!actor.isOpen) return doNothing;
    const timer = actor.queue.clock.setTimer(ms, () => {
      actor.belongings.dropRelease(release);
      actor.deliver(message);
    });
    const release = (): void => {
      actor.belongings.dropRelease(release);
      timer.cancel();
    };
    actor.belongings.addRelease(release);
    return release;
  }

  monitor(ref: Pick<AnyActorRef, "monitor">, toMessage: (reason: ExitReason) => Message): () => void {
    const actor = this.#actor;
    if (!actor.isOpen) return doNothing;
    // A dead ref calls back within monitor(), so everything the listener undoes is in place before.
    let unwatch = doNothing;
    const release = (): void => {
      actor.belongings.dropRelease(release);
      unwatch();
    };
    actor.belongings.addRelease(release);
    unwatch = ref.monitor((reason) => {
      actor.belongings.dropRelease(release);
      deliverExit(actor, () => toMessage(reason));
    });
    return release;
  }
}

/** `toMessage` is the watcher's code: its throw is the watcher's crash, not that of the actor that has just died. */
function deliverExit<Message>(watcher: ContextOwner<Message>, toMessage: () => Message): void {
  try {
    watcher.deliver(toMessage());
  } catch (error) {
    watcher.exit({ type: "crashed", error });
  }
}
