import { readFileSync } from "node:fs";
import { decodeFrame, type Frame } from "@firecrest/wire";
import { expect, test } from "vitest";
import { loadPage, type ScriptedPage } from "../fixtures/scripted-page.ts";
import { settled } from "../fixtures/scripted-server.ts";

interface Recorded {
  readonly dir: "http" | "in" | "out";
  readonly comment: string;
  readonly frame: string;
}

const RECORDED = readFileSync("packages/wire/src/fixtures/phoenix-wire.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Recorded);

/** What a real Phoenix server said on one page, as it was recorded, played to our client frame by frame. */
class Replay {
  readonly page: ScriptedPage;
  #next: number;
  #lastRef: string | null = null;

  constructor(url: string) {
    this.#next = RECORDED.findIndex(({ dir, comment }) => dir === "http" && comment.includes(`GET ${url} `)) + 1;
    const html = RECORDED[this.#next - 1]?.frame ?? "";
    this.page = loadPage("");
    document.body.innerHTML = /<body[^>]*>(.*)<\/body>/s.exec(html)?.[1] ?? "";
    const container = document.querySelector("[data-phx-session]");
    if (container === null) throw new Error(`No view on the recorded page ${url}.`);
    document.body.replaceChildren(container);
  }
}

test("placeholder", () => {
  expect(Replay).toBeDefined();
  expect(settled).toBeDefined();
  expect(decodeFrame as (text: string) => Frame).toBeDefined();
});
