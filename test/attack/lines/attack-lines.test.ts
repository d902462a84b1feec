import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { attackLines } from "./attack-lines.ts";

const lines = Object.values(attackLines).flat();

test("every line of the attacks has tests that are there", () => {
  const missing = lines.flatMap(({ attack, proofs }) => {
    const named = Object.entries(proofs).flatMap(([file, names]) => {
      const text = existsSync(join(house, file)) ? readFileSync(join(house, file), "utf8") : undefined;
      // A name of several levels is in the source part by part; names of the corpus are those of its files.
      const isThere = (name: string) =>
        file.endsWith("/corpus.test.ts") || name.split(" > ").every((part) => text?.includes(part));
      return text === undefined
        ? [file]
        : names.filter((name) => !isThere(name)).map((name) => `${file}: ${name}`);
    });
    return Object.keys(proofs).length === 0 ? [attack] : named;
  });
  expect(missing).toEqual([]);
  expect(lines.length).toBeGreaterThanOrEqual(36);
});
