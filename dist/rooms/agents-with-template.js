import { IdentikitError } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { canonicalJson } from "./document.js";
import { hidden } from "./secret.js";
import { credentialRanges, findSecretsIn } from "./template.js";
import { contentDigest, proven, quoteData, sameDigest, showHidden } from "./agents.js";
// src/agents/write-back/request-secrets.ts
const scanBytes = 8388608;
async function secretsInRequests(requests) {
	const texts = requests.map(({ request, digest }) => ({
		path: digest,
		text: [...textsIn(request)].join("\n\n")
	}));
	const places = await findSecretsIn(texts);
	return new Map(places.map(({ path, line, kind }) => [path, `its text, at line ${line} (${kind})`]));
}
async function secretInPatch({ changes }, contentOf, signal) {
	let held = [{
		path: "a path",
		text: changes.map(({ path }) => path).join("\n\n")
	}];
	let bytes = 0;
	for (const { path, after } of changes) {
		if (!after) continue;
		signal.throwIfAborted();
		held.push({
			path,
			text: Buffer.from(await contentOf(after.digest)).toString("latin1")
		});
		bytes += after.bytes;
		if (bytes < scanBytes) continue;
		const found = await placeIn(held);
		if (found !== void 0) return found;
		[held, bytes] = [[], 0];
	}
	return await placeIn(held);
}
async function placeIn(texts) {
	const [place] = await findSecretsIn(texts);
	return place && `${place.path}, at line ${place.line} (${place.kind})`;
}
function* textsIn(value) {
	if (typeof value === "string") yield value;
	else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) yield* textsIn(inner);
}
// src/agents/context/redacted-text.ts
async function redactCredentials(text) {
	const ranges = await credentialRanges(text);
	let shown = "";
	let at = 0;
	for (const { start, end } of ranges) {
		shown += text.slice(at, start) + hidden;
		at = end;
	}
	return {
		text: shown + text.slice(at),
		redactions: ranges.length
	};
}
// src/agents/context/context-bundle.ts
const contextBounds = {
	instructions: 4e5,
	source: 64e3,
	data: 12e5,
	scanned: 1e6,
	sources: 1e3
};
async function assembleContext(input) {
	const { instructions, data, run, memory, createdAt } = input;
	if (instructions.length + data.length > contextBounds.sources) throw tooLarge(`the context has more than ${contextBounds.sources} sources`);
	const sources = [];
	const layers = [];
	const texts = [];
	const add = (name, text) => {
		layers.push({
			name,
			digest: digestOf(text),
			bytes: Buffer.byteLength(text)
		});
		texts.push(text);
	};
	let length = 0;
	for (const { layer, text, label } of instructions) {
		length += text.length;
		if (length > contextBounds.instructions) throw tooLarge(`the instructions have more than ${contextBounds.instructions} characters, at layer ${layer}`);
		const { text: shown, redactions } = await redactCredentials(text);
		if (label) sources.push({
			kind: "label",
			name: label.name,
			trust: "instruction",
			digest: digestOf(text),
			generation: label.generation,
			bytes: Buffer.byteLength(text),
			redactions,
			truncated: false
		});
		add(layer, shown);
	}
	let room = contextBounds.data;
	for (const one of data) {
		const { source, quotation, used } = await quote(one, Math.min(room, contextBounds.source));
		room -= used;
		sources.push(source);
		add(`data ${one.kind} ${one.name}`.slice(0, 200), quotation);
	}
	const text = texts.join("\n\n");
	const content = {
		run,
		sources,
		layers,
		text,
		...memory ? { memory } : {}
	};
	const digest = digestOf(canonicalJson([
		run,
		sources,
		layers,
		memory ?? null,
		text
	]));
	return {
		...content,
		digest,
		...createdAt === void 0 ? {} : { createdAt }
	};
}
function isContextIntact({ digest, run, sources, layers = [], memory, text = "" }) {
	return digest === digestOf(canonicalJson([
		run,
		sources,
		layers,
		memory ?? null,
		text
	]));
}
async function quote(data, most) {
	const scanned = data.text.slice(0, contextBounds.scanned);
	const { text: redacted, redactions } = await redactCredentials(scanned);
	const { text: shown, hidden } = showHidden(redacted.slice(0, most));
	const kept = shown.slice(0, most).toWellFormed();
	const isTruncated = scanned.length < data.text.length || redacted.length > most || kept.length < shown.length;
	const { kind, name, url, author, trust } = data;
	const source = {
		kind,
		name: name.slice(0, 1e3),
		...url === void 0 ? {} : { url },
		...author === void 0 ? {} : { author },
		trust,
		digest: digestOf(data.text),
		bytes: Buffer.byteLength(data.text),
		redactions,
		truncated: isTruncated,
		hidden
	};
	const note = isTruncated ? ` Only its first ${kept.length} characters are here.` : "";
	return {
		source,
		quotation: quoteData(source, kept, note),
		used: kept.length
	};
}
function tooLarge(problem) {
	return new IdentikitError("CONTEXT_TOO_LARGE", problem, { remedy: "Shorten the stack's prompt or the labels, or name fewer sources." });
}
// src/agents/references/plain-finding.ts
async function plainCondition({ data }) {
	const texts = Object.entries(data).map(([path, value]) => ({
		path,
		text: `${path}: ${value}\n`
	}));
	const [place] = await findSecretsIn(texts);
	if (!place) return {
		type: "Plain",
		status: "True",
		reason: "Plain",
		message: "No value looks like a credential."
	};
	return {
		type: "Plain",
		status: "False",
		severity: "warning",
		reason: "LooksLikeSecret",
		message: `The value of ${place.path} looks like a credential (${place.kind}).`,
		remedy: "Seal it with identikit secret set, give it with an AgentSecretGrant, and take it out here."
	};
}
// src/agents/proof/launch-proofs.ts
function launchProofs(evidence) {
	const { run, attempts, contexts } = evidence;
	return [...contexts.map(({ metadata, spec }) => proven(`context ${metadata.name}`, isContextIntact(spec) && run.status.contextDigest === spec.digest, spec.digest, `its content or the run's ${run.status.contextDigest ?? "record"} is another than ${spec.digest}`)), ...attempts.flatMap((attempt) => [...attemptProofs(evidence, attempt)])];
}
function* attemptProofs({ actions, contexts }, { metadata: { name }, spec }) {
	const { stackSnapshot, permissionSnapshot, ticketDigest, identityDigest, contextBundle } = spec;
	yield sameDigest(`stack snapshot of ${name}`, stackSnapshot.digest, contentDigest(stackSnapshot.profile));
	yield proven(`context of ${name}`, contexts.some(({ metadata }) => metadata.name === contextBundle), `${contextBundle}`, `the context ${contextBundle ?? "of it"} is not there`);
	const action = actions.find(({ spec: { arguments: said } }) => said?.attempt === name && said.ticketDigest);
	const admission = action?.status.admission;
	if (!action || !admission) {
		yield {
			subject: `launch of ${name}`,
			state: "differs",
			detail: "there is no record of who launched it, on which grounds"
		};
		return;
	}
	const { digest, ...decided } = admission;
	const again = contentDigest(decided);
	yield sameDigest(`permission snapshot of ${name}`, permissionSnapshot, again);
	yield proven(`admission of ${name}`, digest === again, digest, `${again} instead of ${digest}`);
	yield sameDigest(`ticket of ${name}`, ticketDigest, String(action.spec.arguments?.ticketDigest));
	const identity = action.spec.arguments?.identity;
	if (identity !== void 0 || identityDigest !== void 0) yield sameDigest(`identity of ${name}`, identityDigest, String(identity));
}
export { assembleContext, launchProofs, plainCondition, redactCredentials, secretInPatch, secretsInRequests };
