// The documentation, held to the sources: every error code has its entry, every TypeScript block compiles and gives what
// the comment behind it says, every relative link leads somewhere.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ROOT, runTool } from "./process.ts";
import { listFiles } from "./text-files.ts";

const FILES = listFiles(ROOT);
const MARKDOWN = FILES.filter((path) => path.endsWith(".md"));
/** The pages whose code is compiled: those that somebody copies from. */
const PAGES_WITH_CODE = MARKDOWN.filter((path) =>
  /^(?:README|packages\/[^/]+\/README|docs\/guides\/[^/]+)\.md$/.test(path),
);

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

describe("docs/errors.md", () => {
  const codes = FILES.filter((path) => /^packages\/[^/]+\/src\/.*(?<!\.test)\.ts$/.test(path)).flatMap((path) =>
    errorCodes(read(path)),
  );
  const entries = [...read("docs/errors.md").matchAll(/^### (\w+: [\w-]+)$/gm)].map(([, entry]) => entry);

  test("has an entry for every code of every error class", () => {
    expect(new Set(codes.map((code) => code.split(":")[0])).size).toBeGreaterThanOrEqual(6);
    expect(codes.filter((code) => !entries.includes(code))).toEqual([]);
  });

  test("has no entry twice, and none for a code that is gone", () => {
    expect(entries.filter((entry, index) => !codes.includes(entry ?? "") || entries.indexOf(entry) < index)).toEqual(
      [],
    );
  });
});

/** `export type LiveErrorCode = "a" | "b"` → `LiveError: a`, `LiveError: b`. */
function errorCodes(source: string): string[] {
  return [...source.matchAll(/^export type (\w+Error)Code =([^;]+);/gm)].flatMap(([, name, union = ""]) =>
    [...union.matchAll(/"([^"]+)"/g)].map(([, code]) => `${name}: ${code}`),
  );
}

describe("a link", () => {
  test("of any Markdown file leads to a file, and its anchor to a heading", () => {
    expect(MARKDOWN.flatMap((path) => deadLinks(path))).toEqual([]);
  });

  test.each([
    ["[a](b.md)", ["b.md"]],
    ["[a](<b c.md>) ![d](e.png 'title')", ["b c.md", "e.png"]],
    ["[a]: ./b.md\n[c][a]", ["./b.md"]],
    ["`[a](b)` and\n```\n[a](b)\n```\n", []],
    ["[`code`](b.md#c-d) and [x](https://example.com)", ["b.md#c-d", "https://example.com"]],
  ])("in %j is %j", (markdown, links) => {
    expect(linksOf(markdown)).toEqual(links);
  });

  test.each([
    ["## A view that crashed", "a-view-that-crashed"],
    ["### LiveError: patch-in-mount", "liveerror-patch-in-mount"],
    ["# The `html` tag, twice", "the-html-tag-twice"],
    ['a\n<a id="here"></a>', "here"],
  ])("to %j is #%s", (markdown, anchor) => {
    expect(anchorsOf(markdown)).toContain(anchor);
  });
});

function deadLinks(path: string): string[] {
  return linksOf(read(path)).flatMap((link) => {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)) return [];
    const [file = "", anchor] = decodeURIComponent(link).split("#");
    const target = file === "" ? path : posix.join(file.startsWith("/") ? "" : posix.dirname(path), file);
    const isAlive =
      existsSync(join(ROOT, target)) &&
      (anchor === undefined || !target.endsWith(".md") || anchorsOf(read(target)).has(anchor));
    return isAlive ? [] : [`${path}: ${link}`];
  });
}

