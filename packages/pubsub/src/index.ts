export { createPubSub, type BroadcastOptions, type PubSub, type PubSubOptions } from "./pubsub.ts";
export type { Subscriber } from "./topic.ts";
export { actorSubscriber } from "./actor-subscriber.ts";
export type { AdapterReceiver, PubSubAdapter } from "./adapter.ts";
export { LocalAdapter, type LocalNetwork } from "./local-adapter.ts";
