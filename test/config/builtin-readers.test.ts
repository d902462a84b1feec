import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "../../src");

test("the files of the builtin scope have one reader, and their names stand in the settings only", () => {
  const naming = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => {
      const code = readFileSync(join(source, file), "utf8").replace(/\/\*\*?[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
      return /mcp-builtin|marketplaces-builtin|mcpBuiltinSchema|marketplacesBuiltinSchema/.test(code);
    });
  expect(naming.sort()).toEqual(["config/builtin-files.ts", "project/settings-schema.ts"]);
});
