import { attr, type Content, component, renderSlot, slot, type SlotContent } from "@firecrest/template";

/** Where something stands that is on its way: what `live.assignAsync` makes. */
export type AsyncState<Result> =
  | { readonly status: "loading"; readonly result?: Result }
  | { readonly status: "ok"; readonly result: Result }
  | { readonly status: "failed"; readonly reason: unknown; readonly result?: Result };

/** What `AsyncContent` is called with. */
export interface AsyncContentProps<Result> {
  readonly of: AsyncState<Result>;
  /** Until there is a result. Default: nothing. */
  readonly loading?: Content;
  /** When it failed and there never was a result; a function gets the reason. Default: nothing. */
  readonly failed?: SlotContent<unknown>;
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
    attrs: { of: attr.object<AsyncState<unknown>>().required() },
    slots: { loading: slot(), failed: slot().taking<unknown>(), children: slot().taking<unknown>() },
  },
  ({ of: state, loading, failed, children }) => {
    if (state.status === "ok" || state.result !== undefined) return renderSlot(children, state.result);
    return state.status === "loading" ? renderSlot(loading) : renderSlot(failed, state.reason);
  },
) as <Result>(props: AsyncContentProps<Result>) => Content; // a declaration knows no type that each call has anew
