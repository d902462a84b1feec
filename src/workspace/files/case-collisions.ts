import type { BaseTree } from "./base-tree.ts";

/**
 * Of some new paths those that differ from another one, or from a folder of another one, only in letter case or in the form of their letters:
 * on other systems the two would be one file.
 * @returns each with the path that it collides with
 */
export function caseCollisions(
  base: BaseTree,
  added: readonly string[],
  removed: ReadonlySet<string>,
): Map<string, string> {
  const found = new Map<string, string>();
  if (added.length === 0) return found;
  const known = new Map<string, string>();
  const claim = (path: string): string | undefined => {
    for (let end = path.indexOf("/"); ; end = path.indexOf("/", end + 1)) {
      const part = end === -1 ? path : path.slice(0, end);
      const folded = part.normalize("NFC").toLowerCase();
      const other = known.get(folded);
      if (other === undefined) known.set(folded, part);
      else if (other !== part) return other;
      if (end === -1) return undefined;
    }
  };
  for (const [path] of base.all()) if (!removed.has(path)) claim(path);
  for (const path of added) {
    const other = claim(path);
    if (other !== undefined) found.set(path, other);
  }
  return found;
}
