/** The lines of a file that a diff shows, on each side: forges take remarks on these alone. */
export interface DiffLines {
  readonly old: ReadonlySet<number>;
  readonly new: ReadonlySet<number>;
}

const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** The lines of one file's patch. Lines are counted by the hunks' own numbers: no content can pass for a header. */
export function linesOfPatch(patch: string): DiffLines {
  const found = { old: new Set<number>(), new: new Set<number>() };
  takeHunks(patch.split("\n"), 0, found);
  return found;
}

/** The lines of every file of a diff as git writes it. Files whose names git has to quote are left out. */
export function linesOfDiff(diff: string): ReadonlyMap<string, DiffLines> {
  const files = new Map<string, DiffLines>();
  const lines = diff.split("\n");
  let names: readonly string[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const [, name] = /^(?:---|\+\+\+) [ab]\/(.*?)\t?$/.exec(line) ?? [];
    if (line.startsWith("diff --git ")) names = [];
    else if (name !== undefined) names = [...names, name];
    if (!hunk.test(line)) {
      at++;
      continue;
    }
    const found = { old: new Set<number>(), new: new Set<number>() };
    at = takeHunks(lines, at, found);
    for (const one of new Set(names)) files.set(one, found);
  }
  return files;
}

interface FoundLines {
  readonly old: Set<number>;
  readonly new: Set<number>;
}

/** @returns the line behind the last of the hunks */
function takeHunks(lines: readonly string[], from: number, found: FoundLines): number {
  let at = from;
  for (;;) {
    const [, before, oldCount = "1", after, newCount = "1"] = hunk.exec(lines[at] ?? "") ?? [];
    if (before === undefined) return at;
    const sides = { old: Number(before), new: Number(after) };
    at = takeLines(lines, at + 1, sides, { old: Number(oldCount), new: Number(newCount) }, found);
    if (lines[at]?.startsWith("\\")) at++;
  }
}

/** Takes as many lines of content as a hunk's header says. @returns the line behind them */
function takeLines(
  lines: readonly string[],
  from: number,
  next: { old: number; new: number },
  left: { old: number; new: number },
  found: FoundLines,
): number {
  let at = from;
  for (; (left.old > 0 || left.new > 0) && at < lines.length; at++) {
    const sign = lines[at]?.[0];
    if (sign === "\\") continue;
    for (const side of ["old", "new"] as const) {
      if (sign === (side === "old" ? "+" : "-")) continue;
      found[side].add(next[side]++);
      left[side]--;
    }
  }
  return at;
}
