import { asFault } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { canonicalJson } from "./document.js";
import { agentDispatchRun, apiVersion, recordReferencesOf, rightText, rightsFor } from "./agents.js";
import { addressOf, filledFields, objectOfWishes, readFields, withQuery } from "./console.js";
import { namesOfKinds, objectAddress, schemaFields } from "./console-with-agents.js";
import { FormValues } from "./console-with-http.js";
// src/console/compose/composed-run.ts
const composed = agentDispatchRun.spec.pick({
	agentStack: true,
	repository: true,
	taskKind: true,
	title: true,
	prompt: true,
	contextLabels: true,
	attachments: true,
	sourceRefs: true,
	memoryRef: true
});
const found = new Set([
	"base",
	"head",
	"defaultBranch",
	"headRepository"
]);
const composerFields = schemaFields(composed, ["spec"], recordReferencesOf[agentDispatchRun.kind]).filter(({ group, label }) => !(group === "sourceRefs" && found.has(label))).map((field) => field.name === "spec.memoryRef" ? {
	...field,
	fold: "Memory"
} : field.group === "sourceRefs" ? {
	...field,
	isRequired: false
} : field);
const shortNames = {
	stack: "spec.agentStack",
	repository: "spec.repository",
	task: "spec.taskKind",
	prompt: "spec.prompt",
	ref: "spec.sourceRefs.ref",
	path: "spec.sourceRefs.path",
	issue: "spec.sourceRefs.issue",
	pull: "spec.sourceRefs.pullRequest",
	workflowRun: "spec.sourceRefs.workflowRun",
	job: "spec.sourceRefs.job"
};
function composerValues(query) {
	return new FormValues(new URLSearchParams([...query].map(([name, value]) => [Object.hasOwn(shortNames, name) ? shortNames[name] ?? name : name, value])));
}
function composedSpec(values) {
	const { spec } = objectOfWishes(readFields(composerFields, values));
	return {
		sourceRefs: {},
		...typeof spec === "object" && spec !== null ? spec : {}
	};
}
function composedDigest({ spec, decision, context }) {
	return digestOf(canonicalJson({
		spec,
		verdict: decision.verdict,
		layers: context.layers ?? null,
		sources: context.sources
	}));
}
// src/console/compose/compose-form.ts
async function rehearseForm({ rehearse, missingRight }, who, values) {
	const spec = composedSpec(values);
	const read = agentDispatchRun.spec.safeParse(spec);
	if (!read.success) return { fault: {
		status: 422,
		code: "RESOURCE_INVALID",
		message: "the run is not whole yet",
		reasons: read.error.issues.map(({ path, message }) => ({
			field: ["spec", ...path].join("."),
			message
		}))
	} };
	const { repository, agentStack: stack } = read.data;
	const missing = await missingRight(rightsFor("dispatch", {
		namespace: who.organization,
		repository,
		stack
	}));
	if (missing) return { fault: {
		status: 403,
		code: "POLICY_DENIED",
		message: `${who.by.name} may not ${rightText(missing)}`,
		remedy: "Let somebody preview it who may dispatch it.",
		reasons: []
	} };
	try {
		return { rehearsed: await rehearse({
			...who,
			spec
		}) };
	} catch (thrown) {
		const { code, message, remedy } = asFault(thrown);
		if (code === "INTERNAL") throw thrown;
		return { fault: {
			status: 422,
			code,
			message,
			remedy,
			reasons: []
		} };
	}
}
async function startComposed(services, who, values) {
	const again = await rehearseForm(services, who, values);
	if ("fault" in again) return again;
	if (values.one("digest") !== composedDigest(again.rehearsed)) return again;
	const { requestedBy: _, ...spec } = again.rehearsed.spec;
	const answer = await services.calls.ask({
		method: "POST",
		path: "/api/agents/runs?fieldValidation=Strict",
		body: {
			apiVersion,
			kind: agentDispatchRun.kind,
			metadata: { name: values.one("once") ?? "" },
			spec
		}
	});
	if ("fault" in answer) return answer;
	return { next: withQuery(objectAddress(who.organization, agentDispatchRun, values.one("once") ?? ""), { done: "dispatch" }) };
}
// src/console/models/composer.ts
const longestText = 6e4;
async function loadComposer(ask) {
	const { organization, objects, sent, query, now } = ask;
	const run = await objects.seen(agentDispatchRun, query.get("run") ?? void 0);
	const values = sent.values.has("do") ? sent.values : composerValues(query);
	const spec = run && !sent.values.has("do") ? {
		...run.spec,
		...composedSpec(values),
		sourceRefs: run.spec.sourceRefs
	} : composedSpec(values);
	const kinds = composerFields.flatMap(({ refers }) => refers ?? []);
	const { composed } = sent;
	const rehearsed = composed && "rehearsed" in composed ? composed.rehearsed : void 0;
	const fault = composed && "fault" in composed ? composed.fault : void 0;
	const target = {
		namespace: organization,
		repository: textOf(spec, "repository"),
		stack: textOf(spec, "agentStack")
	};
	const rights = rightsFor("dispatch", target);
	const isDenied = rehearsed?.decision.verdict === "denied";
	const obstacle = rehearsed ? isDenied ? {
		reason: "Admission denies it.",
		remedy: rehearsed.decision.reasons[0]?.remedy ?? "The reasons stand above."
	} : void 0 : {
		reason: "Nothing was previewed yet.",
		remedy: "Preview it: you see its context and the admission before anything starts."
	};
	const once = values.one("once") ?? `run-${now.getTime().toString(36)}${crypto.randomUUID().slice(0, 6)}`;
	return { model: {
		action: addressOf(organization, "agents", "dispatch", "new"),
		fields: filledFields(composerFields, { spec }, {
			named: await namesOfKinds(objects, kinds),
			reasons: fault?.reasons
		}),
		...fault ? { fault } : {},
		...rehearsed ? { preview: previewOf(rehearsed) } : {},
		rights: objects.rights.explained(rights),
		offer: objects.rights.offer({
			word: "Dispatch",
			href: ""
		}, objects.rights.answer(rights), obstacle),
		hidden: {
			once,
			...rehearsed ? { digest: composedDigest(rehearsed) } : {}
		}
	} };
}
function previewOf({ decision, context }) {
	const { verdict, tier, reasons } = decision;
	const { digest, layers = [], sources, text = "", memory } = context;
	return {
		verdict,
		tier,
		reasons,
		digest,
		layers,
		sources,
		text: text.length > longestText ? `${text.slice(0, longestText)}…` : text,
		...memory ? { memory } : {}
	};
}
function textOf(spec, name) {
	const value = spec[name];
	return typeof value === "string" ? value : void 0;
}
export { loadComposer, rehearseForm, startComposed };
