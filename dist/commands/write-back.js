import { SqlStore, runControllersOnce } from "../rooms/agents-with-config.js";
import { IdentikitError, markdownProse, outputMembers } from "../start/faces.js";
import { openProject } from "../rooms/project.js";
import { openConfigDatabase } from "../rooms/commands-with-config.js";
import { takeInBundle } from "../rooms/agents-with-config-yaml.js";
import { agentApproval, agentDispatchRun, bundleKeysOf, parseFieldSelector, phaseOf } from "../rooms/agents.js";
import { writeBackController } from "../rooms/agents-with-config-template-yaml.js";
import { keySource, newWorkerName, workLine } from "../rooms/commands.js";
import { accessPlace } from "../rooms/commands-with-agents-config.js";
import { openWriteBack } from "../rooms/commands-with-agents-changes-child_process-config-croner-host-sqlite-template-yaml.js";
import { resolve } from "node:path";
import { createReadStream } from "node:fs";
// src/commands/write-back/write-back-account.ts
async function writeBackAccount(store, { taken, touched, faults }) {
	const { runs, approvals } = await store.read(async (reader) => {
		const found = new Map();
		const runsFound = [];
		for (const { run } of taken) {
			const { namespace, name } = run.metadata;
			const now = await reader.get(agentDispatchRun, {
				namespace,
				name
			});
			if (now) runsFound.push(now);
			const fields = parseFieldSelector(`spec.run=${name}`);
			for await (const one of reader.each(agentApproval, {
				namespace,
				fields
			})) found.set(keyOf(one), one);
		}
		for (const key of touched) {
			const [namespace = "", name = ""] = key.split(" ");
			const one = found.get(key) ?? await reader.get(agentApproval, {
				namespace,
				name
			});
			if (one) found.set(key, one);
		}
		return {
			runs: runsFound,
			approvals: [...found.values()]
		};
	});
	const waiting = approvals.filter((one) => phaseOf(one) === "Pending");
	const written = approvals.filter((one) => touched.has(keyOf(one)) && phaseOf(one) === "Applied");
	const lines = [
		...taken.map(takenLine),
		...runs.flatMap(blockedLines),
		...approvals.filter((one) => touched.has(keyOf(one)) || phaseOf(one) === "Pending").map(approvalLine)
	];
	const account = `${taken.length} taken in, ${written.length} written back, ${waiting.length} waiting for a person`;
	return {
		outputs: {
			run: runs[0]?.metadata.name,
			attempt: taken[0]?.bundle.attempt,
			phase: runs[0]?.status.phase,
			isNew: taken.some(({ isNew }) => isNew),
			approvals: waiting.map(({ metadata, spec }) => outputMembers({
				name: metadata.name,
				action: spec.action,
				digest: spec.artifactDigest,
				run: spec.run
			})),
			results: approvals.filter((one) => touched.has(keyOf(one))).map(({ metadata, spec, status }) => outputMembers({
				name: metadata.name,
				action: spec.action,
				phase: status.phase,
				result: status.result
			}))
		},
		changed: written.length > 0 || taken.some(({ isNew }) => isNew),
		details: lines,
		account: [account],
		summary: [
			`### ${markdownProse(account)}`,
			"",
			...lines.map((line) => `- ${markdownProse(line)}`)
		].join("\n"),
		faults
	};
}
function keyOf({ metadata: { namespace, name } }) {
	return `${namespace} ${name}`;
}
function takenLine({ bundle, isNew, outbox }) {
	const { attempt, outcome } = bundle;
	const said = outcome.reason === void 0 ? "" : `: ${outcome.reason}`;
	if (!isNew) return `${attempt} was taken in before`;
	return `${attempt} is ${outcome.phase}${said}; ${outbox.requests.length} requests, ${outbox.refused.length} lines that are none`;
}
function blockedLines({ metadata, status }) {
	const blocked = status.conditions?.find(({ type }) => type === "WriteBackBlocked");
	return blocked?.status === "True" ? [`${metadata.name}: ${blocked.reason}: ${blocked.message}`] : [];
}
function approvalLine(approval) {
	const { metadata, spec, status } = approval;
	const phase = phaseOf(approval);
	const what = `${spec.action} of ${spec.run}`;
	if (phase === "Pending") return `${what} waits: identikit approve ${metadata.name} ${spec.artifactDigest}, or the comment /identikit approve ${metadata.name} ${spec.artifactDigest}`;
	return `${what} is ${phase}${status.result === void 0 ? "" : `: ${status.result}`}`;
}
// src/commands/write-back/take-and-write.ts
async function takeAndWrite(context, project, objects, { bundle: files, ...places }) {
	const { organization } = accessPlace(project, {});
	const services = openWriteBack(context, project, objects, places);
	const keys = () => bundleKeysOf(keySource(context, project).take());
	const taken = [];
	for (const file of files) {
		const bytes = bytesOf(resolve(context.cwd, file));
		taken.push(await takeInBundle({
			...services,
			bundleKeys: keys()
		}, bytes, context.signal));
	}
	const touched = new Set();
	const faults = [];
	await runControllersOnce({
		database: objects.database,
		controllers: [writeBackController(services)],
		worker: newWorkerName(),
		until: context.signal,
		onOutcome: (outcome) => {
			const { kind, namespace, name } = outcome.claim;
			if (kind === "AgentApproval") touched.add(`${namespace} ${name}`);
			if (outcome.fault) context.log.warn(workLine(outcome));
			if (outcome.result === "failed" && outcome.fault) faults.push(outcome.fault);
		}
	});
	context.signal.throwIfAborted();
	return await writeBackAccount(objects.store, {
		organization,
		taken,
		touched,
		faults
	});
}
async function* bytesOf(path) {
	try {
		for await (const chunk of createReadStream(path, { highWaterMark: 1048576 })) yield chunk;
	} catch (cause) {
		if (cause instanceof IdentikitError) throw cause;
		throw new IdentikitError("FILE_UNREADABLE", `${path} cannot be read`, {
			remedy: "Check the path, and that the artifact of run-agent was fetched.",
			cause
		});
	}
}
// src/commands/write-back/body.ts
async function run(context, options) {
	if (options.bundle.length === 0 && !options.pending) throw new IdentikitError("USAGE", "nothing says what to write back", { remedy: "Name the file of a run bundle, or do what is due with --pending." });
	const project = await openProject(context.cwd, options.root);
	await using database = await openConfigDatabase(context, project, options.database);
	await using store = new SqlStore(database);
	return await takeAndWrite(context, project, {
		database,
		store
	}, options);
}
export { run, takeAndWrite };
