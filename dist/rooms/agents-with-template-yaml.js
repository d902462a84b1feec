import { isRecord } from "../start/faces.js";
import { agentContextLabel, canWrite, factsOfDelivery, labelInstruction, labelsForRun } from "./agents.js";
import { assembleContext } from "./agents-with-template.js";
import { runMemory } from "./agents-with-yaml.js";
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
	return await assembleContext({
		run: run.metadata.name,
		instructions: instructionsOf(run, stack, labels),
		data: [
			...eventData(parts, facts),
			...await attachedFiles(services, run, labels, signal),
			...memory?.data ?? []
		],
		...memory ? { memory: memory.memory } : {},
		createdAt: services.now().toISOString()
	});
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
export { runContext, storedLabels };
