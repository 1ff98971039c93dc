import { expect, test } from "vitest";

import { type Child, Restarter } from "./restarter.ts";

/** Children that end when the test says so, and a log of what happened to them. */
function fakeChildren() {
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const start = (): Child => {
    const number = ends.length + 1;
    log.push(`start ${number}`);
    const ended = new Promise<void>((resolve) => {
      ends.push(() => {
        log.push(`end ${number}`);
        resolve();
      });
    });
    return { ended, stop: () => log.push(`stop ${number}`) };
  };
  return { log, start, end: (number: number) => ends[number - 1]?.() };
}

test("a child starts at once, and the next one only when it is gone", async () => {
  const { log, start, end } = fakeChildren();
  const restarter = new Restarter(start);
  const restarted = restarter.restart();
  expect(log).toEqual(["start 1", "stop 1"]);
  end(1);
  await restarted;
  expect(log).toEqual(["start 1", "stop 1", "end 1", "start 2"]);
});

test("changes while the old child is ending make one new child", async () => {
  const { log, start, end } = fakeChildren();
  const restarter = new Restarter(start);
  const restarted = [restarter.restart(), restarter.restart(), restarter.restart()];
  end(1);
  await Promise.all(restarted);
  expect(log).toEqual(["start 1", "stop 1", "end 1", "start 2"]);
});

test("a child that has crashed is replaced without being stopped", async () => {
  const { log, start, end } = fakeChildren();
  const restarter = new Restarter(start);
  end(1);
  await Promise.resolve();
  await restarter.restart();
  expect(log).toEqual(["start 1", "end 1", "start 2"]);
});

test("after a stop nothing starts any more", async () => {
  const { log, start, end } = fakeChildren();
  const restarter = new Restarter(start);
  const restarted = restarter.restart();
  const stopped = restarter.stop();
  end(1);
  await Promise.all([restarted, stopped]);
  await restarter.restart();
  expect(log.filter((line) => line.startsWith("start"))).toEqual(["start 1"]);
});
