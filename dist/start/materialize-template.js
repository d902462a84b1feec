import { defineCommand, flag, networkOptions, openProject, positional, requiredText, rootOption, shortCommit, shortDigest, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { resolve } from "node:path";
// src/commands/materialize/materialize.ts
const materialize = defineCommand({
	name: "materialize",
	summary: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	example: "identikit materialize claude-code --volume /configs",
	options: object({
		name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
		volume: requiredText("DIR", "The data volume."),
		from: text("DIR", "A fetched directory: the template's own, or the one that holds it under its name."),
		locked: flag("Take only what identikit.lock says, and refuse anything else."),
		...networkOptions,
		...rootOption
	}),
	async run(context, options) {
		const { contentCacheOf } = await import("../rooms/template.js");
		const { readManifest } = await import("../rooms/template.js");
		const { materializeTemplate } = await import("../rooms/template-with-child_process-http-sqlite-yaml-zlib.js");
		const { policyNamed } = await import("../rooms/template.js");
		const { defaultLimits } = await import("../rooms/template.js");
		const { lockedEntry, readTemplateLock } = await import("../rooms/template.js");
		const { networkOf } = await import("../rooms/commands-with-http.js");
		const project = await openProject(context.cwd, options.root);
		const { settings } = project;
		const { patienceMs, allowPrivateHosts } = networkOf(context, settings, options);
		const choice = await choose(readManifest(project.path(settings.manifest), settings.manifest), options.name);
		const policy = policyNamed(settings.policy, settings.policies);
		const pin = () => options.locked && choice.kind === "template" ? { pinned: lockedEntry(readTemplateLock(project.path(settings.lock)), choice.entry, policy.name) } : {};
		const name = choice.kind === "template" ? choice.entry.name : options.name;
		return resultOf(name, await materializeTemplate(options.from === void 0 ? {
			kind: "repository",
			choice,
			...pin()
		} : {
			kind: "directory",
			name,
			directory: options.from
		}, {
			volume: resolve(context.cwd, options.volume),
			policy,
			root: project.root,
			cwd: context.cwd,
			environment: context.env,
			limits: defaultLimits,
			retry: { patienceMs },
			allowPrivateHosts,
			cache: contentCacheOf(context.env),
			signal: context.signal
		}));
	}
});
/** A template that is named beats the runtime of that name. */
async function choose(manifest, name) {
	const { chooseTemplate } = await import("../rooms/template.js");
	return chooseTemplate(manifest, manifest.workspaceTemplates.some((entry) => entry.name === name) ? {
		template: name,
		runtime: name
	} : { runtime: name });
}
function resultOf(name, outcome) {
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
// src/actions/materialize-template.ts
const action = {
	name: "materialize-template",
	description: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	command: materialize,
	outputs: {
		result: "`delivered`, `unchanged` or `skipped`.",
		written: "How many files were written.",
		removed: "How many files were removed."
	}
};
export { action, materialize };
