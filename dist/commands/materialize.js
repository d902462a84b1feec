import { openProject } from "../rooms/project.js";
import { shortCommit, shortDigest } from "../rooms/commands.js";
import { chooseTemplate, lockedEntry, lockedPolicy, readManifest, readTemplateLock } from "../rooms/template.js";
import { materializeTemplate } from "../rooms/template-with-child_process-http-sqlite-yaml-zlib.js";
import { acceptedSecretsOf } from "../rooms/commands-with-template.js";
import { templateReading } from "../rooms/commands-with-http-template.js";
import { resolve } from "node:path";
// src/commands/materialize/materialize-run.ts
async function materializeRun(context, project, options) {
	const { settings } = project;
	const accepted = await acceptedSecretsOf(context, project);
	const choice = choose(readManifest(project.path(settings.manifest), settings.manifest), options.name);
	const reading = templateReading(context, project, {
		accepted,
		network: options
	});
	const locks = readTemplateLock(project.path(settings.lock));
	const locked = locks.get(choice.kind === "template" ? choice.entry.name : options.name);
	const pin = () => options.locked && choice.kind === "template" ? { pinned: lockedEntry(locks, choice.entry, lockedPolicy(reading.policy, locked).name) } : {};
	const name = choice.kind === "template" ? choice.entry.name : options.name;
	const volume = resolve(context.cwd, options.volume);
	return {
		name,
		volume,
		outcome: await materializeTemplate(options.from === void 0 ? {
			kind: "repository",
			choice,
			locked,
			...pin()
		} : {
			kind: "directory",
			name,
			directory: options.from,
			locked
		}, {
			...reading,
			volume,
			strictSkills: options.strict
		})
	};
}
function choose(manifest, name) {
	const named = manifest.workspaceTemplates.some((entry) => entry.name === name);
	return chooseTemplate(manifest, named ? {
		template: name,
		runtime: name
	} : { runtime: name });
}
// src/commands/materialize/body.ts
async function run(context, options) {
	const { name, outcome } = await materializeRun(context, await openProject(context.cwd, options.root), options);
	return materializeResult(name, outcome);
}
function materializeResult(name, outcome) {
	if (outcome.result === "skipped") {
		const { result, code, reason } = outcome;
		return {
			outputs: {
				result,
				code,
				reason,
				written: 0,
				removed: 0
			},
			account: [`skipped ${name}: ${code}: ${reason}`],
			changed: false
		};
	}
	const { result, written, removed, unchanged, treeDigest, origin, skills } = outcome;
	const at = origin.commit === null ? "" : ` at ${shortCommit(origin.commit)}`;
	return {
		outputs: {
			result,
			written: written.length,
			removed: removed.length,
			unchanged,
			treeDigest,
			commit: origin.commit,
			paths: {
				written: [...written],
				removed: [...removed]
			},
			skills: { ...skills }
		},
		details: [...written.map((path) => `+ ${path}`), ...removed.map((path) => `- ${path}`)],
		account: [`${result} ${name}${at}, ${shortDigest(treeDigest)}: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged`, ...skills.warning === null ? [] : [`warning: ${skills.warning}`]],
		changed: result === "delivered"
	};
}
export { materializeResult, materializeRun, run };
