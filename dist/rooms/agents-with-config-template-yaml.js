import { certain } from "./fault.js";
import { digestOf } from "./tree.js";
import { ObjectKeys, agentAction, agentApproval, agentArtifact, agentContextBundle, agentContextLabel, agentDispatchAttempt, agentDispatchRun, agentMemoryUpdate, agentReviewArtifact, agentRunnerPool, agentSession, agentStack, agentTriggerRule, agentWorkspace, askedRequest, askingActor, cancelCiRun, endRun, hasRoom, isOver, isPendingStack, labelDrift, outboxRequest, ownBranch, parseFieldSelector, proposeUpdates, readOutbox, runCodes, runsUnder, settleSession, startWorkflow, treePatch, waitForRoom, withCondition, workItem } from "./agents.js";
import { BlobStore, noteOnRun, putBlobs, recordPlans, recordRequest } from "./agents-with-config.js";
import { memoryOfRun, memoryProposal, memoryUpdates, proposalOf, proposalText } from "./agents-with-yaml.js";
import { admitStoredRun, carryOut } from "./agents-with-config-yaml.js";
import { secretInPatch, secretsInRequests } from "./agents-with-template.js";
import { storedLabels } from "./agents-with-template-yaml.js";
// src/agents/write-back/gather-facts.ts
async function gatherWriteFacts(services, { run, attempt, proposed = [] }, requests, signal) {
	const patch = await patchOfAttempt(services, attempt);
	const secrets = await secretsInRequests(requests);
	const isCommitted = requests.some(({ request: { type } }) => type === "branch" || type === "pull_request");
	if (patch && isCommitted) {
		const found = await suspectedIn(services, run, patch, signal);
		if (found !== void 0) secrets.set("patch", found);
	}
	return {
		requestedBy: askingActor(attempt),
		patch: patch?.writable,
		memory: await memoryOf(services, run, requests, proposed),
		secrets,
		heads: await headsOf(services, run, requests, signal)
	};
}
async function patchOfAttempt({ store, database }, { metadata: { namespace, name }, spec }) {
	const fields = parseFieldSelector(`spec.run=${spec.run}`);
	const artifact = (await store.read((reader) => Array.fromAsync(reader.each(agentArtifact, {
		namespace,
		fields
	})))).find(({ spec: { kind, attempt }, status }) => kind === "patch" && attempt === name && status.phase !== "Pending");
	if (!artifact) return void 0;
	const { digest } = artifact.spec;
	const content = await new BlobStore(database).get({
		namespace,
		name: spec.run
	}, digest);
	const patch = treePatch.parse(JSON.parse(Buffer.from(content).toString("utf8")));
	return {
		artifact,
		writable: {
			artifact: artifact.metadata.name,
			digest,
			patch
		}
	};
}
async function suspectedIn({ database }, run, { artifact, writable }, signal) {
	const { suspectedSecrets = 0 } = artifact.spec;
	if (suspectedSecrets > 0) return `the patch, in ${suspectedSecrets} places that the runner saw`;
	const blobs = new BlobStore(database);
	return await secretInPatch(writable.patch, (digest) => blobs.get(run.metadata, digest), signal);
}
async function memoryOf({ store }, run, requests, proposed) {
	const found = new Map();
	const asked = requests.filter(({ request }) => request.type === "memory_update");
	const memory = asked.length === 0 ? void 0 : await memoryOfRun(store, run);
	if (!memory) return found;
	const { name, ref } = memory.repository.spec.repositoryRef;
	const { namespace } = run.metadata;
	const fields = parseFieldSelector(`spec.run=${run.metadata.name}`);
	const updates = [...(await store.read((reader) => Array.fromAsync(reader.each(agentMemoryUpdate, {
		namespace,
		fields
	})))).map(({ metadata, spec, status }) => ({
		metadata,
		spec,
		problems: status.validation ?? []
	})), ...proposed.map(({ object: { metadata, spec }, problems }) => ({
		metadata,
		spec,
		problems
	}))];
	for (const { request, digest } of asked) {
		if (request.type !== "memory_update") continue;
		const proposal = proposalOf(request.files, memory.repository.metadata.name, memory.commit);
		const patch = digestOf(proposalText(proposal));
		const update = updates.find(({ spec }) => spec.artifactDigest === patch);
		if (!update) continue;
		found.set(digest, {
			artifact: update.metadata.name,
			digest: patch,
			proposal: memoryProposal.parse(proposal),
			repository: name,
			branch: ref.replace(/^refs\/heads\//, ""),
			problems: update.problems
		});
	}
	return found;
}
async function headsOf({ forge }, { spec }, requests, signal) {
	const { repository, sourceRefs } = spec;
	const heads = new Map();
	const ask = async (kind, id) => {
		if (id === void 0 || heads.has(`${kind} ${id}`)) return;
		const head = await forge.headOf({
			repository,
			kind,
			id: String(id)
		}, signal);
		if (head !== void 0) heads.set(`${kind} ${id}`, head);
	};
	for (const { request } of requests) {
		if (request.type === "review") await ask("pull_request", request.number ?? sourceRefs.pullRequest);
		if (request.type === "pull_request") await ask("branch", request.base ?? ownBranch(spec));
		const workflowRun = request.type === "rerun" ? request.workflowRun ?? sourceRefs.workflowRun : void 0;
		if (workflowRun === void 0 || !/^[1-9][0-9]{0,18}$/.test(workflowRun)) continue;
		const attempt = await forge.runAttempt(repository, workflowRun, signal);
		if (attempt !== void 0) heads.set(`run ${workflowRun}`, String(attempt));
	}
	return heads;
}
// src/agents/write-back/plan-asked-write.ts
async function planAskedWrite(services, key, signal) {
	const { store } = services;
	const found = await store.read(async (reader) => {
		const action = await reader.get(agentAction, key);
		const request = action && askedOf(action);
		return action && request ? {
			action,
			request,
			result: await resultOf(reader, action)
		} : void 0;
	});
	if (!found?.result) return;
	const { action, request: asked, result } = found;
	if (result.missing !== void 0) {
		const status = {
			phase: "Failed",
			code: "RUN_NOT_READY",
			message: result.missing
		};
		await store.write((writer) => answerAction(writer, key, status));
		return;
	}
	const { actor: by, target } = action.spec;
	const person = `${by.kind} ${by.name.toLowerCase()}`;
	const plain = askedRequest(asked);
	const requests = [{
		...plain,
		key: `${person}: ${plain.key}`
	}];
	const proposed = await memoryUpdates(services, result.run, [plain], signal);
	const facts = {
		...await gatherWriteFacts(services, {
			...result,
			proposed
		}, requests, signal),
		requestedBy: by
	};
	await store.write(async (writer, session) => {
		const { namespace } = key;
		const attempt = result.attempt.metadata.name;
		const planning = {
			key: {
				namespace,
				name: `${target.name} ${person}`
			},
			run: target.name,
			attempt,
			requests,
			facts
		};
		const plans = await recordPlans({
			writer,
			session
		}, services, planning);
		await noteOnRun(writer, services, {
			namespace,
			name: target.name
		}, plans);
		const [plan] = plans;
		if (plan?.kind === "Denied") await answerAction(writer, key, {
			phase: "Denied",
			code: plan.code,
			message: plan.reason
		});
		else {
			const contents = proposed.map(({ object, content }) => ({
				digest: object.spec.artifactDigest,
				content
			}));
			await putBlobs(session, {
				namespace,
				name: target.name
			}, contents);
			await proposeUpdates(writer, proposed, attempt, services.now().toISOString());
			await answerAction(writer, key, {
				phase: "Done",
				result: (plan ? `${plan.kind}: ${plan.reasons.join("; ")}` : "it was asked for before").slice(0, 4e3)
			});
		}
	});
}
function askedOf({ spec, status }) {
	if (!(spec.action === "write-back" && spec.target.kind === agentDispatchRun.kind) || status.phase !== "Admitted") return void 0;
	return outboxRequest.safeParse(spec.arguments?.request).data;
}
async function asksOfRun(reader, namespace, run) {
	const fields = parseFieldSelector(`spec.target.name=${run},status.phase=Admitted`);
	return (await Array.fromAsync(reader.each(agentAction, {
		namespace,
		fields
	}))).filter((action) => askedOf(action) !== void 0);
}
async function resultOf(reader, { metadata: { namespace }, spec }) {
	const { name } = spec.target;
	const run = await reader.get(agentDispatchRun, {
		namespace,
		name
	});
	if (!run) return { missing: `there is no run ${name} in ${namespace} any more` };
	const { currentAttempt } = run.status;
	const attempt = currentAttempt === void 0 ? void 0 : await reader.get(agentDispatchAttempt, {
		namespace,
		name: currentAttempt
	});
	if (attempt?.status.bundleDigest !== void 0) return {
		run,
		attempt
	};
	return isOver(run) ? { missing: `the run ${name} is ${run.status.phase} and has no result to write back` } : void 0;
}
async function answerAction(writer, key, answer) {
	const held = await writer.hold(agentAction, key);
	if (held?.status.phase !== "Admitted") return;
	await writer.setStatus(agentAction, key, {
		...held.status,
		...answer
	});
}
// src/agents/write-back/plan-outbox.ts
async function planOutbox(services, key, signal) {
	const { store, database } = services;
	const found = await store.read(async (reader) => {
		const outbox = await reader.get(agentArtifact, key);
		if (outbox?.spec.kind !== "outbox" || outbox.status.phase !== "Ready") return void 0;
		const { namespace } = key;
		const name = certain(outbox.spec.attempt);
		const attempt = certain(await reader.get(agentDispatchAttempt, {
			namespace,
			name
		}));
		return {
			outbox,
			attempt,
			run: certain(await reader.get(agentDispatchRun, {
				namespace,
				name: attempt.spec.run
			}))
		};
	});
	if (!found) return;
	const { outbox, run } = found;
	const content = await new BlobStore(database).get(run.metadata, outbox.spec.digest);
	const { requests, refused } = readOutbox(Buffer.from(content).toString("utf8"));
	const facts = await gatherWriteFacts(services, found, requests, signal);
	await store.write(async (writer, session) => {
		const held = await writer.hold(agentArtifact, key);
		if (held?.status.phase !== "Ready") return;
		const attempt = found.attempt.metadata.name;
		const plans = await recordPlans({
			writer,
			session
		}, services, {
			key,
			run: run.metadata.name,
			attempt,
			requests,
			facts
		});
		const by = facts.requestedBy;
		for (const { line, reason: said } of refused) {
			const record = {
				source: key.name,
				request: `line ${line}`,
				by,
				code: "WRITE_BACK_INVALID",
				said
			};
			await recordRequest(writer, services.now(), run.metadata, record);
		}
		await writer.setStatus(agentArtifact, key, {
			...held.status,
			phase: "Applied"
		});
		await noteOnRun(writer, services, run.metadata, plans);
	});
}
// src/agents/write-back/write-back-controller.ts
function writeBackController(services) {
	return {
		name: "write-back",
		looksAtAll: true,
		watches: [
			{
				kind: agentArtifact,
				keysOf: ({ object: { metadata, spec, status } }) => {
					return spec.kind === "outbox" && status.phase === "Ready" ? [keyOf(agentArtifact.kind, metadata)] : [];
				}
			},
			{
				kind: agentAction,
				keysOf: ({ object: { kind, metadata, spec, status } }) => {
					return askedOf({
						kind,
						metadata,
						spec: agentAction.spec.parse(spec),
						status
					}) ? [keyOf(agentAction.kind, metadata)] : [];
				}
			},
			{
				kind: agentDispatchRun,
				keysOf: async ({ object: { metadata } }, reader) => (await asksOfRun(reader, metadata.namespace, metadata.name)).map((one) => keyOf(agentAction.kind, one.metadata))
			},
			{
				kind: agentApproval,
				keysOf: async ({ object: { metadata, spec, status } }, reader) => {
					if (status.phase !== "Approved") return [];
					const { action, run } = agentApproval.spec.parse(spec);
					if (action === "escalation") return await writesOf(reader, metadata.namespace, run);
					return spec.write === void 0 ? [] : [keyOf(agentApproval.kind, metadata)];
				}
			},
			{
				kind: agentReviewArtifact,
				keysOf: async ({ object: { metadata, spec } }, reader) => await writesOf(reader, metadata.namespace, agentReviewArtifact.spec.parse(spec).run)
			},
			{
				kind: workItem,
				keysOf: ({ object: { metadata } }, reader) => labelsOf(reader, metadata.namespace)
			},
			{
				kind: agentWorkspace,
				keysOf: async ({ object: { metadata, status } }, reader) => {
					const { lastRun, runs = [] } = agentWorkspace.status.parse(status);
					const named = [...runs, ...lastRun === void 0 ? [] : [lastRun]];
					return (await Promise.all(named.map((run) => writesOf(reader, metadata.namespace, run)))).flat();
				}
			}
		],
		reconcile: async ({ kind, namespace, name }, signal) => {
			if (kind === agentArtifact.kind) await planOutbox(services, {
				namespace,
				name
			}, signal);
			else if (kind === agentAction.kind) await planAskedWrite(services, {
				namespace,
				name
			}, signal);
			else await carryOut(services, {
				namespace,
				name
			}, signal);
			return {};
		}
	};
}
async function writesOf(reader, namespace, run) {
	const fields = parseFieldSelector(`spec.run=${run},status.phase=Approved`);
	return (await Array.fromAsync(reader.each(agentApproval, {
		namespace,
		fields
	}))).filter(({ spec }) => spec.write !== void 0 && spec.action !== "escalation").map(({ metadata }) => keyOf(agentApproval.kind, metadata));
}
async function labelsOf(reader, namespace) {
	const fields = parseFieldSelector("status.phase=Approved,spec.action=label");
	return (await Array.fromAsync(reader.each(agentApproval, {
		namespace,
		fields
	}))).map(({ metadata }) => keyOf(agentApproval.kind, metadata));
}
function keyOf(kind, { namespace, name }) {
	return {
		kind,
		namespace,
		name
	};
}
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
				kind: agentRunnerPool,
				keysOf: ({ object: { metadata } }, reader) => runsOfPool(metadata, reader)
			},
			{
				kind: agentStack,
				keysOf: ({ object }, reader) => runsOfStack(object.metadata, reader)
			},
			{
				kind: agentContextLabel,
				beside: runsWithContext
			},
			{
				kind: agentSession,
				keysOf: ({ object: { metadata, status } }) => status.phase === "Ended" ? [] : [sessionKey(metadata)]
			}
		],
		reconcile: async (key, signal) => {
			if (key.kind === agentSession.kind) return { againMs: await settleSession(services, key) };
			return { againMs: await reconcileRun(services, key, signal) };
		}
	};
}
async function reconcileRun(services, key, signal) {
	const { namespace, name } = key;
	const run = await services.store.read((reader) => reader.get(agentDispatchRun, {
		namespace,
		name
	}));
	if (!run) return void 0;
	if (run.spec.cancelled && !isOver(run)) {
		await cancelRun(services, run);
		return;
	}
	if (run.status.phase === "Cancelled") await cancelCiRun(services, run, signal);
	const isBeforeStart = (run.status.attempts ?? 0) === 0;
	const { phase, reason } = run.status;
	if (phase === void 0 || phase === "Waiting" && isBeforeStart || isPendingStack(run)) {
		await admitStoredRun(services, run, signal);
		return;
	}
	if (phase === "Queued" && reason === "CONCURRENCY_QUEUED") await letGo(services, run);
	await noteDrift(services, {
		namespace,
		name
	});
	return await waitForRoom(services, run) ?? await startWorkflow(services, {
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
			...isCurrent ? {} : { remedy: "A retry keeps the context that it was dispatched with; dispatch it again for the labels of now." }
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
function sessionKey({ namespace, name }) {
	return {
		kind: agentSession.kind,
		namespace,
		name
	};
}
async function runsAround({ metadata, status }, reader) {
	const { phase, concurrencyKey, session: name, runnerPool } = agentDispatchRun.status.parse(status);
	const isEnd = phase === "Succeeded" || phase === "Failed" || phase === "Cancelled";
	const { namespace } = metadata;
	const givesRoom = (isEnd || phase === "Waiting") && runnerPool !== void 0;
	const own = [
		workKey(metadata),
		...isEnd && name !== void 0 ? [sessionKey({
			namespace,
			name
		})] : [],
		...givesRoom ? await runsOfPool({
			namespace,
			name: runnerPool
		}, reader) : []
	];
	if (!isEnd || concurrencyKey === void 0) return own;
	const group = {
		"status.reason": "CONCURRENCY_QUEUED",
		"status.concurrencyKey": concurrencyKey
	};
	return [...own, ...await queuedRuns(reader, namespace, group)];
}
function runsOfPool({ namespace, name }, reader) {
	return queuedRuns(reader, namespace, {
		"status.reason": "POOL_FULL",
		"status.runnerPool": name
	});
}
function runsOfStack({ namespace, name }, reader) {
	return queuedRuns(reader, namespace, {
		"status.reason": "STACK_PENDING",
		"spec.agentStack": name
	});
}
async function queuedRuns(reader, namespace, values) {
	const wanted = {
		"status.phase": "Queued",
		...values
	};
	const fields = Object.entries(wanted).map(([field, value]) => ({
		field,
		equals: true,
		value
	}));
	const { items } = await reader.list(agentDispatchRun, {
		namespace,
		fields,
		limit: mostRuns
	});
	return items.map(({ metadata }) => workKey(metadata));
}
async function runsWithContext(namespace, reader) {
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
export { dispatchController, writeBackController };
