import { IdentikitError } from "../fault/error.ts";
import type { Digest } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { isAgentOwned } from "./agent-owned.ts";
import type { Policy } from "./policy.ts";
import { refuseSecrets } from "./secret-scan.ts";
import type { CommitId } from "./source.ts";

/** Where some assets came from. */
export interface AssetOrigin {
  /** The template's name. */
  readonly name: string;
  /** The repository or directory, without credentials. */
  readonly source: string;
  readonly commit: CommitId | null;
}

/**
 * What the asset channel carries: files that were checked against the policy, belong to no agent, and hold no
 * credential. Having one is the proof, since there is no other way to get it. It is no relation of `ConfigFiles`, which the
 * secret channel carries; the compiler keeps them apart.
 */
export class TemplateAssets {
  readonly #tree: FileTree;
  readonly #origin: AssetOrigin;

  private constructor(tree: FileTree, origin: AssetOrigin) {
    this.#tree = tree;
    this.#origin = origin;
  }

  /**
   * @throws {IdentikitError} `SSOT_MISSING` where there is nothing to deliver, `POLICY_VIOLATION`, `AGENT_OWNED`,
   * `SECRET_IN_ASSET`
   */
  static async check(tree: FileTree, policy: Policy, origin: AssetOrigin): Promise<TemplateAssets> {
    if (tree.size === 0)
      throw new IdentikitError(
        "SSOT_MISSING",
        `${origin.source} holds no asset of the policy ${policy.name}`,
        {
          remedy: "Check that this is the template's repository and ref.",
        },
      );
    for (const { path } of tree) {
      if (!policy.admits(path))
        throw refused("POLICY_VIOLATION", origin, path, `is no asset of the policy ${policy.name}`);
      if (isAgentOwned(path))
        throw refused("AGENT_OWNED", origin, path, "belongs to the running agent and cannot be an asset");
    }
    await refuseSecrets(tree, origin.source);
    return new TemplateAssets(tree, origin);
  }

  /** What is laid out for an image of the template: its own assets, or some of them, and the image's marker. */
  staged(name: string, tree: FileTree): TemplateAssets {
    return new TemplateAssets(tree, { ...this.#origin, name });
  }

  get tree(): FileTree {
    return this.#tree;
  }

  get digest(): Digest {
    return this.#tree.digest;
  }

  get origin(): AssetOrigin {
    return this.#origin;
  }
}

function refused(
  code: "POLICY_VIOLATION" | "AGENT_OWNED",
  { source }: AssetOrigin,
  path: string,
  problem: string,
): IdentikitError {
  return new IdentikitError(code, `${source}: ${JSON.stringify(path)} ${problem}`, {
    remedy: "Rename the file in the template, or take it out.",
  });
}
