import { describe, expect, test } from "vitest";
import { ancestorsOf, checkPath, comparePaths, pathLimits, unsafeReason } from "../../src/tree/path.ts";

describe("a path of a tree", () => {
  test.each([
    "a",
    "config.yaml",
    "prompts/concierge.md",
    "agent-skills/日本語/SKILL.md",
    ".gitignore",
    ".github/x",
    "a..b/...c",
    "console",
    "com10",
    "git~x",
    "x".repeat(255),
    "a b/c d",
  ])("may be %j", (path) => expect(unsafeReason(path)).toBeUndefined());

  test.each([
    ["", "PATH_UNSAFE"],
    ["/etc/passwd", "PATH_ESCAPES"],
    ["..", "PATH_ESCAPES"],
    ["a/../b", "PATH_ESCAPES"],
    ["a/..", "PATH_ESCAPES"],
    ["./a", "PATH_UNSAFE"],
    ["a/./b", "PATH_UNSAFE"],
    ["a//b", "PATH_UNSAFE"],
    ["a/", "PATH_UNSAFE"],
    ["\uff0e\uff0e/a", "PATH_ESCAPES"],
    ["\u2025/a", "PATH_ESCAPES"],
    [".\u200c./a", "PATH_ESCAPES"],
    ["a\uff0fb", "PATH_UNSAFE"],
    ["a\\b", "PATH_UNSAFE"],
    ["\\\\server\\share", "PATH_UNSAFE"],
    ["C:", "PATH_UNSAFE"],
    ["c:/windows", "PATH_UNSAFE"],
    ["C:relative", "PATH_UNSAFE"],
    ["a\0b", "PATH_UNSAFE"],
    ["a\nb", "PATH_UNSAFE"],
    ["a\x7f", "PATH_UNSAFE"],
    ["a\u0085b", "PATH_UNSAFE"],
    ["a\u2028b", "PATH_UNSAFE"],
    ["a\ud800", "PATH_UNSAFE"],
    ["a.", "PATH_UNSAFE"],
    ["a ", "PATH_UNSAFE"],
    ["a/b. /c", "PATH_UNSAFE"],
    ["con", "PATH_UNSAFE"],
    ["NUL.txt", "PATH_UNSAFE"],
    ["a/Com1", "PATH_UNSAFE"],
    ["lpt\u00b9.md", "PATH_UNSAFE"],
    [".git", "PATH_UNSAFE"],
    [".GIT/config", "PATH_UNSAFE"],
    ["a/.git/hooks/post-checkout", "PATH_UNSAFE"],
    ["GIT~1/config", "PATH_UNSAFE"],
    [".g\u200cit/config", "PATH_UNSAFE"],
    [".git::$INDEX_ALLOCATION", "PATH_UNSAFE"],
    ["\u200c", "PATH_UNSAFE"],
    ["x".repeat(256), "PATH_UNSAFE"],
    ["é".repeat(128), "PATH_UNSAFE"],
    [`${"x".repeat(200)}/`.repeat(5) + "x".repeat(200), "PATH_UNSAFE"],
    [`${"a/".repeat(pathLimits.depth)}a`, "PATH_UNSAFE"],
  ])("may not be %j", (path, code) => {
    const check = () => checkPath(path, "archive x");
    expect(check).toThrowError(expect.objectContaining({ code }));
    expect(check).toThrowError(/^archive x: entry "/);
  });

  test("is ordered by the bytes of its UTF-8 form", () => {
    const paths = ["a", "a/b", "a.b", "a0", "B", "\uffff", "\u{10000}", "\ue000", "\ud7ff", "é", ""];
    const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect([...paths].sort(comparePaths)).toEqual([...paths].sort(byBytes));
  });

  test("has its ancestors, outermost first", () => {
    expect(ancestorsOf("a/b/c")).toEqual(["a", "a/b"]);
    expect(ancestorsOf("a")).toEqual([]);
  });
});
