import { agentDispatchRun, agentStack, decisionProofs, parseFieldSelector } from "./agents.js";
import { chainProofs, recordProofs, runEvidence } from "./agents-with-config.js";
import { launchProofs } from "./agents-with-template.js";
import { carriedIdentity } from "./trace-with-agents-config-zlib.js";
import { proofVerdict } from "./trace.js";
import { addMade } from "./trace-with-agents-config.js";
// src/trace/areas/run-area.ts
async function addRuns(draft, area) {
	const { store, organization: namespace } = area;
	const stacks = await store.read((reader) => Array.fromAsync(reader.each(agentStack, { namespace })));
	const chain = once(() => chainProofs(area.database, area.keyring, void 0));
	for (const stack of stacks) await addStack(draft, area, stack);
	for (const name of await runNames(draft, area, stacks)) {
		const evidence = await runEvidence(area, {
			namespace,
			name
		});
		await addRun(draft, area, {
			evidence,
			stack: stacks.find(({ metadata }) => metadata.name === evidence.run.spec.agentStack),
			chain
		});
	}
}
async function addStack(draft, area, { metadata, spec }) {
	const to = draft.node("stack", metadata.name, {
		organization: metadata.namespace,
		client: spec.baseAgent
	});
	const { agent, image } = spec;
	if (agent !== void 0) {
		const from = draft.node("agent", agent);
		draft.claim({
			from,
			to,
			says: "used by",
			restsOn: "the stack",
			verifiedBy: "the stack was read again",
			verify: () => draft.named(`rows:${agent}`).length > 0 ? {
				verdict: "holds",
				detail: `generation ${metadata.generation}`
			} : {
				verdict: "broken",
				code: "AGENT_UNKNOWN",
				detail: `there is no agent ${agent}`
			}
		});
	}
	const from = image === void 0 ? void 0 : await area.imageNode(image);
	if (image === void 0 || from === void 0) return;
	draft.claim({
		from,
		to,
		says: "used by",
		restsOn: "the stack",
		verifiedBy: "the image was read by its digest",
		verify: () => ({
			verdict: "holds",
			detail: image
		})
	});
}
async function runNames(draft, area, stacks) {
	const { store, organization: namespace, mostRuns, word } = area;
	const names = new Set();
	await store.read(async (reader) => {
		const asked = word.replace(/^(run|attempt):/, "");
		for (const name of [asked, asked.replace(/-[0-9]+$/, "")]) if (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) && await reader.get(agentDispatchRun, {
			namespace,
			name
		})) names.add(name);
		for (const { metadata } of stacks) {
			const fields = parseFieldSelector(`spec.agentStack=${metadata.name}`);
			const query = {
				namespace,
				fields,
				limit: mostRuns,
				newestFirst: true
			};
			const page = await reader.list(agentDispatchRun, query);
			for (const run of page.items) names.add(run.metadata.name);
			if (page.continue !== void 0) draft.passedOver(`runs of the stack ${metadata.name} before its newest ${mostRuns} (--runs looks at more)`);
		}
	});
	return [...names];
}
async function addRun(draft, area, of) {
	const { evidence, stack, chain } = of;
	const { run } = evidence;
	const to = draft.node("run", run.metadata.name, {
		phase: run.status.phase,
		repository: run.spec.repository
	});
	const stackNode = draft.node("stack", run.spec.agentStack);
	for (const attempt of evidence.attempts) {
		const id = draft.node("attempt", attempt.metadata.name, {
			reason: attempt.spec.reason,
			phase: attempt.status.phase
		});
		const carried = await carriedIdentity(area, stack, attempt);
		const alone = {
			...evidence,
			attempts: [attempt]
		};
		draft.claim({
			from: stackNode,
			to: id,
			says: "launched as",
			restsOn: "the snapshots of stack, rights and context in the attempt",
			verifiedBy: "the digests were worked out again, the ticket's compared with the record of the launch",
			isPast: carried.isPast,
			verify: () => proofVerdict(launchProofs(alone))
		});
		await addCarried(draft, area, {
			id,
			stack,
			attempt,
			carried
		});
		draft.claim({
			from: id,
			to,
			says: "is an attempt of",
			restsOn: "the records of the run",
			verifiedBy: "each record was compared with the audit, whose chain was worked out again",
			verify: async () => proofVerdict([
				...await chain(),
				...recordProofs(evidence),
				...decisionProofs(evidence)
			])
		});
	}
	if (evidence.attempts.length === 0) draft.claim({
		from: stackNode,
		to,
		says: "is to run",
		restsOn: "the records of the run",
		verifiedBy: "each record was compared with the audit, whose chain was worked out again",
		verify: async () => proofVerdict([...await chain(), ...recordProofs(evidence)])
	});
	addMade(draft, area, evidence, to);
}
async function addCarried(draft, area, of) {
	const { id, stack, attempt, carried } = of;
	const agent = text(attempt.spec.stackSnapshot.profile.agent) ?? stack?.spec.agent;
	if (agent !== void 0) draft.claim({
		from: draft.node("rows", agent),
		to: id,
		says: "rendered for",
		restsOn: "the digest of the configuration that the attempt notes",
		verifiedBy: "the configuration was resolved again, and its digest compared",
		isPast: carried.isPast,
		verify: () => carried.verified
	});
	const image = text(attempt.spec.stackSnapshot.profile.image);
	const from = image === void 0 ? void 0 : await area.imageNode(image);
	if (image === void 0 || from === void 0) return;
	draft.claim({
		from,
		to: id,
		says: "run by",
		restsOn: "the snapshot of the stack",
		verifiedBy: "the image was read by its digest",
		verify: () => ({
			verdict: "holds",
			detail: image
		})
	});
}
function text(value) {
	return typeof value === "string" && value !== "" ? value : void 0;
}
function once(make) {
	let made;
	return () => {
		made ??= make();
		return made;
	};
}
export { addRuns };
