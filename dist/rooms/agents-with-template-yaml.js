import { isRecord } from "../start/faces.js";
import { looseObject } from "../vendor/zod.js";
import { agentApproval, agentConfigSet, agentContextLabel, agentDispatchRun, agentMcpServer, agentMemoryRepository, agentMemorySource, agentMemoryUpdate, agentRole, agentRoleBinding, agentRunnerPool, agentServiceAccount, agentSkill, agentStack, agentSubagent, agentToolProfile, agentTriggerRule, bindingCondition, canWrite, dryRun, factsOfDelivery, keysOfAll, labelInstruction, labelsForRun, objectMissing, poolCondition, profileCondition, settleMemoryUpdate, settleWorkItem, statusFields, storedRules, subagentCondition, tokenCondition, webhookDelivery, withCondition, workItem } from "./agents.js";
import { repositoryConditions, runMemory, sourceCondition } from "./agents-with-yaml.js";
import { assembleContext, plainCondition } from "./agents-with-template.js";
// src/agents/dispatch/run-context.ts
async function runContext(services, parts, signal) {
	const { run, stack, delivery } = parts;
	const facts = delivery && factsOfDelivery(delivery.spec);
	const labels = labelsForRun({
		asked: [...new Set([...stack.spec.contextLabels ?? [], ...run.spec.contextLabels ?? []])],
		facts: {
			type: run.spec.source,
			repository: run.spec.repository,
			labels: facts?.labels ?? []
		},
		labels: parts.labels
	});
	const memory = await runMemory(services, parts, signal);
	return {
		bundle: await assembleContext({
			run: run.metadata.name,
			instructions: instructionsOf(run, stack, labels),
			data: [
				...eventData(parts, facts),
				...await attachedFiles(services, run, labels, signal),
				...memory?.data ?? []
			],
			...memory ? { memory: memory.memory } : {},
			createdAt: services.now().toISOString()
		}),
		memory
	};
}
async function storedLabels(reader, namespace) {
	return (await Array.fromAsync(reader.each(agentContextLabel, {
		namespace,
		limit: 5e3
	}))).map(({ metadata: { name, generation }, spec }) => ({
		name,
		generation,
		spec
	}));
}
function instructionsOf({ spec: { prompt, taskKind } }, { spec }, labels) {
	const { text, append } = spec.prompt ?? {};
	return [
		...text === void 0 ? [] : [{
			layer: "stack",
			text
		}],
		...labels.map(labelInstruction),
		{
			layer: "task",
			text: prompt ?? `The task is of the kind ${taskKind}.`
		},
		...append === void 0 ? [] : [{
			layer: "stack, behind the task",
			text: append
		}]
	];
}
function eventData({ run, delivery, host }, facts) {
	if (!delivery || !facts) return [];
	const { payload } = delivery.spec;
	const { type, event, action, repository, actor, refs, url, label, workflow, job, check, conclusion } = facts;
	const summary = {
		type,
		event,
		action,
		repository,
		actor,
		refs,
		url,
		label,
		workflow,
		job,
		check,
		conclusion
	};
	const isTeam = (author) => author?.toLowerCase() === host.actor.toLowerCase() && canWrite(host.permission) && !host.isFork;
	const written = (kind, value) => {
		if (!isRecord(value)) return [];
		const author = loginOf(value.user);
		const texts = [value.title, value.body].filter((text) => typeof text === "string" && text !== "");
		if (texts.length === 0) return [];
		const trust = isTeam(author) ? "data" : "stranger";
		return [{
			kind,
			name: String(facts.number ?? ""),
			url,
			author,
			trust,
			text: texts.join("\n\n")
		}];
	};
	const object = isRecord(payload) ? payload : {};
	const comment = facts.comment === void 0 ? [] : [{
		kind: "comment",
		name: url ?? "comment",
		url,
		author: actor,
		trust: isTeam(actor) ? "data" : "stranger",
		text: facts.comment
	}];
	return [
		{
			kind: "event",
			name: run.spec.delivery ?? event,
			trust: "data",
			text: JSON.stringify(summary, void 0, 2)
		},
		...written("pull_request", object.pull_request),
		...written("issue", object.issue),
		...comment
	];
}
function loginOf(user) {
	return isRecord(user) && typeof user.login === "string" ? user.login : void 0;
}
async function attachedFiles({ repositories }, { spec: { repository, sourceRefs, attachments = [] } }, labels, signal) {
	const commit = sourceRefs.base ?? sourceRefs.head;
	const named = [...labels.flatMap(({ spec }) => (spec.attachments ?? []).map(({ path, as }) => ({
		path,
		name: as ?? path
	}))), ...attachments.map((path) => ({
		path,
		name: path
	}))];
	const data = [];
	for (const { path, name } of named) {
		const text = commit === void 0 ? void 0 : await repositories.fileAt(repository, commit, path, signal);
		data.push({
			kind: "file",
			name: commit === void 0 ? name : `${name} at ${commit.slice(0, 12)}`,
			trust: "data",
			text: text ?? "(there is no such file)"
		});
	}
	return data;
}
// src/agents/references/reference-controller.ts
const statusOfAll = looseObject(statusFields);
const lookEveryMs = 36e5;
const beside = new Map([
	[agentConfigSet, []],
	[agentMemoryRepository, [agentMemorySource]],
	[agentMemorySource, []],
	[agentRole, []],
	[agentRoleBinding, []],
	[agentRunnerPool, [agentServiceAccount]],
	[agentServiceAccount, [agentRunnerPool]],
	[agentSubagent, [agentSubagent]],
	[agentToolProfile, [agentSubagent]],
	[agentMcpServer, [agentSubagent]],
	[agentSkill, [agentSubagent]],
	[agentStack, [agentToolProfile]]
]);
const looks = new Map([
	look(agentConfigSet, ({ object }) => plainCondition(object.spec)),
	look(agentSubagent, ({ object, ports }) => ports.store.read((reader) => subagentCondition(reader, object))),
	look(agentRunnerPool, ({ object, ports }) => ports.store.read((reader) => poolCondition(reader, object))),
	look(agentToolProfile, ({ object, ports }) => ports.store.read((reader) => profileCondition(reader, object))),
	look(agentServiceAccount, ({ object, ports }) => tokenCondition(ports, object)),
	look(agentRoleBinding, async ({ object, ports }) => {
		const declared = ports.declared(object.metadata.namespace);
		return await ports.store.read((reader) => bindingCondition(reader, object, declared));
	}),
	look(agentMemorySource, ({ object, ports, signal }) => sourceCondition(ports, object, signal)),
	[agentMemoryRepository.kind, lookAtMemory]
]);
function referenceController(ports) {
	return {
		name: "reference",
		looksAtAll: true,
		watches: [
			...[...beside].map(([kind, others]) => ({
				kind,
				keysOf: (change) => looks.has(kind.kind) ? [keyOf(change)] : [],
				beside: (namespace, reader) => keysOfAll(others, namespace, reader)
			})),
			{
				kind: workItem,
				keysOf: (change) => [keyOf(change)]
			},
			{
				kind: agentDispatchRun,
				keysOf: itemOfRun
			},
			{
				kind: agentMemoryUpdate,
				keysOf: (change) => [keyOf(change)]
			},
			{
				kind: agentApproval,
				keysOf: updateOfApproval
			}
		],
		async reconcile(key, signal) {
			if (key.kind === workItem.kind) return { againMs: await settleWorkItem(ports, key, signal) };
			if (key.kind === agentMemoryUpdate.kind) return { againMs: await settleMemoryUpdate(ports, key, signal) };
			await looks.get(key.kind)?.(ports, key, signal);
			return { againMs: lookEveryMs };
		}
	};
}
function look(kind, find) {
	return [kind.kind, async (ports, key, signal) => {
		const object = await ports.store.read((reader) => reader.get(kind, key));
		if (object) await settle(ports, kind, object, [await find({
			object,
			ports,
			signal
		})]);
	}];
}
async function lookAtMemory(ports, key, signal) {
	const repository = await ports.store.read((reader) => reader.get(agentMemoryRepository, key));
	if (!repository) return;
	const { conditions, seen } = await repositoryConditions(ports, repository, ports.now(), signal);
	const readAt = seen.commit !== void 0 && seen.commit !== repository.status.commit ? { readAt: ports.now().toISOString() } : {};
	await settle(ports, agentMemoryRepository, repository, conditions, {
		...seen,
		...readAt
	});
}
async function settle({ store, now }, kind, { metadata, status }, conditions, seen = {}) {
	const at = now().toISOString();
	const before = statusOfAll.parse(status);
	let all = before.conditions;
	for (const condition of conditions) all = withCondition(all, condition, at);
	const { generation, resourceVersion } = metadata;
	const after = {
		...before,
		...seen,
		observedGeneration: generation,
		conditions: all
	};
	await store.write(async (writer) => {
		if (!await writer.get(kind, metadata)) return;
		const found = kind.status.parse(after);
		await writer.setStatus(kind, metadata, found, { resourceVersion });
	});
}
function keyOf({ object: { kind, metadata } }) {
	return {
		kind,
		namespace: metadata.namespace,
		name: metadata.name
	};
}
function updateOfApproval({ object: { metadata, spec } }) {
	const { action, artifact: name } = agentApproval.spec.parse(spec);
	if (action !== "memory_update" || name === void 0) return [];
	return [{
		kind: agentMemoryUpdate.kind,
		namespace: metadata.namespace,
		name
	}];
}
function itemOfRun({ object: { metadata, spec } }) {
	const { workItem: name } = agentDispatchRun.spec.parse(spec);
	return name === void 0 ? [] : [{
		kind: workItem.kind,
		namespace: metadata.namespace,
		name
	}];
}
// src/agents/dispatch/dry-run-stored.ts
async function dryRunStored(store, trial, now) {
	const { namespace } = trial;
	const { rule, labels, delivery } = await store.read(async (reader) => ({
		rule: (await storedRules(reader, namespace)).find(({ name }) => name === trial.rule),
		labels: await storedLabels(reader, namespace),
		delivery: await reader.get(webhookDelivery, {
			namespace,
			name: trial.delivery
		})
	}));
	if (!rule) throw objectMissing(agentTriggerRule, {
		namespace,
		name: trial.rule
	});
	if (!delivery) throw objectMissing(webhookDelivery, {
		namespace,
		name: trial.delivery
	});
	const facts = factsOfDelivery(delivery.spec);
	return dryRun({
		rule,
		facts,
		host: delivery.spec.host,
		runs: [],
		labels,
		now: now.toISOString()
	});
}
export { dryRunStored, referenceController, runContext, storedLabels };
