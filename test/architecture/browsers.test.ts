import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "./rooms.ts";

/** Programs that are no tests: there is no test that what a page says could fail. */
const programs = /^test\/(?:bench|campaigns)\//;

test("every test opens its pages where what they say, throw or are kept from fails it", () => {
  const opens = /\bchromium\.launch\(|\bbrowser\.newPage\(|\bbrowser\.newContext\(/;
  const found = globSync("test/**/*.{ts,tsx}", { cwd: house }).filter(
    (file) =>
      !programs.test(file) &&
      !/node_modules|browsers\.test\.ts$/.test(file) &&
      opens.test(readFileSync(join(house, file), "utf8")),
  );
  expect(found.toSorted()).toEqual([
    // What a page of foreign content says is what one of its tests is about.
    "test/api/doors/chromium.test.ts",
    "test/services/chromium.ts",
    "test/services/watched-browser.ts",
  ]);
});
