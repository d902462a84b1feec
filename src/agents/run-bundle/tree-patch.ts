import { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { type Digest, digestOf } from "../../tree/digest.ts";
import { commitId, sha256 } from "../kinds/fields.ts";

/** A file as git has it: its mode, and the digest and length of its bytes. */
const fileState = z.strictObject({
  mode: z.enum(["100644", "100755"]),
  digest: sha256,
  bytes: z.int().min(0),
});

export type FileState = z.output<typeof fileState>;

/**
 * The difference of two file trees, a commit's and a directory's: what a run changed. Links, submodules and special files are in none;
 * one that was in the commit and is gone is a removal without `before`.
 */
export const treePatch = z.strictObject({
  version: z.literal(1),
  base: commitId,
  changes: z
    .array(
      z.strictObject({
        path: z.string().min(1).max(4096),
        before: fileState.optional().describe("Left out where the file is new."),
        after: fileState.optional().describe("Left out where the file is gone."),
      }),
    )
    .max(100_000)
    .describe("In byte order of their paths, each path once."),
});
export type TreePatch = z.output<typeof treePatch>;

/** The bytes that a patch is stored as: its content is in blobs of its own, by digest. */
export function patchText(patch: TreePatch): string {
  return canonicalJson(treePatch.parse(patch));
}

/** What an approval of a patch is about. */
export function patchDigest(patch: TreePatch): Digest {
  return digestOf(patchText(patch));
}
