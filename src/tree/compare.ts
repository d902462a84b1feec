import { certain } from "../fault/certain.ts";
import type { Finding } from "../fault/finding.ts";
import type { FindingCode } from "../fault/finding-codes.ts";
import type { FileTree, TreeFile } from "./file-tree.ts";
import type { ObservedEntry } from "./observed.ts";
import { comparePaths } from "./path.ts";

/** How a copy differs from its source at one path. */
export type DifferenceCode = Extract<
  FindingCode,
  "FILE_MISSING" | "FILE_EXTRA" | "FILE_CHANGED" | "FILE_TYPE" | "FILE_MODE" | "FILE_OWNER" | "FILE_ATTRIBUTE"
>;

export interface Difference {
  readonly code: DifferenceCode;
  readonly path: string;
  readonly expected: string | null;
  readonly actual: string | null;
}

export interface CompareOptions {
  /** The owner that every file must have; left out, owners are not looked at. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/**
 * Every difference between a tree and what was observed of its copy, in byte order of paths: missing, extra,
 * changed, wrong type, wrong mode, wrong owner, attributes that change who may do what. Directories are not entries, except where one stands in a
 * file's place. Several differences of one file are all given.
 */
export function compareTree(
  expected: FileTree,
  observed: Iterable<ObservedEntry>,
  options: CompareOptions = {},
): Difference[] {
  const differences: Difference[] = [];
  const unseen = new Set([...expected].map((file) => file.path));
  for (const entry of observed) {
    const want = expected.get(entry.path);
    if (want) {
      unseen.delete(entry.path);
      differences.push(...compareFile(want, entry, options));
    } else if (entry.kind !== "directory") {
      differences.push({ code: "FILE_EXTRA", path: entry.path, expected: null, actual: describe(entry) });
    }
  }
  for (const path of unseen) {
    const want = certain(expected.get(path));
    differences.push({ code: "FILE_MISSING", path, expected: want.digest, actual: null });
  }
  return differences.sort((a, b) => comparePaths(a.path, b.path));
}

function compareFile(want: TreeFile, entry: ObservedEntry, options: CompareOptions): Difference[] {
  const { path } = want;
  if (entry.kind !== "file") return [{ code: "FILE_TYPE", path, expected: "file", actual: describe(entry) }];
  const differences: Difference[] = [];
  if (entry.digest !== want.digest) {
    differences.push({ code: "FILE_CHANGED", path, expected: want.digest, actual: entry.digest ?? null });
  }
  if (modeDiffers(want.mode, entry.mode)) {
    differences.push({ code: "FILE_MODE", path, expected: octal(want.mode), actual: octal(entry.mode) });
  }
  const { owner } = options;
  if (owner && entry.owner && (entry.owner.uid !== owner.uid || entry.owner.gid !== owner.gid)) {
    const actual = `${entry.owner.uid}:${entry.owner.gid}`;
    differences.push({ code: "FILE_OWNER", path, expected: `${owner.uid}:${owner.gid}`, actual });
  }
  if (entry.attributes && entry.attributes.length > 0) {
    differences.push({
      code: "FILE_ATTRIBUTE",
      path,
      expected: null,
      actual: entry.attributes.join(", "),
    });
  }
  return differences;
}

/** Read and execute bits must be those of 0644 or 0755; special bits and world-write must not be set. */
export function modeDiffers(want: number, actual: number): boolean {
  return (actual & 0o555) !== (want & 0o555) || (actual & 0o7002) !== 0;
}

function describe(entry: ObservedEntry): string {
  if (entry.kind === "symlink") return `symlink to ${entry.target ?? "?"}`;
  return entry.kind === "file" ? (entry.digest ?? "file") : entry.kind;
}

/** A mode as people write it. */
export function octal(mode: number): string {
  return `0${mode.toString(8).padStart(3, "0")}`;
}

/** A difference as a finding of severity `error`, with the remedy of the check that found it. */
export function differenceFinding(difference: Difference, remedy: string, subject?: string): Finding {
  return { ...difference, severity: "error", remedy, ...(subject === undefined ? {} : { subject }) };
}
