import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedFiles } from "../../build/generated-files.ts";
import { house } from "./rooms.ts";

test("action files, reference pages, README tables and JSON Schemas are those of the schemas", async () => {
  const stale: string[] = [];
  for (const [file, content] of await generatedFiles()) {
    const path = join(house, file);
    if (!existsSync(path) || readFileSync(path, "utf8") !== content) stale.push(file);
  }
  expect(stale, "run: npm run generate").toEqual([]);
});
