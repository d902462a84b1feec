import { expect, test } from "vitest";
import { diffFiles } from "../../../src/console/ui/components/code/diff-lines.ts";
import { ansiPieces } from "../../../src/console/ui/components/text/ansi-pieces.ts";
import { pieces } from "../../../src/console/ui/components/text/character-pieces.ts";
import { markdownBlocks } from "../../../src/console/ui/components/text/markdown-blocks.ts";
import { markdownSpans } from "../../../src/console/ui/components/text/markdown-spans.ts";
import { distanceWords, durationWords } from "../../../src/console/ui/components/time/time-words.ts";
import { processorMs } from "../../processor-time.ts";

test("characters that cannot be seen are marks with what they are, and nothing else of a text changes", () => {
  const { shown } = pieces("a\u202eb\u200b\u200b\u0007\tc\n", 100);
  expect(shown).toEqual([
    "a",
    { mark: "U+202E", title: "U+202E, right-to-left override" },
    "b",
    { mark: "U+200B×2", title: "U+200B, zero-width space, 2 times" },
    { mark: "BEL", title: "U+0007, control character" },
    "\tc\n",
  ]);
});

test("a text is cut at its bound, between characters, and the rest is counted", () => {
  expect(pieces("ab😀cd", 3)).toEqual({ shown: ["ab"], left: 4 });
  expect(pieces(`${"\u0007x".repeat(1000)}`, 5000).left).toBeGreaterThan(1000);
});

test("a terminal's colours are classes, and every other sequence keeps its escape, so that it is seen", () => {
  expect(ansiPieces("\u001b[1;31mred\u001b[0m\u001b[2Jplain\u001b]8;;x\u0007")).toEqual([
    { text: "red", classes: ["bold", "color-1"] },
    { text: "\u001b[2Jplain\u001b]8;;x\u0007", classes: [] },
  ]);
  expect(ansiPieces("\u001b[38;5;4mblue\u001b[38;2;9;9;9many").map((piece) => piece.classes)).toEqual([
    ["color-4"],
    [],
  ]);
});

test("a link of Markdown leads to the web and names its host, and every other target is text", () => {
  expect(markdownSpans("[a](https://x.example.test/p)")).toMatchObject([
    { kind: "link", host: "x.example.test" },
  ]);
  for (const target of [
    "javascript:alert(1)",
    "data:text/html,x",
    "https://me:pw@x.example.test/",
    "//x.example.test",
  ])
    expect(
      markdownSpans(`[a](${target})`).map(({ kind }) => kind),
      target,
    ).not.toContain("link");
  expect(markdownSpans("![a](https://x.example.test/p.png)")).toMatchObject([{ kind: "link" }]);
});

test("HTML, link definitions and indents of Markdown are the text that was written", () => {
  expect(markdownBlocks("<img src=x>\n\n[a]: https://x.example.test\n\n<!-- hidden -->")).toEqual([
    { kind: "paragraph", spans: [{ kind: "text", text: "<img src=x>" }] },
    expect.objectContaining({ kind: "paragraph" }),
    { kind: "paragraph", spans: [{ kind: "text", text: "<!-- hidden -->" }] },
  ]);
});

test("blocks of Markdown are read as people write them", () => {
  const kinds = markdownBlocks(
    "# h\n\n- a\n  - b\n- c\n\n> q\n\n```ts\nx\n```\n\n| a |\n| - |\n| b |\n\n---\np",
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    "heading",
    "list",
    "quote",
    "code",
    "table",
    "rule",
    "paragraph",
  ]);
  expect(kinds[1]).toMatchObject({
    items: [[{ kind: "paragraph" }, { kind: "list" }], [{ kind: "paragraph" }]],
  });
});

test.each([
  ["quotes", "> ".repeat(30_000)],
  ["lists", "- ".repeat(30_000)],
  ["stars", "*a ".repeat(20_000)],
  ["brackets", "[".repeat(60_000)],
  ["backticks", "`".repeat(60_000)],
  ["table rows", `|a|\n|-|\n${"|".repeat(60_000)}`],
  ["lines", "a\n".repeat(30_000)],
  ["paragraphs", "a\n\n".repeat(20_000)],
])("60 kB of %s are read within a second of a processor", (_, text) => {
  expect(processorMs(() => markdownBlocks(text))).toBeLessThan(1000);
});

test("a unified difference has the line numbers of both sides", () => {
  const [file] = diffFiles(
    "--- a/x\n+++ b/x\n@@ -3,2 +3,2 @@\n same\n-old\n+new\n\\ No newline at end of file\n",
  );
  expect(file).toEqual({
    name: "x",
    lines: [
      { kind: "hunk", text: "@@ -3,2 +3,2 @@" },
      { kind: "same", old: 3, new: 3, text: "same" },
      { kind: "removed", old: 4, text: "old" },
      { kind: "added", new: 4, text: "new" },
      { kind: "note", text: "\\ No newline at end of file" },
    ],
  });
});

test("a removed line that looks like a file's head is a removed line", () => {
  const [file] = diffFiles("--- a/x\n+++ b/x\n@@ -1,2 +1,1 @@\n--- y\n same\n");
  expect(file?.lines[1]).toEqual({ kind: "removed", old: 1, text: "-- y" });
});

test("times and durations are in words, with two units at most", () => {
  expect(durationWords(0.42)).toBe("0.4 s");
  expect(durationWords(4800)).toBe("1 h 20 min");
  expect(distanceWords("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z")).toBe("2 d ago");
  expect(distanceWords("2026-01-01T00:10:00Z", "2026-01-01T00:00:00Z")).toBe("in 10 min");
});
