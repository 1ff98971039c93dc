import { expect, test } from "vitest";
import { LocalAdapter, type LocalNetwork } from "./local-adapter.ts";
import { createPubSub, type PubSub } from "./pubsub.ts";
import type { Subscriber } from "./topic.ts";

function recorder(heard: string[], name: string): Subscriber {
  return { deliver: (message, topic) => void heard.push(`${name}: ${String(message)} on ${topic}`) };
}

test("a broadcast reaches the subscribers of its topic, in order, and no others", () => {
  const pubsub = createPubSub();
  const heard: string[] = [];
  pubsub.subscribe("battle:1", recorder(heard, "ana"));
  pubsub.subscribe("battle:1", recorder(heard, "ben"));
  pubsub.subscribe("battle:2", recorder(heard, "cem"));
  pubsub.broadcast("battle:1", "a");
  pubsub.broadcast("battle:3", "nobody hears this");
  pubsub.broadcast("battle:1", "b");
  expect(heard).toEqual(["ana: a on battle:1", "ben: a on battle:1", "ana: b on battle:1", "ben: b on battle:1"]);
});

test("the one who is excepted does not get it, with none of its subscriptions", () => {
  const pubsub = createPubSub();
  const heard: string[] = [];
  const ana = recorder(heard, "ana");
  pubsub.subscribe("t", ana);
  pubsub.subscribe("t", recorder(heard, "ben"));
  pubsub.subscribe("t", ana);
  pubsub.broadcast("t", "a", { except: ana });
  expect(heard).toEqual(["ben: a on t"]);
});

test("who subscribes twice gets it twice, until one subscription ends", () => {
  const pubsub = createPubSub();
  const heard: string[] = [];
  const ana = recorder(heard, "ana");
  const end = pubsub.subscribe("t", ana);
  pubsub.subscribe("t", ana);
  pubsub.broadcast("t", "a");
  expect(heard).toHaveLength(2);
  end();
  pubsub.broadcast("t", "b");
  expect(heard).toHaveLength(3);
});

test("a subscription that ended gets nothing, and ending it again harms nobody", () => {
  const pubsub = createPubSub();
  const heard: string[] = [];
  const end = pubsub.subscribe("t", recorder(heard, "ana"));
  pubsub.subscribe("t", recorder(heard, "ben"));
  end();
  end();
  pubsub.broadcast("t", "a");
  expect(heard).toEqual(["ben: a on t"]);
});

test("the count follows who comes and goes, also when a topic empties and fills again", () => {
  const pubsub = createPubSub();
  expect(pubsub.subscriberCount("t")).toBe(0);
  const first = pubsub.subscribe("t", recorder([], "ana"));
  const second = pubsub.subscribe("t", recorder([], "ben"));
  expect(pubsub.subscriberCount("t")).toBe(2);
  first();
  second();
  expect(pubsub.subscriberCount("t")).toBe(0);
  const heard: string[] = [];
  pubsub.subscribe("t", recorder(heard, "cem"));
  first();
  expect(pubsub.subscriberCount("t")).toBe(1);
  pubsub.broadcast("t", "a");
  expect(heard).toEqual(["cem: a on t"]);
});

test("the message is the very object that was broadcast, and is not frozen", () => {
  const pubsub = createPubSub();
  const payload = { score: 3 };
  const received: unknown[] = [];
  pubsub.subscribe("t", { deliver: (message) => void received.push(message) });
  pubsub.broadcast("t", payload);
  expect(received[0]).toBe(payload);
  expect(Object.isFrozen(payload)).toBe(false);
});

test("a broadcast reaches the other nodes before the subscribers here", () => {
  const network: LocalNetwork = new Set();
  const heard: string[] = [];
  const nodes: [PubSub, PubSub] = [
    createPubSub({ adapter: new LocalAdapter(network) }),
    createPubSub({ adapter: new LocalAdapter(network) }),
  ];
  nodes[0].subscribe("t", recorder(heard, "here"));
  nodes[1].subscribe("t", recorder(heard, "there"));
  nodes[0].broadcast("t", "a");
  expect(heard).toEqual(["there: a on t", "here: a on t"]);
  expect(nodes.map((node) => node.subscriberCount("t"))).toEqual([1, 1]);
});
