import { agentApproval, agentArtifact, agentContextBundle, agentDispatchAttempt, agentDispatchRun, agentReviewArtifact, agentWorkspace, objectMissing, phaseOf } from "../rooms/agents.js";
import { BlobStore, SqlStore, patchOf } from "../rooms/agents-with-config.js";
import { objectForm } from "../rooms/api-with-agents.js";
import { IdentikitError, asOutput, visible } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { count } from "../rooms/commands.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { patchDifferences } from "../rooms/agents-with-diff.js";
// src/commands/runs-show/changes.ts
const most = {
	files: 50,
	lines: 200
};
const mostLines = 400;
async function readNewestChanges(blobs, { run, attempts, artifacts }) {
	const patches = artifacts.filter(({ spec }) => spec.kind === "patch");
	const newest = attempts.flatMap(({ metadata }) => patches.find(({ spec }) => spec.attempt === metadata.name) ?? []).at(-1);
	if (!newest) return void 0;
	const { digest, suspectedSecrets = 0, files = 0 } = newest.spec;
	const known = {
		artifact: newest.metadata.name,
		digest
	};
	try {
		const patch = await patchOf(blobs, run.metadata, digest);
		const read = (wanted) => kept(blobs.get(run.metadata, wanted));
		return {
			...known,
			...await patchDifferences(patch, {
				read,
				suspectedSecrets,
				most
			})
		};
	} catch (caught) {
		if (!isMissing(caught)) throw caught;
		return {
			...known,
			files: [],
			more: files,
			problem: caught.message
		};
	}
}
function changeLines({ artifact, files, more, problem }) {
	if (problem !== void 0) return [`changes of ${artifact}: ${problem}`];
	const lines = files.flatMap((file) => [`${file.change} ${file.path}${file.note === void 0 ? "" : `: ${file.note}`}`, ...file.lines.map((line) => `  ${line}`)]);
	const left = lines.length - mostLines;
	return [
		...lines.slice(0, mostLines),
		...left > 0 ? [`(and ${left} more lines)`] : [],
		...more > 0 ? [`(and ${count(more, "more file")})`] : []
	];
}
async function kept(content) {
	try {
		return await content;
	} catch (caught) {
		if (isMissing(caught)) return void 0;
		throw caught;
	}
}
function isMissing(caught) {
	return caught instanceof IdentikitError && caught.code === "BLOB_MISSING";
}
// src/commands/runs-show/next-step.ts
function nextSteps({ run, approvals, reviews }) {
	const { name } = run.metadata;
	const open = reviews.filter(({ status }) => status.phase === "ChangesRequested");
	const steps = [
		...approvals.filter((one) => phaseOf(one) === "Pending").map(({ metadata, spec }) => `decide about ${spec.action}: identikit approve ${metadata.name} ${spec.artifactDigest}`),
		...open.map(({ metadata }) => `have its changes made, then: identikit runs review ${metadata.name} resolve`),
		...open.length === 0 && approvals.some((one) => phaseOf(one) === "Approved" && one.spec.write !== void 0) ? ["write what is approved: identikit write-back --pending"] : []
	];
	const { reason, phase, conditions } = run.status;
	const room = reason === "POOL_FULL" ? conditions?.find(({ type }) => type === "RoomInPool") : void 0;
	return steps.length > 0 ? steps : [room?.remedy ?? stepOf(phase, name)];
}
function stepOf(phase, name) {
	switch (phase) {
		case "Running": return `watch it: identikit runs events ${name} --follow`;
		case "Succeeded": return `check it: identikit runs verify ${name}`;
		case "Failed":
		case "Cancelled": return `try again: identikit runs retry ${name}`;
		case "Waiting": return "let a controller look at it: identikit controller --once";
		default: return "start what is queued: identikit dispatch --queued, or identikit run";
	}
}
// src/commands/runs-show/read-run.ts
async function readRun(reader, key) {
	const { namespace, name } = key;
	const run = await reader.get(agentDispatchRun, key);
	if (!run) throw objectMissing(agentDispatchRun, key);
	const { contextBundle, workspace } = run.status;
	const of = {
		namespace,
		fields: [{
			field: "spec.run",
			equals: true,
			value: name
		}]
	};
	return {
		run,
		attempts: (await Array.fromAsync(reader.each(agentDispatchAttempt, of))).sort((a, b) => a.spec.number - b.spec.number),
		context: contextBundle === void 0 ? void 0 : await reader.get(agentContextBundle, {
			namespace,
			name: contextBundle
		}),
		approvals: await Array.fromAsync(reader.each(agentApproval, of)),
		artifacts: await Array.fromAsync(reader.each(agentArtifact, of)),
		reviews: await Array.fromAsync(reader.each(agentReviewArtifact, of)),
		workspace: workspace === void 0 ? void 0 : await reader.get(agentWorkspace, {
			namespace,
			name: workspace
		})
	};
}
// src/commands/runs-show/body.ts
async function run(context, options) {
	const project = await openProject(context.cwd, options.root);
	const { organization: namespace } = accessPlace(project, options);
	await using database = await openConfigDatabase(context, project, options.database, "read");
	await using store = new SqlStore(database);
	const whole = await store.read((reader) => readRun(reader, {
		namespace,
		name: options.name
	}));
	const steps = nextSteps(whole);
	const changes = await readNewestChanges(new BlobStore(database), whole);
	return {
		outputs: {
			run: asOutput(objectForm(whole.run)),
			attempts: asOutput(whole.attempts.map(objectForm)),
			...whole.context ? { context: asOutput(objectForm(whole.context)) } : {},
			approvals: asOutput(whole.approvals.map(objectForm)),
			artifacts: asOutput(whole.artifacts.map(objectForm)),
			...changes ? { changes: asOutput(changes) } : {},
			reviews: asOutput(whole.reviews.map(objectForm)),
			...whole.workspace ? { workspace: asOutput(objectForm(whole.workspace)) } : {},
			next: [...steps]
		},
		details: [...linesOf(whole), ...changes ? changeLines(changes) : []].map(visible),
		account: steps.map((step) => `next: ${step}`)
	};
}
function linesOf({ run, attempts, context, approvals, artifacts, reviews, workspace }) {
	const { spec, status } = run;
	const used = [
		count(status.turns ?? 0, "turn"),
		count(status.tokens ?? 0, "token"),
		...status.cost === void 0 ? [] : [`$${status.cost}`]
	];
	return [
		`${run.metadata.name}: ${status.phase ?? "new"}${because(status)}`,
		`of ${spec.agentStack} for ${spec.taskKind} on ${spec.repository}${spec.triggerRule === void 0 ? "" : `, by ${spec.triggerRule}`}${spec.requestedBy === void 0 ? "" : `, asked for by ${spec.requestedBy.name}`}`,
		...Object.entries(spec.sourceRefs).map(([name, value]) => `source ${name}: ${String(value)}`),
		...attempts.map((one) => `attempt ${one.spec.number}, ${one.metadata.name} (${one.spec.reason}): ${one.status.phase ?? "new"}${because(one.status)}${one.status.ciRun === void 0 ? "" : `, ${one.status.ciRun}`}`),
		...context ? [`context ${context.spec.digest}, ${count(context.spec.sources.length, "source")}`] : [],
		...approvals.map((one) => `approval ${one.metadata.name} (${one.spec.action}): ${phaseOf(one)}${one.status.result === void 0 ? "" : `, ${one.status.result}`}`),
		...reviews.map((one) => `review ${one.metadata.name} (${one.spec.decision}): ${one.status.phase ?? "Open"}`),
		...artifacts.map((one) => `artifact ${one.metadata.name} (${one.spec.kind}): ${one.status.phase ?? "Pending"}, ${one.spec.digest}`),
		...workspace ? [`workspace ${workspace.metadata.name}: ${workspace.status.phase ?? "Provisioning"}`] : [],
		`used: ${used.join(", ")}`
	];
}
function because({ reason, message }) {
	if (reason === void 0) return "";
	return ` (${reason}${message === void 0 ? "" : `: ${message}`})`;
}
export { run };
