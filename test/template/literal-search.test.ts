import { expect, test } from "vitest";
import { hasHexRun, LiteralSearch } from "../../src/template/literal-search.ts";
import { ourHexDigits, ourLiterals, ourWords } from "../../src/template/secret-rules.ts";
import { secretlintLiterals, secretlintWords } from "../../src/template/secretlint-words.ts";
import { randomFrom } from "../attack/archive-fuzz.ts";
import { matchOf } from "./match-of.ts";

const search = new LiteralSearch([...secretlintLiterals, ...ourLiterals]);
const isSuspect = (text: string) => {
  const bytes = Buffer.from(text, "latin1");
  return search.isIn(bytes) || hasHexRun(bytes, ourHexDigits);
};
const random = randomFrom(1);
const prose = (length: number) =>
  Array.from({ length }, () => " eaorsktgl-_:/.SGAPIKEY"[random(23)]).join("");

test.each([...Object.entries(secretlintWords), ["ours", ourWords] as const])(
  "whatever the word of %s matches, wherever it stands, the literals find (P-12)",
  (_rule, word) => {
    for (let round = 0; word && round < 40; round++) {
      const match = matchOf(word, random);
      expect(word.test(match), match).toBe(true);
      expect(isSuspect(match), match).toBe(true);
      expect(isSuspect(prose(random(9)) + match + prose(random(9))), match).toBe(true);
    }
  },
);

test("a search finds what a plain look for each literal finds, and nothing else", () => {
  const literals = ["://", "SG.", "abc", "abcd", "sk-ant-", "aaab", "ÿþý"];
  const some = new LiteralSearch(literals);
  const pieces = [...literals, ...literals.map((literal) => literal.slice(1)), "a", "S", "s", ":", "-", "ÿ"];
  let found = 0;
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: random(9) }, () => pieces[random(pieces.length)]).join("");
    const expected = literals.some((literal) => text.includes(literal));
    if (some.isIn(Buffer.from(text, "latin1")) !== expected) expect.fail(JSON.stringify(text));
    if (expected) found++;
  }
  expect(found).toBeGreaterThan(1000);
  expect(found).toBeLessThan(4500);
  expect(some.isIn(Buffer.from("x sk-ant"))).toBe(false);
  expect(some.isIn(new Uint8Array(0))).toBe(false);
});

test("so many hex digits in a row are found at every place, and one fewer is not", () => {
  for (let before = 0; before < 90; before++) {
    const text = (length: number) =>
      Buffer.from(`${"-".repeat(before)}${"0a".repeat(30).slice(0, length)}G-`);
    expect(hasHexRun(text(40), 40), `${before}`).toBe(true);
    expect(hasHexRun(text(39), 40), `${before}`).toBe(false);
  }
  expect(hasHexRun(Buffer.from("f".repeat(40)), 40)).toBe(true);
});

test("a literal that is too short to be found at every place is refused", () => {
  expect(() => new LiteralSearch(["sk"])).toThrow("shorter than 3");
});
