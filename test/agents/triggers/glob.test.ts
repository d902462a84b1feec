import { expect, test } from "vitest";
import { matchesGlob, matchesPathPattern, matchesRepository } from "../../../src/agents/triggers/glob.ts";
import { processorMs } from "../../processor-time.ts";
import { numbersFrom } from "./numbers-from.ts";

test("a star stands for any part, and everything else for itself", () => {
  expect(matchesGlob("release/*", "release/1.x/fix")).toBe(true);
  expect(matchesGlob("*.x", "1.x")).toBe(true);
  expect(matchesGlob("main", "main")).toBe(true);
  expect(matchesGlob("main", "maintenance")).toBe(false);
  expect(matchesGlob("ma?n", "main")).toBe(false);
  expect(matchesGlob("[am]*", "main")).toBe(false);
  expect(matchesGlob("", "")).toBe(true);
});

test("a star of a repository's pattern stays within one of its two names, in any case", () => {
  expect(matchesRepository("tidewater/*", "Tidewater/Berths")).toBe(true);
  expect(matchesRepository("*", "tidewater/berths")).toBe(false);
  expect(matchesRepository("*/berths", "other/berths")).toBe(true);
  expect(matchesRepository("tide*/x", "tidewater/a/x")).toBe(false);
});

test("a pattern of paths is taken from the top, with ** for folders", () => {
  expect(matchesPathPattern("src/**/*.ts", "src/a/b/c.ts")).toBe(true);
  expect(matchesPathPattern("src/**/*.ts", "src/c.ts")).toBe(true);
  expect(matchesPathPattern("src/*.ts", "src/a/c.ts")).toBe(false);
  expect(matchesPathPattern("docs", "docs/guide/a.md")).toBe(true);
  expect(matchesPathPattern("docs/**", "docs")).toBe(false);
  expect(matchesPathPattern("**", "a")).toBe(true);
  expect(matchesPathPattern("docs", "src/docs/a.md")).toBe(false);
});

test("a pattern of many stars takes no more time than a long one", () => {
  const took = processorMs(() => {
    expect(matchesGlob(`${"a*".repeat(200)}b`, "a".repeat(20_000))).toBe(false);
    expect(matchesPathPattern(`${"**/a/".repeat(50)}b`, "a/".repeat(2000))).toBe(false);
  });
  expect(took).toBeLessThan(5000);
});

test("generated patterns and texts give the answer of a regular expression", () => {
  const next = numbersFrom(14);
  const text = (letters: string, length: number) =>
    Array.from({ length: next(length) }, () => letters[next(letters.length)]).join("");
  for (let round = 0; round < 20_000; round++) {
    const pattern = text("ab*/", 8);
    const given = text("ab/", 10);
    const oracle = new RegExp(`^${pattern.replaceAll("*", "[^]*")}$`);
    expect([pattern, given, matchesGlob(pattern, given)]).toEqual([pattern, given, oracle.test(given)]);
  }
});
