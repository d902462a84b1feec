import { chooseTemplate, formOf, lockedPolicy, policyNamed, policyUnderLock, readAcceptedSecrets, readManifest, readTemplateLock, templateNamed } from "./template.js";
import { rowLimitsOf } from "./commands.js";
import { join } from "node:path";
import { existsSync } from "node:fs";
// src/commands/places/accepted-secrets.ts
function acceptedSecretsOf({ clock }, { settings, path }) {
	return readAcceptedSecrets(path(settings.acceptedSecrets), settings.acceptedSecrets, clock.now());
}
function staleLines(accepted, templates) {
	return templates.flatMap((template) => accepted.stale(template)).map(({ line, path, rule }) => `warning: ${accepted.file}:${line}: no value of the kind ${rule} in ${path} has this fingerprint any more; remove the entry`);
}
// src/commands/places/fetched-templates.ts
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
// src/commands/places/template-policies.ts
function policiesUnderLock({ policy, policies, identity }, locked) {
	return {
		policy: policyNamed(policyUnderLock(policy, locked), policies),
		profile: policyNamed(policyUnderLock(identity.policy, locked), policies)
	};
}
// src/commands/places/sync-inputs.ts
function syncInputs({ root, settings, path }) {
	const manifest = readManifest(path(settings.manifest), settings.manifest);
	const locks = readTemplateLock(path(settings.lock));
	const policy = policyNamed(settings.policy, settings.policies);
	const named = (file) => ({
		name: file,
		path: path(file)
	});
	return {
		files: {
			agents: named(settings.agents),
			mcpServers: named(settings.builtin.mcpServers),
			marketplaces: named(settings.builtin.marketplaces)
		},
		templateOf: (runtime) => {
			const choice = chooseTemplate(manifest, { runtime });
			return choice.kind === "template" ? choice.entry.name : void 0;
		},
		checkTemplate: (name) => {
			templateNamed(manifest, name);
		},
		limits: rowLimitsOf(settings),
		formOf: (name) => formOf(lockedPolicy(policy, locks.get(name))),
		permit: settings.permit,
		root
	};
}
export { acceptedSecretsOf, copiesIn, policiesUnderLock, staleLines, syncInputs };
