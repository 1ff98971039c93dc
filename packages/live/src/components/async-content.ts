import { attr, type Content, component, renderSlot, slot, type SlotContent } from "@firecrest/template";
import type { AsyncFailure, AsyncResult } from "../async-result.ts";

/** What `AsyncContent` is called with. */
export interface AsyncContentProps<Result> {
  /** What `live.assignAsync` makes. */
  readonly of: AsyncResult<Result>;
  /** Until there is a result. Default: nothing. */
  readonly loading?: Content;
  /** When it failed and there never was a result; a function gets the reason. Default: nothing. */
  readonly failed?: SlotContent<AsyncFailure>;
  /** The result, when there is one; a function gets it. */
  readonly children?: SlotContent<Result>;
}

/**
 * Shows where something stands that is on its way: `${AsyncContent({ of: posts, loading: "…", children: (posts) => html`…` })}`. A result
 * stays in sight while it is loaded anew, and when that fails; look at `status` beside it if that is to show.
 */
export const AsyncContent = component(
  {
    name: "AsyncContent",
    attrs: { of: attr.object<AsyncResult<unknown>>().required() },
    slots: { loading: slot(), failed: slot().taking<AsyncFailure>(), children: slot().taking<unknown>() },
  },
  ({ of: state, loading, failed, children }) => {
    if (state.status === "ok" || state.result !== undefined) return renderSlot(children, state.result);
    return state.status === "loading" ? renderSlot(loading) : renderSlot(failed, state.reason);
  },
) as <Result>(props: AsyncContentProps<Result>) => Content; // a declaration knows no type that each call has anew
