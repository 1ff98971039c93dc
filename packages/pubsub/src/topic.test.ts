import { expect, test, vi } from "vitest";
import { type Subscriber, type Subscription, Topic } from "./topic.ts";

/** A topic whose subscribers note who was told, and do something in their turn. */
function setUp(names: string, acts: Record<string, () => void> = {}) {
  const topic = new Topic("t");
  const told: string[] = [];
  const subscriptions = new Map<string, Subscription>();
  const join = (name: string) => {
    const subscriber: Subscriber = {
      deliver() {
        told.push(name);
        acts[name]?.();
      },
    };
    subscriptions.set(name, topic.add(subscriber));
  };
  const leave = (name: string) => {
    const subscription = subscriptions.get(name);
    if (subscription !== undefined) topic.remove(subscription);
  };
  for (const name of names) join(name);
  return { topic, told, join, leave };
}

test.each([
  ["the first", "a", "dbc"],
  ["one in the middle", "b", "adc"],
  ["the last", "d", "abc"],
])("when %s leaves, the last one takes its place", (_which, leaver, rest) => {
  const { topic, told, leave } = setUp("abcd");
  leave(leaver);
  leave(leaver);
  topic.dispatch("message");
  expect(told.join("")).toBe(rest);
  expect(topic.subscriberCount).toBe(3);
});

// Who is told when "b" does something to the topic in its turn. Nobody is skipped, nobody told twice.
test.each<[string, (world: ReturnType<typeof setUp>) => void, [during: string, afterwards: string]]>([
  ["leaves itself", ({ leave }) => leave("b"), ["abcd", "adc"]],
  ["ends one who has been told", ({ leave }) => leave("a"), ["abcd", "dbc"]],
  ["ends one who has not been told yet", ({ leave }) => leave("c"), ["abd", "abd"]],
  ["ends everyone", ({ leave }) => ["a", "b", "c", "d"].forEach(leave), ["ab", ""]],
  ["lets somebody in", ({ join }) => join("e"), ["abcd", "abcde"]],
  [
    "ends one and lets it in again",
    ({ join, leave }) => {
      leave("c");
      join("c");
    },
    ["abd", "abdc"],
  ],
])("a subscriber that %s in its turn", (_what, act, [during, afterwards]) => {
  const acts: Record<string, () => void> = {};
  const world = setUp("abcd", acts);
  acts["b"] = () => act(world);
  world.topic.dispatch("message");
  expect(world.told.splice(0).join("")).toBe(during);
  acts["b"] = () => {};
  world.topic.dispatch("message");
  expect(world.told.join("")).toBe(afterwards);
});

test("a broadcast from within a broadcast sees the topic as it is by then", () => {
  const acts: Record<string, () => void> = {};
  const { topic, told, join, leave } = setUp("abc", acts);
  acts["b"] = () => {
    acts["b"] = () => {};
    told.push("(");
    topic.dispatch("inner");
    leave("a");
    join("d");
    topic.dispatch("inner");
    told.push(")");
  };
  topic.dispatch("outer");
  expect(told.join("")).toBe("ab(abccbd)c");
  told.length = 0;
  topic.dispatch("after");
  expect(told.join("")).toBe("cbd");
});

test("a subscriber that breaks its promise not to throw does not spoil the topic", () => {
  const { topic, told, join, leave } = setUp("ab", {
    a: () => {
      throw new Error("bug");
    },
  });
  expect(() => topic.dispatch("message")).toThrow("bug");
  leave("a");
  join("c");
  told.length = 0;
  topic.dispatch("message");
  expect(told.join("")).toBe("bc");
});

test("a broadcast in which many come and go copies the subscribers once, and none are copied after it", () => {
  const acts: Record<string, () => void> = {};
  const { topic, join, leave } = setUp("abcdef", acts);
  acts["a"] = () => ["b", "c", "d"].forEach(leave);
  acts["e"] = () => join("g");
  const slice = vi.spyOn(Array.prototype, "slice");
  topic.dispatch("message");
  join("h");
  leave("e");
  const copies = slice.mock.calls.length;
  slice.mockRestore();
  expect(copies).toBe(1);
});

test("seeded: dispatch agrees with a plain list of who is in, whatever they do in their turns", () => {
  for (let seed = 1; seed <= 200; seed++) {
    let state = seed;
    const random = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    const topic = new Topic("t");
    const members: { id: number; subscription: Subscription; isIn: boolean; got: number[] }[] = [];
    const shouldGet = new Map<number, Set<number>>();
    let round = 0;
    const join = () => {
      const member = {
        id: members.length,
        isIn: true,
        got: [] as number[],
        subscription: undefined as never as Subscription,
      };
      member.subscription = topic.add({
        deliver(message) {
          member.got.push(message as number);
          expect(member.isIn, `seed ${seed}: told after leaving`).toBe(true);
          mutate();
        },
      });
      members.push(member);
    };
    const leave = () => {
      const member = members[random(members.length)];
      if (member === undefined || !member.isIn) return;
      member.isIn = false;
      topic.remove(member.subscription);
      // Whoever leaves in mid-round before its turn is not owed the message any more.
      if (!member.got.includes(round)) shouldGet.get(round)?.delete(member.id);
    };
    const mutate = () => (random(3) === 0 ? join() : random(3) === 0 ? leave() : undefined);
    for (let i = 0; i < 10; i++) join();
    for (round = 0; round < 5; round++) {
      shouldGet.set(round, new Set(members.filter(({ isIn }) => isIn).map(({ id }) => id)));
      topic.dispatch(round);
      for (const { id, got } of members) {
        const times = got.filter((message) => message === round).length;
        expect(times, `seed ${seed}, round ${round}, member ${id}`).toBe(shouldGet.get(round)?.has(id) ? 1 : 0);
      }
      expect(topic.subscriberCount).toBe(members.filter(({ isIn }) => isIn).length);
    }
  }
});
