import { decodeText } from "../../document/text.ts";
import { bakedTree } from "../../image/identity.ts";
import type { Settings } from "../../project/settings-schema.ts";
import { configFile, declaredPaths, declaredPrompts } from "../../template/contents/prompt-files.ts";
import type { Policy } from "../../template/policy.ts";
import type { TemplateAssets } from "../../template/template-assets.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { policiesUnderLock } from "./template-policies.ts";

/**
 * Gives what an image of a fetched template holds, from its assets and the policy that they were read by.
 * @throws {IdentikitError} `SETTINGS_INVALID`, and the faults of reading `config.yaml`
 */
export function identityUnder(settings: Settings): (assets: TemplateAssets, policy: Policy) => FileTree {
  const identityOf = identityTreeUnder(settings);
  return (assets, policy) => bakedTree(identityOf(assets, policy));
}

/** As {@link identityUnder}, without the marker that stands beside the identity. */
export function identityTreeUnder(settings: Settings): (assets: TemplateAssets, policy: Policy) => FileTree {
  return ({ tree }, { name }) => {
    const { profile } = policiesUnderLock(settings, name === settings.policy ? undefined : name);
    const config = tree.get(configFile);
    const declared =
      profile.promptFiles && config
        ? declaredPaths(declaredPrompts(decodeText(config.bytes, configFile)), configFile)
        : [];
    const settled = profile.including(declared);
    return tree.select((path) => settled.admits(path));
  };
}
