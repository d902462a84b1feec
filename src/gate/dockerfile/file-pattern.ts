import { certain } from "../../fault/certain.ts";
/** True for a source that is a pattern rather than a path. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * The pattern of a COPY's source as builders match it: Go's `filepath.Match`, where `*` and `?` stop at a slash.
 * @returns `undefined` for a malformed pattern, which matches nothing
 */
export function filePattern(pattern: string): ((path: string) => boolean) | undefined {
  let source = "";
  for (let at = 0; at < pattern.length; ) {
    const character = pattern.charAt(at);
    if (character === "[") {
      const found = /^\[(\^?)((?:[^\]\\-](?:-[^\]\\-])?)+)\]/.exec(pattern.slice(at));
      if (!found) return undefined;
      source += classOf(found[1] !== "", certain(found[2]));
      at += found[0].length;
      continue;
    }
    if (character === "*") source += "[^/]*";
    else source += character === "?" ? "[^/]" : RegExp.escape(character);
    at += 1;
  }
  const expression = new RegExp(`^${source}$`, "su");
  return (path) => expression.test(path);
}

function classOf(isNegated: boolean, members: string): string {
  const ranges = [...members.matchAll(/(.)(?:-(.))?/gsu)].flatMap(([, low = "", high]) => {
    if (high === undefined) return RegExp.escape(low);
    return low <= high ? `${RegExp.escape(low)}-${RegExp.escape(high)}` : [];
  });
  if (ranges.length === 0) return isNegated ? "[^]" : "[]";
  return `[${isNegated ? "^" : ""}${ranges.join("")}]`;
}
