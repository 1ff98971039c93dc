import { callerOf } from "@firecrest/template";

/** File and line of the call of `below`, such as `counter.ts:12`: what names a definition that gave itself no name. */
export function placeOf(below: (...values: never[]) => unknown): string {
  const { file, line } = callerOf(below);
  return `${file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1)}:${line}`;
}
