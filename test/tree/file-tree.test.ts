import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { FileTree } from "../../src/tree/file-tree.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { expectSameTree, filesOf, treeOf } from "./expect-same-tree.ts";

const literal = {
  "config.yaml": "name: a\n",
  "prompts/b.md": "b",
  "prompts/a.md": "a",
  "bin/run": [0o755, "#!/bin/sh\n"] as const,
};

describe("a file tree", () => {
  test("has the same digest whatever the order its files came in", () => {
    const files = filesOf(literal);
    const turned = FileTree.of([...files].reverse(), "test");
    expectSameTree(turned, FileTree.of(files, "test"));
    expectSameTree(turned, literal);
  });

  test("has a digest that sha256sum and sort can work out", () => {
    const root = writeFiles(scratchDirectory(), { "config.yaml": "name: a\n", "prompts/a.md": "a" });
    const script =
      "{ echo identikit-tree/v1; find * -type f | LC_ALL=C sort | while read f; do echo \"100644 $(sha256sum < $f | cut -d' ' -f1) $f\"; done; } | sha256sum";
    const sum = execFileSync("sh", ["-c", script], { cwd: root, encoding: "utf8" }).slice(0, 64);
    expect(treeOf({ "config.yaml": "name: a\n", "prompts/a.md": "a" }).digest).toBe(`sha256:${sum}`);
  });

  test("keeps of a mode only whether the owner may execute", () => {
    const modes = { a: 0o600, b: 0o666, c: 0o4755, d: 0o700, e: 0o011, f: 0o1777 };
    const tree = treeOf(Object.fromEntries(Object.entries(modes).map(([path, mode]) => [path, [mode, ""]])));
    expect([...tree].map((file) => file.mode.toString(8))).toEqual([
      "644",
      "644",
      "755",
      "755",
      "644",
      "755",
    ]);
  });

  test("sorts by bytes where UTF-16 order differs", () => {
    const tree = treeOf({ "\u{1F600}": "", "\uFF5E": "", z: "", é: "" });
    expectSameTree(tree, { z: "", é: "", "\uFF5E": "", "\u{1F600}": "" });
  });

  test("differs in digest when content, mode or a path differs", () => {
    const variants = [
      { a: "1", b: "2" },
      { a: "1", b: "3" },
      { a: "1", c: "2" },
      { a: "1" },
      { a: "1", b: [0o755, "2"] as const },
      {},
    ];
    expect(new Set(variants.map((each) => treeOf(each).digest)).size).toBe(variants.length);
  });

  test.each([
    ["twice the same path", ["a", "a"]],
    ["letter case", ["Prompts/a.md", "prompts/A.md"]],
    ["letter case of a directory", ["Prompts/a.md", "prompts/b.md"]],
    ["Unicode composition", ["caf\u00e9", "cafe\u0301"]],
    ["compatibility forms", ["\ufb01le", "file"]],
    ["sharp s", ["stra\u00dfe", "STRASSE"]],
    ["characters that HFS+ ignores", ["a\u200cb", "ab"]],
    ["a file where a directory is needed", ["a", "a/b"]],
    ["the same after folding", ["A", "a/b"]],
  ])("refuses two paths that are one: %s", (_why, paths) => {
    const make = () =>
      FileTree.of(
        paths.map((path) => ({ path, bytes: Buffer.from("") })),
        "archive x",
      );
    expect(make).toThrowError(expect.objectContaining({ code: "PATH_COLLIDES" }));
    expect(make).toThrowError(/^archive x: "/);
  });

  test("selects and takes subtrees without changing what it was", () => {
    const tree = treeOf(literal);
    expectSameTree(
      tree.select((path) => path.startsWith("prompts/")),
      { "prompts/a.md": "a", "prompts/b.md": "b" },
    );
    expectSameTree(tree.subtree("prompts"), { "a.md": "a", "b.md": "b" });
    expectSameTree(tree, literal);
    expect(tree.byteLength).toBe(20);
  });
});
