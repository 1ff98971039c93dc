import type { AsyncOutcome } from "./async-result.ts";
import { LiveError } from "./errors.ts";
import type { Live, MountLive } from "./live.ts";
import type { EventParams, Params } from "./live-view.ts";

/** What a hook says: nothing to go on, `"halt"` to skip the hooks behind it and the callback, `{ halt: reply }` to answer the event besides. */
export type HookResult = void | undefined | "halt" | { readonly halt: object };

/** What runs before the callback of each stage, and after each render. */
export interface HookStages<Assigns extends object> {
  handleParams(live: Live<Assigns>, params: Params, url: URL): HookResult | Promise<HookResult>;
  handleEvent(live: Live<Assigns>, name: string, params: EventParams): HookResult | Promise<HookResult>;
  handleInfo(live: Live<Assigns>, message: unknown, topic: string | undefined): HookResult | Promise<HookResult>;
  handleAsync(live: Live<Assigns>, name: string, outcome: AsyncOutcome<unknown>): HookResult | Promise<HookResult>;
  /** What it assigns shows with the next render; what it pushes goes out with this one. */
  afterRender(live: Live<Assigns>): void;
}

/** Where in a view's life a hook runs. */
export type HookStage = keyof HookStages<object>;

/**
 * Runs before `mount`, for the plain page and again when its socket has joined: `(live, params) => …`. What it returns is
 * added to the assigns (the view's `mount` sees it in `live.assigns`, typed); `"halt"` ends the mount, and needs a
 * `live.redirect` or `live.navigate` before it.
 */
export type MountHook<Adds extends object = object> = (
  live: MountLive,
  params: Params,
) => Adds | "halt" | void | Promise<Adds | "halt" | void>;

/** What a view's mount hooks add to its assigns. */
export type HookAssigns<Hooks extends readonly MountHook[]> = [Hooks] extends [never]
  ? unknown // what the compiler takes them for until it has seen that a view has none
  : Hooks extends readonly [infer First, ...infer Rest extends readonly MountHook[]]
    ? AddsOf<First> & HookAssigns<Rest>
    : unknown;

type AddsOf<Hook> = Hook extends (...parameters: never[]) => infer Result
  ? Exclude<Awaited<Result>, "halt" | void | undefined>
  : unknown;

const COMPONENT_STAGES: readonly HookStage[] = ["handleEvent", "handleAsync", "afterRender"];

type AnyHook = (...parameters: never[]) => unknown;

/** A hook and where it runs. */
interface AttachedHook {
  readonly id: string;
  readonly stage: HookStage;
  readonly hook: AnyHook;
}

/** The hooks of one view or component, in the order in which they were attached. */
export class Lifecycle {
  readonly #hooks = new Map<HookStage, Map<string, AnyHook>>();

  /** Throws a LiveError ("duplicate-hook", "invalid-hook"). `place` says what kind of scope this is. */
  attach({ id, stage, hook }: AttachedHook, place: "routed" | "nested" | "component"): void {
    if (place === "component" && !COMPONENT_STAGES.includes(stage)) {
      throw new LiveError(
        "invalid-hook",
        `The hook ${JSON.stringify(id)} was attached to ${stage} in a component, but a component has no ${stage}; ` +
          `its stages are ${COMPONENT_STAGES.join(", ")}. Attach it in the view.`,
      );
    }
    if (place === "nested" && stage === "handleParams") {
      throw new LiveError(
        "invalid-hook",
        `The hook ${JSON.stringify(id)} was attached to handleParams, but this view is not mounted by a route and has no params. Attach it in the view of the route.`,
      );
    }
    const hooks = this.#hooks.get(stage) ?? new Map<string, AnyHook>();
    if (hooks.has(id)) {
      throw new LiveError(
        "duplicate-hook",
        `A hook ${JSON.stringify(id)} is already attached to ${stage}. Give this one another id, or detach the first with live.detachHook.`,
      );
    }
    this.#hooks.set(stage, hooks.set(id, hook));
  }

  /** Does nothing when there is no such hook. */
  detach(id: string, stage: HookStage): void {
    this.#hooks.get(stage)?.delete(id);
  }

  /** Runs a stage's hooks until one halts. A hook may detach itself and others while they run. */
  run(stage: HookStage, parameters: readonly unknown[]): HookResult | Promise<HookResult> {
    const hooks = this.#hooks.get(stage);
    return hooks === undefined || hooks.size === 0 ? undefined : runFrom([...hooks.values()], 0, parameters);
  }
}

function runFrom(
  hooks: readonly AnyHook[],
  start: number,
  parameters: readonly unknown[],
): HookResult | Promise<HookResult> {
  for (let index = start; index < hooks.length; index++) {
    const hook = hooks[index] as (...parameters: readonly unknown[]) => HookResult | Promise<HookResult>; // of its stage
    const result = hook(...parameters);
    if (result instanceof Promise) {
      return result.then((value) => (isHalt(value) ? value : runFrom(hooks, index + 1, parameters)));
    }
    if (isHalt(result)) return result;
  }
  return undefined;
}

/** Whether a hook's result ends its stage. */
export function isHalt(result: HookResult): result is "halt" | { readonly halt: object } {
  return result === "halt" || (typeof result === "object" && "halt" in result);
}
