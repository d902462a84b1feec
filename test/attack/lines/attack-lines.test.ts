import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { attackLines } from "./attack-lines.ts";
import { holds, resultOf } from "./proof-result.ts";

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
  expect(lines.length).toBeGreaterThanOrEqual(37);
});

test("a line holds only where each of its names found tests and all of them passed", () => {
  const line = { attack: "x", proofs: { "a.test.ts": ["is refused > for %s", "is survived"] } };
  const refused = { file: "a.test.ts", name: "an archive is refused for a link", passed: true };
  const survived = { file: "a.test.ts", name: "a kill is survived", passed: true };
  expect(holds(resultOf(line, [refused, survived]))).toBe(true);
  expect(holds(resultOf(line, [refused]))).toBe(false);
  expect(resultOf(line, [refused]).missing).toEqual(["a.test.ts: is survived"]);
  expect(holds(resultOf(line, [refused, { ...survived, passed: false }]))).toBe(false);
  expect(holds(resultOf(line, [refused, { ...survived, file: "b.test.ts" }]))).toBe(false);
  expect(holds(resultOf({ attack: "x", proofs: {} }, [refused]))).toBe(false);
});

test("the page of results has every line, and none of them failed", () => {
  const page = readFileSync(join(house, "docs/security/results.md"), "utf8");
  const rows = page.split("\n").filter((row) => row.startsWith("| "));
  const shown = (attack: string) =>
    rows.find((row) => row.startsWith(`| ${attack.replaceAll("|", "\\|")} | `));
  expect(
    lines.filter(({ attack }) => !shown(attack)?.endsWith("| passed |")).map(({ attack }) => attack),
  ).toEqual([]);
  expect(page).not.toContain("**failed**");
});
