import { asFault } from "../fault/error.ts";
import type { Policy } from "../template/policy.ts";
import { findSecrets } from "../template/secret-scan.ts";
import { FileTree } from "../tree/file-tree.ts";
import type { Findings } from "./findings.ts";
import { checkPrompts } from "./prompts.ts";
import { checkSkills } from "./skills.ts";
import { checkTemplateConfig, checkTemplateServers } from "./template-config.ts";
import { type TemplatePlace, templateFiles } from "./template-files.ts";

/** Checks everything that a template's directory holds, as a fetch, a bake and a render read it. */
export async function checkTemplate(place: TemplatePlace, policy: Policy, findings: Findings): Promise<void> {
  const files = templateFiles(place, policy, findings);
  const config = checkTemplateConfig(place, findings);
  checkTemplateServers(place, findings);
  checkPrompts(place, files, config, findings);
  checkSkills(place, files, findings);
  await checkSecrets(place, files.assets, findings);
}

async function checkSecrets(
  { prefix }: TemplatePlace,
  assets: ReadonlyMap<string, Buffer>,
  findings: Findings,
): Promise<void> {
  try {
    const tree = FileTree.of(
      [...assets].map(([path, bytes]) => ({ path, bytes })),
      "the template",
    );
    for (const { path, line, kind } of await findSecrets(tree)) {
      const problem = `this looks like a credential (${kind})`;
      const remedy =
        "Revoke it, take it out of the template's history, and write $" + "{SECRET:NAME} instead.";
      findings.at(prefix + path, { line }, { code: "SECRET_IN_ASSET", problem, remedy });
    }
  } catch (caught) {
    findings.fault(asFault(caught), `${prefix}config.yaml`);
  }
}
