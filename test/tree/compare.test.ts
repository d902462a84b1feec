import { describe, expect, test } from "vitest";
import { compareTree, differenceFinding, modeDiffers } from "../../src/tree/compare.ts";
import { digestOf } from "../../src/tree/digest.ts";
import type { ObservedEntry } from "../../src/tree/observed.ts";
import { treeOf } from "./expect-same-tree.ts";

const tree = treeOf({ "a.md": "a", "bin/run": [0o755, "run"] });
const file = (path: string, content: string, mode = 0o644): ObservedEntry => ({
  path,
  kind: "file",
  mode,
  digest: digestOf(content),
});
const copy = [file("a.md", "a"), file("bin/run", "run", 0o755)];

describe("a comparison", () => {
  test("finds nothing between a tree and its copy, directories apart", () => {
    expect(compareTree(tree, [{ path: "bin", kind: "directory", mode: 0o700 }, ...copy])).toEqual([]);
  });

  test("gives what is missing, extra, changed and of another type, in order of paths", () => {
    const observed: ObservedEntry[] = [
      file("z", "z"),
      { path: "link", kind: "symlink", mode: 0o777, target: "/etc" },
      { path: "bin/run", kind: "directory", mode: 0o755 },
    ];
    expect(compareTree(tree, observed)).toEqual([
      { code: "FILE_MISSING", path: "a.md", expected: digestOf("a"), actual: null },
      { code: "FILE_TYPE", path: "bin/run", expected: "file", actual: "directory" },
      { code: "FILE_EXTRA", path: "link", expected: null, actual: "symlink to /etc" },
      { code: "FILE_EXTRA", path: "z", expected: null, actual: digestOf("z") },
    ]);
  });

  test("gives every difference of one file", () => {
    const observed = [
      { ...file("a.md", "b", 0o4755), owner: { uid: 1000, gid: 0 } },
      copy[1] as ObservedEntry,
    ];
    expect(compareTree(tree, observed, { owner: { uid: 0, gid: 0 } })).toEqual([
      { code: "FILE_CHANGED", path: "a.md", expected: digestOf("a"), actual: digestOf("b") },
      { code: "FILE_MODE", path: "a.md", expected: "0644", actual: "04755" },
      { code: "FILE_OWNER", path: "a.md", expected: "0:0", actual: "1000:0" },
    ]);
  });

  test.each([
    [0o644, 0o644, false],
    [0o644, 0o664, false],
    [0o755, 0o775, false],
    [0o644, 0o666, true],
    [0o644, 0o640, true],
    [0o644, 0o744, true],
    [0o755, 0o644, true],
    [0o755, 0o4755, true],
    [0o755, 0o2755, true],
    [0o755, 0o1755, true],
    [0o644, 0o444, false],
  ])("looks at read, execute, special and world-write bits only: %o and %o", (want, actual, differs) => {
    expect(modeDiffers(want, actual)).toBe(differs);
  });

  test("becomes a finding with the remedy of its check", () => {
    const difference = { code: "FILE_MISSING", path: "a", expected: "x", actual: null } as const;
    expect(differenceFinding(difference, "Bake again.", "linux/arm64")).toEqual({
      ...difference,
      severity: "error",
      remedy: "Bake again.",
      subject: "linux/arm64",
    });
  });
});
