import type { BindingHost } from "../bindings/host.ts";
import type { Clock } from "../channel/clock.ts";
import type { Gate } from "./gate.ts";
import type { Kit } from "./kit.ts";
import type { Log, Part } from "./part.ts";
import type { Extras } from "./parts.ts";

/** The arguments of a command. Which of them a kind has: liveview-protocol.md §20. */
export interface CommandArgs {
  readonly event?: string;
  readonly to?: string | { readonly inner?: string; readonly closest?: string };
  readonly target?: string | number;
  readonly loading?: string;
  readonly page_loading?: boolean;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly detail?: object;
  readonly bubbles?: boolean;
  readonly names?: readonly string[];
  readonly attr?: string | readonly [name: string, ...values: string[]];
  readonly attrs?: readonly string[];
  readonly display?: string;
  readonly transition?: Stages;
  readonly ins?: Stages;
  readonly outs?: Stages;
  /** In milliseconds. */
  readonly time?: number;
  readonly blocking?: boolean;
  readonly href?: string;
  readonly replace?: boolean;
}

/** Classes while a transition runs, at its start, and at its end. */
export type Stages = readonly [running: readonly string[], start: readonly string[], end: readonly string[]];

/** What commands need of the page around them. */
export interface CommandHost {
  readonly navigation: { go(href: string, isPatch: boolean, isReplace: boolean): void };
  readonly extras: Part<Extras>;
  readonly gate: Gate;
  readonly clock: Clock;
  readonly log: Log;
  readonly kit: Kit;
}

/** Commands to run. */
export interface Commands {
  /** An event's name, which is one push, or a JSON array of commands (liveview-protocol.md §20). */
  readonly code: string;
  /** The element that has them. */
  readonly source: Element;
  /** The type of what happened to it, if anything did. */
  readonly type?: string | null;
  /** Sends an event. */
  readonly push: (args: CommandArgs) => void;
}

/** Runs commands, as soon as those can run that were to run before. Those of an unknown kind are passed over. */
export function runCommands(host: BindingHost, { code, source, type = null, push }: Commands): void {
  // What stands there is rendered by the server.
  const commands = (code.startsWith("[") ? JSON.parse(code) : [["push", { event: code }]]) as [string, CommandArgs][];
  const run = (extras?: Extras): void => {
    for (const [kind, args] of commands) {
      if (kind === "push") push(args);
      else if (kind === "navigate" || kind === "patch")
        host.navigation.go(args.href ?? "", kind === "patch", args.replace === true);
      else extras?.runCommand(kind, args, { host, source, type });
    }
  };
  if (host.extras.isAwaited || !commands.every(([kind]) => /^(push|navigate|patch)$/.test(kind))) host.extras.use(run);
  else run();
}
