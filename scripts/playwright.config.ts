// Browser tests: one project for each package or example that has a folder `e2e`. A test starts the server that it
// talks to and stops it again. `npm test` finds the browser and passes it in; a direct
// `npx playwright test -c scripts/playwright.config.ts` takes the machine's own.

import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { defineConfig } from "@playwright/test";

import { findSystemBrowser } from "./browser/find.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { executablePath, env } = readBrowser();

export default defineConfig({
  projects: findProjects(),
  outputDir: join(root, ".cache", "playwright"),
  reporter: [["list"], ["json", { outputFile: process.env["FIRECREST_PLAYWRIGHT_REPORT"] ?? defaultReport() }]],
  timeout: 30_000,
  // A flake is a bug in the code or the clock: a second attempt would hide it.
  retries: 0,
  // Each story has servers of its own beside its browser, and two cores is what it can count on.
  workers: 1,
  forbidOnly: process.env["CI"] !== undefined,
  use: {
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      env: { ...definedEnvironment(), ...env },
      // A browser in a test talks to the test's server and to nobody else.
      args: ["--disable-background-networking", "--disable-component-update", "--disable-quic", "--disable-sync"],
    },
  },
});

function findProjects(): { name: string; testDir: string }[] {
  const rooms = ["packages", "examples"].flatMap((top) => readdirSync(join(root, top)).map((name) => ({ top, name })));
  return rooms
    .map(({ top, name }) => ({ name, testDir: join(root, top, name, "e2e") }))
    .filter((project) => existsSync(project.testDir));
}

interface BrowserOfRun {
  readonly executablePath: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

/** The browser that `npm test` found: the workers, which read this file again, must not search anew. */
function readBrowser(): BrowserOfRun {
  const given = process.env["FIRECREST_CHROMIUM"];
  if (given !== undefined) return JSON.parse(given) as BrowserOfRun;
  const path = findSystemBrowser({ env: process.env, platform: process.platform, exists: existsSync });
  return { executablePath: path, env: {} };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function defaultReport(): string {
  return join(root, ".cache", "reports", "playwright.json");
}
