import { resolve } from "node:path";
import type { Policy } from "./policy.ts";
import type { TemplateAssets } from "./template-assets.ts";
import type { TemplateDirectory } from "./template-directory.ts";

/**
 * The templates that one run has fetched, by the directories that they were laid into. Who goes on in the same process takes
 * the tree from here, and does not read again what was just written.
 */
export class FetchedTrees {
  readonly #assets = new Map<string, TemplateAssets>();

  /** Notes what a directory was made to hold. */
  add(directory: string, assets: TemplateAssets): void {
    this.#assets.set(resolve(directory), assets);
  }

  /** What was fetched into a directory, as far as the policy lets it through; `undefined` where nothing was. */
  of(directory: string, policy: Policy): TemplateDirectory | undefined {
    const assets = this.#assets.get(resolve(directory));
    if (!assets) return undefined;
    const { commit, source } = assets.origin;
    return {
      tree: assets.tree.select((path) => policy.admits(path)),
      leftOut: [...assets.tree].flatMap(({ path }) => (policy.admits(path) ? [] : [path])),
      ...deliveredFrom(source, commit),
    };
  }
}

/** What is known of the origin of a directory that holds just what a fetch delivered. */
export function deliveredFrom(
  source: string,
  commit: string | null,
): Pick<TemplateDirectory, "commit" | "origin" | "note" | "repository"> {
  const origin = commit === null ? "directory" : "commit";
  return { commit, origin, note: null, repository: source.includes("://") ? source : null };
}
