// The types of launcher.mjs, which is plain JavaScript because it runs before anything is installed.

/** The package manager with its version, as `npx` takes it. */
export const PNPM: string;
/** Each command of run.mjs and the file that does it. */
export const COMMANDS: Readonly<Record<string, string>>;
/** Is there nothing installed, or something older than the lockfile asks for? */
export function needsInstall(times: { lockfileMs: number | undefined; installedMs: number | undefined }): boolean;
/** The sentence for a command that does not exist. */
export function unknownCommand(name: string | undefined): string;
/** Sets up what is missing, then runs a command. */
export function launch(args: readonly string[]): Promise<void>;
