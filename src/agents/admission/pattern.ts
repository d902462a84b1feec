import { matchesWildCard } from "../../tree/wild-card.ts";
import { foldedName } from "./folded-name.ts";

/**
 * Whether a repository is meant by a pattern OWNER/REPO. `*` stands for any part of one of the two names, never for the slash;
 * every other character stands for itself. Letter case does not count.
 */
export function isRepositoryOf(pattern: string, repository: string): boolean {
  const [owner = "", ...rest] = foldedName(repository).split("/");
  const [ownerPattern = "", ...restPattern] = foldedName(pattern).split("/");
  const [name] = rest;
  const [namePattern] = restPattern;
  if (rest.length !== 1 || restPattern.length !== 1 || name === undefined || namePattern === undefined)
    return false;
  return matchesWildCard(ownerPattern, owner, "*") && matchesWildCard(namePattern, name, "*");
}

/** Whether a full ref is meant by a pattern. `*` stands for any part, slashes among it; letter case counts, as it does in git. */
export function isRefOf(pattern: string, ref: string): boolean {
  return matchesWildCard(pattern, ref, "*");
}

/**
 * Whether each repository that one pattern means is meant by another. A `*` of the narrower one counts as a character that only
 * a `*` of the wider one stands for, so that a yes is never wrong.
 */
export function isPatternWithin(narrower: string, wider: string): boolean {
  return isRepositoryOf(wider, narrower);
}
