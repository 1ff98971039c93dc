/**
 * The floor of `/table`: for every event one bare loop that compares the table's values with what was sent last,
 * five to a row (the row's dom id, its id, label, quantity, price), and writes down what differs.
 */
import { type Row, rows } from "../views/data.ts";

const VALUES_PER_ROW = 5;

type Slots = Record<string, unknown>;

/** The table of one connection, and what its client has been sent of it: nothing yet, so the first answer carries every row. */
export class FloorTable {
  #rows: readonly Row[] = rows(1, 1_000);
  #nextId = 1_001;
  readonly #sent: (string | number)[] = [];

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
        this.#rows = this.#rows.map((row, index) => (index % 10 === 0 ? { ...row, label: `${row.label} !!!` } : row));
        break;
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

  #diffRows(): Slots {
    const keyed: Slots = {};
    let index = 0;
    for (const row of this.#rows) {
      const changed = this.#diffRow(row, index * VALUES_PER_ROW);
      if (changed !== undefined) keyed[index] = changed;
      index += 1;
    }
    this.#sent.length = index * VALUES_PER_ROW;
    keyed["kc"] = index;
    return keyed;
  }

  #diffRow(row: Row, at: number): Slots | undefined {
    const sent = this.#sent;
    let changed: Slots | undefined;
    if (sent[at] !== row.id) {
      sent[at] = row.id;
      changed = { 0: String(row.id), 2: ` phx-value-id="${row.id}"` };
    }
    if (sent[at + 1] !== row.id) {
      sent[at + 1] = row.id;
      (changed ??= {})[1] = String(row.id);
    }
    if (sent[at + 2] !== row.label) {
      sent[at + 2] = row.label;
      (changed ??= {})[3] = row.label;
    }
    if (sent[at + 3] !== row.qty) {
      sent[at + 3] = row.qty;
      (changed ??= {})[4] = String(row.qty);
    }
    if (sent[at + 4] !== row.price) {
      sent[at + 4] = row.price;
      (changed ??= {})[5] = row.price;
    }
    return changed;
  }
}

function swapRows(before: readonly Row[]): readonly Row[] {
  const second = before[1];
  const lastButOne = before[998];
  if (second === undefined || lastButOne === undefined) return before;
  return before.with(1, lastButOne).with(998, second);
}
