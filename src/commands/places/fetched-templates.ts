import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../project/project.ts";
import type { FetchedCopy } from "../../template/fetched-copy.ts";
import { lockedPolicy, policyNamed } from "../../template/policy.ts";
import { readTemplateLock } from "../../template/template-lock.ts";

/** The fetched directories of some templates, as far as they are there, with what `identikit.lock` says of each. */
export function copiesIn(project: Project, templatesDir: string, names: readonly string[]): FetchedCopy[] {
  const { settings } = project;
  const lock = readTemplateLock(project.path(settings.lock));
  const policy = policyNamed(settings.policy, settings.policies);
  return names
    .map((name) => {
      const locked = lock.get(name);
      return { name, directory: join(templatesDir, name), locked, policy: lockedPolicy(policy, locked) };
    })
    .filter(({ directory }) => existsSync(directory));
}
