import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../fault/finding.ts";
import { type Difference, differenceFinding } from "../tree/compare.ts";
import { observeDirectory } from "../tree/directory-reader.ts";
import { FileTree } from "../tree/file-tree.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { comparePaths } from "../tree/path.ts";
import { deliveryOf } from "./delivered-directory.ts";
import type { DeliveryLedger } from "./delivery-ledger.ts";
import { ledgerPlace } from "./delivery-place.ts";
import type { Policy } from "./policy.ts";
import type { LockedTemplate } from "./template-lock.ts";

/** A fetched directory, and what it is compared with. */
export interface FetchedCopy {
  /** The template's name. */
  readonly name: string;
  readonly directory: string;
  /** What `identikit.lock` says of it; `undefined` where it says nothing. */
  readonly locked: LockedTemplate | undefined;
  /** The delivery policy in force. */
  readonly policy: Policy;
}

const remedies = {
  stray: "Run `identikit fetch --prune` to remove it; if it belongs to the template, commit it there.",
  altered:
    "Run `identikit fetch --prune` to bring the template's file back; make changes in the template itself.",
  behind: "Run `identikit fetch --update-lock` and commit identikit.lock, or `identikit fetch --locked`.",
} as const;

/**
 * Compares a fetched directory with `identikit.lock`: a file that somebody put into it, changed or removed is a finding of
 * severity `error`. What differs from the lock for a reason that can be seen is a warning (`LOCK_BEHIND`): the directory
 * holds just what a later or earlier fetch delivered, or it is a checkout of its own, whose commit is what is read.
 * @throws {IdentikitError} `FILE_UNREADABLE`, and `DOCUMENT_INVALID` for a delivery ledger that was tampered with
 */
export function checkFetchedCopy(copy: FetchedCopy): Finding[] {
  const { name, directory, locked, policy } = copy;
  const ledger = ledgerOf(directory);
  if (!ledger && !locked) return [];
  const isCheckout = !ledger && existsSync(join(directory, ".git"));
  const seen = observeDirectory(directory, {
    // A repository in a fetched directory would be read in its place: it is one finding, not thousands.
    keep: (path) => !path.startsWith(".git/") && (ledger !== undefined || policy.reaches(path)),
    withBytes: true,
  });
  const asDelivered = ledger !== undefined && isDelivery(ledger, seen);
  if (asDelivered && locked && ledger.treeDigest !== locked.treeDigest)
    return [behind(copy, locked, ledger.commit ?? ledger.treeDigest)];
  const differences = locked ? compareWithLock(seen, locked) : asDelivered ? [] : strays(seen, ledger);
  if (isCheckout && locked && differences.length > 0)
    return [behind(copy, locked, `a checkout, in which ${differences[0]?.path} differs`)];
  return differences.map((difference) =>
    differenceFinding(
      difference,
      difference.code === "FILE_EXTRA" ? remedies.stray : remedies.altered,
      `fetched template ${name}`,
    ),
  );
}

/**
 * What a fetch into the directory would overwrite or leave beside its files: those that somebody changed or put there. What is
 * missing, or was left half done by a fetch that was interrupted, is not among it: the next fetch completes that.
 * @throws {IdentikitError} as {@link checkFetchedCopy} does
 */
export function alterationsOf(copy: FetchedCopy): Finding[] {
  if (!existsSync(copy.directory)) return [];
  const ledger = ledgerOf(copy.directory);
  const begun = new Set(ledger?.complete === false ? ledger.files : []);
  return checkFetchedCopy(copy).filter(
    ({ severity, code, path }) => severity === "error" && code !== "FILE_MISSING" && !begun.has(path),
  );
}

function ledgerOf(directory: string): DeliveryLedger | undefined {
  const { state, name } = ledgerPlace(directory);
  return existsSync(join(state, name)) ? deliveryOf(directory) : undefined;
}

function isDelivery({ treeDigest, files }: DeliveryLedger, seen: readonly ObservedEntry[]): boolean {
  const known = new Set(files);
  const present = entriesOf(seen);
  if (present.some(({ path, kind }) => kind !== "file" || !known.has(path))) return false;
  return treeOf(present).digest === treeDigest;
}

/** The lock has a digest for each file, and one of the whole tree, which covers the modes as well. */
function compareWithLock(seen: readonly ObservedEntry[], locked: LockedTemplate): Difference[] {
  const differences: Difference[] = [];
  const missing = new Map(Object.entries(locked.files));
  for (const { path, kind, digest, target } of entriesOf(seen)) {
    const expected = missing.get(path) ?? null;
    missing.delete(path);
    const actual = digest ?? (target === undefined ? kind : `symlink to ${target}`);
    if (expected === null) differences.push({ code: "FILE_EXTRA", path, expected, actual });
    else if (kind !== "file") differences.push({ code: "FILE_TYPE", path, expected: "file", actual });
    else if (digest !== expected) differences.push({ code: "FILE_CHANGED", path, expected, actual });
  }
  for (const [path, expected] of missing)
    differences.push({ code: "FILE_MISSING", path, expected, actual: null });
  if (differences.length > 0) return differences.sort((a, b) => comparePaths(a.path, b.path));
  const { digest } = treeOf(seen);
  if (digest === locked.treeDigest) return [];
  return [{ code: "FILE_MODE", path: ".", expected: locked.treeDigest, actual: digest }];
}

/** Without a lock entry only the ledger's list of files is known, and the digest of them all. */
function strays(seen: readonly ObservedEntry[], ledger: DeliveryLedger | undefined): Difference[] {
  const known = new Set(ledger?.files);
  const extra = entriesOf(seen).filter(({ path }) => !known.has(path));
  if (extra.length === 0 && ledger)
    return [{ code: "FILE_CHANGED", path: ".", expected: ledger.treeDigest, actual: treeOf(seen).digest }];
  return extra.map(({ path, kind, digest }) => ({
    code: "FILE_EXTRA",
    path,
    expected: null,
    actual: digest ?? kind,
  }));
}

/** Directories are no entries; a repository's own is one, as it decides what is read. */
function entriesOf(seen: readonly ObservedEntry[]): ObservedEntry[] {
  return seen.filter(({ kind, path }) => kind !== "directory" || path === ".git");
}

function treeOf(seen: readonly ObservedEntry[]): FileTree {
  const files = seen.flatMap(({ path, kind, mode, bytes }) =>
    kind === "file" && bytes ? [{ path, mode, bytes }] : [],
  );
  return FileTree.of(files, "the fetched directory");
}

function behind({ name, directory }: FetchedCopy, locked: LockedTemplate, actual: string): Finding {
  return {
    code: "LOCK_BEHIND",
    severity: "warning",
    path: directory,
    expected: locked.commit ?? locked.treeDigest,
    actual,
    remedy: remedies.behind,
    subject: `fetched template ${name}`,
  };
}
