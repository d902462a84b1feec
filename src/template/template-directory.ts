import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { observeDirectory, treeOfObserved } from "../tree/directory-reader.ts";
import type { EntryKind } from "../tree/observed.ts";
import { AssetSelection } from "./asset-selection.ts";
import { deliveryOf, isAsDelivered } from "./delivered-directory.ts";
import { ledgerPlace } from "./delivery-place.ts";
import { deliveredFrom, type FetchedTrees } from "./fetched-trees.ts";
import { type Checkout, findCheckout, firstChange, localCommit, originOf } from "./git-checkout.ts";
import { readCommit } from "./git-objects.ts";
import type { Policy } from "./policy.ts";
import { defaultLimits, type SourceContent, type SourceLimits } from "./source.ts";

export interface ReadTemplateOptions {
  /** Which paths are read. */
  readonly policy: Policy;
  /** The caller's environment; git gets what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly limits?: SourceLimits;
  /** What this run has fetched: a directory that it was laid into is not read again. */
  readonly fetched?: FetchedTrees | undefined;
}

/** A template's directory as it stands. */
export interface TemplateDirectory extends SourceContent {
  /** Where the checkout says that it was cloned from, without credentials; `null` where it does not say. */
  readonly repository: string | null;
}

/**
 * A template's directory as it stands. Where it lies in a git checkout and the paths of the policy are clean
 * (untracked and ignored files count as changes), the bytes are those of HEAD's objects, so that line ending
 * conversion, filters and umask change nothing, and the commit is given. Where a fetch delivered it and nothing has
 * changed since, the commit is the one that was fetched; where this very run has fetched it, the tree is the fetched one. Else the bytes are those of the directory, and `note` says why.
 * @throws {IdentikitError} `SOURCE_NOT_FOUND`, the faults of {@link AssetSelection}, `FILE_UNREADABLE`
 */
export async function readTemplateDirectory(
  directory: string,
  options: ReadTemplateOptions,
): Promise<TemplateDirectory> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw notThere(directory);
  const checkout = findCheckout(directory);
  // A checkout of its own knows better than a ledger that an earlier fetch left beside it.
  const isOwn = checkout?.prefix === "";
  const handed = isOwn ? undefined : options.fetched?.of(directory, options.policy);
  if (handed) return handed;
  const delivered = isOwn ? undefined : await readDelivered(directory, options);
  if (delivered) return delivered;
  if (!checkout) return { ...readAsIs(directory, options), note: null, repository: null };
  const run = { environment: options.environment, signal: options.signal };
  const repository = await originOf({ ...run, gitDirectory: checkout.gitDirectory });
  const content = await readCheckout(directory, checkout, options);
  return { ...content, repository };
}

/** What a fetch delivered: the bytes are those of the directory, and the commit is known while they are unchanged. */
async function readDelivered(
  directory: string,
  options: ReadTemplateOptions,
): Promise<TemplateDirectory | undefined> {
  const { state, name } = ledgerPlace(directory);
  if (!existsSync(join(state, name))) return undefined;
  const delivery = deliveryOf(directory);
  if (!delivery) return undefined;
  const asIs = readAsIs(directory, options);
  if (!isAsDelivered(directory, delivery, asIs.tree))
    return { ...asIs, note: "it was changed after it was fetched", repository: null };
  return { ...asIs, ...deliveredFrom(delivery.source, delivery.commit) };
}

async function readCheckout(
  directory: string,
  { gitDirectory, prefix }: Checkout,
  options: ReadTemplateOptions,
): Promise<SourceContent> {
  const { environment, signal, policy, limits = defaultLimits } = options;
  const run = { environment, signal, gitDirectory };
  const commit = await localCommit(run, "HEAD");
  if (commit === undefined)
    return { ...readAsIs(directory, options), note: "the checkout has no commit yet" };
  const committed = () => readCommit({ owner: directory, run, prefix, limits }, commit, policy);
  const change = await firstChange({ environment, signal }, directory, policy.roots);
  if (change === undefined) return { ...(await committed()), commit, origin: "commit", note: null };
  const asIs = readAsIs(directory, options);
  // Git may not trust a checkout that another user owns; the same bytes need no trust.
  const same = await committed().catch((cause: unknown) => {
    if (cause instanceof IdentikitError) return undefined;
    throw cause;
  });
  if (same?.tree.digest === asIs.tree.digest) return { ...same, commit, origin: "commit", note: null };
  return { ...asIs, note: change };
}

function readAsIs(
  directory: string,
  { policy, limits = defaultLimits }: ReadTemplateOptions,
): Omit<SourceContent, "note"> {
  const selection = new AssetSelection(policy, directory, limits);
  const keep = (path: string, kind: EntryKind): boolean => {
    if (path === ".git") return false;
    if (kind === "file") return selection.file(path, 0);
    if (kind !== "directory") selection.special(path, kind === "symlink" ? "symbolic link" : kind);
    else if (policy.reaches(path)) selection.directory(path);
    else selection.passedOver(path);
    return kind === "directory" && policy.reaches(path);
  };
  const entries = observeDirectory(directory, { keep, withBytes: true, maxBytes: limits.maxBytes });
  return {
    tree: treeOfObserved(entries, directory),
    leftOut: selection.leftOut,
    commit: null,
    origin: "directory",
  };
}

function notThere(directory: string): IdentikitError {
  return new IdentikitError("SOURCE_NOT_FOUND", `${directory} is not a directory that is there`, {
    remedy: "Check the path; relative paths of the manifest start at its own directory.",
  });
}
