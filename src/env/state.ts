import { join } from "node:path";
import { modeDiffers } from "../tree/compare.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import type { RegularFile } from "../tree/file-reader.ts";
import { FileTree, type TreeFile, treeDigest } from "../tree/file-tree.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { comparePaths } from "../tree/path.ts";
import { differs, planSync, type SyncPlan } from "../tree/sync-plan.ts";
import { type SharedFileName, sharedFileNames } from "./clients/shared-files.ts";
import type { DesiredEnvDirectory, DesiredFile } from "./desired.ts";
import type { Expected } from "./expected.ts";
import { filesIn, type Known, type SharedRecord } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import type { Observation, Watched } from "./observation.ts";
import { canonicalOwned, ownedKeys, parseShared } from "./owned-keys.ts";

/** Permission bits of the shared files and of the directory that holds them. */
export const sharedFileMode = 0o600;
export const directoryMode = 0o700;

/** Which places are looked at: those in which something should be, and those in which a render put something. */
export function watchedIn(
  { client, files, skills }: DesiredEnvDirectory,
  known: Pick<Known, "ledgers">,
): Watched {
  const { sharedFiles, ownFiles } = client;
  return watchedOf({ sharedFiles, ownFiles, files, skills }, known);
}

/** {@link watchedIn}, of names alone. */
export function watchedOf(
  names: {
    readonly sharedFiles: readonly SharedFileName[];
    readonly ownFiles: readonly string[];
    readonly files: ReadonlyMap<string, unknown>;
    readonly skills: ReadonlyMap<string, unknown>;
  },
  { ledgers }: Pick<Known, "ledgers">,
): Watched {
  const written = new Set(ledgers.flatMap(({ shared }) => Object.keys(shared)));
  return {
    shared: [
      ...names.sharedFiles,
      ...sharedFileNames.filter((name) => written.has(name) && !names.sharedFiles.includes(name)),
    ],
    files: new Set([
      ...names.ownFiles,
      ...names.files.keys(),
      ...ledgers.flatMap((ledger) => [...filesIn(ledger).keys()]),
    ]),
    skills: new Set([
      ...names.skills.keys(),
      ...ledgers.flatMap(({ skills }) => skills.map(({ name }) => name)),
    ]),
  };
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
  const keys = ownedKeys(name, record.keys ?? []);
  const owned = canonicalOwned(keys, parseShared(name, file, join(directory, name)));
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

/** What it takes to bring the single files and the skills of an env directory to what they should be. */
export function planFiles(desired: DesiredEnvDirectory, seen: Observation): SyncPlan {
  const write: TreeFile[] = [];
  const remove: string[] = [];
  let unchanged = 0;
  const add = (plan: SyncPlan, prefix: string) => {
    write.push(...plan.write.map((file) => ({ ...file, path: prefix + file.path })));
    remove.push(...plan.remove.map((path) => prefix + path));
    unchanged += plan.unchanged;
  };
  for (const [path, file] of seen.files)
    add(planFile(path, file, { want: desired.files.get(path), seen }), "");
  for (const [name, entries] of seen.skills) {
    const want = desired.skills.get(name) ?? FileTree.empty;
    const ours = entries.filter(({ kind, owner }) => kind !== "file" || owner?.uid === seen.owner.uid);
    const foreign = entries.length - ours.length > 0 ? planSync(want, entries, () => true).remove : [];
    const plan = planSync(want, ours, () => true);
    add({ ...plan, remove: [...new Set([...plan.remove, ...foreign])] }, `skills/${name}/`);
  }
  const ordered = write.sort((a, b) => comparePaths(a.path, b.path));
  return { write: ordered, remove: remove.sort(comparePaths).reverse(), unchanged };
}

function planFile(
  path: string,
  file: RegularFile | undefined,
  { want, seen }: { readonly want: DesiredFile | undefined; readonly seen: Observation },
): SyncPlan {
  if (!want) return { write: [], remove: file ? [path] : [], unchanged: 0 };
  if (isRightFile(file, want.digest, seen)) return { write: [], remove: [], unchanged: 1 };
  return { write: [{ path, mode: 0o644, ...want }], remove: [], unchanged: 0 };
}

function isRightFile(file: RegularFile | undefined, digest: Digest, seen: Observation): boolean {
  return (
    file?.owner.uid === seen.owner.uid && !modeDiffers(0o644, file.mode) && digestOf(file.bytes) === digest
  );
}

/** True where {@link planFiles} would have nothing to do. */
export function holdsFiles(expected: Pick<Expected, "files" | "skills">, seen: Observation): boolean {
  const isSkill = ([name, entries]: [string, readonly ObservedEntry[]]) => {
    const files = entries.filter(({ kind }) => kind !== "directory");
    const want = expected.skills.get(name)?.files;
    const isRight = (entry: ObservedEntry) => {
      const file = want?.get(entry.path);
      return file && entry.owner?.uid === seen.owner.uid && !differs(file, entry);
    };
    return files.length === (want?.size ?? 0) && files.every(isRight);
  };
  const isFile = ([path, file]: [string, RegularFile | undefined]) => {
    const digest = expected.files.get(path);
    return digest === undefined ? !file : isRightFile(file, digest, seen);
  };
  return [...seen.files].every(isFile) && [...seen.skills].every(isSkill);
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
