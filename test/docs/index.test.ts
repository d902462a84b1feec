import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "./documents.ts";

test.each([
  ["README.md", "docs", "docs/"],
  ["README.md", "docs/tutorials", "docs/tutorials/"],
  ["README.md", "docs/how-to", "docs/how-to/"],
  ["README.md", "docs/reference", "docs/reference/"],
  ["README.md", "docs/explanation", "docs/explanation/"],
  ["docs/adr/README.md", "docs/adr", ""],
  ["docs/performance/README.md", "docs/performance", ""],
])("%s links to every page of %s", (index, folder, prefix) => {
  const text = readFileSync(join(house, index), "utf8");
  const pages = readdirSync(join(house, folder)).filter(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
  expect(pages.filter((page) => !text.includes(`](${prefix}${page})`))).toEqual([]);
});
