import { readBuiltinFiles } from "./config.js";
import { IdentikitError } from "../start/faces.js";
import { chooseTemplate, readManifest, readTemplateLock } from "./template.js";
import { syncInputs } from "./commands-with-template.js";
// src/commands/places/template-facts.ts
function templateFacts(project) {
	const { settings, path } = project;
	const manifest = readManifest(path(settings.manifest), settings.manifest);
	const locks = readTemplateLock(path(settings.lock));
	const { agents } = readBuiltinFiles(syncInputs(project).files);
	const templateOf = templatesOfAgents(agents, manifest);
	return [
		...manifest.workspaceTemplates.map((entry) => ({
			entry,
			kind: "workspace"
		})),
		...manifest.orgTemplates.map((entry) => ({
			entry,
			kind: "organisation"
		})),
		...manifest.plugins.map((entry) => ({
			entry,
			kind: "plugin"
		}))
	].map(({ kind, entry: { name, repo, ref, path: directory } }) => {
		const locked = locks.get(name);
		return {
			name,
			kind,
			repository: repo,
			ref,
			path: directory,
			agents: agents.agents.map((agent) => agent.name).filter((agent) => templateOf.get(agent) === name),
			...locked && { locked: {
				commit: locked.commit,
				treeDigest: locked.treeDigest,
				files: Object.entries(locked.files).map(([file, digest]) => ({
					path: file,
					digest
				}))
			} }
		};
	});
}
function templatesOfAgents(agents, manifest) {
	return new Map(agents.agents.flatMap((agent) => {
		const type = agents.types.find(({ name }) => name === agent.type);
		if (!type) return [];
		const template = agent.template ?? type.template;
		try {
			const choice = chooseTemplate(manifest, {
				runtime: type.runtime,
				...template === void 0 ? {} : { template }
			});
			return choice.kind === "template" ? [[agent.name, choice.entry.name]] : [];
		} catch (caught) {
			if (caught instanceof IdentikitError) return [];
			throw caught;
		}
	}));
}
export { templateFacts };
