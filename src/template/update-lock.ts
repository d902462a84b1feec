import { basename, dirname, join } from "node:path";
import type { Logger } from "../runtime/logger.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { stateDirectory } from "./delivery-place.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";
import type { Policy } from "./policy.ts";
import type { Revision } from "./source.ts";
import {
  type LockedTemplate,
  readTemplateLock,
  type TemplateLock,
  writeTemplateLock,
} from "./template-lock.ts";

/** What a fetch says of its lock file. */
export interface LockUpdate {
  readonly lockFile: string;
  readonly manifest: Manifest;
  /** What moved is written to the lock file. New templates always are. */
  readonly updateLock?: boolean;
  /** Says only whether the file would be written. */
  readonly dryRun?: boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What the lock file keeps of a template. A directory's commit is not locked: it may be that of the very repository which holds the lock file. */
export function toLock(
  entry: ManifestEntry,
  policy: Policy,
  revision: Revision | undefined,
  tree: FileTree,
  prompts: readonly string[],
): LockedTemplate {
  const files = Object.fromEntries([...tree].map((file) => [file.path, file.digest]));
  const commit = revision?.commit ?? null;
  return {
    repo: entry.repo,
    ref: entry.ref ?? null,
    ...(entry.path === undefined ? {} : { path: entry.path }),
    commit,
    treeDigest: tree.digest,
    policy: policy.name,
    ...(policy.promptFiles ? { prompts: [...prompts] } : {}),
    files,
  };
}

/**
 * Writes what moved into the lock file.
 * @returns whether it was written; of a dry run, whether it would be
 * @throws {IdentikitError} `LOCK_INVALID`, `LOCK_HELD`, `FILE_UNWRITABLE`
 */
export async function updateLockFile(
  before: TemplateLock,
  fetched: ReadonlyMap<string, LockedTemplate>,
  options: LockUpdate,
): Promise<boolean> {
  const { lockFile, updateLock, log, signal } = options;
  const changed = nextLock(before, fetched, options) !== undefined;
  if (!updateLock)
    for (const name of fetched.keys())
      if (before.has(name)) log.warn(`${name} is not what identikit.lock says; --update-lock records it`);
  if (!changed || options.dryRun) return changed;
  const place = basename(lockFile);
  const held = join(dirname(lockFile), stateDirectory, `${place}.lock`);
  using _lock = await ExclusiveLock.acquire(held, { place, signal });
  // Read again: another run may have written it meanwhile.
  const next = nextLock(readTemplateLock(lockFile), fetched, options);
  if (next) writeTemplateLock(lockFile, next);
  return next !== undefined;
}

/** What the lock file is to hold, or `undefined` where it holds just that. */
function nextLock(
  lock: TemplateLock,
  fetched: ReadonlyMap<string, LockedTemplate>,
  { updateLock, manifest }: LockUpdate,
): TemplateLock | undefined {
  const next = new Map(lock);
  for (const [name, entry] of fetched) if (updateLock || !lock.has(name)) next.set(name, entry);
  if (updateLock) {
    const known = new Set(manifest.workspaceTemplates.map((entry) => entry.name));
    for (const name of lock.keys()) if (!known.has(name)) next.delete(name);
  }
  const differs = next.size !== lock.size || [...next].some(([name, entry]) => lock.get(name) !== entry);
  return differs ? next : undefined;
}
