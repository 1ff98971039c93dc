// Where a Chromium may already be. Pure: what exists is asked of the caller.

/** What the search needs to know of the machine. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Is there a file at this path? */
  readonly exists: (path: string) => boolean;
}

const LINUX = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/snap/bin/chromium",
];
const MAC = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const WINDOWS_FOLDERS = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"];
const WINDOWS = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];

/** The variables that name a browser outright, the first one that is set wins. */
const BROWSER_VARIABLES = ["CHROMIUM_PATH", "CHROME_BIN"] as const;

/**
 * A browser that the machine has: the one that a variable names, else one in the usual places. Throws when a variable
 * names a file that is not there, rather than silently testing with another browser.
 */
export function findSystemBrowser(machine: Surroundings): string | undefined {
  for (const name of BROWSER_VARIABLES) {
    const path = machine.env[name];
    if (path === undefined || path === "") continue;
    if (machine.exists(path)) return path;
    throw new Error(
      `${name} is "${path}", but there is no such file. Correct it, or unset it to search the usual places.`,
    );
  }
  return usualPlaces(machine).find((path) => machine.exists(path));
}

function usualPlaces(machine: Surroundings): readonly string[] {
  if (machine.platform === "darwin") return MAC;
  if (machine.platform !== "win32") return LINUX;
  const folders = WINDOWS_FOLDERS.flatMap((name) => machine.env[name] ?? []);
  return folders.flatMap((folder) => WINDOWS.map((path) => `${folder}\\${path}`));
}

/** What to tell somebody who has no browser and could not be given one. */
export function howToGetBrowser(platform: string, reason: string): string {
  const install =
    platform === "linux"
      ? "install one (Debian, Ubuntu: `apt-get install chromium`; Fedora: `dnf install chromium`)"
      : "install Google Chrome, or run `npx playwright install chromium`";
  return (
    `The browser tests need a Chromium, and none was found or could be fetched: ${reason}\n` +
    `What to do: ${install}, or set CHROMIUM_PATH to the one you have.`
  );
}
