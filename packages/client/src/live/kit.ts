import { boundValues, execute, push, runBinding } from "../bindings/element-event.ts";
import { stateOf } from "../dom/element-state.ts";
import { changeForGood, setClass } from "../dom/lasting-changes.ts";
import { ClientError } from "./client-error.ts";
import { runCommands } from "./commands.ts";
import { elementsOf, findTargets } from "./target.ts";

/**
 * What the parts that are loaded later use of the entry. They are handed it: if they imported it, a bundler would move it into a
 * third file, and every page would wait for that.
 */
export const kit = {
  ClientError,
  boundValues,
  changeForGood,
  elementsOf,
  execute,
  findTargets,
  push,
  runBinding,
  runCommands,
  setClass,
  stateOf,
};

/** See {@link kit}. */
export type Kit = typeof kit;
