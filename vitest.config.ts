import { defineConfig } from "vitest/config";

// FIRECREST_SEEDS=2000: every property draws that many cases (the slow matrix); unset, each test's own number holds.
const hasManySeeds = process.env["FIRECREST_SEEDS"] !== undefined;

// Tests of what is one for the whole process, such as who listens to it.
const WATCH_THE_PROCESS = ["packages/live/src/telemetry/**/*.test.ts"];

export default defineConfig({
  test: {
    // uWebSockets.js aborts the process when a worker thread ends with an open server in it.
    pool: "forks",
    // Files of one process share its modules: loading them anew for every file took longer than the tests themselves.
    isolate: false,
    setupFiles: hasManySeeds ? ["./scripts/many-seeds.ts"] : [],
    testTimeout: hasManySeeds ? 120_000 : 5_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts", "bench/src/**/*.test.ts"],
          exclude: ["packages/client/**", ...WATCH_THE_PROCESS, "**/dist/**", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: { name: "process", include: WATCH_THE_PROCESS, isolate: true },
      },
      {
        extends: true,
        test: {
          name: "client",
          include: ["packages/client/src/**/*.test.ts"],
          environment: "happy-dom",
        },
      },
      {
        extends: true,
        test: {
          name: "examples",
          include: ["examples/*/{src,test}/**/*.test.ts"],
          // An app is a whole process: its tests set the environment of theirs.
          isolate: true,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
