import { expect, test } from "vitest";
import { mayMeet } from "../../src/changes/name-overlap.ts";
import { matchesName, matchesPath, touches } from "../../src/changes/path-pattern.ts";

test.each([
  ["secrets/**", "secrets/a/b", true],
  ["secrets/**", "secrets", true],
  ["secrets", "secrets/a", true],
  ["secrets/", "secrets/a", true],
  ["secrets", "secretsx", false],
  ["*.pem", "key.pem", true],
  ["*.pem", "a/key.pem", false],
  ["**/*.pem", "key.pem", true],
  ["**/*.pem", "a/b/.key.pem", true],
  ["a/**/z", "a/z", true],
  ["a/**/z", "a/b/c/z", true],
  ["a/**/z", "a/b/c/y", false],
  ["a?c", "abc", true],
  ["**", ".anything/at all\n", true],
])("%s and %s: %s", (pattern, path, is) => {
  expect(matchesPath(pattern, path)).toBe(is);
});

test("time does not explode on a path that nearly matches", () => {
  const pattern = `${"*a".repeat(30)}b`;
  expect(matchesName(pattern, "a".repeat(4000))).toBe(false);
  expect(matchesPath("**/a/**/a/**/a/**/b", "a/".repeat(2000))).toBe(false);
});

test.each([
  ["case", "Secrets/KEY.pem", {}],
  ["Unicode forms", "ｓecrets/key", {}],
  ["the old path of a move", "free/key", { from: "secrets/key" }],
  ["a link in place of the directory", "secrets", { special: "symlink" as const }],
])("a pattern is touched whatever %s", (_, path, more) => {
  expect(touches("secrets/**", { path, kind: "modified", added: [], ...more })).toBe(true);
});

test("a link in place of a directory above a pattern touches it, a file does not", () => {
  const file = { path: ".gitea", kind: "added", added: [] } as const;
  expect(touches(".gitea/workflows/**", { ...file, special: "symlink" })).toBe(true);
  expect(touches(".gitea/workflows/**", { ...file, special: "submodule" })).toBe(true);
  expect(touches(".gitea/workflows/**", file)).toBe(false);
});

test.each([
  ["test (*)", "test (20, ubuntu)", true],
  ["* / test", "CI / *", true],
  ["lint", "lint", true],
  ["lint", "lint2", false],
  ["a*", "b*", false],
  ["*", "", true],
])("%s and %s may be one name: %s", (one, other, is) => {
  expect(mayMeet(one, other)).toBe(is);
  expect(mayMeet(other, one)).toBe(is);
});
