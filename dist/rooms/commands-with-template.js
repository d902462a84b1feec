import { policyNamed, readTemplateLock } from "./template.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/fetched-templates.ts
/** The fetched directories of some templates, as far as they are there, with what `identikit.lock` says of each. */
async function copiesIn(project, templatesDir, names) {
	const { settings } = project;
	const lock = readTemplateLock(project.path(settings.lock));
	const policy = policyNamed(settings.policy, settings.policies);
	return names.map((name) => ({
		name,
		directory: join(templatesDir, name),
		locked: lock.get(name),
		policy
	})).filter(({ directory }) => existsSync(directory));
}
export { copiesIn };
