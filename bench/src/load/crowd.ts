/** A crowd of visitors, and what the commands make them do. */
import { every, within } from "../clock.ts";
import { TICKS } from "../ticks.ts";
import type { LoadCommand, LoadResult } from "./commands.ts";
import { HttpClient } from "./http-client.ts";
import { fetchPage, LiveConnection, type LiveMessage, mountView } from "./live-connection.ts";
import { Tally } from "./tally.ts";
import type { ServerAddress } from "./wire.ts";

// So many visitors come at the same time while a crowd gathers; more would only queue.
const OPENING_LANES = 50;
// As the official client does it.
const HEARTBEAT_MS = 30_000;
// For the answers that are still missing when the sending has ended.
const PATIENCE_MS = 20_000;

/** All visitors of one server. */
export class Crowd {
  readonly #address: ServerAddress;
  readonly #views: LiveConnection[] = [];
  readonly #stopHeartbeats: () => void;
  readonly #lost: Promise<never>;
  /** Rejects `#lost`. */
  #lose: (error: Error) => void = () => {};
  #ticksPosted = 0;

  constructor(address: ServerAddress) {
    this.#address = address;
    this.#lost = new Promise((_, reject) => {
      this.#lose = reject;
    });
    // A loss between two commands is reported by the next one.
    this.#lost.catch(() => {});
    this.#stopHeartbeats = every(HEARTBEAT_MS, () => {
      for (const view of this.#views) view.heartbeat();
    });
  }

  /** Carries out one command; rejects when the server did not do its part, and always once a view was lost. */
  run(command: LoadCommand): Promise<LoadResult> {
    return Promise.race([this.#lost, this.#start(command)]);
  }

  /** Leaves every view and stops the heartbeats. */
  async close(): Promise<void> {
    this.#stopHeartbeats();
    await this.#leaveAll();
  }

  #start(command: LoadCommand): Promise<LoadResult> {
    switch (command.type) {
      case "open":
        return this.#open(command);
      case "push":
        return this.#push(command.payloads, new Tally(command.durationMs));
      case "push-once":
        return this.#push([command.payload], new Tally(0));
      case "mount":
        return this.#mount(command);
      case "render":
        return this.#render(command);
      case "tick":
        return this.#tick(new Tally(command.durationMs));
      case "close":
        return this.#leaveAll();
    }
  }

  async #open(command: Extract<LoadCommand, { type: "open" }>): Promise<LoadResult> {
    const tally = new Tally(Number.POSITIVE_INFINITY);
    let missing = command.views;
    const { page, deflate, listRuns = false } = command;
    await inLanes(OPENING_LANES, async () => {
      while (missing > 0) {
        missing -= 1;
        const view = await mountView({ address: this.#address, page, deflate, listRuns });
        this.#keep(view);
        tally.count(0, 0);
      }
    });
    return tally.result();
  }

  #keep(view: LiveConnection): void {
    view.onClosed = (reason) => this.#lose(new Error(`A view that was to stay was lost: ${reason}.`));
    this.#views.push(view);
  }

  /** Closed loop: a view pushes again as soon as it is answered, until the tally says that time is up. */
  async #push(payloads: readonly string[], tally: Tally): Promise<LoadResult> {
    this.#requireViews();
    let waiting = this.#views.length;
    const all = new Promise<void>((resolve, reject) => {
      for (const view of this.#views) {
        // In turn across commands too: a change that was sent last would be answered without a diff.
        const pushNext = (): void => view.push(payloads[view.pushes % payloads.length] ?? "");
        view.onMessage = (message) => {
          const fault = whyNoDiff(message);
          if (fault !== undefined) return reject(new Error(fault));
          tally.count(Buffer.byteLength(message.text), message.wireBytes);
          if (tally.mayGoOn) return pushNext();
          waiting -= 1;
          if (waiting === 0) resolve();
        };
        pushNext();
      }
    });
    await within(
      tally.durationMs + PATIENCE_MS,
      all,
      () => `${waiting} of ${this.#views.length} views were never answered.`,
    );
    return tally.result();
  }

  async #mount(command: Extract<LoadCommand, { type: "mount" }>): Promise<LoadResult> {
    const tally = new Tally(command.durationMs);
    const visit = { address: this.#address, page: command.page, deflate: false, listRuns: false };
    await inLanes(command.lanes, async () => {
      do {
        const page = await fetchPage(visit);
        const view = await LiveConnection.join(visit, page);
        await view.close();
        tally.count(page.body.length, page.wireBytes);
      } while (tally.mayGoOn);
    });
    return tally.result();
  }

  async #render(command: Extract<LoadCommand, { type: "render" }>): Promise<LoadResult> {
    const tally = new Tally(command.durationMs);
    await inLanes(command.lanes, async () => {
      const http = new HttpClient(this.#address);
      do {
        const response = await http.request({ method: "GET", path: command.page });
        if (response.status !== 200) throw new Error(`GET ${command.page} was answered with ${response.status}.`);
        tally.count(response.body.length, response.wireBytes);
      } while (tally.mayGoOn);
      http.close();
    });
    return tally.result();
  }

  async #tick(tally: Tally): Promise<LoadResult> {
    this.#requireViews();
    const http = new HttpClient(this.#address);
    do {
      const tick = String(TICKS[this.#ticksPosted % TICKS.length]);
      this.#ticksPosted += 1;
      const everyone = this.#everyoneShows(tick, tally);
      const response = await http.request({ method: "POST", path: `/tick?n=${tick}` });
      if (response.status >= 300)
        throw new Error(`POST /tick was answered with ${response.status}; anything from 200 to 299 will do.`);
      await everyone;
    } while (tally.mayGoOn);
    http.close();
    return tally.result();
  }

  #everyoneShows(tick: string, tally: Tally): Promise<void> {
    let waiting = this.#views.length;
    const all = new Promise<void>((resolve, reject) => {
      const take = (message: LiveMessage): void => {
        if (!message.text.includes(tick))
          return reject(new Error(`Tick ${tick} brought ${message.text.slice(0, 200)}`));
        tally.count(Buffer.byteLength(message.text), message.wireBytes);
        waiting -= 1;
        if (waiting === 0) resolve();
      };
      for (const view of this.#views) view.onMessage = take;
    });
    return within(PATIENCE_MS, all, () => `${waiting} of ${this.#views.length} views never showed tick ${tick}.`);
  }

  #requireViews(): void {
    if (this.#views.length === 0)
      throw new Error('No view is open, so nobody could ever answer; send an "open" first.');
  }

  async #leaveAll(): Promise<LoadResult> {
    const tally = new Tally(0);
    await Promise.all(this.#views.splice(0).map((view) => view.close()));
    return tally.result();
  }
}

function whyNoDiff(message: LiveMessage): string | undefined {
  if (message.kind === "reply" && message.text.includes('"diff":{"')) return undefined;
  return `An event was answered with ${message.text.slice(0, 200)}, not with a diff.`;
}

async function inLanes(lanes: number, work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: lanes }, work));
}
