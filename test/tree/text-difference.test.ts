import { expect, test } from "vitest";
import { textDifference } from "../../src/tree/text-difference.ts";

test("two texts differ in the lines that are not the same, with some around them", () => {
  expect(textDifference("a\nb\nc\n", "a\nB\nc\n")).toEqual(["@@ -1,3 +1,3 @@", " a", "-b", "+B", " c"]);
  expect(textDifference("same", "same")).toEqual([]);
});

test("what is long is cut, and says so", () => {
  const text = (word: string) => Array.from({ length: 300 }, (_, line) => `${word} ${line}`).join("\n");
  const lines = textDifference(text("old"), text("new"), 10);
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toMatch(/^\(and \d+ more lines\)$/);
  expect(textDifference("x".repeat(600_000), "y")).toEqual(["(too long to compare line by line)"]);
  const [, removed = ""] = textDifference("x".repeat(10_000), "y");
  expect(removed.length).toBeLessThan(250);
});
