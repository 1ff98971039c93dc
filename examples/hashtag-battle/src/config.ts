import { resolve } from "node:path";
import { AppError } from "./errors.ts";

/** How the app talks TLS to `DATABASE_URL`: not at all, checking the certificate, or without checking it. */
export type DatabaseSsl = "off" | "verify" | "no-verify";

/** Where posts come from. */
export type SourceName = "simulator" | "jetstream" | "none";

/** Everything the environment decides, checked. */
export interface Config {
  /** `PORT`, 4000; 0 takes a free one. */
  readonly port: number;
  /** `DATABASE_URL`; undefined runs the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** `POOL_SIZE`, 10 connections. */
  readonly poolSize: number;
  /** `DATABASE_SSL`, off. */
  readonly databaseSsl: DatabaseSsl;
  /** `DATA_DIR`, `.data` in the project folder: where the embedded PostgreSQL keeps its data. */
  readonly dataDir: string;
  /** `SOURCE`, simulator. */
  readonly source: SourceName;
  /** `SIMULATOR_POSTS_PER_SECOND`, 20 on average. */
  readonly simulatorPostsPerSecond: number;
  /** `SIMULATOR_SEED`; undefined takes a fresh one at each start. */
  readonly simulatorSeed: number | undefined;
  /** `JETSTREAM_URL`, one of Bluesky's public servers. */
  readonly jetstreamUrl: string;
}

/** Environment variables, as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_JETSTREAM_URL = "wss://jetstream2.us-east.bsky.network/subscribe";
const SSL_WORDS: Readonly<Record<string, DatabaseSsl>> = { false: "off", true: "verify", "no-verify": "no-verify" };
const SOURCES: readonly SourceName[] = ["simulator", "jetstream", "none"];

/**
 * Reads the environment; relative paths start at `projectDir`.
 * Throws an AppError `config-invalid` that lists every wrong variable at once, not only the first.
 */
export function readConfig(environment: Environment, projectDir: string): Config {
  const reader = new EnvironmentReader(environment);
  const config: Config = {
    port: reader.wholeNumber("PORT", { default: 4000, min: 0, max: 65_535 }),
    databaseUrl: reader.url("DATABASE_URL", ["postgres:", "postgresql:"]),
    // The embedded server takes 100 connections and keeps some of them for itself.
    poolSize: reader.wholeNumber("POOL_SIZE", { default: 10, min: 1, max: 90 }),
    databaseSsl: reader.word("DATABASE_SSL", SSL_WORDS, "off"),
    dataDir: resolve(projectDir, reader.text("DATA_DIR") ?? ".data"),
    source: reader.word("SOURCE", Object.fromEntries(SOURCES.map((name) => [name, name])), "simulator"),
    simulatorPostsPerSecond: reader.wholeNumber("SIMULATOR_POSTS_PER_SECOND", { default: 20, min: 1, max: 1_000 }),
    simulatorSeed: reader.optionalWholeNumber("SIMULATOR_SEED", { min: 0, max: 2 ** 32 - 1 }),
    jetstreamUrl: reader.url("JETSTREAM_URL", ["ws:", "wss:"]) ?? DEFAULT_JETSTREAM_URL,
  };
  if (reader.problems.length > 0) {
    throw new AppError(
      "config-invalid",
      `The app cannot start with this environment:\n${reader.problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
  }
  return config;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Reads one variable at a time and collects what is wrong; an empty variable counts as not set. */
class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  text(name: string): string | undefined {
    const value = this.#environment[name]?.trim();
    return value === "" ? undefined : value;
  }

  wholeNumber(name: string, range: Range & { readonly default: number }): number {
    return this.optionalWholeNumber(name, range) ?? range.default;
  }

  optionalWholeNumber(name: string, range: Range): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.min && value <= range.max) return value;
    this.problems.push(
      `${name} is “${text.slice(0, 80)}”, but must be a whole number from ${range.min} to ${range.max}.`,
    );
    return undefined;
  }

  word<Value>(name: string, meanings: Readonly<Record<string, Value>>, fallback: Value): Value {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Object.hasOwn(meanings, text) ? meanings[text] : undefined;
    if (value !== undefined) return value;
    this.problems.push(`${name} is “${text.slice(0, 80)}”, but must be one of ${Object.keys(meanings).join(", ")}.`);
    return fallback;
  }

  /** The value is not repeated in the problem: a database URL holds a password. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    this.problems.push(
      `${name} is not a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}.`,
    );
    return undefined;
  }
}
