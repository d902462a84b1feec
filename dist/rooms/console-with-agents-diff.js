import { IdentikitError } from "../start/faces.js";
import { agentApproval, agentArtifact, agentContextBundle, agentDispatchAttempt, agentDispatchRun, agentMemoryUpdate, agentReviewArtifact, agentRunnerPool, agentServiceAccount, agentSession, agentStack, agentToolEvent, agentTriggerExecution, agentTriggerRule, agentWorkspace, agentWorkspacePolicy, rightsFor, treePatch, webhookDelivery, workItem, workItemSessionLink, workspaceAction } from "./agents.js";
import { patchDifferences } from "./agents-with-diff.js";
import { addressOf } from "./console.js";
import { artifactSection, attemptTable, contextSections, decisionOffers, digestShown, eventWindow, knownFacts, lanesOf, listAddress, messagesOf, objectAddress, objectLink, overviewWatches, ownApprovalTable, phaseShown, readRunObjects, repositoryLink, reviewSection, rightHolders, runNotices, runOffers, targetShown, timeShown, workspaceSection, workspaceWatches } from "./console-with-agents.js";
// src/console/models/runs/patch-files.ts
const most = {
	files: 50,
	lines: 1e3
};
async function readPatch({ content }, run, { metadata, spec }) {
	const known = {
		artifact: metadata.name,
		digest: spec.digest,
		base: spec.base
	};
	try {
		const patch = treePatch.parse(JSON.parse(Buffer.from(await content(run, spec.digest)).toString("utf8")));
		const { suspectedSecrets = 0 } = spec;
		const read = (digest) => keptContent(() => content(run, digest));
		const { files, more } = await patchDifferences(patch, {
			read,
			suspectedSecrets,
			most
		});
		const shown = files.map((file, at) => {
			const { before, after } = patch.changes[at] ?? {};
			return {
				...file,
				before: before?.digest,
				after: after?.digest,
				bytes: after?.bytes
			};
		});
		return {
			...known,
			base: patch.base,
			files: shown,
			more
		};
	} catch (caught) {
		if (!(caught instanceof IdentikitError)) throw caught;
		return {
			...known,
			files: [],
			more: spec.files ?? 0,
			problem: caught.message
		};
	}
}
async function keptContent(read) {
	try {
		return await read();
	} catch (caught) {
		if (caught instanceof IdentikitError) return void 0;
		throw caught;
	}
}
// src/console/models/approvals/approval.ts
async function loadApproval(ask) {
	const { organization, objects, params, viewer, sources, now } = ask;
	const approval = await objects.get(agentApproval, params.name ?? "");
	const { spec, metadata } = approval;
	const { name } = metadata;
	const run = await objects.seen(agentDispatchRun, spec.run);
	const stack = await objects.seen(agentStack, run?.spec.agentStack);
	const artifact = await objects.seen(agentArtifact, spec.artifact);
	const rights = objects.rights;
	const { offers, over } = decisionOffers({
		viewer,
		approval,
		run,
		stack,
		rights,
		now
	});
	const action = (verdict) => offers[verdict === "approve" ? 0 : 1]?.reason === void 0 ? addressOf(organization, "review", verdict) : void 0;
	const { admission: _, ...runStatus } = run?.status ?? {};
	const model = {
		approval: {
			metadata: { name },
			spec,
			status: approval.status
		},
		runHref: objectAddress(organization, agentDispatchRun, spec.run),
		decide: {
			kind: agentApproval.plural,
			name,
			digest: spec.artifactDigest,
			approve: action("approve"),
			reject: action("reject")
		},
		offers: offers.filter(({ reason }) => reason !== void 0),
		over,
		sections: [whoSection(organization, rights, approval, run, stack), {
			id: "run",
			title: "The run",
			facts: knownFacts({
				Run: objectLink(organization, agentDispatchRun, spec.run),
				Repository: repositoryLink(organization, run?.spec.repository),
				Stack: objectLink(organization, agentStack, run?.spec.agentStack),
				Status: runStatus.phase,
				Tier: runStatus.trustTier,
				Artifact: objectLink(organization, agentArtifact, spec.artifact)
			})
		}]
	};
	const patch = artifact?.spec.kind === "patch" ? artifact : void 0;
	return {
		title: spec.title ?? name,
		crumbs: crumbsOf$1(organization, run, spec.run),
		model,
		...patch && run ? { finish: async () => ({
			...model,
			patch: await readPatch(sources, run.metadata, patch)
		}) } : {}
	};
}
function whoSection(organization, rights, { metadata: { name }, spec }, run, stack) {
	const repository = run?.spec.repository ?? "";
	const named = spec.approvers ?? [];
	const where = {
		namespace: organization,
		repository
	};
	const starters = [run?.spec.requestedBy, spec.requestedBy].flatMap((actor) => actor?.kind === "User" ? [actor.name] : []);
	return {
		id: "deciders",
		title: "Who may decide",
		summary: `${spec.needed === 1 ? "One person decides" : `${spec.needed} people have to approve`}; one rejection is enough.`,
		facts: knownFacts({
			"Only these": named.length === 0 ? null : { several: named },
			"May not approve": starters.length === 0 ? null : { several: [...new Set(starters)] },
			Because: starters.length === 0 ? null : stack?.spec.approvers === "anyone" ? "They asked for it; the stack lets them approve it where the work is trusted." : "They asked for it, and nobody approves what they asked for.",
			"From a fork": run?.spec.host?.isFork || run?.status.trustTier === "untrusted" ? `It takes write permission on ${repository}.` : null
		}),
		table: rightHolders(rights.access, where, rightsFor("approve", {
			...where,
			name
		}), "No role gives anybody the right to decide. Bind the role approver to somebody.")
	};
}
function crumbsOf$1(organization, run, name) {
	return [
		{
			word: "Approvals",
			href: listAddress(organization, agentApproval)
		},
		...run ? [{
			word: run.spec.repository,
			what: "Repository",
			href: addressOf(organization, "repositories", run.spec.repository, "runs")
		}] : [],
		{
			word: name,
			href: objectAddress(organization, agentDispatchRun, name),
			what: "Run"
		}
	];
}
// src/console/models/runs/run.ts
async function loadRun(ask) {
	const { organization, objects, params, query, sources } = ask;
	const run = await objects.get(agentDispatchRun, params.name ?? "");
	const { name } = run.metadata;
	const found = await readRunObjects(objects, run);
	const { attempt, attempts, approvals, artifacts, reviews, workspace } = found;
	const attemptName = attempt?.metadata.name;
	const events = attemptName === void 0 ? void 0 : await eventWindow(objects, name, attemptName);
	const patch = artifactOf(artifacts, query.get("artifact"));
	const model = {
		name,
		status: phaseShown(agentDispatchRun, run.status.phase ?? "Queued"),
		reason: run.status.message ?? run.status.reason,
		states: runNotices({
			...found,
			organization,
			from: query.get("from") ?? void 0
		}),
		offers: runOffers(objects.rights, found),
		facts: runFacts(organization, found),
		attempts: attemptTable(organization, name, attempts),
		approvals: ownApprovalTable(organization, approvals),
		events,
		lanes: attemptName === void 0 ? [] : await lanesOf(objects, attemptName),
		messages: attemptName === void 0 ? [] : await messagesOf(objects, attemptName),
		eventsNote: eventsNote(found),
		startedAt: attempt?.status.startedAt,
		finishedAt: attempt?.status.finishedAt,
		sections: [
			...workspaceSection(organization, workspace),
			artifactSection(organization, name, artifacts),
			...reviewSection(organization, reviews),
			...contextSections(organization, found.context, found.memoryUpdates),
			digestSection(found),
			{
				id: "conditions",
				title: "Conditions",
				folded: true,
				conditions: run.status.conditions
			}
		]
	};
	return {
		title: run.spec.title ?? `${run.spec.taskKind} (${name})`,
		crumbs: crumbsOf(organization, found),
		...attemptName === void 0 ? {} : { attempt: attemptName },
		model,
		...patch ? { finish: async () => ({
			...model,
			patch: await readPatch(sources, run.metadata, patch)
		}) } : {}
	};
}
function artifactOf(artifacts, asked) {
	const patches = artifacts.filter(({ spec }) => spec.kind === "patch");
	return patches.find(({ metadata }) => metadata.name === asked) ?? patches[0];
}
function runFacts(organization, { run, session, workspace, attempt, context }) {
	const { spec, status, metadata } = run;
	const { sourceRefs } = spec;
	const queuedAt = status.queuedAt ?? metadata.creationTimestamp;
	return [...knownFacts({
		Repository: repositoryLink(organization, spec.repository),
		Source: targetShown(spec.target) ?? spec.source.replaceAll("_", " "),
		Event: spec.source.replaceAll("_", " "),
		Ref: sourceRefs.ref,
		Base: digestShown(sourceRefs.base),
		Head: digestShown(sourceRefs.head),
		Rule: objectLink(organization, agentTriggerRule, spec.triggerRule),
		Delivery: objectLink(organization, webhookDelivery, spec.delivery),
		"Work item": objectLink(organization, workItem, spec.workItem),
		"Led to by": objectLink(organization, agentDispatchRun, spec.parentRun),
		Stack: objectLink(organization, agentStack, spec.agentStack),
		Workspace: objectLink(organization, agentWorkspace, workspace?.metadata.name ?? status.workspace),
		Session: objectLink(organization, agentSession, session?.metadata.name ?? status.session),
		Account: objectLink(organization, agentServiceAccount, attempt?.spec.serviceAccount ?? status.serviceAccount),
		"Runner's account": objectLink(organization, agentServiceAccount, attempt?.spec.runnerServiceAccount),
		"Runner pool": objectLink(organization, agentRunnerPool, status.runnerPool),
		Runner: status.runner,
		"CI run": status.ciRun === void 0 ? null : {
			outside: status.ciRun,
			text: "The CI run"
		},
		Tier: status.trustTier,
		"Requested by": spec.requestedBy?.name,
		Queued: { time: queuedAt },
		Wait: {
			from: queuedAt,
			to: status.startedAt ?? status.finishedAt
		},
		Duration: status.startedAt === void 0 ? null : {
			from: status.startedAt,
			to: status.finishedAt
		},
		Finished: timeShown(status.finishedAt),
		Cost: status.cost === void 0 ? null : `$${status.cost}`,
		Tokens: status.tokens,
		Turns: status.turns,
		"Events that joined it": status.coalesced,
		Context: objectLink(organization, agentContextBundle, context?.metadata.name)
	})];
}
function digestSection({ run, attempt, context }) {
	return {
		id: "digests",
		title: "Digests",
		summary: "What everything that was decided and done here was decided and done about.",
		facts: knownFacts({
			Context: digestShown(run.status.contextDigest ?? context?.spec.digest),
			"Stack at launch": digestShown(attempt?.spec.stackSnapshot.digest),
			"Permissions at dispatch": digestShown(run.status.admission?.digest),
			"Permissions at launch": digestShown(attempt?.spec.permissionSnapshot),
			Ticket: digestShown(attempt?.spec.ticketDigest),
			Bundle: digestShown(attempt?.status.bundleDigest)
		})
	};
}
function eventsNote({ attempt }) {
	if (!attempt) return "No attempt has been launched, so nothing has happened yet.";
	const { lastEvent = 0, phase, heartbeat, bundleDigest } = attempt.status;
	if (bundleDigest !== void 0) return "The line of time is complete: it came with the bundle of the attempt.";
	if (phase === "Running" && lastEvent === 0 && heartbeat === void 0) return "The runner of this attempt does not report while it works: events come with the bundle.";
	return "Events are shown as the runner reports them; credentials were taken out before.";
}
function crumbsOf(organization, { run }) {
	const { repository, target, triggerRule } = run.spec;
	return [
		{
			word: "Runs",
			href: listAddress(organization, agentDispatchRun)
		},
		{
			word: repository,
			what: "Repository",
			href: addressOf(organization, "repositories", repository, "runs")
		},
		...target?.url === void 0 ? [] : [{
			word: `${target.kind.replaceAll("_", " ")} ${target.id}`,
			href: target.url,
			what: "Source"
		}],
		...triggerRule === void 0 ? [] : [{
			word: triggerRule,
			href: objectAddress(organization, agentTriggerRule, triggerRule),
			what: "Rule"
		}]
	];
}
const runWatches = [
	agentDispatchRun,
	agentDispatchAttempt,
	agentApproval,
	agentArtifact,
	agentReviewArtifact,
	agentSession,
	agentWorkspace,
	agentMemoryUpdate
];
// src/console/pages/work-pages.ts
const workPages = [
	{
		id: "overview",
		path: "agents",
		title: "Agents",
		view: "overview",
		shows: "What needs a person, what is going on, what waits for a decision, and how rules, workspaces and sessions do.",
		reads: overviewWatches,
		writes: [],
		watches: overviewWatches
	},
	{
		id: "runs",
		path: "agents/runs",
		title: "Runs",
		view: "run-list",
		shows: "All runs, as a CI lists its own: status, source, stack, repository, runner, wait, duration, cost, who asked; by phase, stack, repository, rule and who asked.",
		reads: [agentDispatchRun],
		writes: ["dispatch"],
		watches: [agentDispatchRun]
	},
	{
		id: "run",
		path: "agents/runs/:name",
		title: "Run",
		view: "run",
		shows: "A run: its line of time, subagents, conversation, attempts, approvals, context, artifacts, patch, workspace and digests, and what can be done with it.",
		reads: [
			...runWatches,
			agentContextBundle,
			agentToolEvent,
			"content of artifacts"
		],
		writes: [
			"cancel",
			"retry",
			"resume",
			"fork",
			"continue",
			"write-back",
			"approve",
			"reject"
		],
		watches: runWatches
	},
	{
		id: "run-events",
		path: "agents/runs/:name/events",
		title: "Events",
		view: "run-events",
		shows: "The line of time of an attempt, 200 events a page.",
		reads: [agentDispatchRun, agentToolEvent],
		writes: [],
		watches: [agentDispatchRun]
	},
	{
		id: "approvals",
		path: "agents/approvals",
		title: "Approvals",
		view: "approval-list",
		shows: "What waits for a person first, then what was decided; by run and repository. Some of a run's can be chosen.",
		reads: [
			agentApproval,
			agentDispatchRun,
			agentStack
		],
		writes: ["approve", "reject"],
		watches: [agentApproval]
	},
	{
		id: "approval",
		path: "agents/approvals/:name",
		title: "Approval",
		view: "approval",
		shows: "Exactly what would be done, for which digests, why somebody is asked, who may decide, and the form.",
		reads: [
			agentApproval,
			agentDispatchRun,
			agentStack,
			agentArtifact,
			"content of artifacts"
		],
		writes: ["approve", "reject"],
		watches: [agentApproval, agentDispatchRun]
	},
	{
		id: "workspaces",
		path: "agents/workspaces",
		title: "Workspaces",
		view: "workspace-list",
		shows: "Workspaces by repository, state, owner, age and tier, or those that need somebody.",
		reads: [agentWorkspace],
		writes: [agentWorkspace],
		watches: [agentWorkspace]
	},
	{
		id: "workspace",
		path: "agents/workspaces/:name",
		title: "Workspace",
		view: "workspace",
		shows: "A workspace: git state, what runs in it, what it is linked with from both ends, notes, and its thirteen actions.",
		reads: [...workspaceWatches, workItemSessionLink],
		writes: workspaceAction.options,
		watches: workspaceWatches
	},
	{
		id: "workspace-new",
		path: "workspaces/new",
		title: "New workspace",
		view: "workspace-new",
		shows: "What a new workspace is made of: repository, ref, policy and owner.",
		reads: [agentWorkspacePolicy, agentDispatchRun],
		writes: [agentWorkspace],
		watches: []
	},
	{
		id: "sessions",
		path: "agents/sessions",
		title: "Sessions",
		view: "session-list",
		shows: "The conversations of runs.",
		reads: [agentSession],
		writes: [],
		watches: [agentSession]
	},
	{
		id: "session",
		path: "agents/sessions/:name",
		title: "Session",
		view: "session",
		shows: "A conversation: what was said, what it belongs to, and how it goes on.",
		reads: [
			...runWatches,
			agentToolEvent,
			workItemSessionLink
		],
		writes: [
			"resume",
			"fork",
			"continue"
		],
		watches: [agentSession, agentDispatchRun]
	},
	{
		id: "rules",
		path: "agents/rules",
		title: "Rules",
		view: "rule-list",
		shows: "Which events start which stacks, and what came of them.",
		reads: [agentTriggerRule],
		writes: [agentTriggerRule],
		watches: [agentTriggerRule]
	},
	{
		id: "rule",
		path: "agents/rules/:name",
		title: "Rule",
		view: "rule",
		shows: "A rule: what it asks of an event, its policies, its executions, and a dry run of a stored delivery.",
		reads: [
			agentTriggerRule,
			agentTriggerExecution,
			webhookDelivery
		],
		writes: [
			"dry-run",
			"replay",
			"pause",
			agentTriggerRule
		],
		watches: [
			agentTriggerRule,
			agentTriggerExecution,
			webhookDelivery
		]
	}
];
export { loadApproval, loadRun, workPages };
