/** Where log lines go. Fields are data (ids, codes, counts), never secrets or whole payloads. */
export interface Logger {
  /** What only a developer wants to see: each join, each connection. */
  debug(message: string, fields?: LogFields): void;
  /** What an operator wants to see once: a server started. */
  info(message: string, fields?: LogFields): void;
  /** A peer or an author did something wrong and was answered: a malformed frame, a refused origin. */
  warn(message: string, fields?: LogFields): void;
  /** A fault of the program: a handler threw. */
  error(message: string, fields?: LogFields): void;
  /** Whether lines of that level are written; a line that costs something to make is not made otherwise. Without it all are. */
  isEnabled?(level: LogLevel): boolean;
}

/** Named values beside a log message. An `Error` among them is written with its `code`, if it has one, and its stack. */
export type LogFields = Readonly<Record<string, unknown>>;

/** How much is written: a level includes those after it. */
export type LogLevel = "debug" | "info" | "warn" | "error";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/**
 * Writes one line a message: level, message, fields as JSON. The stack of an error follows, indented: a line that begins
 * in the first column is always one of ours, whatever an error's message says.
 *
 * @param options.level the least level that is written; default `"info"`
 * @param options.write takes one line without its line break; default: standard error
 */
export function createLogger(options: { level?: LogLevel; write?: (line: string) => void } = {}): Logger {
  const write = options.write ?? writeToStandardError;
  const levelMin = LEVELS.indexOf(options.level ?? "info");
  const isEnabled = (level: LogLevel) => LEVELS.indexOf(level) >= levelMin;
  const at = (level: LogLevel) =>
    isEnabled(level) ? (message: string, fields?: LogFields) => write(formatLogLine(level, message, fields)) : ignore;
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isEnabled };
}

/** One log line, without a line break of its own unless a stack follows. */
function formatLogLine(level: LogLevel, message: string, fields?: LogFields): string {
  const head = `${level} ${message}`;
  if (fields === undefined) return head;
  const stacks: string[] = [];
  const json = JSON.stringify(fields, (_key, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    if (!(value instanceof Error)) return value;
    if (value.stack !== undefined) stacks.push(value.stack.replaceAll(/^/gm, "  "));
    return describeError(value);
  });
  return [`${head} ${json}`, ...stacks].join("\n");
}

function describeError(error: Error): object {
  const { name, message } = error;
  const code = "code" in error ? error.code : undefined;
  return typeof code === "string" || typeof code === "number" ? { name, code, message } : { name, message };
}

function ignore(): void {}

function writeToStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
