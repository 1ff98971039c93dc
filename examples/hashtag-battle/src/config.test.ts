import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { AppError } from "./errors.ts";

describe("the environment becomes a typed config", () => {
  test("an empty environment runs the simulator on the embedded database", () => {
    expect(readConfig({}, "/app")).toEqual({
      port: 4000,
      databaseUrl: undefined,
      poolSize: 10,
      databaseSsl: "off",
      dataDir: "/app/.data",
      source: "simulator",
      simulatorPostsPerSecond: 20,
      simulatorSeed: undefined,
      jetstreamUrl: "wss://jetstream2.us-east.bsky.network/subscribe",
    });
  });

  test.each([
    [{ PORT: "0" }, { port: 0 }],
    [{ PORT: " 8080 " }, { port: 8080 }],
    [{ PORT: "" }, { port: 4000 }],
    [{ DATABASE_URL: "postgres://a:b@db/x" }, { databaseUrl: "postgres://a:b@db/x" }],
    [{ DATABASE_URL: "postgresql:///x?host=/run/postgresql" }, { databaseUrl: "postgresql:///x?host=/run/postgresql" }],
    [{ POOL_SIZE: "3" }, { poolSize: 3 }],
    [{ DATABASE_SSL: "true" }, { databaseSsl: "verify" }],
    [{ DATABASE_SSL: "false" }, { databaseSsl: "off" }],
    [{ DATABASE_SSL: "no-verify" }, { databaseSsl: "no-verify" }],
    [
      { SOURCE: "jetstream", JETSTREAM_URL: "ws://localhost:1/x" },
      { source: "jetstream", jetstreamUrl: "ws://localhost:1/x" },
    ],
    [{ SOURCE: "none" }, { source: "none" }],
    [
      { SIMULATOR_POSTS_PER_SECOND: "100", SIMULATOR_SEED: "7" },
      { simulatorPostsPerSecond: 100, simulatorSeed: 7 },
    ],
    [{ DATA_DIR: "/var/lib/battle" }, { dataDir: "/var/lib/battle" }],
    [{ DATA_DIR: "data" }, { dataDir: "/app/data" }],
  ])("%j", (environment, expected) => {
    expect(readConfig(environment, "/app")).toMatchObject(expected);
  });
});

describe("a wrong environment is refused with what to write instead", () => {
  test.each([
    [{ PORT: "http" }, "PORT is “http”, but must be a whole number from 0 to 65535."],
    [{ PORT: "65536" }, "PORT is “65536”"],
    [{ PORT: "-1" }, "PORT is “-1”"],
    [{ PORT: "4e3" }, "PORT is “4e3”"],
    [{ POOL_SIZE: "0" }, "POOL_SIZE is “0”, but must be a whole number from 1 to 90."],
    [{ DATABASE_SSL: "yes" }, "DATABASE_SSL is “yes”, but must be one of false, true, no-verify."],
    [{ SOURCE: "twitter" }, "SOURCE is “twitter”, but must be one of simulator, jetstream, none."],
    [{ SOURCE: "toString" }, "SOURCE is “toString”"],
    [{ SIMULATOR_POSTS_PER_SECOND: "1.5" }, "SIMULATOR_POSTS_PER_SECOND is “1.5”"],
    [{ JETSTREAM_URL: "https://x" }, "JETSTREAM_URL is not a URL that starts with ws:// or wss://."],
    [
      { DATABASE_URL: "mysql://u:secret@h/d" },
      "DATABASE_URL is not a URL that starts with postgres:// or postgresql://.",
    ],
    [{ DATABASE_URL: "localhost" }, "DATABASE_URL is not a URL"],
  ])("%j", (environment, problem) => {
    expect(() => readConfig(environment, "/app")).toThrow(problem);
  });

  test("all at once, and without the password", () => {
    const read = (): unknown => readConfig({ PORT: "x", SOURCE: "y", DATABASE_URL: "mysql://u:secret@h/d" }, "/app");
    expect(read).toThrow(AppError);
    expect(read).toThrow(/PORT[^]*DATABASE_URL[^]*SOURCE/);
    expect(read).not.toThrow(/secret/);
  });
});
