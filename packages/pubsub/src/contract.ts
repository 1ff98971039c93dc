import type { PubSubAdapter } from "./adapter.ts";

/** Two adapters on one network, as a case finds them: neither started yet. */
export interface AdapterPair {
  readonly left: PubSubAdapter;
  readonly right: PubSubAdapter;
  /** Resolves when whatever was published until now has arrived wherever it will. */
  arrived(): Promise<void>;
}

/** One obligation of {@link PubSubAdapter}. `run` rejects when it is not met; the test runner is the caller's. */
export interface AdapterCase {
  readonly name: string;
  run(pair: AdapterPair): Promise<void>;
}

/** What every adapter is held to: run each case with a fresh pair. */
export const ADAPTER_CASES: readonly AdapterCase[] = [
  {
    name: "a message reaches the other node, once, with its topic",
    async run(pair) {
      const nodes = startBoth(pair);
      pair.left.publish("battle:1", { score: 3 });
      await pair.arrived();
      expectSame(nodes.right, [["battle:1", { score: 3 }]]);
    },
  },
  {
    name: "a message does not come back to the node that published it",
    async run(pair) {
      const nodes = startBoth(pair);
      pair.left.publish("battle:1", "a");
      await pair.arrived();
      expectSame(nodes.left, []);
    },
  },
  {
    name: "both nodes reach each other",
    async run(pair) {
      const nodes = startBoth(pair);
      pair.left.publish("t", "from left");
      pair.right.publish("t", "from right");
      await pair.arrived();
      expectSame([nodes.left, nodes.right], [[["t", "from right"]], [["t", "from left"]]]);
    },
  },
  {
    name: "what one node publishes arrives in that order, whatever the topics",
    async run(pair) {
      const nodes = startBoth(pair);
      const published = Array.from({ length: 100 }, (_, number): [string, unknown] => [`t:${number % 3}`, number]);
      for (const [topic, number] of published) pair.left.publish(topic, number);
      await pair.arrived();
      expectSame(nodes.right, published);
    },
  },
  {
    name: "topics and messages travel as they are: empty, long, with any character",
    async run(pair) {
      const nodes = startBoth(pair);
      const published: [string, unknown][] = [
        ["", ""],
        ["ключ * > \u0000 \ud83d\udc26", "\u2028 \ud83d\udd25"],
        ["t".repeat(300), ["nested", { deep: [null, 1.5, true] }]],
      ];
      for (const [topic, message] of published) pair.left.publish(topic, message);
      await pair.arrived();
      expectSame(nodes.right, published);
    },
  },
  {
    name: "nothing is received before start",
    async run(pair) {
      pair.left.start(() => {});
      pair.left.publish("t", "too early");
      await pair.arrived();
      const received: Received = [];
      pair.right.start((topic, message) => received.push([topic, message]));
      await pair.arrived();
      expectSame(received, []);
    },
  },
  {
    name: "publish before start and after close does nothing, and does not throw",
    async run(pair) {
      const received: Received = [];
      pair.right.start((topic, message) => received.push([topic, message]));
      pair.left.publish("t", "too early");
      pair.left.start(() => {});
      await pair.left.close();
      pair.left.publish("t", "too late");
      await pair.arrived();
      expectSame(received, []);
    },
  },
  {
    name: "a closed node receives nothing, and may be closed again",
    async run(pair) {
      const nodes = startBoth(pair);
      await pair.right.close();
      await pair.right.close();
      pair.left.publish("t", "too late");
      await pair.arrived();
      expectSame(nodes.right, []);
    },
  },
];

type Received = [topic: string, message: unknown][];

function startBoth(pair: AdapterPair): { left: Received; right: Received } {
  const nodes: { left: Received; right: Received } = { left: [], right: [] };
  pair.left.start((topic, message) => nodes.left.push([topic, message]));
  pair.right.start((topic, message) => nodes.right.push([topic, message]));
  return nodes;
}

/** By their JSON: what an adapter carries must survive that anyway. */
function expectSame(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`Expected ${wanted.slice(0, 200)}, got ${got.slice(0, 200)}`);
}
