import { type AnyActorRef, describeExit, type ExitReason, type SendResult, isQuietExit } from "@firecrest/actors";
import { EVENTS, encodeBinaryMessage, encodePush, encodeReply } from "@firecrest/wire";
import { ChannelError } from "./errors.ts";
import type { TopicMessage, TopicPort } from "./topic.ts";

/** What a topic needs of its socket. */
export interface TopicOwner {
  /** Sends one message to the client. */
  send(message: string | Uint8Array): void;
  /** Whether more than the soft limit waits to be sent. */
  readonly isCongested: boolean;
  /** Whether a client is told why its topic crashed: in development. */
  readonly tellsCrashes: boolean;
  /** The topic has ended and may be joined again. */
  forget(topic: JoinedTopic): void;
}

/** Anything that takes topic messages and can be ended. */
interface TopicActor extends Pick<AnyActorRef, "exit" | "monitor"> {
  send(message: TopicMessage): SendResult;
}

type TopicState = "joining" | "joined" | "ended";

/** The join that a topic answers. */
export interface JoinRefs {
  readonly topic: string;
  readonly joinRef: string | null;
  readonly ref: string | null;
}

/**
 * One topic of one socket, from its join to its end: the port of its actor, and the one place that knows which frames a
 * join, a leave, a crash and a replacement owe the client (realtime.md §1.4, §1.5).
 */
export class JoinedTopic implements TopicPort {
  readonly topic: string;
  readonly joinRef: string | null;
  readonly #owner: TopicOwner;
  #joinReplyRef: string | null;
  #actor: TopicActor | undefined;
  #state: TopicState = "joining";
  /** The leave that nobody has answered yet; undefined when there is none. */
  #leaveRef: string | null | undefined;
  /** Join refs of the topics that this one replaced, whose phx_close waits for this one's reply. */
  #replaced: readonly (string | null)[] | undefined;
  #awaitsDrain = false;

  constructor(owner: TopicOwner, refs: JoinRefs, replaced?: readonly (string | null)[]) {
    this.#owner = owner;
    this.topic = refs.topic;
    this.joinRef = refs.joinRef;
    this.#joinReplyRef = refs.ref;
    this.#replaced = replaced;
  }

  get congested(): boolean {
    const isCongested = this.#state !== "ended" && this.#owner.isCongested;
    if (isCongested) this.#awaitsDrain = true;
    return isCongested;
  }

