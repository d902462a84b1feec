import type { FileTree } from "../tree/file-tree.ts";

/** Where an image's content comes from, without credentials: what does not change from commit to commit. */
export interface Provenance {
  /** The template's repository. */
  readonly repository?: string;
  /** The address of the repository that publishes the image; hosts link the package to it. */
  readonly source?: string;
}

/** The label with the digest of the identity that an image was baked with. */
export const treeDigestLabel = "io.identikit.template.tree-digest";

/**
 * What an image says of the identity in it. No commit and no time is among it: they would give an unchanged template another digest
 * with each commit of its repository.
 */
export function templateLabels(
  identity: FileTree,
  { repository, source }: Provenance = {},
): Record<string, string> {
  return {
    [treeDigestLabel]: identity.digest,
    ...(repository ? { "io.identikit.template.repository": repository } : {}),
    ...(source ? { "org.opencontainers.image.source": source } : {}),
  };
}
