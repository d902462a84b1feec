import { existsSync } from "node:fs";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { observeIn } from "../tree/directory-reader.ts";
import { clearLeftoversBelow } from "../tree/directory-writer.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { comparePaths } from "../tree/path.ts";
import { planSync } from "../tree/sync-plan.ts";
import { readLedger } from "./delivery-ledger.ts";
import { stateDirectory } from "./delivery-place.ts";
import { type LaidOut, laidOutBy, layOut } from "./lay-out.ts";
import type { TemplateAssets } from "./template-assets.ts";

/** What a delivery into a template's own directory changed. */
export interface DeliveryResult extends LaidOut {
  /** Files in the place that no delivery wrote; they are kept. */
  readonly foreign: readonly string[];
}

export interface DeliveryOptions {
  readonly signal: AbortSignal;
  /** Whether files that no delivery wrote are removed. Default false: they are kept and reported. */
  readonly prune?: boolean | undefined;
  /** Only says what would change: nothing is written, and no lock is taken. Default false. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Makes `<into>/<name>/` hold the assets, and keeps what Identikit did not write. The ledger lies beside the directory, so
 * that the directory holds the assets alone. A run that is killed is completed by the next.
 * @throws {IdentikitError} `LOCK_HELD`, `PATH_LINKED`, `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `DOCUMENT_INVALID`
 */
export async function deliverInto(
  into: string,
  assets: TemplateAssets,
  { signal, prune = false, dryRun = false }: DeliveryOptions,
): Promise<DeliveryResult> {
  if (dryRun) return rehearseDelivery(into, assets, prune);
  const { name } = assets.origin;
  using root = AnchoredDirectory.make(into);
  using state = root.enterOrMake(stateDirectory);
  const options = { place: `${into}/${name}`, signal };
  using _lock = await ExclusiveLock.acquire(`${state.path}/${name}.lock`, options);
  using directory = root.enterOrMake(name);
  const ledgerName = `${name}.json`;
  const ledger = readLedger(state, ledgerName);
  let have: ObservedEntry[] = [];
  const observe = () => {
    have = observeIn(directory);
    return have;
  };
  const ours = new Set(ledger?.files);
  const place = { directory, state, ledgerName, ledger, durable: false };
  const laidOut = await layOut(place, assets, observe, (path) => prune || ours.has(path), signal);
  if (prune) {
    // What was removed may have left directories behind, such as those of a planted repository.
    for (const { path, kind } of have)
      if (kind === "directory" && !path.includes("/")) clearLeftoversBelow(directory, path);
    return { ...laidOut, foreign: [] };
  }
  return { ...laidOut, foreign: foreignIn(have, assets, ours) };
}

/** What {@link deliverInto} would change. */
function rehearseDelivery(into: string, assets: TemplateAssets, prune: boolean): DeliveryResult {
  const { name } = assets.origin;
  using opened = new DisposableStack();
  const root = existsSync(into) ? opened.use(AnchoredDirectory.open(into)) : undefined;
  const state = opened.use(root?.enter(stateDirectory));
  const directory = opened.use(root?.enter(name));
  const ours = new Set(state && readLedger(state, `${name}.json`)?.files);
  const have = directory ? observeIn(directory) : [];
  const plan = planSync(assets.tree, have, (path) => prune || ours.has(path));
  return { ...laidOutBy(plan), foreign: prune ? [] : foreignIn(have, assets, ours) };
}

/** Files of a place that no delivery wrote. */
function foreignIn(
  have: readonly ObservedEntry[],
  assets: TemplateAssets,
  ours: ReadonlySet<string>,
): string[] {
  return have
    .filter(({ path, kind }) => kind !== "directory" && !assets.tree.get(path) && !ours.has(path))
    .map((entry) => entry.path)
    .sort(comparePaths);
}
