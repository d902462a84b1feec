import { patchDigest, type TreePatch, treePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import type { StoreGit } from "../store/store-git.ts";
import { BaseTree } from "./base-tree.ts";
import type { BlobFolder } from "./blob-folder.ts";
import { readObjects } from "./blob-reader.ts";
import { caseCollisions } from "./case-collisions.ts";
import { compareDirectory } from "./compare-directory.ts";
import type { CompareBounds, FoundChange, RefusedEntry } from "./comparison.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import type { StatIndex } from "./stat-index.ts";
import { type CheckedOutSubmodule, submoduleChanges } from "./submodule-changes.ts";

type FileState = NonNullable<TreePatch["changes"][number]["before"]>;

export interface BeforeBounds {
  readonly file: number;
  readonly all: number;
}

/** What was taken out of a workspace. */
export interface Harvest {
  readonly patch: TreePatch;
  /** Of the patch; left out where nothing was changed. */
  readonly digest?: Digest;
  /** What is in the workspace, was changed, and is not in the patch; in byte order of the paths. */
  readonly refused: readonly RefusedEntry[];
  /** How many new entries the base commit's `.gitignore` files leave out; of a folder nothing in it is counted. */
  readonly ignored: number;
  /** When a file that differs was written last, in milliseconds; not known of what is gone. */
  readonly changedAt: number | undefined;
}

export interface TakePatchOptions {
  readonly git: StoreGit;
  /** The commit that the directory was made from. */
  readonly commit: string;
  /** Takes the content of new and changed files; without it the patch is only counted and named. */
  readonly blobs?: BlobFolder | undefined;
  /** Takes what the base has at the paths that differ, for people who compare; of one file and of all so many bytes at most. */
  readonly before?: { readonly blobs: BlobFolder; readonly most: BeforeBounds } | undefined;
  readonly stats?: StatIndex | undefined;
  readonly leftOut?: readonly string[] | undefined;
  readonly submodules?: readonly CheckedOutSubmodule[] | undefined;
  readonly bounds?: CompareBounds | undefined;
  readonly signal: AbortSignal;
}

/**
 * The difference of a commit's files and a directory as a patch.
 * @throws {IdentikitError} `HARVEST_TOO_LARGE`, `STORE_UNUSABLE`, `FILE_UNREADABLE`
 */
export async function takePatch(directory: AnchoredDirectory, options: TakePatchOptions): Promise<Harvest> {
  const { git, commit, blobs, submodules = [], signal } = options;
  const base = await BaseTree.read(git, commit, signal);
  using rules = IgnoreRules.of(git, base);
  const states = new Map<string, FileState>();
  const { changes, refused, ignored, changedAt } = await compareDirectory(directory, {
    ...{ base, rules, signal, stats: options.stats, bounds: options.bounds },
    leftOut: options.leftOut ?? [],
    submodules: submodules.map(({ path }) => path),
    take: ({ mode, bytes }, path) => {
      const digest = blobs ? blobs.put(bytes) : digestOf(bytes);
      states.set(path, { mode, digest, bytes: bytes.length });
      return digest;
    },
  });
  const removed = new Set(changes.filter(({ taken }) => taken === undefined).map(({ path }) => path));
  const added = changes.filter((one) => !one.base && one.taken !== undefined).map(({ path }) => path);
  const collisions = caseCollisions(base, added.toSorted(byBytes), removed);
  const kept = changes.filter(({ path }) => !collisions.has(path));
  const before = await statesBefore(options, kept);
  const patch = treePatch.parse({
    version: 1,
    base: commit,
    changes: kept
      .toSorted((a, b) => byBytes(a.path, b.path))
      .map(({ path }) => {
        const after = states.get(path);
        const was = before.get(path);
        return { path, ...(was ? { before: was } : {}), ...(after ? { after } : {}) };
      }),
  });
  const inSubmodules = await submoduleChanges(directory, submodules, signal);
  const colliding = [...collisions].map(([path, other]) => ({
    path,
    reason: `it differs from ${JSON.stringify(other)} only in letter case`,
  }));
  return {
    patch,
    ...(kept.length === 0 ? {} : { digest: patchDigest(patch) }),
    refused: [...refused, ...colliding, ...inSubmodules].toSorted((a, b) => byBytes(a.path, b.path)),
    ignored,
    changedAt,
  };
}

/** What the base has at the paths that differ, by digest. */
async function statesBefore(
  { git, before, signal }: TakePatchOptions,
  changes: readonly FoundChange[],
): Promise<ReadonlyMap<string, FileState>> {
  const files: { path: string; mode: FileState["mode"]; object: string }[] = [];
  for (const { path, base } of changes)
    if (base?.mode === "100644" || base?.mode === "100755")
      files.push({ path, mode: base.mode, object: base.object });
  const known = new Map<string, { digest: Digest; bytes: number }>();
  const objects = [...new Set(files.map(({ object }) => object))];
  let room = before?.most.all ?? 0;
  for await (const [object, bytes] of readObjects(git, objects, signal)) {
    known.set(object, { digest: digestOf(bytes), bytes: bytes.length });
    if (!before || bytes.length > Math.min(before.most.file, room)) continue;
    before.blobs.put(bytes);
    room -= bytes.length;
  }
  const states = new Map<string, FileState>();
  for (const { path, mode, object } of files) {
    const content = known.get(object);
    if (content) states.set(path, { mode, ...content });
  }
  return states;
}

/** The order of git's trees: by bytes, not by UTF-16 units. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
