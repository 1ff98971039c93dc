import { FakeClock } from "@firecrest/actors";
import { describe, expect, test } from "vitest";
import { ConnectionTable, type TableEntry } from "./connection-table.ts";

interface Entry extends TableEntry {
  readonly name: string;
}

function create(): { clock: FakeClock; table: ConnectionTable<Entry>; closed: string[]; add: (name: string) => Entry } {
  const clock = new FakeClock();
  const closed: string[] = [];
  const table = new ConnectionTable<Entry>({
    clock,
    idleTimeoutMs: 4_000,
    closeIdle: (entry) => {
      closed.push(entry.name);
      table.remove(entry);
    },
  });
  const add = (name: string): Entry => {
    const entry = { name, tableIndex: -1, heardAtTick: 0 };
    table.add(entry);
    return entry;
  };
  return { clock, table, closed, add };
}

describe("a connection table", () => {
  test("finds what was silent for longer than the timeout, within a quarter more", () => {
    const { clock, closed, add } = create();
    add("silent");
    clock.advance(4_000);
    expect(closed).toEqual([]);
    clock.advance(1_000);
    expect(closed).toEqual(["silent"]);
  });

  test("what was heard lives on", () => {
    const { clock, table, closed, add } = create();
    const talking = add("talking");
    add("silent");
    for (let round = 0; round < 20; round += 1) {
      clock.advance(1_000);
      talking.heardAtTick = table.tick;
    }
    expect(closed).toEqual(["silent"]);
    expect(table.list()).toEqual([talking]);
  });

  test("closes many at once, whichever they are", () => {
    const { clock, table, closed, add } = create();
    const entries = Array.from({ length: 10 }, (_, index) => add(`${index}`));
    clock.advance(3_000);
    for (const index of [0, 4, 9]) (entries[index] ?? add("never")).heardAtTick = table.tick;
    clock.advance(2_000);
    expect(closed.toSorted()).toEqual(["1", "2", "3", "5", "6", "7", "8"]);
    expect(
      table
        .list()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(["0", "4", "9"]);
  });

  test("removing twice, or what was never there, changes nothing", () => {
    const { table, add } = create();
    const [first, second] = [add("first"), add("second")];
    table.remove(first);
    table.remove(first);
    table.remove({ name: "stranger", tableIndex: 0, heardAtTick: 0 });
    expect(table.list()).toEqual([second]);
  });

  test("has one timer while there are connections, and none without", () => {
    const { clock, table, add } = create();
    expect(clock.timerCount).toBe(0);
    const [first] = [add("first"), add("second")];
    expect(clock.timerCount).toBe(1);
    table.remove(first);
    clock.advance(10_000);
    expect([table.size, clock.timerCount]).toEqual([0, 0]);
    add("third");
    table.stop();
    expect(clock.timerCount).toBe(0);
  });
});
