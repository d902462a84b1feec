/**
 * Whether items are what a pattern describes, in which one word stands for any number of them, none included. Greedy, with one point to
 * come back to, the last such word: so the time grows with the product of both lengths at most, whatever they are.
 * @param isOne whether any other word of the pattern describes an item
 */
export function matchesWildCard(
  pattern: ArrayLike<string>,
  items: ArrayLike<string>,
  any: string,
  isOne: (wanted: string, given: string) => boolean = (wanted, given) => wanted === given,
): boolean {
  let [at, star, mark] = [0, -1, 0];
  for (let item = 0; item < items.length; ) {
    const wanted = pattern[at];
    if (wanted === any) {
      star = at++;
      mark = item;
    } else if (wanted !== undefined && isOne(wanted, items[item] ?? "")) {
      at++;
      item++;
    } else if (star >= 0) {
      at = star + 1;
      item = ++mark;
    } else return false;
  }
  while (pattern[at] === any) at++;
  return at === pattern.length;
}
