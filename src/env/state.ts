import { join } from "node:path";
import { modeDiffers } from "../tree/compare.ts";
import { digestOf } from "../tree/digest.ts";
import type { RegularFile } from "../tree/file-reader.ts";
import { FileTree, type TreeFile, treeDigest } from "../tree/file-tree.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { comparePaths } from "../tree/path.ts";
import { planSync, type SyncPlan } from "../tree/sync-plan.ts";
import type { DesiredEnvDirectory, SharedFileName } from "./desired.ts";
import type { Known, SharedRecord } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import { type Observation, promptName } from "./observation.ts";
import { canonicalOwned, parseShared } from "./owned-keys.ts";

/** Permission bits of the shared files and of the directory that holds them. */
export const sharedFileMode = 0o600;
export const directoryMode = 0o700;

/** Which skills are looked at: those that should be there, and those that a render put there. */
export function skillNames(desired: DesiredEnvDirectory, { ledgers }: Known): Set<string> {
  return new Set([
    ...desired.skills.keys(),
    ...ledgers.flatMap(({ skills }) => skills.map(({ name }) => name)),
  ]);
}

/** True where a file has the mode and the owner that a render would give it, and no other name. */
export function isPrivate(file: RegularFile, seen: Observation): boolean {
  return file.mode === sharedFileMode && file.owner.uid === seen.owner.uid && file.links === 1;
}

/**
 * How a shared file stands to what was last written: `same` to the byte, `rewritten` by somebody who left the owned
 * keys as they were, or `changed`.
 * @throws {IdentikitError} `ENV_FILE_INVALID`
 */
export function compareShared(
  name: SharedFileName,
  file: RegularFile | undefined,
  record: SharedRecord,
  { seal, directory }: { readonly seal: LedgerSeal; readonly directory: string },
): "same" | "rewritten" | "changed" {
  if (fileDigest(name, file, seal) === record.file) return "same";
  const owned = canonicalOwned(name, parseShared(file, join(directory, name)));
  return seal.digest(`${name} owned`, owned) === record.owned ? "rewritten" : "changed";
}

/** What a ledger says of a whole shared file; empty where there is none. */
export function fileDigest(
  name: SharedFileName,
  file: Pick<RegularFile, "bytes"> | undefined,
  seal: LedgerSeal,
): string {
  return file ? seal.digest(`${name} file`, file.bytes) : "";
}

/** What it takes to bring the prompt and the skills of an env directory to what they should be. */
export function planFiles(desired: DesiredEnvDirectory, seen: Observation): SyncPlan {
  const write: TreeFile[] = [];
  const remove: string[] = [];
  let unchanged = 0;
  const add = (plan: SyncPlan, prefix: string) => {
    write.push(...plan.write.map((file) => ({ ...file, path: prefix + file.path })));
    remove.push(...plan.remove.map((path) => prefix + path));
    unchanged += plan.unchanged;
  };
  add(planPrompt(desired, seen), "");
  for (const [name, entries] of seen.skills) {
    const want = desired.skills.get(name) ?? FileTree.empty;
    const ours = entries.filter(({ kind, owner }) => kind !== "file" || owner?.uid === seen.owner.uid);
    const foreign = entries.length - ours.length > 0 ? planSync(want, entries, () => true).remove : [];
    const plan = planSync(want, ours, () => true);
    add({ ...plan, remove: [...new Set([...plan.remove, ...foreign])] }, `skills/${name}/`);
  }
  return { write: write.sort((a, b) => comparePaths(a.path, b.path)), remove, unchanged };
}

function planPrompt({ prompt }: DesiredEnvDirectory, seen: Observation): SyncPlan {
  const file = seen.prompt;
  if (!prompt) return { write: [], remove: file ? [promptName] : [], unchanged: 0 };
  const right =
    file?.owner.uid === seen.owner.uid &&
    !modeDiffers(0o644, file.mode) &&
    digestOf(file.bytes) === prompt.digest;
  if (right) return { write: [], remove: [], unchanged: 1 };
  return { write: [{ path: promptName, mode: 0o644, ...prompt }], remove: [], unchanged: 0 };
}

/** The digest of a skill as it stands, or `null` where it does not; equal to its tree's where they are equal. */
export function skillDigest(entries: readonly ObservedEntry[] | undefined): string | null {
  const files = (entries ?? []).filter((entry) => entry.kind !== "directory");
  if (files.length === 0) return null;
  const lines = files.map(({ path, mode, digest }) => ({
    path,
    mode: (mode & 0o100) === 0 ? (0o644 as const) : (0o755 as const),
    digest: digest ?? digestOf("no regular file"),
  }));
  return treeDigest(lines.sort((a, b) => comparePaths(a.path, b.path)));
}
