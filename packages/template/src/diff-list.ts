import { Slot, slotContent } from "./component.ts";
import type { DiffWriter } from "./diff-writer.ts";
import { Each } from "./each.ts";
import { forbidDuplicateKeys } from "./keys.ts";
import { ROWS, ROW_COUNT, STATICS } from "./json-keys.ts";
import { ListMoves } from "./list-moves.ts";
import { MIXED_ROW, commonTemplate, slotCountOf, templateFits } from "./mixed-row.ts";
import { BORROWED_ROWS, ListPrint, NO_PRINT } from "./prints.ts";
import type { Rendered } from "./rendered.ts";
import { isUnchanged, takeSnapshot } from "./snapshot.ts";
import type { TemplateSlot } from "./template.ts";

/** A list of rows, keyed or not, against what was sent of it (liveview-protocol.md §8.3). Leaves a `ListPrint`, or "" for no rows. */
export function diffList(
  writer: DiffWriter,
  list: { slot: TemplateSlot; value: Each | readonly unknown[] },
  before: unknown,
): string {
  const { slot, value } = list;
  const each = value instanceof Each ? value : undefined;
  if (each !== undefined && writer.development) forbidDuplicateKeys(each, slot);
  return new ListDiff(writer, slot, value).run(before);
}

/** A list that is being compared. The writer keeps it while its rows are updated. */
export class ListDiff {
  readonly #writer: DiffWriter;
  readonly #slot: TemplateSlot;
  readonly #each: Each | undefined;
  readonly #items: readonly unknown[];
  #row: Each["row"] | undefined;
  readonly #ownsTable: boolean;
  /** No entry of `memo` has changed, so rows of unchanged items need no look. */
  #memoHolds = false;
  /** The list in one of whose rows this one stands, if that is being updated too. */
  #outer: ListDiff | undefined;
  /** Of the update under way: what it brings up to date, the rows that it has put off, and what it comes to next of these and of all. */
  #print: ListPrint | undefined;
  #pending: readonly number[] = [];
  #nextPending = 0;
  #next = 0;
  /** Whether all rows fit the list's template, once somebody had to know. */
  #allFit: boolean | undefined;

  constructor(writer: DiffWriter, slot: TemplateSlot, value: Each | readonly unknown[]) {
    this.#writer = writer;
    this.#slot = slot;
    this.#each = value instanceof Each ? value : undefined;
    this.#items = value instanceof Each ? value.items : value;
    this.#row = this.#each?.row;
    this.#ownsTable = writer.openTable();
  }

  run(before: unknown): string {
    const json = this.#run(before);
    return this.#ownsTable ? this.#writer.closeTable(json) : json;
  }

