import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "../../src");

test("the files of the builtin scope are read by one schema each, for what is carried on and for what is checked", () => {
  const reading = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => {
      const code = readFileSync(join(source, file), "utf8").replace(/\/\*\*?[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
      return /mcpBuiltinSchema|marketplacesBuiltinSchema/.test(code);
    });
  const [declares, ...checks] = reading.sort();
  expect(declares).toBe("config/sync/builtin-files.ts");
  expect(checks.filter((file) => !file.startsWith("validate/"))).toEqual([]);
});
