/** A place in a source file; `line` and `column` count from 1, 0 when the engine does not tell. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const UNKNOWN: CallSite = { file: "(unknown file)", line: 0, column: 0 };

// V8 writes "    at name (file:line:column)" or "    at file:line:column", the others "name@file:line:column".
const FRAME = /(?:\(|@|\bat )((?:[a-z]+:\/\/)?[^()@]*?):(\d+):(\d+)\)?$/;

interface StackCapturing {
  captureStackTrace?: (holder: object, below: (...values: never[]) => unknown) => void;
}

/** Who called `below`: read from the stack, so only while `below` runs. Costs some 20 µs; done once per call site. */
export function callerOf(below: (...values: never[]) => unknown): CallSite {
  const holder: { stack?: string } = new Error("call site");
  const capturing = Error as StackCapturing;
  if (capturing.captureStackTrace === undefined) return UNKNOWN;
  capturing.captureStackTrace(holder, below);
  return parseFrame(holder.stack ?? "");
}

/** The first frame of a stack trace that names a file and a place. */
function parseFrame(stack: string): CallSite {
  for (const frame of stack.split("\n")) {
    const [, file, line, column] = FRAME.exec(frame.trimEnd()) ?? [];
    if (file !== undefined) {
      return { file: file.replace(/^file:\/\//, ""), line: Number(line), column: Number(column) };
    }
  }
  return UNKNOWN;
}
