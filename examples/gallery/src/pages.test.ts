import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { pages } from "./pages.ts";

test("every file of a page is listed, each at a path of its own", () => {
  const files = readdirSync(new URL("./pages", import.meta.url));
  expect(pages.map(({ files: [own] }) => own?.name).toSorted()).toEqual(files.toSorted());
  expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length);
});

test.each(pages.map((page) => [page.path, page] as const))(
  "what is shown of %s is what one would copy",
  (_path, page) => {
    const [own] = page.files;
    expect(own?.markup).toContain("liveView");
    expect(own?.markup).not.toContain("import.meta.url");
    expect(page.summary.length).toBeLessThan(160);
  },
);
