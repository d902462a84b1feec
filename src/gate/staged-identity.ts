import { existsSync } from "node:fs";
import type { Finding } from "../fault/finding.ts";
import { bakedTree } from "../image/identity.ts";
import { shownDifference } from "../secret/shown-difference.ts";
import { compareTree, differenceFinding } from "../tree/compare.ts";
import { observeDirectory } from "../tree/directory-reader.ts";
import type { FileTree } from "../tree/file-tree.ts";

const remedy = "Run `identikit fetch --prune`, which stages the identity again.";

/**
 * Compares the directory of a staged identity with the identity and its marker: a stray file in it would be copied into the image.
 * @param shown what findings call the directory
 * @throws {IdentikitError} `FILE_UNREADABLE`
 */
export function checkStagedIdentity(identity: FileTree, directory: string, shown: string): Finding[] {
  const expected = bakedTree(identity);
  if (!existsSync(directory))
    return [
      {
        code: "DOCKERFILE_SOURCE_MISSING",
        severity: "error",
        path: shown,
        expected: expected.digest,
        actual: null,
        remedy,
        subject: `staged identity ${shown}`,
      },
    ];
  const seen = observeDirectory(directory, { withBytes: true });
  const bytesOf = new Map(seen.map(({ path, bytes }) => [path, bytes]));
  return compareTree(expected, seen).map((difference) => ({
    ...differenceFinding(difference, remedy, `staged identity ${shown}`),
    ...(difference.code === "FILE_CHANGED" &&
      shownDifference(expected.get(difference.path)?.bytes, bytesOf.get(difference.path))),
  }));
}
