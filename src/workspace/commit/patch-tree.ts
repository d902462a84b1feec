import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import type { PatchBlobs } from "../files/blob-folder.ts";
import { checkPatch, newContent } from "../files/check-patch.ts";
import type { ObjectScratch } from "./object-scratch.ts";

const batchFiles = 1000;

/**
 * The tree that a patch makes of its base, by plumbing alone: no worktree, no filter, an index of its own.
 * @returns the ID of the tree
 * @throws {IdentikitError} `PATCH_INVALID`, `STORE_UNUSABLE`
 */
export async function writePatchTree(
  scratch: ObjectScratch,
  patch: TreePatch,
  blobs: PatchBlobs,
  signal: AbortSignal,
): Promise<string> {
  const { git } = scratch;
  await checkPatch(git, patch, signal);
  const objects = await writeBlobs(scratch, patch, blobs, signal);
  await git.ask(["read-tree", patch.base], signal);
  const none = "0".repeat(patch.base.length);
  const removed = patch.changes.map(({ path }) => `0 ${none}\t${path}\0`);
  const added = patch.changes.flatMap(({ path, after }) =>
    after ? [`${after.mode} ${objects.get(after.digest)}\t${path}\0`] : [],
  );
  // First what goes: a file may become a folder, and a folder a file.
  const input = Buffer.from([...removed, ...added].join(""));
  await git.ask(["update-index", "-z", "--index-info"], signal, { input });
  return (await git.ask(["write-tree"], signal)).toString().trim();
}

/** Writes the new content as blobs; gives their IDs by digest. */
async function writeBlobs(
  { git, folder }: ObjectScratch,
  patch: TreePatch,
  blobs: PatchBlobs,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const objects = new Map<string, string>();
  const wanted = [
    ...new Map(patch.changes.flatMap(({ after }) => (after ? [[after.digest, after]] : []))).values(),
  ];
  for (let at = 0; at < wanted.length; at += batchFiles) {
    const batch = wanted.slice(at, at + batchFiles);
    const files = join(folder, "files");
    mkdirSync(files);
    for (const [index, state] of batch.entries())
      writeFileSync(join(files, String(index)), newContent(blobs, state));
    const input = Buffer.from(batch.map((_, index) => `${index}\n`).join(""));
    const args = ["hash-object", "-w", "-t", "blob", "--no-filters", "--stdin-paths"];
    const ids = (await git.ask(args, signal, { input, cwd: files })).toString().trim().split("\n");
    for (const [index, { digest }] of batch.entries()) objects.set(digest, ids[index] ?? "");
    rmSync(files, { recursive: true });
  }
  return objects;
}
