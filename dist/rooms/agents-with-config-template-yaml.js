import { ObjectKeys, agentApproval, agentContextBundle, agentContextLabel, agentDispatchRun, agentTriggerRule, endRun, hasRoom, isOver, labelDrift, runCodes, runsUnder, withCondition } from "./agents.js";
import { admitStoredRun } from "./agents-with-config-yaml.js";
import { storedLabels } from "./agents-with-template-yaml.js";
// src/agents/dispatch/dispatch-controller.ts
const mostRuns = 500;
const withContext = [
	"Queued",
	"Waiting",
	"Running",
	"Failed"
];
function dispatchController(services) {
	return {
		name: "dispatch",
		watches: [
			{
				kind: agentDispatchRun,
				keysOf: ({ object }, reader) => runsAround(object, reader)
			},
			{
				kind: agentApproval,
				keysOf: ({ object: { metadata, spec } }) => [workKey({
					namespace: metadata.namespace,
					name: agentApproval.spec.parse(spec).run
				})]
			},
			{
				kind: agentContextLabel,
				keysOf: ({ object }, reader) => runsWithContext(object.metadata, reader)
			}
		],
		reconcile: async (key, signal) => {
			await reconcileRun(services, key, signal);
			return {};
		}
	};
}
async function reconcileRun(services, key, signal) {
	const { namespace, name } = key;
	const run = await services.store.read((reader) => reader.get(agentDispatchRun, {
		namespace,
		name
	}));
	if (!run) return;
	if (run.spec.cancelled && !isOver(run)) return await cancelRun(services, run);
	const isBeforeStart = (run.status.attempts ?? 0) === 0;
	const { phase, reason } = run.status;
	if (phase === void 0 || phase === "Waiting" && isBeforeStart) return await admitStoredRun(services, run, signal);
	if (phase === "Queued" && reason === "CONCURRENCY_QUEUED") await letGo(services, run);
	await noteDrift(services, {
		namespace,
		name
	});
}
async function cancelRun({ store, now }, run) {
	await store.write(async (writer) => {
		const held = await writer.hold(agentDispatchRun, run.metadata);
		const why = {
			code: "CANCELLED",
			message: runCodes.CANCELLED
		};
		if (held && !isOver(held)) await endRun(writer, held, {
			phase: "Cancelled",
			why,
			now: now().toISOString()
		});
	});
}
async function letGo({ store, database }, run) {
	const { namespace } = run.metadata;
	const { concurrencyKey: value } = run.status;
	const { triggerRule } = run.spec;
	if (value === void 0 || triggerRule === void 0) return;
	await store.write(async (writer, session) => {
		const keys = new ObjectKeys(session, database, namespace);
		await keys.lock([`group ${value}`]);
		const rule = await writer.get(agentTriggerRule, {
			namespace,
			name: triggerRule
		});
		const group = await runsUnder(writer, keys, namespace, {
			purpose: "group",
			value
		});
		const held = await writer.hold(agentDispatchRun, run.metadata);
		if (held?.status.reason !== "CONCURRENCY_QUEUED") return;
		if (rule && !hasRoom(held, group, rule)) return;
		const { reason: _, message: __, ...status } = held.status;
		await writer.setStatus(agentDispatchRun, held.metadata, status);
	});
}
async function noteDrift({ store, now }, key) {
	await store.write(async (writer) => {
		const run = await writer.hold(agentDispatchRun, key);
		const name = run?.status.contextBundle;
		const bundle = name === void 0 ? void 0 : await writer.get(agentContextBundle, {
			namespace: key.namespace,
			name
		});
		if (!run || !bundle) return;
		const drift = labelDrift(bundle.spec, await storedLabels(writer, key.namespace));
		const said = drift.map(({ label, change, was, now: is }) => change === "gone" ? `${label} is gone` : `${label} has changed since generation ${was} (now ${is})`);
		const isCurrent = drift.length === 0;
		const before = run.status.conditions?.some(({ type }) => type === "ContextCurrent");
		if (isCurrent && !before) return;
		const conditions = withCondition(run.status.conditions, {
			type: "ContextCurrent",
			status: isCurrent ? "True" : "False",
			severity: "warning",
			reason: isCurrent ? "AsDispatched" : "ContextLabelDrift",
			message: isCurrent ? "its labels say what they said" : said.join("; ").slice(0, 3e4),
			...isCurrent ? {} : { remedy: "A retry keeps the context that it was dispatched with; dispatch anew for the labels of now." }
		}, now().toISOString());
		await writer.setStatus(agentDispatchRun, run.metadata, {
			...run.status,
			conditions
		});
	});
}
function workKey({ namespace, name }) {
	return {
		kind: agentDispatchRun.kind,
		namespace,
		name
	};
}
async function runsAround({ metadata, status }, reader) {
	const { phase, concurrencyKey } = agentDispatchRun.status.parse(status);
	const own = workKey(metadata);
	if (!(phase === "Succeeded" || phase === "Failed" || phase === "Cancelled") || concurrencyKey === void 0) return [own];
	return [own, ...(await reader.list(agentDispatchRun, {
		namespace: metadata.namespace,
		fields: [
			{
				field: "status.phase",
				equals: true,
				value: "Queued"
			},
			{
				field: "status.reason",
				equals: true,
				value: "CONCURRENCY_QUEUED"
			},
			{
				field: "status.concurrencyKey",
				equals: true,
				value: concurrencyKey
			}
		],
		limit: mostRuns
	})).items.map(({ metadata: held }) => workKey(held))];
}
async function runsWithContext({ namespace }, reader) {
	const keys = [];
	for (const value of withContext) {
		const fields = [{
			field: "status.phase",
			equals: true,
			value
		}];
		const { items } = await reader.list(agentDispatchRun, {
			namespace,
			fields,
			limit: mostRuns,
			newestFirst: true
		});
		keys.push(...items.filter(({ status }) => status.contextBundle !== void 0).map(({ metadata }) => workKey(metadata)));
	}
	return keys;
}
export { dispatchController };
