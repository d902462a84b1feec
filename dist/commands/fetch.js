import { IdentikitError, errorOf, outputMembers } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { fetchTemplates } from "../rooms/template-with-child_process-http-sqlite-yaml-zlib.js";
import { readManifest } from "../rooms/template.js";
import { warningsReport } from "../rooms/commands-with-report.js";
import { keyValues, shortCommit, shortDigest } from "../rooms/commands.js";
import { acceptedSecretsOf, staleLines } from "../rooms/commands-with-template.js";
import { identityUnder } from "../rooms/commands-with-image-template-yaml.js";
import { templateReading } from "../rooms/commands-with-http-template.js";
import { resolve } from "node:path";
// src/commands/fetch/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { settings } = project;
	if (options.all && options.name.length > 0) throw whichTemplates();
	const accepted = await acceptedSecretsOf(context, project);
	const into = options.into === void 0 ? project.path(settings.templates) : resolve(context.cwd, options.into);
	const report = await fetchTemplates({
		...templateReading(context, project, {
			accepted,
			network: options
		}),
		manifest: readManifest(project.path(settings.manifest), settings.manifest),
		names: options.name.length > 0 ? options.name : "all",
		into,
		strict: options.strict,
		lockFile: project.path(settings.lock),
		locked: options.locked,
		prune: options.prune,
		updateLock: options.updateLock,
		dryRun: options.dryRun,
		sources: keyValues("--source", options.source),
		log: context.log,
		identityOf: identityUnder(settings),
		fetched: context.fetched
	});
	const scanned = report.results.flatMap(({ kind, name }) => kind === "fetched" ? [name] : []);
	const findings = report.results.flatMap((result) => result.kind === "fetched" ? result.findings : []);
	const [only] = report.results;
	return {
		outputs: {
			...report.results.length === 1 && only?.kind === "fetched" ? templateOutput(only) : { path: into },
			templates: report.results.map(outputOf),
			lockWritten: report.lockWritten,
			...options.dryRun ? { dryRun: true } : {}
		},
		account: [
			...report.results.flatMap(accountOf),
			...staleLines(accepted, scanned),
			...options.dryRun ? ["nothing was written (--dry-run)"] : []
		],
		changed: !options.dryRun && (report.lockWritten || report.results.some(isChanged)),
		...warningsReport(context, project, {
			check: "fetch",
			subject: "the templates that were fetched",
			anchor: settings.manifest,
			findings
		}),
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
function templateOutput({ kind: _, lockChange, findings: _told, ...rest }) {
	return outputMembers({
		...rest,
		lockChange
	});
}
function accountOf(result) {
	if (result.kind === "failed") return [];
	const at = result.commit === null ? "as the directory stands" : `at ${shortCommit(result.commit)}`;
	const changed = result.written.length + result.removed.length;
	const lines = [`${result.name} ${at}, ${result.files} files, ${shortDigest(result.treeDigest)}, ${changed === 0 ? "unchanged" : `${changed} changed`}: ${result.path}`];
	if (result.movedTo) lines.push(`  warning: the repository is ${result.movedTo} now; write that name into the manifest`);
	if (result.prompts.length > 0) lines.push(`  prompt: ${result.prompts.join(", ")}`);
	if (result.policy === "assets/v1" && !result.lockChange?.from) lines.push("  identikit.lock keeps the policy assets/v1; --update-lock moves it to the present one");
	if (result.note) lines.push(`  ${result.note}`);
	if (result.leftOut.length > 0) lines.push(`  left out by the policy: ${fewOf(result.leftOut)}`);
	if (result.restored.length > 0) lines.push(`  changed by somebody, and now the template's again: ${fewOf(result.restored)}`);
	if (result.foreign.length > 0) lines.push(`  warning: not the template's, kept: ${fewOf(result.foreign)} (--prune removes them)`);
	if (result.lockChange?.from) {
		const { from, to, added } = result.lockChange;
		if (from.policy !== to.policy) lines.push(`  identikit.lock: policy ${from.policy} -> ${to.policy}, which adds: ${added.length > 0 ? fewOf(added) : "nothing"}`);
		lines.push(`  identikit.lock: ${lockLine(result.lockChange, from)}`);
	}
	return lines;
}
function lockLine({ to, changed, asked }, from) {
	const spelled = asked.map(({ key, from: was, to: now }) => `${key} ${was ?? "(none)"} -> ${now ?? "(none)"}`);
	if (changed.length === 0 && from.commit === to.commit && from.treeDigest === to.treeDigest) return `the same content; only what is asked for is written differently: ${spelled.join(", ")}`;
	const files = changed.length === 0 ? "no file changed" : `changed: ${fewOf(changed)}`;
	return [`${revision(from)} -> ${revision(to)}, ${files}`, ...spelled].join(", ");
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
