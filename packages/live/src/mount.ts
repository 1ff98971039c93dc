import { LiveError } from "./errors.ts";
import type { MountHook } from "./lifecycle.ts";
import type { Live, MountLive } from "./live.ts";
import type { ViewMatch } from "./router.ts";
import type { LiveScope } from "./scope.ts";
import { isObserved, observe } from "./telemetry/callbacks.ts";

const MOUNT = "firecrest.live_view.mount";
const HANDLE_PARAMS = "firecrest.live_view.handle_params";

/**
 * Runs a view's mount hooks, those of its live session first, and its `mount`. False when a hook has halted; where the view
 * goes then is in its scope.
 */
export function mountView(scope: LiveScope, match: ViewMatch): boolean | Promise<boolean> {
  const { observed } = scope;
  if (!isObserved(observed, MOUNT)) return runHooksAndMount(scope, match);
  const own = { params: match.params, session: scope.session };
  return observe(observed, MOUNT, { own, run: runHooksAndMount, args: [scope, match] });
}

function runHooksAndMount(scope: LiveScope, match: ViewMatch): boolean | Promise<boolean> {
  const { view, route } = match;
  scope.setReserved("liveAction", route?.liveAction);
  const ofSession = route?.liveSession?.onMount;
  const hooks = ofSession === undefined ? view.onMount : [...ofSession, ...view.onMount];
  return hooks.length === 0 ? runMount(scope, match) : runMountHooks({ scope, match, hooks }, 0);
}

interface Mounting {
  readonly scope: LiveScope;
  readonly match: ViewMatch;
  readonly hooks: readonly MountHook[];
}

function runMountHooks(mounting: Mounting, index: number): boolean | Promise<boolean> {
  const { scope, match, hooks } = mounting;
  const hook = hooks[index];
  if (hook === undefined) return runMount(scope, match);
  const result = hook(scope as unknown as MountLive, match.params);
  const goOn = (settled: object | "halt" | void) => {
    if (!scope.isAlive || isHalted(scope, settled)) return false;
    if (typeof settled === "object") scope.add(settled);
    return runMountHooks(mounting, index + 1);
  };
  return result instanceof Promise ? result.then(goOn) : goOn(result);
}

// A halted mount has nothing to show: it must lead somewhere, and whoever leads away must stop the mount.
function isHalted(scope: LiveScope, result: object | "halt" | void): boolean {
  if ((result === "halt") === scope.isLeaving) return result === "halt";
  throw new LiveError(
    "halt-needs-redirect",
    result === "halt"
      ? 'A mount hook returned "halt" without a redirect, so there is nothing to show. Call live.redirect or live.navigate before it.'
      : 'A mount hook redirects and lets the mount go on. Return "halt" behind live.redirect and live.navigate.',
  );
}

function runMount(scope: LiveScope, { view, params }: ViewMatch): boolean | Promise<boolean> {
  const assigns = view.mount(scope as unknown as MountLive, params as never); // `route` compared the types
  if (!(assigns instanceof Promise)) return mounted(scope, assigns);
  return assigns.then((value) => scope.isAlive && mounted(scope, value));
}

function mounted(scope: LiveScope, assigns: object): true {
  scope.mounted(assigns);
  return true;
}

/** Runs the hooks and the callback for the params that the view was mounted or patched with. */
export function runHandleParams(scope: LiveScope, match: ViewMatch, url: string): unknown {
  const { observed } = scope;
  if (match.view.handleParams === undefined && !scope.hasHooks) return undefined;
  if (!isObserved(observed, HANDLE_PARAMS)) return runHooksAndHandleParams(scope, match, url);
  const own = { params: match.params };
  return observe(observed, HANDLE_PARAMS, { own, run: runHooksAndHandleParams, args: [scope, match, url] });
}

function runHooksAndHandleParams(scope: LiveScope, { view, params }: ViewMatch, url: string): unknown {
  const live = scope as unknown as Live<object>;
  const parsed = new URL(url);
  return scope.runHooks("handleParams", [live, params, parsed], () =>
    view.handleParams?.(live, params as never, parsed),
  );
}
