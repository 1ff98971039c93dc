import type { Clock, Timer } from "@firecrest/actors";

/** What a connection keeps so that the table can find it and see whether it is idle. */
export interface TableEntry {
  /** Its place in the table; written by the table only. */
  tableIndex: number;
  /** The tick in which the peer was last heard; the transport copies {@link ConnectionTable.tick} here at every message. */
  heardAtTick: number;
}

/** An idle connection is noticed after this many ticks of silence. */
const IDLE_TICKS = 4;

/**
 * The open connections of one server, and the one timer that closes the idle ones.
 *
 * Ten thousand connections with a timer each would re-arm ten thousand timers a second. Here a message costs one
 * store (the number of the current tick), and the table walks its connections four times per idle timeout.
 */
export class ConnectionTable<Connection extends TableEntry> {
  /** Grows by one, four times per idle timeout. */
  tick = 0;
  readonly #connections: Connection[] = [];
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #closeIdle: (connection: Connection) => void;
  #timer: Timer | undefined;

  constructor(options: { clock: Clock; idleTimeoutMs: number; closeIdle: (connection: Connection) => void }) {
    this.#clock = options.clock;
    this.#tickMs = options.idleTimeoutMs / IDLE_TICKS;
    this.#closeIdle = options.closeIdle;
  }

  get size(): number {
    return this.#connections.length;
  }

  add(connection: Connection): void {
    connection.tableIndex = this.#connections.length;
    connection.heardAtTick = this.tick;
    this.#connections.push(connection);
    if (this.#timer === undefined) this.#arm();
  }

  /** Removes a connection; one that is not in the table is ignored. */
  remove(connection: Connection): void {
    const index = connection.tableIndex;
    if (this.#connections[index] !== connection) return;
    const last = this.#connections.pop();
    if (last === undefined || last === connection) return;
    this.#connections[index] = last;
    last.tableIndex = index;
  }

  /** The connections as they are now; closing one while walking the list is fine. */
  list(): readonly Connection[] {
    return [...this.#connections];
  }

  /** Stops the timer. The connections stay. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    this.#timer = this.#clock.setTimer(this.#tickMs, () => this.#sweep());
  }

  #sweep(): void {
    this.#timer = undefined;
    this.tick += 1;
    // Backwards: closing the connection at `index` moves the last one, already seen, into its place.
    for (let index = this.#connections.length - 1; index >= 0; index -= 1) {
      const connection = this.#connections[index];
      if (connection !== undefined && this.tick - connection.heardAtTick > IDLE_TICKS) this.#closeIdle(connection);
    }
    if (this.#connections.length > 0) this.#arm();
  }
}
