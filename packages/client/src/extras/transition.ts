import type { CommandArgs, Stages } from "../live/commands.ts";
import type { CommandContext } from "./commands.ts";

const NO_STAGES: Stages = [[], [], []];
const DEFAULT_MS = 200;

/** Whether any of it could be seen, if it is not too far away. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility();
}

/** Shows what is hidden and hides what is shown, with or without a transition. */
export function toggle(element: HTMLElement, args: CommandArgs, context: CommandContext): void {
  const { display, ins = NO_STAGES, outs = NO_STAGES } = args;
  const isGoing = isVisible(element);
  const [stages, others] = isGoing ? [outs, ins] : [ins, outs];
  const say = (moment: string): boolean =>
    element.dispatchEvent(new Event(`phx:${isGoing ? "hide" : "show"}-${moment}`));
  const change = (): void =>
    context.host.kit.changeForGood(element, "display", (to) => {
      to.style.display = isGoing ? "none" : (display ?? defaultDisplay(element));
    });
  // What is being removed is not shown once more.
  if (!isGoing && context.type === "remove") return;
  if (!ins[0].length && !outs[0].length) {
    requestAnimationFrame(() => {
      say("start");
      change();
      say("end");
    });
    return;
  }
  say("start");
  animate(element, args, {
    context,
    stages,
    unwanted: others.flat(),
    ...(!isGoing && { shown: change }),
    done: () => {
      setClasses(element, context, [[], [...stages[0], ...stages[2]]]);
      if (isGoing) change();
      say("end");
    },
  });
}

/** Classes to add and to remove, for good. */
interface ClassChange extends CommandArgs {
  readonly adds?: readonly string[] | undefined;
  readonly removes?: readonly string[] | undefined;
}

/** Adds and removes classes, at the end of a transition if there is one. The classes of its end stay. */
export function changeClasses(
  element: HTMLElement,
  { adds = [], removes = [], transition = NO_STAGES, ...args }: ClassChange,
  context: CommandContext,
): void {
  const [running, start, end] = transition;
  if (!running.length) return setClasses(element, context, [adds, removes]);
  animate(element, args, {
    context,
    stages: transition,
    unwanted: [...running, ...end],
    done: () =>
      setClasses(element, context, [
        [...adds, ...end],
        [...removes, ...running, ...start],
      ]),
  });
}

interface Animation {
  readonly context: CommandContext;
  readonly stages: Stages;
  /** Classes of the opposite, perhaps still there. */
  readonly unwanted: readonly string[];
  /** Makes it appear, once the classes of its start have taken effect. */
  readonly shown?: () => void;
  readonly done: () => void;
}

/** Takes an element through the stages of a transition (liveview-protocol.md §20). Patches wait, unless it lets them pass. */
function animate(
  element: HTMLElement,
  { time = DEFAULT_MS, blocking }: CommandArgs,
  { context, stages: [running, start, end], unwanted, shown, done }: Animation,
): void {
  const { gate, clock } = context.host;
  const release = blocking === false ? undefined : gate.hold();
  setClasses(element, context, [start, unwanted]);
  requestAnimationFrame(() => {
    setClasses(element, context, [running, []]);
    requestAnimationFrame(() => {
      shown?.();
      setClasses(element, context, [end, start]);
    });
  });
  clock.setTimer(time, () => {
    done();
    release?.();
  });
}

/** In the next frame, so that the browser sees each stage by itself. */
function setClasses(
  element: HTMLElement,
  { host: { kit } }: CommandContext,
  [adds, removes]: readonly [readonly string[], readonly string[]],
): void {
  requestAnimationFrame(() => {
    for (const name of removes) kit.setClass(element, name, false);
    for (const name of adds) kit.setClass(element, name, true);
  });
}

function defaultDisplay({ localName }: Element): string {
  return { tr: "table-row", td: "table-cell" }[localName] ?? "block";
}
