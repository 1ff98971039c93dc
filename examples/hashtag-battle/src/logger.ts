/** Where the app tells what it does. The same shape as the framework's own logger port, so one object serves both. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

type Level = keyof Logger;

/** One line per message: the bare sentence for `info`, `warn: …` and `error: …` otherwise; `debug` is dropped. */
export function createLineLogger(write: (line: string, level: Level) => void): Logger {
  const at = (level: Level) => (message: string, fields?: Record<string, unknown>) => {
    const prefix = level === "info" ? "" : `${level}: `;
    const suffix = fields === undefined || Object.keys(fields).length === 0 ? "" : ` ${JSON.stringify(fields)}`;
    write(`${prefix}${message}${suffix}\n`, level);
  };
  return { debug: () => {}, info: at("info"), warn: at("warn"), error: at("error") };
}

/** Sentences to stdout, warnings and errors to stderr. */
export function createProcessLogger(): Logger {
  return createLineLogger((line, level) => {
    (level === "info" ? process.stdout : process.stderr).write(line);
  });
}
