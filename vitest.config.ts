import { defineConfig } from "vitest/config";

// FIRECREST_SEEDS=2000: every property draws that many cases (the slow matrix); unset, each test's own number holds.
const hasManySeeds = process.env["FIRECREST_SEEDS"] !== undefined;

export default defineConfig({
  test: {
    // uWebSockets.js aborts the process when a worker thread ends with an open server in it.
    pool: "forks",
    setupFiles: hasManySeeds ? ["./scripts/many-seeds.ts"] : [],
    testTimeout: hasManySeeds ? 120_000 : 5_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts", "bench/src/**/*.test.ts"],
          exclude: ["packages/client/**", "**/dist/**", "**/node_modules/**"],
        },
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
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
