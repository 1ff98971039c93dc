import { HAS_MOVES, ROW_COUNT, RUNS } from "./json-keys.ts";

/** As many rows side by side are shorter as a run, whatever their indexes. */
const RUN_ROWS_MIN = 3;

/**
 * The rows of a list that moved, as it is written. With runs, for clients that know them, neighbours that moved unchanged by the same
 * distance are one entry `[to, from, count]` of `kr` instead of one each (liveview-protocol.md §8.3 has none).
 */
export class ListMoves {
  readonly #mayRun: boolean;
  #entries = "";
  #runs = "";
  #hasAny = false;
  /** The run under way. */
  #to = 0;
  #from = 0;
  #count = 0;

  constructor(mayRun: boolean) {
    this.#mayRun = mayRun;
  }

  /** The row at `to` was at `from`; `members` is what has changed in it besides, as members of a JSON object. */
  add(to: number, from: number, members: string): void {
    this.#hasAny = true;
    if (members !== "") {
      this.#entries += `"${to}":[${from},{${members}}],`;
      return;
    }
    if (to !== this.#to + this.#count || from !== this.#from + this.#count) {
      this.#endRun();
      this.#to = to;
      this.#from = from;
    }
    this.#count += 1;
  }

  /** All moves and the number of rows, which is the end of the rows' object. */
  end(rowCount: number): string {
    this.#endRun();
    const runs = this.#runs === "" ? "" : `${RUNS}[${this.#runs.slice(0, -1)}],`;
    return `${this.#entries}${runs}${ROW_COUNT}${rowCount}${this.#hasAny ? `,${HAS_MOVES}` : ""}`;
  }

  #endRun(): void {
    if (this.#mayRun && this.#count >= RUN_ROWS_MIN) this.#runs += `[${this.#to},${this.#from},${this.#count}],`;
    else for (let row = 0; row < this.#count; row += 1) this.#entries += `"${this.#to + row}":${this.#from + row},`;
    this.#count = 0;
  }
}
