import { expect, test } from "vitest";
import { ADAPTER_CASES } from "./contract.ts";
import { LocalAdapter, type LocalNetwork } from "./local-adapter.ts";

test.each(ADAPTER_CASES)("contract: $name", async (obligation) => {
  const network: LocalNetwork = new Set();
  await obligation.run({ left: new LocalAdapter(network), right: new LocalAdapter(network), arrived: async () => {} });
});

test("without a network an adapter is alone", () => {
  const received: unknown[] = [];
  const [left, right] = [new LocalAdapter(), new LocalAdapter()];
  left.start(() => {});
  right.start((_topic, message) => received.push(message));
  left.publish("t", "a");
  expect(received).toEqual([]);
});

test("a message reaches every other node of a larger network", () => {
  const network: LocalNetwork = new Set();
  const received: string[] = [];
  const nodes = ["a", "b", "c", "d"].map((name) => {
    const node = new LocalAdapter(network);
    node.start((_topic, message) => received.push(`${name} got ${String(message)}`));
    return node;
  });
  nodes[1]?.publish("t", "it");
  expect(received).toEqual(["a got it", "c got it", "d got it"]);
});
