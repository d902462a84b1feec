import { policyNamed, readAcceptedSecrets, readTemplateLock } from "./template.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/fetched-templates.ts
/** The fetched directories of some templates, as far as they are there, with what `identikit.lock` says of each. */
function copiesIn(project, templatesDir, names) {
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
// src/commands/places/accepted-secrets.ts
/** The repository's list of values that the secret scan finds and that are no credentials. */
function acceptedSecretsOf({ clock }, { settings, path }) {
	return readAcceptedSecrets(path(settings.acceptedSecrets), settings.acceptedSecrets, clock.now());
}
/** A line for each entry that accepts nothing any more. */
function staleLines(accepted, templates) {
	return templates.flatMap((template) => accepted.stale(template)).map(({ line, path, rule }) => `warning: ${accepted.file}:${line}: no value of the kind ${rule} in ${path} has this fingerprint any more; remove the entry`);
}
export { acceptedSecretsOf, copiesIn, staleLines };
