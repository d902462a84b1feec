import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { ObjectKeys, agentApproval, agentContextBundle, agentContextLabel, agentDispatchAttempt, agentDispatchRun, agentTriggerRule, contentDigest, currentRequest, endRun, grantedSecrets, hasRoom, isOver, labelDrift, launchBase, notReady, objectNamed, recordDispatch, recordRefusal, runCodes, runsUnder, sealSecrets, signTicket, ticketClaims, ticketDigest, webhookDelivery, withCondition } from "./agents.js";
import { snapshotNow } from "./agents-with-config.js";
import { admit } from "./agents-with-yaml.js";
import { admitStoredRun } from "./agents-with-config-yaml.js";
import { runContext, storedLabels } from "./agents-with-template-yaml.js";
import { randomUUID } from "node:crypto";
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
// src/agents/dispatch/launch-run.ts
const ticketHours = 6;
async function launchRun(services, key, signal) {
	const base = await launchBase(services, key);
	const request = await currentRequest(services, base.run, "launch", signal);
	const snapshot = await snapshotNow(services, key.namespace);
	const decision = admit(request, snapshot);
	if (decision.verdict !== "allowed") throw await recordRefusal(services, base.run, decision);
	const stack = certain(objectNamed(snapshot.stacks, base.run.spec.agentStack));
	const secrets = grantedSecrets(request, stack, snapshot);
	const labels = await services.store.read((reader) => storedLabels(reader, key.namespace));
	const bundle = base.bundle ?? await newBundle(services, base, {
		stack,
		labels,
		host: certain(request.host)
	}, signal);
	const attempt = base.open ?? newAttempt(services, base, {
		stack,
		snapshot,
		decision,
		secrets,
		bundle
	});
	const parts = {
		issuer: services.issuer,
		run: base.run,
		attempt,
		stack,
		bundle,
		snapshot,
		secrets,
		tier: decision.tier
	};
	const claims = ticketClaims(parts);
	const digest = ticketDigest(claims);
	if (base.open && digest !== base.open.spec.ticketDigest) throw notReady(base.run, "its attempt has a ticket that says something else than one of now would");
	const { publicKey } = poolOf(snapshot, certain(attempt.spec.runnerPool)).spec;
	const ticket = await sealedTicket(services, stack, claims, publicKey);
	const stored = base.open ? {
		run: base.run,
		attempt: base.open
	} : await recordDispatch(services, base, {
		bundle,
		attempt: withDigest(attempt, digest),
		decision,
		claims
	});
	const drift = base.bundle ? labelDrift(base.bundle.spec, labels) : [];
	return {
		...stored,
		ticket,
		claims,
		decision,
		isAgain: base.open !== void 0,
		drift
	};
}
async function newBundle(services, { run }, parts, signal) {
	const { namespace } = run.metadata;
	const { delivery: name } = run.spec;
	const delivery = name === void 0 ? void 0 : await services.store.read((reader) => reader.get(webhookDelivery, {
		namespace,
		name
	}));
	const spec = await runContext(services, {
		...parts,
		run,
		delivery
	}, signal);
	return {
		kind: agentContextBundle.kind,
		metadata: {
			namespace,
			name: run.metadata.name
		},
		spec
	};
}
function newAttempt({ now }, { run, previous }, parts) {
	const { stack, snapshot, decision, secrets, bundle } = parts;
	const number = (run.status.attempts ?? 0) + 1;
	const { runnerPool, runtimeIdentity } = stack.spec;
	if (runnerPool === void 0) throw notReady(run, `its stack ${stack.metadata.name} names no runner pool, so no ticket can be sealed for one`);
	const pool = poolOf(snapshot, runnerPool);
	const issued = now();
	const profile = stack.status.profile ?? {};
	return {
		kind: agentDispatchAttempt.kind,
		metadata: {
			namespace: run.metadata.namespace,
			name: `${run.metadata.name}-${number}`
		},
		spec: agentDispatchAttempt.spec.parse({
			run: run.metadata.name,
			reason: previous ? "retry" : "initial",
			number,
			...previous ? { previous: previous.metadata.name } : {},
			stackSnapshot: {
				digest: stack.status.snapshot ?? contentDigest(profile),
				generation: stack.metadata.generation,
				profile
			},
			permissionSnapshot: decision.digest,
			contextBundle: bundle.metadata.name,
			serviceAccount: runtimeIdentity,
			...pool.spec.serviceAccount === void 0 ? {} : { runnerServiceAccount: pool.spec.serviceAccount },
			runnerPool,
			secrets: [...new Set(secrets.map(({ name }) => name))],
			ticket: {
				id: randomUUID(),
				issuedAt: issued.toISOString(),
				expires: new Date(issued.getTime() + ticketHours * 36e5).toISOString()
			}
		})
	};
}
function withDigest(attempt, digest) {
	const { kind, spec } = attempt;
	const { namespace, name } = attempt.metadata;
	return {
		kind,
		metadata: {
			namespace,
			name
		},
		spec: {
			...spec,
			ticketDigest: digest
		}
	};
}
async function sealedTicket({ secrets, accessor, key }, stack, claims, publicKey) {
	const values = {};
	const use = {
		agent: stack.spec.agent ?? stack.metadata.name,
		accessor,
		reason: `dispatch of ${claims.attempt}`
	};
	for (const { name } of claims.secrets) values[name] ??= await secrets.read(name, use);
	return await signTicket({
		...claims,
		sealed: await sealSecrets(values, publicKey)
	}, key);
}
function poolOf({ runnerPools }, name) {
	const pool = objectNamed(runnerPools, name);
	if (pool) return pool;
	throw new IdentikitError("RUN_NOT_READY", `the runner pool ${name} does not exist`, { remedy: `Declare agentrunnerpools/${name}, or name another pool in the stack.` });
}
export { dispatchController, launchRun };
