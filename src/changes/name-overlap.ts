/**
 * Whether some name matches both of two patterns, in which `*` stands for any text. A branch protection of Gitea is a pattern,
 * and so is the name of a job that is put together at run time.
 */
export function mayMeet(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  // reach[j]: the rest of `a` from the row's place on meets the rest of `b` from j on.
  let below = b.map((_, j) => onlyStars(b, j)).concat(true);
  for (let i = a.length - 1; i >= 0; i--) {
    const row = new Array<boolean>(b.length + 1).fill(false);
    row[b.length] = onlyStars(a, i);
    for (let j = b.length - 1; j >= 0; j--) {
      if (a[i] === "*" || b[j] === "*")
        row[j] = (below[j] ?? false) || (row[j + 1] ?? false) || (below[j + 1] ?? false);
      else row[j] = a[i] === b[j] && (below[j + 1] ?? false);
    }
    below = row;
  }
  return below[0] ?? false;
}

function onlyStars(text: readonly string[], from: number): boolean {
  return text.slice(from).every((character) => character === "*");
}
