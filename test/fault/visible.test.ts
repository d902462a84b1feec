import { expect, test } from "vitest";
import { logLine, shortened, visible } from "../../src/fault/visible.ts";

test("what cannot be seen is written as an escape", () => {
  expect(visible("a\nb\r\tc")).toBe("a\\nb\\r\\tc");
  expect(visible("safe\u202egnp.exe\u2066\u200b\u2028")).toBe(
    "safe\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{2028}",
  );
  expect(visible("\u001b[31mred\u0000")).toBe("\\u{1b}[31mred\\u{0}");
  expect(visible("half \ud800 a pair")).toBe("half \\u{d800} a pair");
  expect(visible("prompts/Überblick-日本語-👍.md")).toBe("prompts/Überblick-日本語-👍.md");
});

test.each([
  ["::error::x", "\\u{3a}:error::x"],
  ["  ::add-mask::x", "  \\u{3a}:add-mask::x"],
  ["a ##[add-mask]x", "a ##\\u{5b}add-mask]x"],
  ["a\n::stop-commands::t", "a\\n::stop-commands::t"],
  ["a ::error::x", "a ::error::x"],
])("the line %j gives a runner no command", (line, expected) => {
  expect(logLine(line)).toBe(expected);
});

test("a long text keeps both its ends", () => {
  expect(shortened("prompts/long.md", 100)).toBe("prompts/long.md");
  expect(shortened("abcdefghij", 5)).toBe("ab…ij");
  expect([...shortened("👍".repeat(50), 11)]).toHaveLength(11);
});
