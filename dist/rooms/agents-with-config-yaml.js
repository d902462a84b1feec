import { IdentikitError, shortened } from "../start/faces.js";
import { certain } from "./fault.js";
import { digestOf } from "./tree.js";
import { canonicalJson } from "./document.js";
import { ObjectKeys, admittedStatus, agentAction, agentApproval, agentConfigGrant, agentDispatchRun, agentMemoryQuery, agentMemoryRepository, agentMemorySource, agentSecretGrant, agentStack, agentTriggerExecution, agentTriggerRule, apiGroup, approvalWords, approvalsFor, askForApprovals, bundleAttempt, canWrite, commitMessage, countExecution, currentRequest, decidedPhase, decisionRefusal, derivedName, endRun, executionCodes, factsOfDelivery, foldedName, fullColumn, hasRoom, hasTrailer, heldUp, idempotencyKey, isOver, isPendingStack, keysOfRules, knownEvent, knownRun, manualEvent, noteHeldUp, objectMissing, parentOfEvent, patchDigest, permissionFor, phaseOf, planDelivery, preparedWrite, readBundle, readKinds, readOutbox, readRunEvents, readTreePatch, readWriteWay, recordEnd, recordResult, resolveMemory, rightText, runRequest, runsUnder, searchMemory, startApprovalsOf, storeDelivery, storedRule, takeIntent, treePatch, visibleMemory, waitsForStack, webhookDelivery, whoIs, writeExecution } from "./agents.js";
import { BlobStore, boundingBudgets, budgetLocks, planWithinBudgets, readAccessState, readAdmissionSnapshot, runsOfDay, snapshotNow, withUse } from "./agents-with-config.js";
import { admit, askedGrants, memoryProposal, memoryUpdates, readMemory } from "./agents-with-yaml.js";
import { randomUUID } from "node:crypto";
// src/agents/approvals/give-grants.ts
async function grantsOfApproval({ database, organizations, now }, reader, { metadata: { namespace }, spec }) {
	const run = spec.action === "grant" ? await reader.get(agentDispatchRun, {
		namespace,
		name: spec.run
	}) : void 0;
	if (!run) return [];
	const at = {
		organization: namespace,
		organizations,
		now: now()
	};
	const { stacks, grants: world, now: time } = await readAdmissionSnapshot(database, at);
	const stack = stacks.find(({ metadata }) => metadata.name === run.spec.agentStack);
	if (!stack) return [];
	const { repository, sourceRefs, source, requestedBy, host } = run.spec;
	const context = {
		organization: namespace,
		stack,
		who: requestedBy && !host?.isFork ? whoIs(requestedBy, namespace, host, repository).who : void 0,
		run: {
			repository,
			ref: sourceRefs.ref,
			source,
			name: run.metadata.name
		},
		now: time
	};
	return askedGrants(context, world, run.status.trustTier ?? "untrusted").filter(({ reason }) => spec.reasons?.includes(reason.message.slice(0, 1e3))).map(({ grant }) => grant);
}
async function giveGrants(writer, grants) {
	for (const { metadata, spec } of grants) if ("secretRef" in spec) {
		if (await writer.get(agentSecretGrant, metadata)) continue;
		await writer.create(agentSecretGrant, {
			kind: agentSecretGrant.kind,
			metadata,
			spec
		});
	} else if (!await writer.get(agentConfigGrant, metadata)) await writer.create(agentConfigGrant, {
		kind: agentConfigGrant.kind,
		metadata,
		spec
	});
}
// src/agents/approvals/decide-approval.ts
async function decideApproval(ports, verdict) {
	const time = ports.now().toISOString();
	const asked = await ports.store.read((reader) => reader.get(agentApproval, verdict));
	const grants = asked ? await grantsOfApproval(ports, { get: (kind, key) => ports.store.read((reader) => reader.get(kind, key)) }, asked) : [];
	const done = await ports.store.write(async (writer) => {
		const approval = await writer.hold(agentApproval, verdict);
		if (!approval) throw objectMissing(agentApproval, verdict);
		const fault = await faultOf(writer, ports, verdict, approval);
		const decided = fault ? approval : await decide(writer, verdict, approval, time);
		if (decided.status.phase === "Approved" && !fault) await giveGrants(writer, grants);
		await record$1(writer, verdict, decided, time, fault);
		return {
			decided,
			fault
		};
	});
	if (done.fault) throw done.fault;
	return done.decided;
}
async function decide(writer, { by, verdict, comment, via }, approval, time) {
	const said = comment === void 0 ? {} : { comment: comment.slice(0, 1e4) };
	const decisions = [...approval.status.decisions ?? [], {
		by,
		verdict,
		...said,
		via,
		time
	}];
	const status = {
		...approval.status,
		phase: decidedPhase(approval.spec, decisions),
		decisions
	};
	const { resourceVersion } = approval.metadata;
	return await writer.setStatus(agentApproval, approval.metadata, status, { resourceVersion });
}
async function faultOf(writer, { organizations, now }, verdict, approval) {
	const { namespace, name } = approval.metadata;
	const { spec, status } = approval;
	const run = await writer.get(agentDispatchRun, {
		namespace,
		name: spec.run
	});
	if (!run) return closed(approval, `the run ${spec.run} is gone`);
	const stack = await writer.get(agentStack, {
		namespace,
		name: run.spec.agentStack
	});
	const access = await readAccessState(writer, organizations);
	const refusal = decisionRefusal(verdict, verdict.verdict, {
		approval,
		run,
		stack,
		access
	});
	if (refusal !== void 0) return new IdentikitError("POLICY_DENIED", `${verdict.by.name} may not ${verdict.verdict} ${name}: ${refusal}`, { remedy: "Let somebody else decide who may; identikit access review shows what somebody may do." });
	const { generation } = approval.metadata;
	if (verdict.expectedGeneration !== void 0 && verdict.expectedGeneration !== generation) return new IdentikitError("CONFLICT", `${name} is at generation ${generation}, not ${verdict.expectedGeneration}`, { remedy: "Look at it again: it has changed meanwhile." });
	if (phaseOf(approval) !== "Pending") return closed(approval, `it is ${phaseOf(approval)}`);
	if (spec.expires !== void 0 && Date.parse(spec.expires) <= now().getTime()) return closed(approval, `its time ended at ${spec.expires}`);
	if (status.decisions?.some(({ by }) => by.name.toLowerCase() === verdict.by.name.toLowerCase()) && verdict.verdict === "approve") return closed(approval, `${verdict.by.name} has approved it already`);
	if (verdict.digest === spec.artifactDigest) return void 0;
	return new IdentikitError("APPROVAL_DIFFERS", `${name} is about ${spec.artifactDigest}, not ${verdict.digest}`, { remedy: `Look at it again: identikit get agentapprovals ${name} -o yaml.` });
}
function closed({ metadata: { name } }, why) {
	return new IdentikitError("APPROVAL_CLOSED", `${name} cannot be decided any more: ${why}`, { remedy: `See what became of it: identikit get agentapprovals ${name} -o yaml.` });
}
async function record$1(writer, { by, verdict, digest, comment, via }, { metadata: { namespace, name }, status }, time, fault) {
	const spec = {
		target: {
			kind: agentApproval.kind,
			name
		},
		action: verdict,
		actor: by,
		arguments: {
			digest,
			...comment === void 0 ? {} : { comment }
		},
		via,
		time
	};
	const declared = {
		kind: agentAction.kind,
		metadata: {
			namespace,
			name: `a-${randomUUID()}`
		},
		spec: agentAction.spec.parse(spec)
	};
	await writer.create(agentAction, declared, fault ? {
		phase: "Denied",
		code: fault.code,
		message: fault.message.slice(0, 4e3)
	} : {
		phase: "Done",
		result: `the approval is ${status.phase}`
	});
}
// src/agents/approvals/decide-by-comment.ts
const refusals = new Set([
	"NOT_FOUND",
	"POLICY_DENIED",
	"APPROVAL_CLOSED",
	"APPROVAL_DIFFERS"
]);
function approvalComments(ports) {
	return { take: async (delivery, signal) => {
		const facts = readableFacts(delivery);
		const words = facts?.type === "comment" ? approvalWords(facts.comment ?? "") : void 0;
		if (!facts || !words) return void 0;
		if (facts.action !== "created" || facts.isEdited) return {
			phase: "Ignored",
			reason: "only a newly created comment decides anything"
		};
		if (delivery.spec.replayOf !== void 0) return {
			phase: "Ignored",
			reason: "a comment that is replayed decides nothing"
		};
		const { repository, actor, refs } = facts;
		if (repository === void 0 || actor === void 0) return {
			phase: "Refused",
			reason: "nobody knows who wrote it, and where"
		};
		const { ref, pullRequest } = refs;
		const host = await ports.host.factsOf({
			repository,
			actor,
			ref,
			pullRequest
		}, signal);
		const said = {
			delivery,
			repository,
			actor,
			host,
			isBot: facts.claimsBot || host.isBot === true
		};
		const outcome = await outcomeOf(ports, said, words);
		if (outcome.phase === "Refused") await answer(ports, facts, said, outcome, signal);
		return outcome;
	} };
}
async function outcomeOf(ports, { delivery, repository, actor, host, isBot }, words) {
	if ("problem" in words) return {
		phase: "Refused",
		reason: words.problem
	};
	if (isBot) return {
		phase: "Refused",
		reason: "a bot decides nothing"
	};
	const { namespace } = delivery.metadata;
	const { verdict, name, digest, reason: comment } = words;
	const { approval, run } = await ports.store.read(async (reader) => {
		const found = await reader.get(agentApproval, {
			namespace,
			name
		});
		return {
			approval: found,
			run: found && await reader.get(agentDispatchRun, {
				namespace,
				name: found.spec.run
			})
		};
	});
	if (!approval || !run || foldedName(run.spec.repository) !== foldedName(repository)) return {
		phase: "Refused",
		reason: `NOT_FOUND: no run on ${repository} has an approval ${name}`
	};
	const by = {
		kind: "User",
		name: actor
	};
	if ((approval.status.decisions?.find((one) => one.via === "comment" && one.by.name === actor))?.verdict === verdict && approval.spec.artifactDigest === digest) return {
		phase: "Matched",
		reason: `${actor} has decided ${name}: ${verdict}`
	};
	try {
		return {
			phase: "Matched",
			reason: `${actor} has decided ${name}: ${verdict}; it is ${(await decideApproval(ports, {
				namespace,
				name,
				digest,
				verdict,
				comment,
				via: "comment",
				by,
				host
			})).status.phase}`,
			run: run.metadata.name
		};
	} catch (caught) {
		if (!(caught instanceof IdentikitError && refusals.has(caught.code))) throw caught;
		return {
			phase: "Refused",
			reason: `${caught.code}: ${caught.message}`
		};
	}
}
async function answer({ answer: tell }, { number }, { delivery, repository, actor, host, isBot }, { reason }, signal) {
	if (!tell || number === void 0 || isBot || !canWrite(host.permission)) return;
	await tell({
		repository,
		number,
		delivery: delivery.metadata.name
	}, `${actor}: nothing was decided: ${reason}`, signal);
}
function readableFacts({ spec }) {
	try {
		return factsOfDelivery(spec);
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
// src/agents/write-back/push-patch.ts
async function pushPatch(services, write, cause, signal) {
	const { commits } = services;
	const { repository, branch, base } = write;
	const { patch, content } = await patchOf(services, write, cause, signal);
	const before = await commits.tip(repository, branch, signal);
	const tip = before ?? await pushed(commits, {
		write,
		patch,
		content,
		...cause
	}, signal);
	const there = await commits.changesOf({
		repository,
		commit: tip.commit,
		base
	}, signal);
	if (patchDigest(there) !== patchDigest(patch)) throw failed(before ? `the branch ${branch} of ${repository} is there already, with other changes than those that were approved` : `the commit ${tip.commit} of ${repository} reads back as other changes than those that were approved`, "Look at the branch, remove it where it is nobody's, and ask for the write-back again under another name.");
	const run = `${cause.approval.metadata.namespace}/${cause.attempt.metadata.name}`;
	if (hasTrailer(tip.message, "Identikit-Key", cause.key) || hasTrailer(tip.message, "Identikit-Run", run)) return tip;
	throw failed(`the branch ${branch} of ${repository} is there already, and is not of this run`, "Ask for the write-back again under another name.");
}
async function pushed(commits, push, signal) {
	const { write, patch, content, approval, attempt, key } = push;
	const { repository, branch } = write;
	const message = commitMessage(write.message, approval, attempt, key);
	const time = approval.status.intentAt ?? approval.metadata.creationTimestamp;
	return await commits.push({
		repository,
		branch,
		patch,
		content,
		message,
		time
	}, signal);
}
async function patchOf({ database, commits }, write, { approval }, signal) {
	const run = {
		namespace: approval.metadata.namespace,
		name: approval.spec.run
	};
	const blobs = new BlobStore(database);
	const stored = JSON.parse(Buffer.from(await blobs.get(run, write.patch)).toString("utf8"));
	if (write.action !== "memory_update") return {
		patch: treePatch.parse(stored),
		content: (digest) => blobs.get(run, digest)
	};
	const { files, base } = memoryProposal.parse(stored);
	const paths = files.map(({ path }) => path);
	const before = await commits.filesAt({
		repository: write.repository,
		commit: base,
		paths
	}, signal);
	const contents = new Map(files.flatMap(({ text }) => text === null ? [] : [[digestOf(text), Buffer.from(text)]]));
	const changes = files.flatMap(({ path, text }) => {
		const was = before.get(path);
		const after = text === null ? void 0 : {
			digest: digestOf(text),
			bytes: Buffer.byteLength(text)
		};
		if (after?.digest === was?.digest) return [];
		return [{
			path,
			...was ? { before: was } : {},
			...after ? { after: {
				mode: was?.mode ?? "100644",
				...after
			} } : {}
		}];
	});
	if (changes.length === 0) throw failed(`the memory is at ${base} as the proposal wants it`, "Reject the proposal: nothing is left to do.");
	return {
		patch: {
			version: 1,
			base,
			changes
		},
		content: async (digest) => contents.get(digest) ?? await blobs.get(run, digest)
	};
}
function failed(problem, remedy) {
	return new IdentikitError("WRITE_BACK_FAILED", problem, { remedy });
}
// src/agents/write-back/carry-out.ts
async function carryOut(services, key, signal) {
	const seen = await services.store.read((reader) => readWriteWay(reader, key));
	if (!seen || phaseOf(seen.approval) !== "Approved" || seen.approval.spec.write === void 0) return;
	const write = await storedWrite(services, seen.approval);
	const marker = idempotencyKey(seen.approval);
	const sent = seen.approval.status.intentAt && await sentBefore(services, write, seen, marker, signal);
	if (sent) return await recordEnd(services, seen, "Applied", sent.url, write);
	const refusal = heldUp(seen) ?? await heldByBoard(services, key, write);
	if (refusal) return await noteHeldUp(services, seen, refusal);
	const moved = await movedTo(services, seen.approval, write, signal);
	if (moved !== void 0) return await recordEnd(services, seen, "Superseded", moved);
	const approval = await takeIntent(services, key, marker);
	if (!approval) return;
	try {
		const place = await sendOnce(services, write, {
			...seen,
			approval
		}, marker, signal);
		await recordEnd(services, {
			...seen,
			approval
		}, "Applied", place.url, write);
	} catch (caught) {
		const failure = lasting(caught);
		if (!failure) throw caught;
		await recordEnd(services, {
			...seen,
			approval
		}, "ApplyFailed", `${failure.code}: ${failure.message}`);
	}
}
async function storedWrite({ database }, { metadata, spec }) {
	const run = {
		namespace: metadata.namespace,
		name: spec.run
	};
	const content = await new BlobStore(database).get(run, spec.write ?? "");
	return preparedWrite.parse(JSON.parse(Buffer.from(content).toString("utf8")));
}
async function heldByBoard({ store }, { namespace }, write) {
	if (write.action !== "label") return void 0;
	const reason = await store.read((reader) => fullColumn(reader, {
		namespace,
		...write
	}));
	return reason === void 0 ? void 0 : {
		code: "WRITE_BACK_WIP",
		reason
	};
}
async function sentBefore(services, write, { approval, attempt }, key, signal) {
	if (write.action !== "branch") return await services.forge.find(write, key, signal);
	const tip = await services.commits.tip(write.repository, write.branch, signal);
	if (!tip || !hasTrailer(tip.message, "Identikit-Key", key)) return void 0;
	return branchPlace(write, await pushPatch(services, write, {
		approval,
		attempt,
		key
	}, signal));
}
function branchPlace({ branch }, { commit }) {
	return { url: `${branch} at ${commit}` };
}
async function movedTo({ forge }, { spec: { target, targetHead } }, { repository }, signal) {
	if (!target || targetHead === void 0) return void 0;
	const head = await forge.headOf({
		...target,
		repository
	}, signal);
	if (head === targetHead) return void 0;
	return `the target ${target.kind} ${target.id} has moved from ${targetHead} to ${head ?? "nothing"}`;
}
async function sendOnce(services, write, { approval, attempt }, key, signal) {
	const { forge } = services;
	if (write.action === "branch") return branchPlace(write, await pushPatch(services, write, {
		approval,
		attempt,
		key
	}, signal));
	if (write.action === "pull_request" || write.action === "memory_update") await pushPatch(services, write, {
		approval,
		attempt,
		key
	}, signal);
	return await sendUnlessThere(forge, write, key, signal);
}
async function sendUnlessThere(forge, write, key, signal) {
	return await forge.find(write, key, signal) ?? await forge.send(write, key, signal);
}
const passing = new Set([...[
	"HOST_DENIED",
	"SOURCE_DENIED",
	"TOOL_MISSING",
	"STORE_UNUSABLE"
], ...[
	"CONFLICT",
	"CANCELLED",
	"INTERNAL"
]]);
function lasting(caught) {
	if (!(caught instanceof IdentikitError)) return void 0;
	const isPassing = caught.retry.kind === "later" || passing.has(caught.code);
	const isDatabase = caught.code.startsWith("DATABASE_") || caught.code === "LEASE_LOST";
	return isPassing || isDatabase ? void 0 : caught;
}
// src/agents/dispatch/admit-stored-run.ts
async function admitStoredRun(services, run, signal) {
	const { store } = services;
	const { namespace } = run.metadata;
	const request = await currentRequest(services, run, "dispatch", signal);
	const snapshot = await snapshotNow(services, namespace);
	const { now } = snapshot;
	await store.write(async (writer, session) => {
		const budgets = boundingBudgets(request, snapshot);
		const keys = new ObjectKeys(session, services.database, namespace);
		await keys.lock(budgetLocks(budgets));
		const uses = budgets.length === 0 ? void 0 : await runsOfDay(session, namespace, snapshot, run.metadata.name);
		const decision = admit(request, uses === void 0 ? snapshot : withUse(snapshot, uses));
		const held = await writer.hold(agentDispatchRun, run.metadata);
		if (!held || isOver(held) || held.status.phase === "Queued" && !isPendingStack(held)) return;
		const approvals = await startApprovalsOf(writer, held);
		const stopped = approvals.find(({ status: { phase } }) => phase === "Rejected" || phase === "Expired");
		if (stopped) await endRun(writer, held, {
			phase: "Cancelled",
			why: stoppedBy(stopped),
			now
		});
		else await writeAnswer(writer, held, decision, {
			now,
			held: await groupHolds(writer, keys, held)
		});
		const isAllowed = !stopped && decision.verdict === "allowed";
		if (isAllowed) await markApplied(writer, approvals);
		const isRejected = stopped !== void 0 || decision.verdict === "denied" && !waitsForStack(decision);
		if (isAllowed || isRejected) await noteExecution(writer, held, isAllowed ? "Created" : "Rejected");
	});
}
async function groupHolds(writer, keys, run) {
	const { concurrencyKey: value } = run.status;
	const { triggerRule: name } = run.spec;
	if (!isPendingStack(run) || value === void 0 || name === void 0) return void 0;
	const { namespace } = run.metadata;
	await keys.lock([`group ${value}`]);
	const rule = await writer.get(agentTriggerRule, {
		namespace,
		name
	});
	const group = await runsUnder(writer, keys, namespace, {
		purpose: "group",
		value
	});
	if (!rule || hasRoom(run, group, rule)) return void 0;
	return {
		code: "CONCURRENCY_QUEUED",
		message: executionCodes.CONCURRENCY_QUEUED
	};
}
async function writeAnswer(writer, run, decision, at) {
	await writer.setStatus(agentDispatchRun, run.metadata, admittedStatus(run.status, decision, at));
	const isFirst = run.status.admission === void 0;
	const requestedBy = run.spec.requestedBy ?? {
		kind: "System",
		name: "unknown"
	};
	if (isFirst && decision.verdict === "requiresApproval") await askForApprovals(writer, approvalsFor(run.metadata, decision, requestedBy));
}
async function markApplied(writer, approvals) {
	for (const { metadata, status } of approvals) if (status.phase === "Approved") await writer.setStatus(agentApproval, metadata, {
		...status,
		phase: "Applied",
		result: "the run is queued"
	});
}
async function noteExecution(writer, { metadata: { namespace }, spec: { delivery, triggerRule } }, phase) {
	if (delivery === void 0 || triggerRule === void 0) return;
	const key = {
		namespace,
		name: derivedName("x", delivery, triggerRule)
	};
	const execution = await writer.hold(agentTriggerExecution, key);
	if (execution) await writer.setStatus(agentTriggerExecution, key, {
		...execution.status,
		phase
	});
}
function stoppedBy({ metadata, spec, status }) {
	const isExpired = status.phase === "Expired";
	return {
		code: isExpired ? "APPROVAL_EXPIRED" : "APPROVAL_REJECTED",
		message: `${metadata.name} (${spec.action}) ${isExpired ? "was not decided in time" : "was rejected"}`
	};
}
// src/agents/dispatch/plan-stored-delivery.ts
async function planStoredDelivery(services, key, signal, options = {}) {
	const found = await services.store.read(async (reader) => plannedBefore(reader, key));
	if (found.delivery.status.phase !== "Received") return found;
	const command = options.dryRun ? void 0 : await services.comments?.take(found.delivery, signal);
	if (command) return {
		...await settle(services, key, command.phase, command.reason, options),
		decidedRun: command.run
	};
	const snapshot = await snapshotNow(services, key.namespace);
	const event = await readable(services, found.delivery, snapshot.rules.map(storedRule), signal);
	if ("refused" in event) return await settle(services, key, "Refused", event.refused, options);
	return await planEvent(services, key, {
		event,
		snapshot
	}, options);
}
async function planEvent(services, key, { event, snapshot }, options) {
	const { database, store } = services;
	const { namespace, name } = key;
	const { now } = snapshot;
	const rules = snapshot.rules.map(storedRule);
	return await store.write(async (writer, session) => {
		if (certain(await writer.hold(webhookDelivery, key)).status.phase !== "Received") return await plannedBefore(writer, key);
		const wanted = keysOfRules(event, rules, now);
		const parent = await parentOfEvent(writer, session, namespace, event);
		const keys = new ObjectKeys(session, database, namespace);
		await keys.lock(wanted.flatMap(lockedFor));
		const runs = await knownRuns(writer, keys, namespace, wanted);
		const plan = await planWithinBudgets({
			session,
			keys,
			namespace
		}, snapshot, (world) => planDelivery({
			delivery: name,
			facts: event.facts,
			host: event.host,
			parent,
			rules,
			runs,
			now,
			admit: (rule, run) => admit(runRequest(namespace, derivedName("run", name, rule.name), run, "dispatch"), world(rule.name))
		}));
		const writing = {
			writer,
			keys,
			namespace,
			now
		};
		const executions = [];
		for (const execution of plan.executions) executions.push(await writeExecution(writing, execution));
		const delivery = await writer.setStatus(webhookDelivery, key, deliveryStatus(plan));
		for (const execution of plan.executions) await countExecution(writing, execution);
		return {
			delivery,
			executions
		};
	}, options);
}
function lockedFor({ dedupe, group }) {
	return [`dedupe ${dedupe}`, ...group === void 0 ? [] : [`group ${group}`]];
}
async function knownRuns(reader, keys, namespace, wanted) {
	const under = new Map();
	for (const { dedupe, group } of wanted) {
		const named = [{
			purpose: "dedupe",
			value: dedupe
		}, ...group === void 0 ? [] : [{
			purpose: "group",
			value: group
		}]];
		for (const one of named) for (const run of await runsUnder(reader, keys, namespace, one)) under.set(run.metadata.name, knownRun(run));
	}
	return [...under.values()];
}
async function readable(services, delivery, rules, signal) {
	try {
		return await knownEvent(services, delivery, rules, signal);
	} catch (caught) {
		if (caught instanceof IdentikitError && ["EVENT_INVALID", "REF_UNSAFE"].includes(caught.code)) return { refused: `${caught.code}: ${caught.message}` };
		throw caught;
	}
}
async function settle({ store }, key, phase, reason, options) {
	return await store.write(async (writer) => {
		if (certain(await writer.hold(webhookDelivery, key)).status.phase === "Received") await writer.setStatus(webhookDelivery, key, {
			phase,
			reason: shortened(reason, 4e3)
		});
		return await plannedBefore(writer, key);
	}, options);
}
function deliveryStatus({ phase, executions, unmatched }) {
	const rules = executions.map(({ spec }) => spec.triggerRule).slice(0, 1e3);
	if (phase === "Matched") return {
		phase,
		rules
	};
	const why = unmatched.map(({ rule, check }) => `${rule}: ${check.member} (${check.said})`);
	return {
		phase,
		reason: shortened(why.length === 0 ? "no rule is in force" : why.join("; "), 4e3)
	};
}
async function plannedBefore(reader, key) {
	const delivery = await reader.get(webhookDelivery, key);
	if (!delivery) throw new IdentikitError("NOT_FOUND", `there is no delivery ${key.name} in ${key.namespace}`, { remedy: "Run identikit get webhookdeliveries." });
	const executions = [];
	for (const rule of delivery.status.rules ?? []) {
		const name = derivedName("x", key.name, rule);
		const execution = await reader.get(agentTriggerExecution, {
			namespace: key.namespace,
			name
		});
		if (execution) executions.push(execution);
	}
	return {
		delivery,
		executions
	};
}
// src/agents/dispatch/dispatch-by-hand.ts
async function dispatchByHand(services, start, signal) {
	const { organization: namespace, repository, actor, place, stack, taskKind, prompt } = start;
	const facts = {
		...manualEvent({
			repository,
			actor
		}),
		refs: place.refs
	};
	const payload = {
		repository: { full_name: repository },
		sender: { login: actor },
		inputs: {
			stack,
			taskKind
		}
	};
	const { delivery } = await storeDelivery(services, namespace, {
		source: "manual",
		forge: place.host,
		deliveryId: `manual:${randomUUID()}`,
		digest: digestOf(canonicalJson({
			...start,
			place: place.refs
		})),
		facts,
		payload
	});
	const metadata = {
		namespace,
		name: derivedName("run", delivery.metadata.name)
	};
	const spec = agentDispatchRun.spec.parse({
		repository,
		sourceRefs: place.refs,
		agentStack: stack,
		taskKind,
		source: "manual",
		...prompt === void 0 ? {} : {
			prompt,
			title: prompt.split("\n")[0]?.slice(0, 300)
		},
		...start.contextLabels?.length ? { contextLabels: start.contextLabels } : {},
		...start.memoryRef === void 0 ? {} : { memoryRef: start.memoryRef },
		delivery: delivery.metadata.name,
		requestedBy: {
			kind: "User",
			name: actor
		}
	});
	await admitStoredRun(services, await services.store.write(async (writer) => {
		await writer.setStatus(webhookDelivery, delivery.metadata, { phase: "Matched" });
		return await writer.create(agentDispatchRun, {
			kind: agentDispatchRun.kind,
			metadata,
			spec
		}, {});
	}), signal);
	return certain(await services.store.read((reader) => reader.get(agentDispatchRun, metadata)));
}
// src/agents/results/take-in-bundle.ts
const eventsAtOnce = 500;
const blobsAtOnce = {
	bytes: 4194304,
	count: 200
};
async function takeInBundle(services, chunks, signal) {
	const { store, database, bundleKeys } = services;
	const taker = new ContentTaker(database, signal, (proven) => store.read(async (reader) => (await bundleAttempt(reader, proven)).isReported));
	const proven = await readBundle(chunks, bundleKeys, taker);
	await taker.flush();
	const { run: bundle } = proven;
	const contentOf = (kind) => {
		const part = bundle.parts.find((one) => one.kind === kind);
		return part && taker.read.get(part.digest);
	};
	const [patchBytes, eventBytes, outboxBytes] = [
		contentOf("patch"),
		contentOf("events"),
		contentOf("outbox")
	];
	const patch = patchBytes && readTreePatch(patchBytes, bundle);
	const events = eventBytes ? readRunEvents(eventBytes) : [];
	const outbox = readOutbox(outboxBytes ? Buffer.from(outboxBytes).toString("utf8") : "");
	const { run, isReported } = await store.read((reader) => bundleAttempt(reader, proven));
	if (isReported) return {
		bundle,
		run,
		isNew: false,
		outbox
	};
	const updates = await memoryUpdates(services, run, outbox.requests, signal);
	const key = {
		namespace: bundle.namespace,
		name: bundle.run
	};
	const proposals = updates.map(({ object, content }) => ({
		digest: object.spec.artifactDigest,
		content
	}));
	await new BlobStore(database).put(key, proposals);
	for (let at = 0; at < events.length; at += eventsAtOnce) {
		signal.throwIfAborted();
		const specs = events.slice(at, at + eventsAtOnce);
		await store.appendEvents(bundle.namespace, specs.map((event) => ({
			...event,
			run: bundle.run,
			attempt: bundle.attempt
		})));
	}
	return {
		bundle,
		outbox,
		...await recordResult(services, {
			proven,
			patch,
			events,
			outbox,
			updates
		})
	};
}
var ContentTaker = class {
	read = new Map();
	#store;
	#signal;
	#isReported;
	#bundle;
	#isKnown = false;
	#wanted = new Set();
	#held = [];
	#bytes = 0;
	constructor(database, signal, isReported) {
		this.#store = new BlobStore(database);
		this.#signal = signal;
		this.#isReported = isReported;
	}
	async begin(proven) {
		const kinds = readKinds;
		const looked = proven.run.parts.filter(({ kind }) => kinds.includes(kind));
		this.#bundle = proven.run;
		this.#wanted = new Set(looked.map(({ digest }) => digest));
		this.#isKnown = await this.#isReported(proven);
	}
	async blob({ digest, bytes }, content) {
		this.#signal.throwIfAborted();
		if (this.#wanted.has(digest)) this.read.set(digest, content);
		if (this.#isKnown) return;
		this.#held.push({
			digest,
			content
		});
		this.#bytes += bytes;
		if (this.#bytes >= blobsAtOnce.bytes || this.#held.length >= blobsAtOnce.count) await this.flush();
	}
	async flush() {
		if (this.#held.length === 0) return;
		const { namespace, run } = certain(this.#bundle);
		await this.#store.put({
			namespace,
			name: run
		}, this.#held);
		this.#held = [];
		this.#bytes = 0;
	}
};
// src/agents/memory/ask-memory.ts
async function askMemory(ports, asked, signal) {
	const { namespace, by } = asked;
	const { repository, sources, access } = await ports.store.read(async (reader) => {
		const found = onlyOne(await Array.fromAsync(reader.each(agentMemoryRepository, { namespace })), asked.repository);
		return {
			repository: found,
			sources: (await Array.fromAsync(reader.each(agentMemorySource, { namespace }))).filter(({ spec }) => (spec.repository ?? found.metadata.name) === found.metadata.name),
			access: await readAccessState(reader, ports.organizations)
		};
	});
	const place = repository.spec.repositoryRef;
	const viewer = viewerOf(access, {
		namespace,
		by,
		host: await ports.factsOf(by, place.name),
		place: place.name
	});
	if ("refusal" in viewer) {
		const message = `${by.name} may not search the memory ${repository.metadata.name}: ${viewer.refusal}`;
		await record(ports, asked, {
			phase: "Denied",
			message: message.slice(0, 1e3)
		});
		throw new IdentikitError("POLICY_DENIED", message, { remedy: `Ask somebody who administers ${place.name} for the permission to read it.` });
	}
	const store = ports.memory?.(repository.spec);
	if (!store) throw unreadable(`the memory ${repository.metadata.name} is not at hand`, `Check out ${place.name} with its history, and name it: identikit serve --memory DIR.`);
	const state = await resolveMemory(store, {
		asked: asked.at ?? "now",
		branch: place.ref,
		now: ports.now(),
		signal
	});
	const records = readMemory(await store.read(state.commit, signal), repository.spec.kinds);
	const visible = visibleMemory(records, sources.map(({ spec }) => spec), {
		...viewer,
		mayRead: true
	});
	const answer = searchMemory(visible, asked);
	const query = await record(ports, asked, {
		phase: "Answered",
		commit: state.commit,
		records: answer.hits.map(({ path }) => path),
		withheld: answer.withheld
	});
	return {
		...answer,
		query,
		state
	};
}
function viewerOf(access, { namespace, by, host, place }) {
	const { who } = whoIs(by, namespace, host, place);
	const right = {
		verb: "create",
		resource: "agentmemoryqueries",
		namespace,
		apiGroup,
		repository: place
	};
	if (!who || !permissionFor(access, who, right)) return { refusal: `they may not ${rightText(right)}` };
	if (host === void 0 || host.permission === "none") return { refusal: `they may not read ${place} on the forge` };
	return {
		user: who.name,
		groups: who.groups
	};
}
function onlyOne(all, name) {
	const found = all.filter(({ metadata }) => name === void 0 || metadata.name === name);
	const [first] = found;
	if (first && found.length === 1) return first;
	throw unreadable(`there are ${found.length} memory repositories ${name === void 0 ? "to search" : name}`, "Name one of identikit get agentmemoryrepositories.");
}
async function record({ store }, { namespace, by, text, paths, kinds }, status) {
	const spec = agentMemoryQuery.spec.parse({
		by,
		text,
		paths,
		kinds
	});
	const metadata = {
		namespace,
		name: `q-${randomUUID()}`
	};
	return await store.write((writer) => writer.create(agentMemoryQuery, {
		kind: agentMemoryQuery.kind,
		metadata,
		spec
	}, status));
}
function unreadable(problem, remedy) {
	return new IdentikitError("MEMORY_UNREADABLE", problem, { remedy });
}
export { admitStoredRun, approvalComments, askMemory, carryOut, decideApproval, dispatchByHand, planStoredDelivery, takeInBundle };
