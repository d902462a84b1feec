import type { TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { IdentikitError } from "../../fault/error.ts";
import { unsafeReason } from "../../tree/path.ts";
import type { BaseTree } from "./base-tree.ts";
import { byBytes } from "./take-patch.ts";

/**
 * Checks that a patch is one of these files: it may come from a runner that was taken over.
 * @param base the files of the commit that it names
 * @throws {IdentikitError} `PATCH_INVALID`
 */
export function checkPatch(patch: TreePatch, base: BaseTree): void {
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
