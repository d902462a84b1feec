import { matchesWildCard } from "../../tree/wild-card.ts";

/**
 * Whether a text is what a pattern describes, where `*` stands for any part, `/` included. Nothing else in it is special.
 * Takes at most as many steps as the product of both lengths: after a mismatch only the last star is tried again.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  return matchesWildCard([...pattern], [...text], "*");
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
  if (parts.at(-1) === "**") return matchesWildCard([...parts, "*"], given, "**", matchesGlob);
  return matchesWildCard(parts, given, "**", matchesGlob) || matchesWildCard(below, given, "**", matchesGlob);
}
