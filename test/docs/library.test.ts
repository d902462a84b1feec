import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as library from "../../src/index.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/how-to/library.md"), "utf8");

test("the examples on the library's page are the files that the tests run", () => {
  const shown = [...page.matchAll(/<!-- (\S+) -->\n```ts\n([\s\S]*?)```/g)];
  expect(shown.map(([, path]) => path)).toEqual([
    "examples/library/dispatcher.ts",
    "examples/library/boot.ts",
    "examples/library/sign.ts",
  ]);
  for (const [, path = "", text] of shown) expect(text).toBe(readFileSync(join(house, path), "utf8"));
});

test("every function that the library's page names is exported", () => {
  const table = page.slice(page.indexOf("## What to use for what"));
  const named = [...table.matchAll(/`(\w+)`/g), ...page.matchAll(/`((?:report|verdict)\w+|\w+Error)`/g)];
  expect(named.length).toBeGreaterThan(30);
  expect(named.map(([, name]) => name).filter((name = "") => !(name in library))).toEqual([]);
});
