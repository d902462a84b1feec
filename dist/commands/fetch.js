import { IdentikitError, errorOf, outputMembers } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { contentCacheOf, defaultLimits, policyNamed, readManifest } from "../rooms/template.js";
import { fetchTemplates } from "../rooms/template-with-child_process-http-sqlite-zlib.js";
import { keyValues, shortCommit, shortDigest } from "../rooms/commands.js";
import { networkOf } from "../rooms/commands-with-http.js";
import { resolve } from "node:path";
// src/commands/fetch/body.ts
async function run(context, options) {
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
		fetched: context.fetched,
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
	return outputMembers({
		...rest,
		lockChange: moved
	});
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
export { run };
