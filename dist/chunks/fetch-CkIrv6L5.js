import { I as IdentikitError, O as openProject, S as text, T as shortDigest, _ as list, b as positional, c as defineJob, g as flag, k as workPath, l as errorOf, m as rootOption, s as keyValues, w as shortCommit } from "./foundation-QtvXJkSz.js";
import { f as object } from "./zod-BjridcMG.js";
import { resolve } from "node:path";
const fetch = defineJob({
	name: "fetch",
	summary: "Bring templates' assets from their repositories into a directory.",
	example: "identikit fetch --all --into .tenant-bundle-deps/workspace-configs-templates",
	options: object({
		name: positional(list("NAME", "Templates of the manifest, by name; every one of them if none is named.")),
		all: flag("Every workspace template of the manifest."),
		into: text("DIR", "Each template is laid into DIR/<name>/; the settings' template directory if left out."),
		locked: flag("Take only what identikit.lock says, and refuse anything else."),
		updateLock: flag("Write what moved to identikit.lock, and say what did."),
		source: list("NAME=PATH_OR_URL", "Take a template from another place than the manifest says."),
		strict: flag("Make a path that the policy leaves out an error."),
		...rootOption
	}),
	async run(context, options) {
		let { ContentCache } = await import("./content-cache-CGSQTr-L.js"), { fetchTemplates } = await import("./fetch-B9JlWvDu.js"), { readManifest } = await import("./manifest-BJ-laDeI.js"), { policyNamed } = await import("./policy-ClrcbqXV.js"), { defaultLimits } = await import("./source-BDyz4GNW.js"), project = await openProject(context.cwd, options.root), { settings } = project;
		if (options.all && options.name.length > 0) throw whichTemplates();
		let into = options.into === void 0 ? project.path(settings.templates) : resolve(context.cwd, options.into), report = await fetchTemplates({
			manifest: readManifest(project.path(settings.manifest), settings.manifest),
			root: project.root,
			names: options.name.length > 0 ? options.name : "all",
			into: options.into === void 0 ? project.path(settings.templates) : resolve(context.cwd, options.into),
			policy: policyNamed(settings.policy, settings.policies),
			strict: options.strict,
			lockFile: project.path(settings.lock),
			locked: options.locked,
			updateLock: options.updateLock,
			sources: keyValues("--source", options.source),
			cwd: context.cwd,
			environment: context.env,
			limits: defaultLimits,
			cache: new ContentCache(workPath(project, "cache", "templates")),
			log: context.log,
			signal: context.signal
		}), [only] = report.results;
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
	return result.kind === "failed" ? {
		name: result.name,
		error: errorOf(result.fault)
	} : templateOutput(result);
}
function templateOutput({ kind: _, lockChange, ...rest }) {
	let moved = lockChange && {
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
	let at = result.commit === null ? "as the directory stands" : `at ${shortCommit(result.commit)}`, changed = result.written.length + result.removed.length, lines = [`${result.name} ${at}, ${result.files} files, ${shortDigest(result.treeDigest)}, ${changed === 0 ? "unchanged" : `${changed} changed`}: ${result.path}`];
	if (result.note && lines.push(`  ${result.note}`), result.leftOut.length > 0 && lines.push(`  left out by the policy: ${fewOf(result.leftOut)}`), result.lockChange?.from) {
		let { from, to, changed: paths } = result.lockChange;
		lines.push(`  identikit.lock: ${revision(from)} -> ${revision(to)}, changed: ${fewOf(paths)}`);
	}
	return lines;
}
function revision(of) {
	return of.commit === null ? shortDigest(of.treeDigest) : shortCommit(of.commit);
}
function fewOf(paths, most = 5) {
	let more = paths.length - most;
	return paths.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
function whichTemplates() {
	return new IdentikitError("USAGE", "--all and names of templates exclude each other", { remedy: "Name templates, or say --all for every one of the manifest." });
}
export { fetch as t };
