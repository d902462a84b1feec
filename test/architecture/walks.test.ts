import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "./rooms.ts";

/** The walks of ARCHITECTURE.md: what comes to what, in numbered steps, with the files that each step goes through. */
const walks = readFileSync(join(house, "ARCHITECTURE.md"), "utf8")
  .split(/^## /m)
  .filter((part) => /^An? .+ to /.test(part))
  .map((part) => ({
    title: part.split("\n", 1)[0] ?? "",
    files: [...part.matchAll(/`(src\/[\w./-]+\.ts)`/g)].map(([, file = ""]) => file),
  }));

test("there are three walks through the house", () => {
  expect(walks.map(({ title }) => title)).toEqual([
    "A template to an image",
    "A row to an env directory",
    "An input to its effect",
  ]);
});

test.each(walks)("the walk of $title enters no file twice", ({ files }) => {
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file, at) => files.indexOf(file) !== at)).toEqual([]);
});