  /**
   * Will the update go through? If a row does not fit, the list is sent anew: all rows are evaluated again, and the host, who must not be
   * asked twice for one place, is left alone until then. Rows that the update has not come to are evaluated ahead for it.
   */
  willStand(): boolean {
    if (this.#outer?.willStand() === false) return false;
    this.#allFit ??= this.#lookAhead();
    return this.#allFit;
  }

  #run(before: unknown): string {
    const print = before instanceof ListPrint ? before : undefined;
    if (this.#items.length === 0) return this.#empty(print, before);
    if (print !== undefined && (print.keys === undefined) === (this.#each === undefined)) {
      this.#print = print;
      this.#outer = this.#writer.updating;
      this.#writer.updating = this;
      const json = this.#update(print);
      this.#writer.updating = this.#outer;
      if (json !== undefined && this.#allFit !== false) {
        this.#writer.print = print;
        return json;
      }
    }
    return this.#write();
  }

  // A list that never had rows is an empty text; one that had keeps its statics, on both sides.
  #empty(print: ListPrint | undefined, before: unknown): string {
    if (print === undefined) return this.#writer.content(this.#slot, "", before);
    const wasEmpty = print.rows.length === 0 && print.rows !== BORROWED_ROWS;
    print.rows = [];
    if (print.keys !== undefined) print.keys = [];
    this.#writer.print = print;
    return wasEmpty ? "" : `{${ROWS}{${ROW_COUNT}0}}`;
  }

  /** The whole list, statics included. */
  #write(): string {
    const contents = this.#items.map((_, index) => this.#content(index));
    const template = commonTemplate(contents);
    const key = this.#each?.key;
    const print = new ListPrint(template, key && this.#items.map((item, index) => key(item, index)));
    let entries = "";
    print.rows = contents.map((content, index) => {
      entries += `"${index}":{${this.#writeRow(print, content, index)}},`;
      return this.#writer.print as unknown[]; // writeRow left it
    });
    print.memo = this.#each?.memo && takeMemo(this.#each.memo);
    this.#writer.print = print;
    const statics = this.#ownsTable ? template.staticsJsonFor(this.#writer) : this.#writer.staticsOf(template);
    return `{${ROWS}{${entries}${ROW_COUNT}${contents.length}},${STATICS}${statics}}`;
  }

  /** What changed, by moves and slots; undefined when a row has another template than the list, which then has to be sent anew. */
  #update(print: ListPrint): string | undefined {
    const count = this.#items.length;
    const pending: number[] = [];
    const pendingKeys: unknown[] = [];
    const slotCount = slotCountOf(print.template);
    this.#pending = pending;
    this.#memoHolds = memoHolds(print.memo, this.#each?.memo);
    let entries = "";
    for (let index = 0; index < count; index += 1) {
      const row = print.rows[index];
      // The same item in the same place: its key need not be asked for.
      if (row !== undefined && this.#isRemembered(row, index, slotCount)) continue;
      const key = this.#each?.key(this.#items[index], index);
      if (row === undefined || (print.keys !== undefined && print.keys[index] !== key)) {
        pending.push(index);
        pendingKeys.push(key);
        continue;
      }
      this.#next = index + 1;
      const members = this.#diffRow(print, row, index);
      if (members === undefined) return undefined;
      if (members !== "") entries += `"${index}":{${members}},`;
    }
    this.#next = count;
    if (!this.#memoHolds) print.memo = this.#each?.memo && takeMemo(this.#each.memo);
    if (pending.length > 0) return this.#updateMoved(print, { entries, pending, pendingKeys });
    const isShorter = print.rows.length > count;
    if (isShorter) truncate(print, count);
    return entries === "" && !isShorter ? "" : `{${ROWS}{${entries}${ROW_COUNT}${count}}}`;
  }

  // Rows that keep key and index are done; the others can only come from an old place that is not taken.
  #updateMoved(
    print: ListPrint,
    rest: { entries: string; pending: readonly number[]; pendingKeys: readonly unknown[] },
  ): string | undefined {
    const count = this.#items.length;
    const origins = originsOf(print, rest.pending, count);
    const { rows } = print;
    print.rows = rows.slice(0, count);
    print.keys = print.keys?.slice(0, count);
    let { entries } = rest;
    const moves = new ListMoves(this.#writer.listRuns);
    for (let position = 0; position < rest.pending.length; position += 1) {
      const index = rest.pending[position] as number; // position < length
      const key = rest.pendingKeys[position];
      this.#nextPending = position + 1;
      const origin = origins.get(key);
      const row = origin === undefined ? undefined : rows[origin];
      const members = row === undefined ? this.#newRow(print, index) : this.#movedRow(print, row, index);
      if (members === undefined) return undefined;
      print.rows[index] = row ?? (this.#writer.print as unknown[]); // newRow left it
      if (print.keys !== undefined) print.keys[index] = key;
      if (row === undefined) entries += `"${index}":{${members}},`;
      else {
        // The second of two equal keys finds nothing and is sent as new.
        origins.delete(key);
        moves.add(index, origin as number, members); // it has a row
      }
    }
    return `{${ROWS}{${entries}${moves.end(count)}}}`;
  }

  #newRow(print: ListPrint, index: number): string | undefined {
    const content = this.#content(index);
    return templateFits(print.template, content) ? this.#writeRow(print, content, index) : undefined;
  }

  #writeRow(print: ListPrint, content: unknown, index: number): string {
    const writer = this.#writer;
    const lazyCount = writer.lazyCount;
    let members: string;
    if (print.template === MIXED_ROW) {
      members = `"0":${writer.content(this.#slot, content, NO_PRINT)}`;
      writer.print = [writer.print];
    } else members = writer.writeSlots(print.template, (content as Rendered).values); // the template fits
    if (this.#each?.memo !== undefined) {
      const row = writer.print as unknown[]; // one of the two above
      writer.print = row.concat(this.#snapshot(index, lazyCount)); // not [...row, …], which leaves room to grow
    }
    return members;
  }

  #diffRow(print: ListPrint, row: unknown[], index: number): string | undefined {
    const writer = this.#writer;
    const content = this.#content(index);
    if (!templateFits(print.template, content)) return undefined;
    const lazyCount = writer.lazyCount;
    let members: string;
    if (print.template === MIXED_ROW) {
      const json = writer.content(this.#slot, content, row[0]);
      row[0] = writer.print;
      members = json === "" ? "" : `"0":${json}`;
    } else members = writer.diffSlots(print.template, (content as Rendered).values, row); // the template fits
    if (this.#each?.memo !== undefined) {
      writeFrom(row, slotCountOf(print.template), this.#snapshot(index, lazyCount));
    }
    return members;
  }

  // A row function that takes the index has to see the new one.
  #movedRow(print: ListPrint, row: unknown[], index: number): string | undefined {
    const takesIndex = this.#each !== undefined && this.#each.row.length > 1;
    const isDone = !takesIndex && this.#isRemembered(row, index, slotCountOf(print.template));
    return isDone ? "" : this.#diffRow(print, row, index);
  }

  #isRemembered(row: readonly unknown[], index: number, slotCount: number): boolean {
    return this.#memoHolds && isUnchanged(this.#items[index], row, slotCount);
  }

  // Lazy slots depend on more than the item: a row that has one is remembered without what would tell that it is unchanged.
  #snapshot(index: number, lazyCount: number): readonly unknown[] {
    const item = this.#items[index];
    return this.#writer.lazyCount === lazyCount ? takeSnapshot(item) : [item];
  }

