// What the type checker must accept and refuse: checked by tsc, never run.
import type { Content } from "./content.ts";
import { type Hosted, componentId, hosted } from "./hosted.ts";

interface Host {
  readonly name: string;
}

export const contents: readonly Content[] = [
  hosted(({ name }: Host) => name),
  hosted(() => [hosted(() => null)]),
  hosted(() => componentId(1)),
  componentId(1),
];

export const answer: Hosted = hosted(({ name }: Host) => name);

// @ts-expect-error -- a render does not wait
hosted(async () => "text");
// @ts-expect-error -- an object has no text
hosted(() => ({ text: "a" }));
// @ts-expect-error -- an id is a number
componentId("1");
// @ts-expect-error -- what only looks like one is none
export const lookalike: Content = { cid: 1 };
