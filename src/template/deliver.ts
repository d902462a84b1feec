import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { observeIn } from "../tree/directory-reader.ts";
import { applySyncIn, clearLeftovers } from "../tree/directory-writer.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { comparePaths } from "../tree/path.ts";
import { planSync } from "../tree/sync-plan.ts";
import { ledgerBefore, ledgerFiles, readLedger, writeLedger } from "./delivery-ledger.ts";
import { stateDirectory } from "./delivery-place.ts";

/** A template's assets, and what is said about them beside them. */
export interface Delivery {
  readonly name: string;
  readonly tree: FileTree;
  readonly source: string;
  readonly commit: string | null;
}

/** What a delivery changed, in byte order of paths. */
export interface DeliveryResult {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** Files in the place that no delivery wrote; they are left. */
  readonly foreign: readonly string[];
}

/**
 * Makes `<into>/<name>/` hold the assets: writes what differs, removes what an earlier delivery wrote and the
 * template no longer has, leaves what nobody of us wrote. The ledger lies beside the directory, so that the
 * directory holds the assets alone. A run that is killed is completed by the next.
 * @throws {IdentikitError} `LOCK_HELD`, `PATH_LINKED`, `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `DOCUMENT_INVALID`
 */
export async function deliverInto(
  into: string,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<DeliveryResult> {
  const { name, tree, source, commit } = delivery;
  using root = AnchoredDirectory.make(into);
  using state = root.enterOrMake(stateDirectory);
  const place = `${into}/${name}`;
  using _lock = await ExclusiveLock.acquire(`${state.path}/${name}.lock`, { place, signal });
  using directory = root.enterOrMake(name);
  const ledgerName = `${name}.json`;
  const before = readLedger(state, ledgerName);
  const ours = new Set(before?.files);
  if (before && !before.complete) clearLeftovers(directory, before.files);
  const have = observeIn(directory);
  const plan = planSync(tree, have, (path) => ours.has(path));
  const next = {
    template: name,
    source,
    commit,
    treeDigest: tree.digest,
    complete: true,
    files: ledgerFiles(tree),
  };
  const changes = plan.write.length > 0 || plan.remove.length > 0;
  if (changes) writeLedger(state, ledgerName, ledgerBefore(before, next));
  applySyncIn(directory, plan, { signal });
  if (changes || JSON.stringify(before) !== JSON.stringify({ version: 1, ...next }))
    writeLedger(state, ledgerName, next);
  return {
    written: plan.write.map((file) => file.path),
    removed: [...plan.remove].sort(comparePaths),
    unchanged: plan.unchanged,
    foreign: have
      .filter(({ path, kind }) => kind !== "directory" && !tree.get(path) && !ours.has(path))
      .map((entry) => entry.path)
      .sort(comparePaths),
  };
}
