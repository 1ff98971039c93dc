// The recorded Phoenix sessions played to our views: no answer of ours is longer than Phoenix's.
import { readFileSync } from "node:fs";
import { createApp, type LiveView, type Params, route, type Server, serve } from "@firecrest/live";
import { visit } from "@firecrest/testing";
import { decodeFrame, type Frame } from "@firecrest/wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { counterView } from "./views/counter.ts";
import { formView } from "./views/form.ts";
import { kitchenView } from "./views/kitchen.ts";
import { streamView } from "./views/stream.ts";
import { tableView } from "./views/table.ts";

const views: Readonly<Record<string, LiveView<Params>>> = {
  counter: counterView,
  table: tableView,
  stream: streamView,
  form: formView,
  kitchen: kitchenView,
};

/** A push of the recorded client, and what its answer says of the page. */
interface Exchange {
  readonly comment: string;
  readonly push: Frame;
  readonly diff: string;
}

/** What the client of one recorded page pushed, as long as it stayed on it. */
function recordedExchanges(page: string): readonly Exchange[] {
  const file = new URL("../../packages/wire/src/fixtures/phoenix-wire.jsonl", import.meta.url);
  const messages = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly comment: string; readonly dir: string; readonly frame: string })
    .filter(({ comment, dir }) => dir !== "http" && comment.startsWith(`${page}: `))
    .map(({ comment, dir, frame }) => ({ comment, dir, frame: decodeFrame(frame) }));
  const exchanges: Exchange[] = [];
  for (const { comment, dir, frame: push } of messages) {
    if (dir !== "out" || push.event === "phx_join") continue;
    const answer = messages.find((message) => message.dir === "in" && message.frame.ref === push.ref)?.frame.payload;
    const { response } = answer as { readonly response: { readonly diff?: unknown; readonly live_redirect?: unknown } };
    if (response.live_redirect !== undefined) break;
    exchanges.push({ comment, push, diff: JSON.stringify(response.diff ?? {}) });
  }
  return exchanges;
}

let server: Server;
beforeAll(async () => {
  const app = createApp({
    secrets: ["a test needs no secret, but the framework wants one"],
    routes: Object.entries(views).map(([name, view]) => route(`/${name}`, view)),
    development: true,
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  server = await serve(app, { port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

test.each(Object.keys(views))("no diff of the recorded %s session is longer than Phoenix's", async (name) => {
  const origin = `http://127.0.0.1:${server.port}`;
  const page = await visit(origin, `/${name}`);
  for (const { comment, push, diff } of recordedExchanges(name)) {
    const payload =
      push.event === "live_patch"
        ? { url: `${origin}/${name}?page=7` }
        : (push.payload as Readonly<Record<string, unknown>>);
    const { response } = await page.exchange(push.event, payload);
    const ours = JSON.stringify(response["diff"] ?? {});
    expect({ comment, ours, bytes: Math.max(ours.length, diff.length) }).toEqual({ comment, ours, bytes: diff.length });
  }
  await page.close();
});

function ignore(): void {}
