import { IdentikitError } from "../../fault/error.ts";
import type { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { readFileIn } from "../../tree/file-reader.ts";

const mostBytes = 256 * 1024 * 1024;

/** The bytes of a file of a workspace; `undefined` where none stands there, or something else does. */
export function fileBytes(tree: AnchoredDirectory, path: string): Buffer | undefined {
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  try {
    using folder = tree.reach(segments);
    return folder && readFileIn(folder, name, mostBytes)?.bytes;
  } catch (caught) {
    if (caught instanceof IdentikitError && /^(PATH_LINKED|ENTRY_TYPE)$/.test(caught.code)) return undefined;
    throw caught;
  }
}

/** Which of some files still have git's conflict markers (git-merge(1), HOW CONFLICTS ARE PRESENTED). */
export function withMarkers(tree: AnchoredDirectory, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const text = fileBytes(tree, path)?.toString("latin1") ?? "";
    return /^(<{7}|>{7}|\|{7})( |\r?$)/m.test(text);
  });
}
