import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { applyPlan, clearLeftovers } from "../tree/directory-writer.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { comparePaths } from "../tree/path.ts";
import { planSync, type SyncPlan } from "../tree/sync-plan.ts";
import {
  clearLedgerLeftover,
  type DeliveryLedger,
  ledgerBefore,
  ledgerFiles,
  writeLedger,
} from "./delivery-ledger.ts";
import type { TemplateAssets } from "./template-assets.ts";

/** The place of a delivery: both directories held open, under the lock of the place. */
export interface DeliveryPlace {
  /**
   * Whether the files are to be on the disk before the delivery is over. What can be fetched again need not be: the next
   * fetch reads every file and repairs it.
   */
  readonly durable: boolean;
  /** Where the assets go. */
  readonly directory: AnchoredDirectory;
  /** Where the ledger is, and its name there. */
  readonly state: AnchoredDirectory;
  readonly ledgerName: string;
  readonly ledger: DeliveryLedger | undefined;
}

/** What a delivery changed, in byte order of paths. */
export interface LaidOut {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/**
 * Brings a place to hold the assets: writes what differs, removes what an earlier delivery wrote and the assets no
 * longer have. The ledger names every file that may be ours before the first change, so that the run after one that was
 * killed knows them.
 * @param observe what is there, asked after the leftovers of a killed run were cleared away
 * @param mayRemove whether a path that the assets do not have may be removed
 */
export async function layOut(
  place: DeliveryPlace,
  assets: TemplateAssets,
  observe: () => readonly ObservedEntry[],
  mayRemove: (path: string) => boolean,
  signal: AbortSignal,
): Promise<LaidOut> {
  const { directory, state, ledgerName, ledger, durable } = place;
  const { tree } = assets;
  clearLedgerLeftover(state, ledgerName);
  if (ledger && !ledger.complete) clearLeftovers(directory, ledger.files);
  const plan = planSync(tree, observe(), mayRemove);
  const { name, source, commit } = assets.origin;
  const next = {
    template: name,
    source,
    commit,
    treeDigest: tree.digest,
    complete: true,
    files: ledgerFiles(tree),
  };
  const changes = plan.write.length > 0 || plan.remove.length > 0;
  if (changes) writeLedger(state, ledgerName, ledgerBefore(ledger, next));
  if (changes) await applyPlan(directory, plan, { signal, sync: durable });
  if (changes || JSON.stringify(ledger) !== JSON.stringify({ version: 1, ...next }))
    writeLedger(state, ledgerName, next);
  return laidOutBy(plan);
}

/** What carrying out a plan changes. */
export function laidOutBy(plan: SyncPlan): LaidOut {
  return {
    written: plan.write.map((file) => file.path),
    removed: plan.remove.toSorted(comparePaths),
    unchanged: plan.unchanged,
  };
}
