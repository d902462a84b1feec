import type { FileTree } from "../tree/file-tree.ts";

/** Where a template comes from, without credentials. */
export interface Provenance {
  readonly repository?: string;
  readonly commit?: string;
}

/** What an image says of the identity in it, under names of our own. */
export function templateLabels(
  identity: FileTree,
  { repository, commit }: Provenance = {},
): Record<string, string> {
  return {
    "io.identikit.template.tree-digest": identity.digest,
    ...(commit ? { "io.identikit.template.commit": commit } : {}),
    ...(repository ? { "io.identikit.template.repository": repository } : {}),
  };
}
