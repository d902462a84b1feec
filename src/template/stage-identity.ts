import { join } from "node:path";
import type { Digest } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { type DeliveryOptions, deliverInto } from "./deliver.ts";
import type { TemplateAssets } from "./template-assets.ts";

/** What stands after a template's name in the directory of its staged identity; no template's name can end so. */
export const identitySuffix = "@identity";

/** A template's identity in a directory of its own, ready to be copied into an image as a whole. */
export interface StagedIdentity {
  /** Absolute. */
  readonly path: string;
  readonly treeDigest: Digest;
  /** Files in all, the marker among them. */
  readonly files: number;
  /** Files in the directory that are not the identity's; a build would copy them. */
  readonly foreign: readonly string[];
}

/**
 * Makes `<into>/<name>@identity/` hold what an image of the template holds, so that a Dockerfile copies one directory and lists no
 * files.
 * @param tree the identity and its marker
 * @throws {IdentikitError} as {@link deliverInto} does
 */
export async function stageIdentity(
  into: string,
  assets: TemplateAssets,
  tree: FileTree,
  options: DeliveryOptions,
): Promise<StagedIdentity> {
  const staged = assets.staged(`${assets.origin.name}${identitySuffix}`, tree);
  const { foreign } = await deliverInto(into, staged, options);
  const path = join(into, staged.origin.name);
  return { path, treeDigest: tree.digest, files: tree.size, foreign };
}