function linksOf(markdown: string): string[] {
  const prose = markdown.replaceAll(FENCED, "").replaceAll(/`[^`\n]*`/g, "");
  const links = prose.matchAll(/\]\((?:<([^>\n]+)>|([^\s()]+))(?:\s+["'][^\n]*?["'])?\)|^\s*\[[^\]\n]+\]:\s*(\S+)/gm);
  return [...links].map(([, inBrackets, plain, defined]) => inBrackets ?? plain ?? defined ?? "");
}

/** As GitHub makes them: lower case, without punctuation, hyphens for spaces; a number behind one that comes again. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const prose = markdown.replaceAll(FENCED, "");
  const anchors = new Set([...prose.matchAll(/<\w+ (?:id|name)="([^"]+)"/g)].map(([, id = ""]) => id));
  for (const [, heading = ""] of prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** A fenced block: its fence, its language, its text. */
const FENCED = /^(`{3,})(\w*)[^\n]*\n([^]*?)^\1`*[ \t]*$/gm;

/** A TypeScript block of a page. */
interface Block {
  readonly page: string;
  /** The line of the page that its first line is. */
  readonly line: number;
  readonly text: string;
}

describe("the TypeScript of the documentation", () => {
  const modules = new Map(PAGES_WITH_CODE.flatMap((page) => [...modulesOf(blocksOf(page, read(page)))]));
  let folder: string;

  beforeAll(() => {
    folder = makeProject();
    for (const [path, { text }] of modules) {
      write(join(folder, "types", path), text);
      write(join(folder, "run", path), withAnswers(text));
    }
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test("is found", () => {
    expect(modules.size).toBeGreaterThan(20);
  });

  test("compiles", async () => {
    // A mistake of ours proves that the compiler has looked.
    write(join(folder, "types", "mistake.ts"), "export const mistake: string = 1;\n");
    const { output } = await runTool("tsc", { args: ["-p", folder, "--pretty", "false"], output: "keep" });
    expect(output).toContain("types/mistake.ts(1,14): error TS2322");
    expect(compilerMessages(output, join(folder, "types"), modules)).toEqual([]);
  }, 120_000);

  test("passes, where it is a test", async () => {
    const tests = [...modules.keys()].filter((path) => path.endsWith(".test.ts"));
    expect(tests.length).toBeGreaterThan(2);
    // A configuration of its own: the repository's looks for tests elsewhere.
    write(join(folder, "types", "vitest.config.ts"), "export default { test: { pool: 'forks' } };\n");
    const { exitCode, output } = await runTool("vitest", {
      args: ["run", "--root", join(folder, "types"), ...tests],
      output: "keep",
    });
    expect(exitCode, output).toBe(0);
  }, 120_000);

  const answering = [...modules].filter(([, { text }]) => ANSWER.test(text));
  test.each(answering.map(([path, { page, line }]) => [`${page}:${line}`, path] as const))(
    "%s gives what its comments say",
    async (_place, path) => {
      const module = (await import(pathToFileURL(join(folder, "run", path)).href)) as {
        answers: readonly (readonly [string, string])[];
      };
      expect(module.answers.length).toBeGreaterThan(0);
      expect(module.answers.map(([given]) => given)).toEqual(module.answers.map(([, written]) => written));
    },
    30_000,
  );
});

test("blocks of one page are modules of one project; a file that comes again begins its next step", () => {
  const page =
    "```ts\n// a.ts\nexport const a = 1;\n```\ntext\n```ts\nimport './a.ts';\n```\n```sh\nx\n```\n```ts\n// a.ts\nexport const a = 2;\n```\n";
  const blocks = blocksOf("docs/guides/x.md", page);
  expect(blocks.map(({ line }) => line)).toEqual([2, 7, 13]);
  expect([...modulesOf(blocks)].map(([path, { line }]) => [path, line])).toEqual([
    ["docs-guides-x/0/a.ts", 2],
    ["docs-guides-x/0/line-7.ts", 7],
    ["docs-guides-x/1/a.ts", 13],
  ]);
});

function blocksOf(page: string, markdown: string): Block[] {
  return [...markdown.matchAll(FENCED)]
    .filter(([, , language]) => language === "ts" || language === "typescript")
    .map(({ index, 3: text = "" }) => ({ page, line: markdown.slice(0, index).split("\n").length + 1, text }));
}

