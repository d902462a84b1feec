import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import { unsafeReason } from "../../tree/path.ts";
import type { StoreGit } from "../store/store-git.ts";
import { BaseTree } from "./base-tree.ts";
import type { PatchBlobs } from "./blob-folder.ts";
import { readObjects } from "./blob-reader.ts";
import { byBytes } from "./take-patch.ts";

type Change = TreePatch["changes"][number];

/**
 * Checks that a patch is one of the commit that it names, in its paths, modes and content: it may come from a runner that was taken over.
 * @throws {IdentikitError} `PATCH_INVALID`, `STORE_UNUSABLE`
 */
export async function checkPatch(git: StoreGit, patch: TreePatch, signal: AbortSignal): Promise<void> {
  const base = await BaseTree.read(git, patch.base, signal);
  checkPaths(patch, base);
  const wanted = new Map<string, Set<string>>();
  for (const { path, before } of patch.changes) {
    const object = base.entry(path)?.object;
    if (before && object !== undefined)
      wanted.set(object, (wanted.get(object) ?? new Set()).add(`${before.digest} ${before.bytes}`));
  }
  for await (const [object, bytes] of readObjects(git, [...wanted.keys()], signal)) {
    const known = `${digestOf(bytes)} ${bytes.length}`;
    if ([...(wanted.get(object) ?? [])].some((said) => said !== known))
      throw invalid(`the base has other content than it says, such as object ${object}`);
  }
}

/**
 * The new content of a file.
 * @throws {IdentikitError} `PATCH_INVALID` where it is missing or is not what the patch says
 */
export function newContent(blobs: PatchBlobs, { digest, bytes }: NonNullable<Change["after"]>): Uint8Array {
  const content = blobs.read(digest);
  if (content.length === bytes && digestOf(content) === digest) return content;
  throw invalid(`the content ${digest} is not what it says`);
}

function checkPaths(patch: TreePatch, base: BaseTree): void {
  let last = "";
  for (const change of patch.changes) {
    const { path } = change;
    if (byBytes(path, last) <= 0) throw invalid(`${JSON.stringify(path)} is not in its place in the order`);
    last = path;
    const problem = problemOf(change, base);
    if (problem !== undefined) throw invalid(`${JSON.stringify(path)} ${problem}`);
  }
  const files = new Set(patch.changes.filter(({ after }) => after).map(({ path }) => path));
  for (const path of files)
    for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1))
      if (files.has(path.slice(0, end))) throw invalid(`${JSON.stringify(path)} is below another file`);
}

function problemOf(
  { path, before, after }: TreePatch["changes"][number],
  base: BaseTree,
): string | undefined {
  const entry = base.entry(path);
  const isFile = entry?.mode === "100644" || entry?.mode === "100755";
  const unsafe = isFile ? controlIn(path) : unsafeReason(path);
  if (unsafe !== undefined) return unsafe;
  if (before) {
    if (!isFile) return "is no file of the base";
    return entry.mode === before.mode ? undefined : "has another mode in the base";
  }
  if (isFile) return "is a file of the base, and the patch does not say which";
  return after || entry ? undefined : "is neither in the base nor new";
}

function controlIn(path: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(path) ? "has a control character" : undefined;
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("PATCH_INVALID", `the patch cannot be used: ${problem}`, {
    remedy: "Take it from the run bundle again; a patch is not edited by hand.",
  });
}
