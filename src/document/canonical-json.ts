/** Deeper values than any of ours; what is deeper equals nothing. */
const maxDepth = 64;

/**
 * A JSON value as the one text that stands for it whatever the order of its keys. A value that is nested too deep
 * gives a text that no value of ours has.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > maxDepth) return "too deep";
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, depth + 1)}`).join(",")}}`;
}
