import { applyManifests, refuseProblems } from "../rooms/agents.js";
import { readManifests } from "../rooms/agents-with-croner-yaml.js";
import { SqlStore } from "../rooms/agents-with-config.js";
import { ownConfigFiles } from "../rooms/config.js";
import { syncBuiltin } from "../rooms/config-with-template-yaml.js";
import { IdentikitError } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { checkFetchedCopy, readManifest, refuseSecrets } from "../rooms/template.js";
import { copyDrift, copyWarnings, warningsReport } from "../rooms/commands-with-report.js";
import { stepDetails, stepOutputs, stepSummary } from "../rooms/commands-with-agents-diff.js";
import { changeDetails, changeOutputs, changeSummary } from "../rooms/commands-with-diff.js";
import { acceptedSecretsOf, copiesIn, staleLines, syncInputs } from "../rooms/commands-with-template.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { placedAtAgents } from "../rooms/commands-with-child_process-template.js";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
// src/commands/config-sync/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { settings } = project;
	const templatesDir = templatesOf(context, project, options.templates);
	const names = readManifest(project.path(settings.manifest), settings.manifest).workspaceTemplates.map(({ name }) => name);
	const findings = (templatesDir === void 0 ? [] : copiesIn(project, templatesDir, names)).flatMap(checkFetchedCopy);
	const drift = copyDrift(context, project, {
		check: "sync",
		findings,
		undone: "nothing was synced"
	});
	if (drift) return drift;
	const accepted = await acceptedSecretsOf(context, project);
	await refuseSecrets(ownConfigFiles(project.root, project.settings), {
		owner: "this repository",
		accepted
	});
	const { manifests: folder, organization } = settings.platform;
	const set = readManifests(project.root, folder, { namespace: organization });
	refuseProblems(set);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	await applyManifests(store, set, {
		asRepository: true,
		dryRun: true
	});
	const synced = await syncBuiltin({
		database,
		...templatesDir === void 0 ? {} : { templatesDir },
		dryRun: options.dryRun,
		refuseShorter: options.strict,
		...syncInputs(project)
	});
	const { dryRun } = options;
	const steps = await applyManifests(store, set, {
		asRepository: true,
		dryRun
	});
	const objectChanges = steps.filter(({ does }) => does !== "keep").length;
	const { changes, agents, retired } = synced;
	const told = findingsFault(synced.findings, options.strict);
	return {
		outputs: {
			changes: changes.length,
			agents: [...agents],
			retired: [...retired],
			rows: changeOutputs(changes),
			objectChanges,
			objects: stepOutputs(steps)
		},
		changed: changes.length + objectChanges > 0 && !dryRun,
		...warningsReport(context, project, {
			check: "sync",
			subject: "the config database against the repository's files",
			anchor: settings.agents,
			findings: placedAtAgents(project, synced.findings, ({ path }) => path)
		}),
		faults: [...synced.failed.map(({ type, fault }) => keptBack(type, fault)), ...told],
		details: [...changeDetails(changes, changes.length, dryRun), ...stepDetails(steps, dryRun)],
		account: [
			changeSummary(changes.length, {
				agents,
				dryRun
			}),
			...steps.length === 0 ? [] : [stepSummary(steps, dryRun)],
			...copyWarnings(findings),
			...staleLines(accepted, [void 0]),
			...templatesDir === void 0 ? ["no fetched templates, so prompts and skills stay as they are: identikit fetch brings them"] : [],
			...retired.map((name) => `switched off, since rows of operators still name it: ${name}`)
		]
	};
}
function keptBack(type, fault) {
	const { code, message, remedy } = fault;
	const problem = `${message}; prompt and skills of the type ${type} stay as they were`;
	return new IdentikitError(code, problem, {
		remedy,
		cause: fault
	});
}
function findingsFault(findings, strict) {
	return (strict ? findings.filter(({ code }) => code === "PROMPT_NONE") : []).map(({ actual, remedy }) => new IdentikitError("TEMPLATE_INVALID", `${actual} (--strict)`, { remedy }));
}
function templatesOf(context, project, named) {
	if (named !== void 0) return resolve(context.cwd, named);
	const usual = project.path(project.settings.templates);
	return existsSync(usual) ? usual : void 0;
}
export { run };
