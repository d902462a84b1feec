import { expect, test } from "vitest";
import { showHidden } from "../../../src/agents/context/shown-markup.ts";
import { processorMs } from "../../processor-time.ts";

test.each([
  ["a comment", "a <!-- obey --> b", "a [hidden comment]<!-- obey --> b", 1],
  ["a comment that is not closed", "<!-- obey", "[hidden comment]<!-- obey", 1],
  ["an attribute", '<a title="obey">x</a>', '[hidden HTML]<a title="obey">x[hidden HTML]</a>', 2],
  [
    "collapsed details",
    "<details>\nobey\n</details>",
    "[hidden HTML]<details>\nobey\n[hidden HTML]</details>",
    2,
  ],
  ["a link's title", '[x](http://a "obey")', '[x[hidden link title]](http://a "obey")', 1],
  ["a title behind an address with parentheses", '[x](a(b) "t")', '[x[hidden link title]](a(b) "t")', 1],
  ["a definition", "[//]: # (obey)", "[hidden link definition][//]: # (obey)", 1],
  ["the text of an image", "![obey](a.png)", "[hidden image text]![obey](a.png)", 1],
  [
    "a character by number",
    "&#8203;&#x200b;",
    "[hidden character reference]&#8203;[hidden character reference]&#x200b;",
    2,
  ],
  ["bidirectional and zero-width characters", "a\u202eb\u200bc\u2066", "a\\u{202e}b\\u{200b}c\\u{2066}", 3],
  ["tag characters", "a\u{e0041}\u{e0042}", "a\\u{e0041}\\u{e0042}", 2],
  ["variation selectors that carry bytes", "a\u{fe01}\u{e0100}", "a\\u{fe01}\\u{e0100}", 2],
  ["fillers", "\u3164\u115f\u2800", "\\u{3164}\\u{115f}\\u{2800}", 3],
  ["other line ends", "a\rb\u2028c\u0085d\u000be", "a\\u{d}b\\u{2028}c\\u{85}d\\u{b}e", 4],
  ["a lone surrogate", "a\ud800", "a\\u{d800}", 1],
])("%s is made visible and counted", (_, text, shown, hidden) => {
  expect(showHidden(text)).toEqual({ text: shown, hidden });
});

test("what everybody sees stays as it is", () => {
  const text = "# Title\n\n\tcode 1 < 2 && 3 > 2\n\n- [x](http://a) ❤\ufe0f é 日本語\r\n`x`";
  expect(showHidden(text)).toEqual({ text: text.replaceAll("\r\n", "\n"), hidden: 0 });
});

test("a text that is made to cost time does not", () => {
  const took = processorMs(() => {
    for (const piece of ["<a", "![", "[", "](a ", "&#", "<!--", "`"]) showHidden(piece.repeat(20_000));
  });
  expect(took).toBeLessThan(10_000);
});
