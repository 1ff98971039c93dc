import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { makeTestFolder } from "../../test/test-database.ts";
import { clusterDirOf, findServerPlace, isPermitted, isReachable } from "./server-place.ts";

const isRoot = process.getuid?.() === 0;
const USER = { uid: 101, gid: 104 };
const releases: (() => void)[] = [];

afterEach(() => {
  for (const release of releases.splice(0).reverse()) release();
});

function makeFolder(): string {
  const folder = makeTestFolder();
  releases.push(folder.remove);
  return folder.dir;
}

describe("what a file's mode permits to user 101 of group 104", () => {
  test.each([
    [{ mode: 0o755, uid: 0, gid: 0 }, 1, true],
    [{ mode: 0o750, uid: 0, gid: 0 }, 1, false],
    [{ mode: 0o750, uid: 0, gid: 104 }, 1, true],
    [{ mode: 0o705, uid: 0, gid: 104 }, 1, false], // The group's bits count, not the others'.
    [{ mode: 0o700, uid: 101, gid: 0 }, 1, true],
    [{ mode: 0o077, uid: 101, gid: 104 }, 1, false],
    [{ mode: 0o711, uid: 0, gid: 0 }, 1, true],
    [{ mode: 0o711, uid: 0, gid: 0 }, 5, false],
    [{ mode: 0o644, uid: 0, gid: 0 }, 4, true],
    [{ mode: 0o644, uid: 0, gid: 0 }, 2, false],
  ] as const)("%j, bits %i: %s", (file, bits, permitted) => {
    expect(isPermitted(file, USER, bits)).toBe(permitted);
  });
});

test("a folder is reachable when every folder above it can be entered", () => {
  const dir = makeFolder();
  mkdirSync(join(dir, "a", "b"), { recursive: true });
  expect(isReachable(join(dir, "a", "b"), USER)).toBe(true);
  symlinkSync(join(dir, "a"), join(dir, "link"));
  chmodSync(join(dir, "a"), 0o700);
  expect(isReachable(join(dir, "a", "b"), USER)).toBe(false);
  expect(isReachable(join(dir, "link", "b"), USER)).toBe(false);
});

test.runIf(isRoot)(
  "below a folder that others cannot enter, root's binaries and data are in root's 0755 folder",
  () => {
    const dir = makeFolder();
    chmodSync(dir, 0o700);
    const place = findServerPlace(join(dir, ".data"));
    releases.push(() => rmSync(place.runDir, { recursive: true }));
    expect(place.homeDir).toBe(place.runDir);
    expect(lstatSync(place.runDir)).toMatchObject({ uid: 0, mode: 0o40755 });
    expect(place.user?.uid).toBeGreaterThan(0);
    expect(findServerPlace(join(dir, ".data"))).toEqual(place);
  },
);

test.runIf(isRoot)("data that another user made goes on as that user's", () => {
  const place = findServerPlace(makeFolder());
  releases.push(() => rmSync(place.runDir, { recursive: true }));
  const cluster = clusterDirOf(place.homeDir);
  mkdirSync(cluster);
  expect(findServerPlace(place.homeDir).user).toEqual(place.user);
  rmSync(cluster, { recursive: true });
  expect(existsSync(cluster)).toBe(false);
});

test.runIf(isRoot)("a folder of that name that is not root's is refused", () => {
  const dataDir = makeFolder();
  const { runDir } = findServerPlace(dataDir);
  releases.push(() => rmSync(runDir));
  rmSync(runDir, { recursive: true });
  symlinkSync("/tmp", runDir);
  expect(() => findServerPlace(dataDir)).toThrow(
    `${runDir} is needed for the database server, but it is not a folder of root's`,
  );
  expect(statSync("/tmp").mode & 0o777).toBe(0o777);
});
