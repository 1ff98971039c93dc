// Names and calls that do not belong where they are, each with what to use instead.

import { posix } from "node:path";

import type { Finding } from "./finding.ts";
import { type Source, lineAt } from "./source.ts";
import { type Workspace, isTestPath } from "./workspace.ts";

interface Ban {
  readonly rule: string;
  readonly pattern: RegExp;
  /** The sources in which it is banned. */
  readonly appliesTo: (path: string) => boolean;
  readonly instead: string;
}

/** The files that may touch the real clock and real randomness; everyone else is handed one. */
const PORT_FILES = new Set(["clock.ts", "random.ts", "ids.ts"]);

const BANS: readonly Ban[] = [
  {
    rule: "clock",
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?=[;,)\s]))|\bperformance\s*\.\s*now\b/g,
    appliesTo: needsPorts,
    instead:
      "take the time from a clock that is passed in, so that tests can turn it (a port file may use it: clock.ts)",
  },
  {
    rule: "clock",
    pattern: /(?<![\w$#])(?<!(?<!\b(?:globalThis|window|self))\.)(?:setTimeout|setInterval|setImmediate)\b/g,
    appliesTo: needsPorts,
    instead: "set timers on a clock that is passed in, so that tests can turn it (a port file may use it: clock.ts)",
  },
  {
    rule: "randomness",
    pattern: /\bMath\s*\.\s*random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b|\brandomInt\b/g,
    appliesTo: needsPorts,
    instead:
      "take random numbers and ids as a parameter, so that a race replays from a seed (a port file may use it: random.ts)",
  },
  {
    rule: "console",
    pattern: /(?<![\w$.])console\s*\./g,
    appliesTo: (path) => /^packages\/(?!dev\/)/.test(path) && !isTestPath(path),
    instead: "report through the logger or the listener that the caller passes in",
  },
  {
    rule: "default-export",
    pattern: /^export\s+default\b/gm,
    appliesTo: (path) => !path.endsWith(".config.ts"),
    instead: "export it by its name",
  },
  {
    rule: "export-star",
    pattern: /^export\s*(?:type\s*)?\*/gm,
    appliesTo: () => true,
    instead: "list the names: an entry is a table of contents",
  },
];

function needsPorts(path: string): boolean {
  const isProduct = /^(?:packages|examples)\/[^/]+\/src\//.test(path);
  return isProduct && !isTestPath(path) && !isContract(path) && !PORT_FILES.has(posix.basename(path));
}

/** A contract suite is a test in the form of data: it drives real servers in real time. */
function isContract(path: string): boolean {
  return /^contract(?:-[a-z-]+)?\.ts$/.test(posix.basename(path));
}

/** Checks every source for banned names, and its comments for promises and unexplained exceptions. */
export function checkBanned(workspace: Workspace): Finding[] {
  return [...workspace.sources.values()].flatMap((source) => [...checkCode(source), ...checkComments(source)]);
}

function checkCode(source: Source): Finding[] {
  return BANS.filter((ban) => ban.appliesTo(source.path)).flatMap((ban) =>
    [...source.code.matchAll(ban.pattern)].map((match) => ({
      rule: ban.rule,
      path: source.path,
      line: lineAt(source.text, match.index),
      message: `"${match[0].trim()}" is not used here: ${ban.instead}.`,
    })),
  );
}

// The brackets keep a search for these words from finding this file.
const PROMISES = /\b(?:TO[D]O|FIX[M]E)\b/;

function checkComments(source: Source): Finding[] {
  return source.comments.flatMap((comment) => {
    const at = { path: source.path, line: lineAt(source.text, comment.start) };
    const promise = PROMISES.exec(comment.text);
    if (promise !== null) {
      return [
        { ...at, rule: "promises", message: `"${promise[0]}": do it now, or open an issue and delete the comment.` },
      ];
    }
    if (/(?:oxlint|eslint|biome|ts)-(?:disable|ignore|expect-error)/.test(comment.text) && !hasReason(comment.text)) {
      if (isTestPath(source.path)) return [];
      return [
        {
          ...at,
          rule: "unexplained-exception",
          message: `It switches a check off without saying why; add "-- because …".`,
        },
      ];
    }
    return [];
  });
}

/** `// oxlint-disable-next-line max-params -- four parts of one frame` */
function hasReason(comment: string): boolean {
  return /(?:--|:)\s+\S+\s+\S+/.test(comment) || /@ts-expect-error\s+\S+\s+\S+/.test(comment);
}
