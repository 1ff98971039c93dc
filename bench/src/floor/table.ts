/**
 * The floor of `/table`: for every event one bare loop that compares the table's values with what was sent last,
 * five to a row (the row's dom id, its id, label, quantity, price), and writes down what differs.
 */
import { type Row, row, rows } from "../views/data.ts";

const VALUES_PER_ROW = 5;

type Slots = Record<string, unknown>;

/** The table of one connection, and what its client has been sent of it: nothing yet, so the first answer carries every row. */
export class FloorTable {
  #rows: readonly Row[] = rows(1, 1_000);
  #nextId = 1_001;
  readonly #sent: (string | number)[] = [];
  readonly #listRuns: boolean;

  /** `listRuns`: its client understands runs of rows that moved together. */
  constructor(listRuns = false) {
    this.#listRuns = listRuns;
  }

  /** Carries out one event of the page and returns the diff to answer with. */
  answer(event: string): object {
    switch (event) {
      case "create":
        this.#rows = rows(1, 1_000);
        this.#nextId = 1_001;
        break;
      case "clear":
        this.#rows = [];
        break;
      case "append":
        this.#rows = [...this.#rows, ...rows(this.#nextId, 1_000)];
        this.#nextId += 1_000;
        break;
      case "update10":
        this.#rows = this.#rows.map((old, index) => (index % 10 === 0 ? { ...old, label: `${old.label} !!!` } : old));
        break;
      case "prepend":
        return this.#answerPrepend();
      case "swap":
        return this.#answerSwap();
    }
    return { 0: { k: this.#diffRows() } };
  }

  /** Two moves instead of two rewritten rows; the loop over all values is the same. */
  #answerSwap(): object {
    this.#rows = swapRows(this.#rows);
    this.#diffRows();
    return { 0: { k: { 1: 998, 998: 1, km: true, kc: this.#rows.length } } };
  }

  /** The new row, and one move for each of the others, or a single one for all of them; the loop over all values is the same. */
  #answerPrepend(): object {
    const added = row(this.#nextId);
    this.#nextId += 1;
    const moved = this.#rows.length;
    this.#diffRows();
    this.#rows = [added, ...this.#rows];
    this.#sent.unshift(added.id, added.id, added.label, added.qty, added.price);
    const keyed: Slots = { 0: slotsOf(added) };
    if (this.#listRuns) keyed["kr"] = [[1, 0, moved]];
    else for (let from = 0; from < moved; from += 1) keyed[from + 1] = from;
    keyed["kc"] = moved + 1;
    keyed["km"] = true;
    return { 0: { k: keyed } };
  }

  #diffRows(): Slots {
    const keyed: Slots = {};
    let index = 0;
    for (const shown of this.#rows) {
      const changed = this.#diffRow(shown, index * VALUES_PER_ROW);
      if (changed !== undefined) keyed[index] = changed;
      index += 1;
    }
    this.#sent.length = index * VALUES_PER_ROW;
    keyed["kc"] = index;
    return keyed;
  }

  #diffRow(shown: Row, at: number): Slots | undefined {
    const sent = this.#sent;
    let changed: Slots | undefined;
    if (sent[at] !== shown.id) {
      sent[at] = shown.id;
      changed = { 0: String(shown.id), 2: ` phx-value-id="${shown.id}"` };
    }
    if (sent[at + 1] !== shown.id) {
      sent[at + 1] = shown.id;
      (changed ??= {})[1] = String(shown.id);
    }
    if (sent[at + 2] !== shown.label) {
      sent[at + 2] = shown.label;
      (changed ??= {})[3] = shown.label;
    }
    if (sent[at + 3] !== shown.qty) {
      sent[at + 3] = shown.qty;
      (changed ??= {})[4] = String(shown.qty);
    }
    if (sent[at + 4] !== shown.price) {
      sent[at + 4] = shown.price;
      (changed ??= {})[5] = shown.price;
    }
    return changed;
  }
}

/** All of a row, as for a client that has nothing of it. */
function slotsOf({ id, label, qty, price }: Row): Slots {
  return { 0: String(id), 1: String(id), 2: ` phx-value-id="${id}"`, 3: label, 4: String(qty), 5: price };
}

function swapRows(before: readonly Row[]): readonly Row[] {
  const second = before[1];
  const lastButOne = before[998];
  if (second === undefined || lastButOne === undefined) return before;
  return before.with(1, lastButOne).with(998, second);
}