  acceptJoin(json: string): void {
    if (this.#state === "ended") return;
    if (this.#state === "joined") throw alreadyJoined(this.topic);
    this.#state = "joined";
    this.#answerJoin("ok", json);
  }

  refuseJoin(json: string): void {
    if (this.#state === "ended") return;
    if (this.#state === "joined") throw alreadyJoined(this.topic);
    this.#end();
    this.#answerJoin("error", json);
    this.#actor?.exit({ type: "shutdown", detail: "join refused" });
  }

  reply(ref: string, status: string, json: string): void {
    if (!this.#isJoined("reply")) return;
    if (ref === this.#leaveRef) this.#leaveRef = undefined;
    this.#owner.send(encodeReply(this.joinRef, ref, this.topic, { status, json }));
  }

  replyBinary(ref: string, status: string, bytes: Uint8Array): void {
    if (!this.#isJoined("reply")) return;
    this.#owner.send(
      encodeBinaryMessage({ kind: "reply", joinRef: this.joinRef, ref, topic: this.topic, status, data: bytes }),
    );
  }

  push(event: string, json: string): void {
    if (this.#isJoined("push")) this.#owner.send(encodePush(this.joinRef, this.topic, event, json));
  }

  pushBinary(event: string, bytes: Uint8Array): void {
    if (!this.#isJoined("push")) return;
    this.#owner.send(
      encodeBinaryMessage({ kind: "push", joinRef: this.joinRef, topic: this.topic, event, data: bytes }),
    );
  }

  pushFrame(frame: string | Uint8Array): void {
    if (this.#isJoined("push")) this.#owner.send(frame);
  }

  close(): void {
    if (this.#state === "ended") return;
    if (this.#state === "joining") return this.#failJoin();
    this.#endWith(EVENTS.close, "{}");
    this.#actor?.exit({ type: "shutdown", detail: "closed" });
  }

  /** The route has spawned this topic's actor. */
  attach(actor: TopicActor): void {
    this.#actor = actor;
    actor.monitor((reason) => this.#actorEnded(reason));
  }

  /** The route threw instead of spawning an actor. */
  crashJoin(): void {
    if (this.#state !== "ended") this.#failJoin();
  }

  /** Hands the actor what the client pushed. */
  deliver(message: TopicMessage): SendResult {
    return this.#actor?.send(message) ?? "dead";
  }

  /** The client pushes faster than the actor handles: it ends for that reason, and its connection is about to. */
  overflow(): void {
    this.#actor?.exit({ type: "mailbox-full" });
  }

  /** The client leaves. An actor that cannot even hear of it is ended. */
  leave(ref: string | null): void {
    this.#leaveRef = ref;
    if (this.deliver({ type: "leave", ref }) === "mailbox-full")
      this.#actor?.exit({ type: "shutdown", detail: "left" });
  }

  /** A new join takes this topic's place. Returns the join refs whose phx_close the new one owes the client. */
  replace(): readonly (string | null)[] {
    const owed = [...(this.#replaced ?? []), this.joinRef];
    this.#end();
    this.#actor?.exit({ type: "shutdown", detail: "duplicate join" });
    return owed;
  }

  /** The connection is gone. */
  disconnect(): void {
    this.#state = "ended";
    this.#actor?.exit({ type: "shutdown", detail: "disconnected" });
  }

  /** The connection has caught up. */
  drained(): void {
    if (!this.#awaitsDrain) return;
    this.#awaitsDrain = false;
    // A full mailbox needs no reminder: whoever handles what is in it will find the port uncongested.
    this.deliver({ type: "drained" });
  }

  #isJoined(verb: "push" | "reply"): boolean {
    if (this.#state === "joining") throw notJoined(this.topic, verb);
    return this.#state === "joined";
  }

  #actorEnded(reason: ExitReason): void {
    if (this.#state === "ended") return;
    if (this.#state === "joining") this.#failJoin();
    else if (isQuietExit(reason)) this.#endWith(EVENTS.close, "{}");
    else this.#endWith(EVENTS.error, crashJson(reason, this.#owner.tellsCrashes));
  }

  #failJoin(): void {
    this.#end();
    this.#answerJoin("error", '{"reason":"join crashed"}');
  }

  #answerJoin(status: string, json: string): void {
    this.#owner.send(encodeReply(this.joinRef, this.#joinReplyRef, this.topic, { status, json }));
    this.#joinReplyRef = null;
    for (const joinRef of this.#replaced ?? []) this.#sendEnd(joinRef, EVENTS.close, "{}");
    this.#replaced = undefined;
  }

  #endWith(event: string, json: string): void {
    const leaveRef = this.#leaveRef;
    this.#end();
    if (leaveRef !== undefined)
      this.#owner.send(encodeReply(this.joinRef, leaveRef, this.topic, { status: "ok", json: "{}" }));
    this.#sendEnd(this.joinRef, event, json);
  }

  /** phx_close and phx_error carry the join ref twice. */
  #sendEnd(joinRef: string | null, event: string, json: string): void {
    this.#owner.send(
      `[${JSON.stringify(joinRef)},${JSON.stringify(joinRef)},${JSON.stringify(this.topic)},"${event}",${json}]`,
    );
  }

  #end(): void {
    this.#state = "ended";
    this.#owner.forget(this);
  }
}

function alreadyJoined(topic: string): ChannelError {
  return new ChannelError(
    "already-joined",
    `The join of "${topic}" was answered before; a join has one answer. Push an event instead.`,
  );
}

function notJoined(topic: string, verb: "push" | "reply"): ChannelError {
  return new ChannelError(
    "not-joined",
    `Cannot ${verb} on "${topic}" while it is being joined: the client must see the join's answer first. ` +
      "Answer the join, then push: from a message that the actor sends to itself, for example.",
  );
}

/** The payload of a phx_error. Only in development does a client learn more than that it happened. */
function crashJson(reason: ExitReason, tellsWhy: boolean): string {
  if (!tellsWhy) return '{"reason":"channel_crash"}';
  const { error } = reason as { readonly error?: unknown };
  return JSON.stringify({
    reason: "channel_crash",
    message: error instanceof Error ? error.message : describeExit(reason),
  });
}
