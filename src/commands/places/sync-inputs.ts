import type { SyncOptions } from "../../config/sync/sync-options.ts";
import type { Project } from "../../project/project.ts";
import { readManifest } from "../../template/manifest.ts";
import { formOf, lockedPolicy, policyNamed } from "../../template/policy.ts";
import { readTemplateLock } from "../../template/template-lock.ts";
import { chooseTemplate, templateNamed } from "../../template/template-of.ts";
import { rowLimitsOf } from "./limits.ts";

/**
 * What a sync of the builtin scope needs of a repository, besides the database and the fetched templates.
 * @throws {IdentikitError} `MANIFEST_INVALID`, `LOCK_INVALID`
 */
export function syncInputs({
  root,
  settings,
  path,
}: Project): Pick<
  SyncOptions,
  "files" | "templateOf" | "checkTemplate" | "limits" | "formOf" | "permit" | "root"
> {
  const manifest = readManifest(path(settings.manifest), settings.manifest);
  const locks = readTemplateLock(path(settings.lock));
  const policy = policyNamed(settings.policy, settings.policies);
  const named = (file: string) => ({ name: file, path: path(file) });
  return {
    files: {
      agents: named(settings.agents),
      mcpServers: named(settings.builtin.mcpServers),
      marketplaces: named(settings.builtin.marketplaces),
    },
    templateOf: (runtime) => {
      const choice = chooseTemplate(manifest, { runtime });
      return choice.kind === "template" ? choice.entry.name : undefined;
    },
    checkTemplate: (name) => {
      templateNamed(manifest, name);
    },
    limits: rowLimitsOf(settings),
    formOf: (name) => formOf(lockedPolicy(policy, locks.get(name))),
    permit: settings.permit,
    root,
  };
}
