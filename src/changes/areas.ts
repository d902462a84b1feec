import type { Diff } from "./diff.ts";
import { touches } from "./path-pattern.ts";

/** Which areas a change touches, by name. A path that stands in no area touches none. */
export function areasOf(
  { files }: Diff,
  areas: Readonly<Record<string, readonly string[]>>,
): Record<string, boolean> {
  const touched = (patterns: readonly string[]) =>
    files.some((file) => patterns.some((pattern) => touches(pattern, file)));
  return Object.fromEntries(Object.entries(areas).map(([name, patterns]) => [name, touched(patterns)]));
}
