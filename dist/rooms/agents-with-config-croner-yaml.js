import { IdentikitError } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { agentStack, agentTriggerRule, storeSpec, webhookDelivery, withCondition } from "./agents.js";
import { Schedule, dueSchedules } from "./agents-with-croner.js";
import { planStoredDelivery } from "./agents-with-config-yaml.js";
// src/agents/dispatch/trigger-controller.ts
function triggerController(services) {
	return {
		name: "trigger",
		watches: [{
			kind: webhookDelivery,
			keysOf: ({ type, object: { kind, metadata, status } }) => type === "DELETED" || webhookDelivery.status.parse(status).phase !== "Received" ? [] : [{
				kind,
				namespace: metadata.namespace,
				name: metadata.name
			}]
		}, {
			kind: agentTriggerRule,
			keysOf: ({ object: { kind, metadata } }) => [{
				kind,
				namespace: metadata.namespace,
				name: metadata.name
			}]
		}],
		reconcile: (key, signal) => key.kind === agentTriggerRule.kind ? reconcileRule(services, key, signal) : reconcileDelivery(services, key, signal)
	};
}
async function reconcileDelivery(services, { namespace, name }, signal) {
	if ((await services.store.read((reader) => reader.get(webhookDelivery, {
		namespace,
		name
	})))?.status.phase === "Received") await planStoredDelivery(services, {
		namespace,
		name
	}, signal);
	return {};
}
async function reconcileRule(services, { namespace, name }, signal) {
	const rule = await services.store.read((reader) => reader.get(agentTriggerRule, {
		namespace,
		name
	}));
	if (!rule) return {};
	const now = services.now();
	const schedule = scheduleOf(rule);
	const [due] = schedule instanceof Schedule ? dueOf(rule, now) : [];
	for (const one of due === void 0 ? [] : dueOf(rule, now)) await storeDue(services, namespace, one, signal);
	await noteRule(services, rule, schedule, due?.at);
	const next = schedule instanceof Schedule ? schedule.next(now) : void 0;
	return next === void 0 ? {} : { againMs: Math.max(next.getTime() - now.getTime(), 1e3) };
}
function scheduleOf({ spec }) {
	if (spec.lifecycle === "Disabled" || spec.lifecycle === "Archived" || spec.schedule === void 0 || !spec.sources.includes("schedule")) return void 0;
	try {
		return Schedule.parse(spec.schedule);
	} catch (caught) {
		if (caught instanceof IdentikitError) return caught;
		throw caught;
	}
}
function dueOf({ metadata, spec, status }, now) {
	const since = new Date(status.lastSchedule ?? metadata.creationTimestamp);
	return dueSchedules([{
		name: metadata.name,
		spec,
		since
	}], now);
}
async function storeDue(services, namespace, { deliveryId, facts, at }, signal) {
	const { repository = "", event, schedule = "" } = facts;
	const { refs } = await services.repositories.placeOf({ repository }, signal);
	await storeSpec(services, namespace, {
		source: "schedule",
		deliveryId,
		digest: digestOf(`${deliveryId} ${at.toISOString()}`),
		event,
		type: "schedule",
		repository,
		refs,
		payload: { schedule },
		receivedAt: services.now().toISOString()
	});
}
async function noteRule({ store, now }, { metadata, spec }, schedule, at) {
	await store.write(async (writer) => {
		const held = await writer.hold(agentTriggerRule, metadata);
		if (!held) return;
		const stack = await writer.get(agentStack, {
			namespace: metadata.namespace,
			name: spec.agentStack
		});
		const conditions = [resolvedCondition(spec.agentStack, stack !== void 0), ...spec.schedule === void 0 ? [] : [schedulableCondition(spec.schedule, schedule)]];
		const isValid = conditions.every(({ status }) => status === "True");
		await writer.setStatus(agentTriggerRule, held.metadata, {
			...held.status,
			phase: isValid ? spec.lifecycle : "Invalid",
			observedGeneration: metadata.generation,
			conditions: conditions.reduce((known, one) => withCondition(known, one, now().toISOString()), held.status.conditions ?? []),
			...at === void 0 ? {} : { lastSchedule: at.toISOString() }
		});
	});
}
function resolvedCondition(stack, isThere) {
	return {
		type: "Resolved",
		status: isThere ? "True" : "False",
		reason: isThere ? "REFERENCES_FOUND" : "REFERENCE_MISSING",
		message: isThere ? "what it names exists" : `there is no agentstacks/${stack}`
	};
}
function schedulableCondition(text, schedule) {
	const isWrong = schedule instanceof IdentikitError;
	return {
		type: "Schedulable",
		status: isWrong ? "False" : "True",
		reason: isWrong ? schedule.code : "SCHEDULE_READ",
		message: isWrong ? schedule.message : `it is due at ${text} (UTC)`
	};
}
export { triggerController };
