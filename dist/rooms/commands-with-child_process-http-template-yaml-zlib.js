import { policyNamed, readTemplateLock } from "./template.js";
import { lockedPolicy } from "./template-with-child_process-http-yaml-zlib.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/fetched-templates.ts
/** The fetched directories of some templates, as far as they are there, with what `identikit.lock` says of each. */
function copiesIn(project, templatesDir, names) {
	const { settings } = project;
	const lock = readTemplateLock(project.path(settings.lock));
	const policy = policyNamed(settings.policy, settings.policies);
	return names.map((name) => {
		const locked = lock.get(name);
		return {
			name,
			directory: join(templatesDir, name),
			locked,
			policy: lockedPolicy(policy, locked)
		};
	}).filter(({ directory }) => existsSync(directory));
}
export { copiesIn };
