/**
 * One pattern of an ignore file, as `moby/patternmatcher` compiles it: `**` is any number of directories, `*` and `?` stop at
 * a slash.
 */
export interface IgnorePattern {
  /** True for `!pattern`, which takes back what patterns before it ignored. */
  readonly isException: boolean;
  /** How many segments it has. */
  readonly depth: number;
  matches(path: string): boolean;
}

/** A class that Go's two kinds of expression and ours read alike. */
const plainClass = /^\[\^?(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|[_.~])+\]/;

/**
 * Compiles a cleaned pattern.
 * @returns `undefined` for a pattern with escapes or unusual classes, which the matchers of builders read in different ways
 */
export function ignorePattern(cleaned: string): IgnorePattern | undefined {
  const isException = cleaned.startsWith("!");
  const pattern = isException ? cleaned.slice(1) : cleaned;
  const matches = matcherOf(pattern);
  return matches && { isException, depth: pattern.split("/").length, matches };
}

function matcherOf(pattern: string): ((path: string) => boolean) | undefined {
  // The library takes these two forms as a plain ending and a plain beginning; so `**a` is any path that ends in `a`.
  const [, ending] = /^\*\*([^*?[\]\\^]*)$/.exec(pattern) ?? [];
  if (ending !== undefined)
    return (path) => path.endsWith(ending) || (ending.startsWith("/") && path === ending.slice(1));
  const [, beginning] = /^([^*?[\]\\^]*)\*\*$/.exec(pattern) ?? [];
  if (beginning !== undefined) return (path) => path.startsWith(beginning);
  if (!/[*?[\]\\^]/.test(pattern)) return (path) => path === pattern;
  const source = expressionOf(pattern);
  if (source === undefined) return undefined;
  const expression = new RegExp(`^${source}$`, "u");
  return (path) => expression.test(path);
}

function expressionOf(pattern: string): string | undefined {
  let source = "";
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const [token = ""] = /^\*\*\/?|^\*/.exec(rest) ?? plainClass.exec(rest) ?? [rest[0]];
    at += token.length;
    if (token.startsWith("**")) source += at === pattern.length ? ".*" : "(?:.*/)?";
    else if (token === "*") source += "[^/]*";
    else if (token === "?") source += "[^/]";
    else if (token.length > 1 && isOrdered(token)) source += token;
    else if (token.length > 1 || /[[\]\\^]/.test(token)) return undefined;
    else source += RegExp.escape(token);
  }
  return source;
}

/** False where a range runs backwards. */
function isOrdered(members: string): boolean {
  return [...members.matchAll(/(\w)-(\w)/g)].every(([, low = "", high = ""]) => low <= high);
}
