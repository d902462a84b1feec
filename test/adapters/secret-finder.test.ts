import { expect, test } from "vitest";
import { SecretFinder } from "../../src/adapters/masking/secret-finder.ts";

/** What a finder should find, the slow way: at each character the longest value, white space passed over. */
function slowly(
  values: readonly string[],
  text: string,
): { found: { start: number; end: number }[]; openFrom: number } {
  const places = [...text].flatMap((character, at) => (/\s/.test(character) ? [] : [at]));
  const squeezed = places.map((at) => text[at]).join("");
  const sorted = values.toSorted((a, b) => b.length - a.length);
  const place = (at: number) => places[at] ?? 0;
  const found: { start: number; end: number }[] = [];
  let openFrom = text.length;
  for (let at = 0; at < squeezed.length; ) {
    const rest = squeezed.slice(at);
    if (
      openFrom === text.length &&
      sorted.some((value) => value.length > rest.length && value.startsWith(rest))
    )
      openFrom = place(at);
    const value = sorted.find((one) => rest.startsWith(one));
    if (value === undefined) at++;
    else {
      found.push({ start: place(at), end: place(at + value.length - 1) + 1 });
      at += value.length;
    }
  }
  return { found, openFrom };
}

test("finds what the slow way finds, in texts by chance", () => {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const letters = "ab \n";
  const word = (length: number, of = letters) => Array.from({ length }, () => of[next(of.length)]).join("");
  let some = 0;
  for (let round = 0; round < 3000; round++) {
    // Their base64 and other forms stand in no text of these letters.
    const values = Array.from({ length: 1 + next(3) }, () => word(4 + next(5), "ab"));
    const text = word(next(40));
    const finder = new SecretFinder(values);
    const want = slowly(values, text);
    expect(finder.find(text), JSON.stringify({ values, text })).toEqual(want);
    some += want.found.length;
  }
  expect(some).toBeGreaterThan(500);
});

test("takes values with characters of patterns as they are, and leaves out those that are too short", () => {
  expect(new SecretFinder(["a.*b+(c)"]).find("xa.*b+(c)x").found).toEqual([{ start: 1, end: 9 }]);
  expect(new SecretFinder(["a.*b+(c)"]).find("aXXb").found).toEqual([]);
  expect(new SecretFinder(["abc", ""]).find("abc")).toEqual({ found: [], openFrom: 3 });
});