  #lookAhead(): boolean {
    const { template, rows } = this.#print as ListPrint; // who asks is in one of its rows
    this.#row &&= remembering(this.#row);
    const fits = (index: number) => templateFits(template, this.#content(index));
    if (!this.#pending.slice(this.#nextPending).every(fits)) return false;
    const slotCount = slotCountOf(template);
    for (let index = this.#next; index < this.#items.length; index += 1) {
      const row = rows[index];
      const isDone = row !== undefined && this.#isRemembered(row, index, slotCount);
      if (!isDone && !fits(index)) return false;
    }
    return true;
  }

  #content(index: number): unknown {
    const item = this.#items[index];
    const content = this.#row === undefined ? item : this.#row(item, index);
    return content instanceof Slot ? slotContent(content, []) : content;
  }
}

/** The same, for as long as items keep their indexes, with each row evaluated once. */
function remembering(row: Each["row"]): Each["row"] {
  const contents = new Map<number, unknown>();
  return (item, index) => {
    if (!contents.has(index)) contents.set(index, row(item, index));
    return contents.get(index);
  };
}

function truncate(print: ListPrint, count: number): void {
  print.rows = print.rows.slice(0, count);
  print.keys = print.keys?.slice(0, count);
}

// Where the rows were that no unmoved row has claimed, by key.
function originsOf({ rows, keys }: ListPrint, pending: readonly number[], count: number): Map<unknown, number> {
  const origins = new Map<unknown, number>();
  if (keys === undefined) return origins;
  for (const index of pending) {
    if (index < rows.length) origins.set(keys[index], index);
  }
  for (let index = count; index < rows.length; index += 1) origins.set(keys[index], index);
  return origins;
}

function takeMemo(memo: readonly unknown[]): ListPrint["memo"] {
  return memo.map(takeSnapshot);
}

function memoHolds(before: ListPrint["memo"], memo: readonly unknown[] | undefined): boolean {
  if (before === undefined || before.length !== memo?.length) return false;
  return before.every((snapshot, index) => isUnchanged(memo[index], snapshot, 0));
}

// Snapshots of items of one list have one length, nearly always, and then nothing is moved.
function writeFrom(row: unknown[], start: number, entries: readonly unknown[]): void {
  row.length = start + entries.length;
  for (let index = 0; index < entries.length; index += 1) row[start + index] = entries[index];
}
