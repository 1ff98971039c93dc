import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, describe, expect, test } from "vitest";
import { addSpanContext, measure, Moment, Span } from "./span.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

let names = 0;

/** A span of its own for each test, a clock that moves 1 ms with every look at it, and everything that is published. */
function setUp() {
  const span = new Span<{ readonly n: number }>(`test.${(names += 1)}`);
  const seen: { readonly channel: string; readonly message: object; readonly copy: unknown }[] = [];
  const listen = (...channels: string[]): void => {
    for (const channel of channels) {
      const listener = (message: unknown) =>
        void seen.push({ channel, message: message as object, copy: { ...(message as object) } });
      subscribe(`${span.name}.${channel}`, listener);
      ends.push(() => void unsubscribe(`${span.name}.${channel}`, listener));
    }
  };
  let nowMs = 0;
  const clock = { nowMs: () => 1_700_000_000_000, monotonicMs: () => (nowMs += 1.5) };
  return { span, seen, listen, clock };
}

const START = { n: 7, systemTimeMs: 1_700_000_000_000, monotonicTimeMs: 1.5 };

describe("measure", () => {
  test("publishes the start and the stop of a synchronous run as one object, and returns its result", () => {
    const { span, seen, listen, clock } = setUp();
    listen("start", "stop", "exception");
    const order: string[] = [];
    const result = measure(span, { clock, metadata: { n: 7 } }, () => {
      order.push(seen.map(({ channel }) => channel).join());
      return "done";
    });
    expect([result, order]).toEqual(["done", ["start"]]);
    expect(seen.map(({ channel, copy }) => [channel, copy])).toEqual([
      ["start", START],
      ["stop", { ...START, durationMs: 1.5 }],
    ]);
    expect(seen[0]?.message).toBe(seen[1]?.message);
  });

  test("ends an asynchronous run when its promise settles", async () => {
    const { span, seen, listen, clock } = setUp();
    listen("start", "stop", "exception");
    let finish = (_value: string): void => {};
    const result = measure(span, { clock, metadata: { n: 7 } }, () => new Promise<string>((done) => (finish = done)));
    await Promise.resolve();
    expect(seen.map(({ channel }) => channel)).toEqual(["start"]);
    finish("late");
    expect(await result).toBe("late");
    expect(seen.map(({ channel }) => channel)).toEqual(["start", "stop"]);
  });

  test.each([
    {
      kind: "throws",
      run: (reason: Error): never => {
        throw reason;
      },
    },
    {
      kind: "rejects",
      run: async (reason: Error): Promise<never> => {
        await Promise.resolve();
        throw reason;
      },
    },
  ])("publishes the error of a run that $kind, and passes it on", async ({ run }) => {
    const { span, seen, listen, clock } = setUp();
    listen("start", "stop", "exception");
    const error = new Error("boom");
    const measured = async () => measure(span, { clock, metadata: { n: 7 } }, () => run(error));
    await expect(measured()).rejects.toBe(error);
    expect(seen.map(({ channel, copy }) => [channel, copy])).toEqual([
      ["start", START],
      ["exception", { ...START, durationMs: 1.5, error }],
    ]);
  });

  test("hands the log what stop publishes, and nothing of a run that failed", () => {
    const { span, clock } = setUp();
    const logged: unknown[] = [];
    const stopped = (message: object) => void logged.push({ ...message });
    measure(span, { clock, metadata: { n: 7 }, stopped }, () => 1);
    expect(() =>
      measure(span, { clock, metadata: { n: 8 }, stopped }, () => {
        throw new Error("boom");
      }),
    ).toThrow("boom");
    expect(logged).toEqual([{ ...START, durationMs: 1.5 }]);
  });

  test("runs inside what is bound to its start channel, as Node's own channels do", () => {
    const { span, clock } = setUp();
    const store = new AsyncLocalStorage<number>();
    span.start.bindStore(store, (message) => (message as { n: number }).n);
    ends.push(() => void span.start.unbindStore(store));
    expect(span.isObserved).toBe(true);
    expect(measure(span, { clock, metadata: { n: 7 } }, () => store.getStore())).toBe(7);
  });

  test("runs inside every context that was added, until it is taken away", async () => {
    const { span, clock } = setUp();
    const order: string[] = [];
    const context = (name: string) =>
      addSpanContext((measured, _message, run) => {
        order.push(`${name} ${measured.name === span.name}`);
        return run();
      });
    const endFirst = context("first");
    const endSecond = context("second");
    const run = () => measure(span, { clock, metadata: { n: 7 } }, () => void order.push("run"));
    run();
    endFirst();
    run();
    endSecond();
    endSecond();
    run();
    expect(order).toEqual(["second true", "first true", "run", "second true", "run", "run"]);
  });
});

describe("a span", () => {
  test.each(["start", "stop", "exception"])("is observed while somebody listens to its %s", (channel) => {
    const { span, listen } = setUp();
    expect(span.isObserved).toBe(false);
    listen(channel);
    expect(span.isObserved).toBe(true);
    for (const end of ends.splice(0)) end();
    expect(span.isObserved).toBe(false);
  });
});

test("a moment publishes what it is given", () => {
  const moment = new Moment<{ readonly n: number }>("test.moment");
  const seen: unknown[] = [];
  const listener = (message: unknown) => void seen.push(message);
  expect(moment.isObserved).toBe(false);
  subscribe(moment.name, listener);
  ends.push(() => void unsubscribe(moment.name, listener));
  expect(moment.isObserved).toBe(true);
  moment.publish({ n: 1 });
  expect(seen).toEqual([{ n: 1 }]);
});
