/**
 * Whether a text is what a pattern describes, where `*` stands for any part, `/` included. Nothing else in it is special.
 * Takes at most as many steps as the product of both lengths: after a mismatch only the last star is tried again.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchesParts([...pattern], [...text], "*", (part, character) => part === character);
}

/** Whether OWNER/REPO is what a pattern describes, where `*` stands for any part of one of the two names. Forges ignore case. */
export function matchesRepository(pattern: string, repository: string): boolean {
  const wanted = pattern.toLowerCase().split("/");
  const given = repository.toLowerCase().split("/");
  return wanted.length === given.length && wanted.every((part, at) => matchesGlob(part, given[at] ?? ""));
}

/**
 * Whether a path, or a folder above it, is what a pattern describes: from the top of the repository, `*` for any part of a name, `**`
 * for any number of folders.
 */
export function matchesPathPattern(pattern: string, path: string): boolean {
  const parts = pattern.split("/").filter((part) => part !== "");
  const given = path.split("/");
  const below = [...parts, "**", "*"];
  // What ends in /** is everything in the folder, and not the folder.
  if (parts.at(-1) === "**") return matchesParts([...parts, "*"], given, "**", matchesGlob);
  return matchesParts(parts, given, "**", matchesGlob) || matchesParts(below, given, "**", matchesGlob);
}

/** Greedy matching with one point to come back to: the last star. */
function matchesParts(
  wanted: readonly string[],
  given: readonly string[],
  star: string,
  isOne: (wanted: string, given: string) => boolean,
): boolean {
  let at = 0;
  let lastStar = -1;
  let afterStar = 0;
  for (let next = 0; next < given.length; ) {
    const part = wanted[at];
    if (part === star) {
      lastStar = at++;
      afterStar = next;
    } else if (part !== undefined && isOne(part, given[next] ?? "")) {
      at++;
      next++;
    } else if (lastStar >= 0) {
      at = lastStar + 1;
      next = ++afterStar;
    } else {
      return false;
    }
  }
  while (wanted[at] === star) at++;
  return at === wanted.length;
}
