import { readFileSync } from "node:fs";
import { decodeFrame, extractDiff, type Frame, RenderedView } from "@firecrest/wire";
import { expect, test } from "vitest";
import { loadPage, type ScriptedPage } from "../fixtures/scripted-page.ts";

interface Recorded {
  readonly dir: "http" | "in" | "out";
  readonly comment: string;
  readonly frame: string;
}

const RECORDED = readFileSync("packages/wire/src/fixtures/phoenix-wire.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

interface Session {
  readonly page: ScriptedPage;
  /** What was on the page before the join: upstream's dead render. */
  readonly deadHtml: string;
  readonly frames: readonly Frame[];
}

/** A recorded page, loaded, and the frames that were recorded on it. */
function loadRecorded(url: string): Session {
  const first = RECORDED.findIndex(({ dir, comment }) => dir === "http" && comment.includes(`GET ${url} `));
  const next = RECORDED.findIndex(({ dir }, index) => dir === "http" && index > first);
  const records = RECORDED.slice(first, next < 0 ? undefined : next);
  const body = /<body[^>]*>(.*)<\/body>/s.exec(records[0]?.frame ?? "")?.[1] ?? "";
  const parsed = document.implementation.createHTMLDocument("");
  parsed.body.innerHTML = body;
  const recorded = parsed.querySelector("[data-phx-session]");
  if (recorded === null) throw new Error(`There is no view on the recorded page ${url}.`);
  const attributes = Object.fromEntries([...recorded.attributes].map(({ name, value }) => [name, value]));
  const page = loadPage(recorded.innerHTML, { attributes });
  const topic = `lv:${recorded.id}`;
  const frames = records
    .slice(1)
    .filter(({ dir }) => dir !== "http")
    .map(({ frame }) => decodeFrame(frame))
    .filter((frame) => frame.topic === topic);
  return { page, deadHtml: recorded.innerHTML, frames };
}

/** Plays what the server said; wherever the script spoke, our client sends the same, by its own means. */
async function play({ page, frames }: Session, seen: (frame: Frame, diff: object) => void): Promise<void> {
  page.server.open();
  let sent = page.server.last("phx_join");
  for (const frame of frames.slice(1)) {
    const { event, payload } = frame;
    if (event === "phx_reply" && sent.event !== "answered") {
      const { status, response } = payload as { status: string; response: { diff?: object } };
      await page.server.reply(sent, response, status);
      seen(frame, response.diff ?? {});
      sent = { ...sent, event: "answered" };
    } else if (event === "diff") {
      await page.server.push(event, payload);
      seen(frame, payload as object);
    } else if (frame.ref !== null && frame.ref !== frame.joinRef) {
      sent = sendLike(page, frame);
    }
  }
}

/** A click somewhere in the view that sends the recorded event. */
function sendLike(page: ScriptedPage, { payload, event }: Frame): Frame {
  if (event !== "event") return { joinRef: null, ref: null, topic: "", event: "answered", payload: {} };
  const { event: name, cid } = payload as { event: string; cid?: number };
  const button = document.createElement("button");
  button.setAttribute("phx-click", name);
  if (cid !== undefined) button.setAttribute("phx-target", String(cid));
  page.container.append(button);
  button.click();
  button.remove();
  return page.server.last("event");
}

/** HTML as a browser holds it, without what the client itself adds and without space between tags. */
function normalized(html: string): string {
  const element = document.implementation.createHTMLDocument("").createElement("div");
  element.innerHTML = html;
  for (const marked of element.querySelectorAll("*")) {
    for (const { name } of Array.from(marked.attributes))
      if (/^data-phx-(id|component|view|stream|ref)/.test(name)) marked.removeAttribute(name);
    if (marked.className === "") marked.removeAttribute("class");
  }
  return element.innerHTML.replaceAll(/>\s+</g, "><").trim();
}

test.each(["/counter", "/dashboard", "/kitchen", "/components", "/form"])(
  "the recorded session on %s shows what the server rendered, frame by frame",
  async (url) => {
    const session = loadRecorded(url);
    const { page, deadHtml, frames } = session;
    let oracle: RenderedView | undefined;
    let checked = 0;
    await play(session, (frame, diff) => {
      const { rendered } = (frame.payload as { response?: { rendered?: object } }).response ?? {};
      if (rendered !== undefined) {
        oracle = new RenderedView("oracle", extractDiff(rendered).diff);
        expect(normalized(page.container.innerHTML)).toBe(normalized(deadHtml));
      } else {
        oracle?.mergeDiff(extractDiff(diff).diff);
      }
      expect(normalized(page.container.innerHTML)).toBe(normalized(oracle?.toPlainHtml() ?? ""));
      checked++;
    });
    expect(checked).toBeGreaterThan(frames.length / 4);
  },
);

// A thousand rows, so only what tells one state from another is looked at: a DOM without a browser is slow.
test.each([
  ["/table", ["1000 row-1 row-2 row-1000", "1000 row-1 row-999 row-1000"]],
  [
    "/stream",
    [
      "1000 rows-1 rows-2 rows-1000",
      "1001 rows-1001 rows-1 rows-1000",
      "1101 rows-1001 rows-1 rows-1101",
      "1100 rows-1001 rows-1 rows-1101",
      "1100 rows-1001 rows-1 rows-1101",
      "10 rows-1 rows-2 rows-10",
    ],
  ],
])(
  "the recorded session on %s has its rows in order",
  async (url, expected) => {
    const { frames, ...session } = loadRecorded(url);
    const seen: string[] = [];
    await play({ ...session, frames: frames.slice(0, 2 * expected.length) }, () => {
      const rows = [...(document.querySelector("#rows")?.children ?? [])];
      seen.push([rows.length, ...[rows[0], rows[1], rows.at(-1)].map((row) => row?.id)].join(" ").trim());
    });
    expect(seen).toEqual(expected);
  },
  30_000,
);

test("our join says what upstream's script said", () => {
  const { page, frames } = loadRecorded("/counter");
  page.server.open();
  const { url: _, params, ...mine } = page.payload("phx_join") as Record<string, unknown>;
  const {
    url: __,
    params: recordedParams,
    ...recorded
  } = (frames[0] ?? page.server.last("phx_join")).payload as Record<string, unknown>;
  expect(mine).toEqual({ ...recorded, firecrest: 1 });
  expect(Object.keys(params as object)).toEqual(Object.keys(recordedParams as object));
});
