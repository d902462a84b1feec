import { O as openProject, S as text, T as shortDigest, b as positional, c as defineJob, g as flag, m as rootOption, w as shortCommit, x as requiredText } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { resolve } from "node:path";
const materialize = defineJob({
	name: "materialize",
	summary: "Lay a template's assets on a data volume: changed files only, agent-owned paths never.",
	example: "identikit materialize claude-code --volume /configs",
	options: object({
		name: positional(requiredText("NAME", "A template of the manifest, or a runtime that one serves.")),
		volume: requiredText("DIR", "The data volume."),
		from: text("DIR", "A fetched directory: the template's own, or the one that holds it under its name."),
		locked: flag("Take only what identikit.lock says, and refuse anything else."),
		...rootOption
	}),
	async run(context, options) {
		let { ContentCache } = await import("./content-cache-CGSQTr-L.js"), { readManifest } = await import("./manifest-BJ-laDeI.js"), { materializeTemplate } = await import("./materialize-template-DfHolnuf.js"), { policyNamed } = await import("./policy-ClrcbqXV.js"), { defaultLimits } = await import("./source-BDyz4GNW.js"), { lockedEntry, readTemplateLock } = await import("./template-lock-CMOHOliX.js"), { workPath } = await import("./project-D570l3xq.js"), project = await openProject(context.cwd, options.root), { settings } = project, choice = await choose(readManifest(project.path(settings.manifest), settings.manifest), options.name), policy = policyNamed(settings.policy, settings.policies), pin = () => options.locked && choice.kind === "template" ? { pinned: lockedEntry(readTemplateLock(project.path(settings.lock)), choice.entry, policy.name) } : {}, name = choice.kind === "template" ? choice.entry.name : options.name;
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
			cache: new ContentCache(workPath(project, "cache", "templates")),
			signal: context.signal
		}));
	}
});
/** A template that is named beats the runtime of that name. */
async function choose(manifest, name) {
	let { chooseTemplate } = await import("./template-of-Bi6N5qh6.js");
	return chooseTemplate(manifest, manifest.workspaceTemplates.some((entry) => entry.name === name) ? {
		template: name,
		runtime: name
	} : { runtime: name });
}
function resultOf(name, outcome) {
	if (outcome.result === "skipped") {
		let { result, code, reason } = outcome;
		return {
			outputs: {
				result,
				code,
				reason,
				written: 0,
				removed: 0
			},
			account: [`skipped ${name}: ${code}: ${reason}`],
			changed: !1
		};
	}
	let { result, written, removed, unchanged, treeDigest, origin, skills } = outcome, at = origin.commit === null ? "" : ` at ${shortCommit(origin.commit)}`;
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
export { materialize as t };
