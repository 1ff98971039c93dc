import type { ActorBehaviour, ActorContext, ExitReason } from "@firecrest/actors";
import type { PubSub } from "@firecrest/pubsub";
import { type ChannelMessage, ChannelSocket } from "./channel-socket.ts";
import type { ChannelDefinition, ChannelReply, JoinReply } from "./channel.ts";
import { ChannelError } from "./errors.ts";
import type { JoinRequest, TopicMessage } from "./topic.ts";

/** Runs one joined topic of a channel: turns its mailbox into calls of the author's functions, and their results into replies. */
export class ChannelActor<Assigns extends object> implements ActorBehaviour<ChannelMessage> {
  readonly #definition: ChannelDefinition<Assigns>;
  readonly #pubsub: PubSub;
  /** Until the join is answered: its payload may be large. */
  #request: JoinRequest | undefined;
  #socket: ChannelSocket<Assigns> | undefined;

  constructor(definition: ChannelDefinition<Assigns>, request: JoinRequest, pubsub: PubSub) {
    this.#definition = definition;
    this.#request = request;
    this.#pubsub = pubsub;
  }

  handleMessage(message: ChannelMessage, self: ActorContext<ChannelMessage>): void | Promise<void> {
    if (message.type === "join") return this.#join(self);
    const socket = this.#socket;
    if (socket === undefined) return;
    switch (message.type) {
      case "push":
        return this.#handleIn(message, socket);
      case "leave":
        if (message.ref !== null) socket.reply(message.ref, { status: "ok" });
        return self.stop({ type: "shutdown", detail: "left" });
      case "message":
        return this.#definition.handleMessage?.(message.message, socket);
      case "drained":
        // A channel's pushes are events: they were neither held back nor merged.
        return;
    }
  }

  terminate(reason: ExitReason): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    try {
      this.#definition.terminate?.(reason, socket);
    } finally {
      socket.ended();
    }
  }

  #join(self: ActorContext<ChannelMessage>): void | Promise<void> {
    const request = this.#request;
    if (request === undefined) return;
    this.#request = undefined;
    const socket = new ChannelSocket<Assigns>(request, this.#pubsub, self);
    this.#socket = socket;
    const reply = this.#definition.join(request.payload, socket);
    return isPromise(reply)
      ? reply.then((late) => answerJoin(late, request, socket))
      : answerJoin(reply, request, socket);
  }

  #handleIn(push: TopicMessage & { type: "push" }, socket: ChannelSocket<Assigns>): void | Promise<void> {
    if (this.#definition.handleIn === undefined) throw unhandledEvent(socket.topic, push.event);
    socket.handling(push.ref);
    const reply = this.#definition.handleIn(push.event, push.payload, socket);
    socket.handling(null);
    return isPromise(reply)
      ? reply.then((late) => answerPush(late, push.ref, socket))
      : answerPush(reply, push.ref, socket);
  }
}

function answerJoin(reply: JoinReply, { port }: JoinRequest, socket: Pick<ChannelSocket<object>, "joined">): void {
  const json = JSON.stringify(reply.response ?? {});
  if (!reply.ok) return port.refuseJoin(json);
  port.acceptJoin(json);
  socket.joined();
}

function answerPush(
  reply: ChannelReply | undefined | void,
  ref: string | null,
  socket: Pick<ChannelSocket<object>, "reply">,
): void {
  if (reply !== undefined && ref !== null) socket.reply(ref, reply);
}

function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise;
}

function unhandledEvent(topic: string, event: string): ChannelError {
  return new ChannelError(
    "event-without-handler",
    `"${topic}" received the event "${event.slice(0, 80)}", but its channel has no handleIn. Add one, or stop pushing to it.`,
  );
}
