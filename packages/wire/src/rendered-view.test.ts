import { beforeAll, describe, expect, test } from "vitest";

import { extractDiff } from "./extract-diff.ts";
import { recordedViews } from "./fixtures/recorded.ts";
import { loadUpstreamRenderer, type UpstreamClass, type UpstreamHtml } from "./fixtures/upstream-renderer.ts";
import { type RenderedHtml, RenderedView } from "./rendered-view.ts";

let Upstream: UpstreamClass;

beforeAll(async () => {
  Upstream = await loadUpstreamRenderer();
});

const views = recordedViews();
test.each(views.map((v)=>[v.comment, v] as const))("%s", (_c, view) => {
    const up = new Upstream(view.viewId, structuredClone(Upstream.extract(structuredClone(view.rendered)).diff));
    const our = new RenderedView(view.viewId, structuredClone(view.rendered));
    if (view.deadHtml !== undefined) expect(our.toPlainHtml()).toBe(view.deadHtml);
    expect(our.toHtml().html).toBe(up.toString().buffer);
    for (const {diff} of view.diffs) {
      const ud = Upstream.extract(structuredClone(diff)).diff;
      const od = extractDiff(structuredClone(diff)).diff;
      up.mergeDiff(ud); our.mergeDiff(od);
      const cids = up.componentCIDs(ud);
      if (up.isComponentOnlyDiff(ud)) for (const cid of cids) expect(our.componentToHtml(cid).html).toBe(up.componentToString(cid).buffer);
      else expect(our.toHtml(new Set(cids)).html).toBe(up.toString(cids).buffer);
    }
});
