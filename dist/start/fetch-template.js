import { IdentikitError, defineCommand, errorOf, flag, keyValues, list, networkOptions, openProject, positional, rootOption, shortCommit, shortDigest, text } from "./faces.js";
import { object } from "../vendor/zod.js";
import { resolve } from "node:path";
// src/commands/fetch/fetch.ts
const fetch = defineCommand({
	name: "fetch",
	summary: "Bring templates' assets from their repositories into a directory.",
	example: "identikit fetch --all --into .tenant-bundle-deps/workspace-configs-templates",
	options: object({
		name: positional(list("NAME", "Templates of the manifest, by name; every one of them if none is named.")),
		all: flag("Every workspace template of the manifest."),
		into: text("DIR", "Each template is laid into DIR/<name>/; the settings' template directory if left out."),
		locked: flag("Take only what identikit.lock says, and refuse anything else."),
		prune: flag("Remove files that no fetch wrote from the templates' directories."),
		updateLock: flag("Write what moved to identikit.lock, and say what did."),
		source: list("NAME=PATH_OR_URL", "Take a template from another place than the manifest says."),
		strict: flag("Make a path that the policy leaves out an error."),
		...networkOptions,
		...rootOption
	}),
	async run(context, options) {
		const { contentCacheOf } = await import("../rooms/template.js");
		const { fetchTemplates } = await import("../rooms/template-with-child_process-http-sqlite-zlib.js");
		const { readManifest } = await import("../rooms/template.js");
		const { policyNamed } = await import("../rooms/template.js");
		const { defaultLimits } = await import("../rooms/template.js");
		const { networkOf } = await import("../rooms/commands-with-http.js");
		const project = await openProject(context.cwd, options.root);
		const { settings } = project;
		if (options.all && options.name.length > 0) throw whichTemplates();
		const { patienceMs, allowPrivateHosts } = networkOf(context, settings, options);
		const into = options.into === void 0 ? project.path(settings.templates) : resolve(context.cwd, options.into);
		const report = await fetchTemplates({
			manifest: readManifest(project.path(settings.manifest), settings.manifest),
			root: project.root,
			names: options.name.length > 0 ? options.name : "all",
			into,
			policy: policyNamed(settings.policy, settings.policies),
			strict: options.strict,
			lockFile: project.path(settings.lock),
			locked: options.locked,
			prune: options.prune,
			updateLock: options.updateLock,
			sources: keyValues("--source", options.source),
			cwd: context.cwd,
			environment: context.env,
			limits: defaultLimits,
			retry: { patienceMs },
			allowPrivateHosts,
			cache: contentCacheOf(context.env),
			log: context.log,
			signal: context.signal
		});
		const [only] = report.results;
		return {
			outputs: {
				...report.results.length === 1 && only?.kind === "fetched" ? templateOutput(only) : { path: into },
				templates: report.results.map(outputOf),
				lockWritten: report.lockWritten
			},
			account: report.results.flatMap(accountOf),
			changed: report.lockWritten || report.results.some(isChanged),
			faults: report.results.flatMap((result) => result.kind === "failed" ? [result.fault] : [])
		};
	}
});
function isChanged(result) {
	return result.kind === "fetched" && result.written.length + result.removed.length > 0;
}
function outputOf(result) {
	if (result.kind === "failed") return {
		name: result.name,
		error: errorOf(result.fault)
	};
	return templateOutput(result);
}
function templateOutput({ kind: _, lockChange, ...rest }) {
	const moved = lockChange && {
		from: lockChange.from,
		to: lockChange.to,
		changed: lockChange.changed
	};
	return {
		...rest,
		lockChange: moved
	};
}
function accountOf(result) {
	if (result.kind === "failed") return [`✗ ${result.name}: ${result.fault.code}`];
	const at = result.commit === null ? "as the directory stands" : `at ${shortCommit(result.commit)}`;
	const changed = result.written.length + result.removed.length;
	const lines = [`${result.name} ${at}, ${result.files} files, ${shortDigest(result.treeDigest)}, ${changed === 0 ? "unchanged" : `${changed} changed`}: ${result.path}`];
	if (result.note) lines.push(`  ${result.note}`);
	if (result.leftOut.length > 0) lines.push(`  left out by the policy: ${fewOf(result.leftOut)}`);
	if (result.restored.length > 0) lines.push(`  changed by somebody, and now the template's again: ${fewOf(result.restored)}`);
	if (result.foreign.length > 0) lines.push(`  warning: not the template's, kept: ${fewOf(result.foreign)} (--prune removes them)`);
	if (result.lockChange?.from) {
		const { from, to, changed: paths } = result.lockChange;
		lines.push(`  identikit.lock: ${revision(from)} -> ${revision(to)}, changed: ${fewOf(paths)}`);
	}
	return lines;
}
function revision(of) {
	return of.commit === null ? shortDigest(of.treeDigest) : shortCommit(of.commit);
}
function fewOf(paths, most = 5) {
	const more = paths.length - most;
	return paths.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
function whichTemplates() {
	return new IdentikitError("USAGE", "--all and names of templates exclude each other", { remedy: "Name templates, or say --all for every one of the manifest." });
}
// src/actions/fetch-template.ts
const action = {
	name: "fetch-template",
	description: "Bring templates' assets from their repositories into the workspace, checked and pinned.",
	command: fetch,
	outputs: {
		path: "Where the assets lie: the template's directory, or the directory above several.",
		commit: "The commit of a single template; empty for a plain directory.",
		"tree-digest": "The digest of a single template's assets.",
		files: "How many assets a single template has."
	}
};
export { action, fetch };