/**
 * The modules that the blocks of one page make, by path. A block whose first line is a comment with a file's name is that
 * file, and the blocks after it may import it, until the page writes the file anew; any other block is a module of its own.
 */
function modulesOf(blocks: readonly Block[]): Map<string, Block> {
  const modules = new Map<string, Block>();
  let named = new Map<string, Block>();
  let step = 0;
  for (const block of blocks) {
    const folder = block.page.replace(/\.md$/, "").replaceAll("/", "-");
    const name = /^\/\/ ([\w./-]+\.ts)\n/.exec(block.text)?.[1];
    if (name !== undefined && named.has(name)) {
      step += 1;
      named.delete(name);
      for (const [other, unchanged] of named) modules.set(`${folder}/${step}/${other}`, unchanged);
    }
    if (name !== undefined) named = named.set(name, block);
    modules.set(`${folder}/${step}/${name ?? `line-${block.line}.ts`}`, block);
  }
  return modules;
}

/** `expression; // → text` or `expression; // throws code`. */
const ANSWER = /; \/\/ (→.*|throws [\w-]+)$/m;

/** The module with every expression that says what it gives put to the test. Statements begin in the first column. */
function withAnswers(text: string): string {
  const lines = text.split("\n");
  lines.forEach((line, end) => {
    const written = ANSWER.exec(line)?.[1];
    if (written === undefined) return;
    let start = end;
    while (start > 0 && !/^[a-z(]/i.test(lines[start] ?? "")) start -= 1;
    lines[start] = `answers.push([await answerOf(async () => (${lines[start]}`;
    lines[end] = `${(lines[end] ?? "").replace(ANSWER, "")})), ${JSON.stringify(written)}]);`;
  });
  return `${ANSWERING}${lines.join("\n")}`;
}

const ANSWERING =
  "export const answers = []; async function answerOf(run) { try { const value = await run(); " +
  "return `→ ${typeof value === 'string' ? value : JSON.stringify(value)}`.trimEnd(); } catch (error) { return `throws ${error.code ?? error}`; } }\n";

/** A project beside this one that sees every package, and what an app would install. */
function makeProject(): string {
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, ".cache", "docs-"));
  const link = (name: string, target: string): void => {
    mkdirSync(dirname(join(folder, "node_modules", name)), { recursive: true });
    symlinkSync(join(ROOT, target), join(folder, "node_modules", name), "junction");
  };
  for (const name of readdirSync(join(ROOT, "packages"))) link(`@firecrest/${name}`, `packages/${name}`);
  for (const name of ["hono", "ws", "zod"]) link(name, `examples/hashtag-battle/node_modules/${name}`);
  for (const name of ["@opentelemetry/api", "prom-client"]) link(name, `packages/live/node_modules/${name}`);
  const compilerOptions = {
    noEmit: true,
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    rewriteRelativeImportExtensions: false,
    moduleDetection: "force",
    lib: ["ES2023", "DOM", "DOM.Iterable"],
    types: ["node"],
  };
  write(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions,
      include: ["types"],
      references: [],
    }),
  );
  return folder;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What the compiler says about the blocks, by their place in the page. Our own sources have a check of their own. */
function compilerMessages(output: string, folder: string, modules: ReadonlyMap<string, Block>): string[] {
  const messages: string[] = [];
  let isOurs = false;
  for (const text of output.split("\n")) {
    const [, file, row, message] = /^(\S.*?)\((\d+),\d+\): (error .*)$/.exec(text) ?? [];
    if (message !== undefined) {
      const block = modules.get(relative(folder, join(ROOT, file ?? "")).replaceAll("\\", "/"));
      isOurs = block !== undefined;
      if (block !== undefined) messages.push(`${block.page}:${block.line + Number(row) - 1}: ${message}`);
    } else if (text.startsWith("error ")) messages.push(text);
    else if (isOurs && text !== "") messages.push(`${messages.pop()}\n${text}`);
  }
  return messages;
}
