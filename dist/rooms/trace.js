import { IdentikitError, suggestion } from "../start/faces.js";
import { inParallel } from "./fault.js";
// src/trace/graph/draft.ts
const sharesName = new Set([
	"lock",
	"rows",
	"container"
]);
var Draft = class {
	#nodes = new Map();
	#claims = new Map();
	#notLookedAt = new Set();
	node(kind, name, facts = {}, names = []) {
		const id = `${kind}:${name}`;
		const known = this.#nodes.get(id);
		const given = Object.entries(facts).flatMap(([label, value]) => value === void 0 ? [] : [[label, value]]);
		const all = {
			...known?.node.facts,
			...Object.fromEntries(given)
		};
		const own = sharesName.has(kind) ? [] : [name];
		const words = new Set([
			...known?.names ?? [],
			id,
			...own,
			...names
		]);
		this.#nodes.set(id, {
			node: {
				id,
				kind,
				name,
				facts: all
			},
			names: words
		});
		return id;
	}
	claim(claim) {
		const id = linkId(claim);
		if (!this.#claims.has(id)) this.#claims.set(id, claim);
	}
	passedOver(sentence) {
		this.#notLookedAt.add(sentence);
	}
	get nodes() {
		return [...this.#nodes.values()].map(({ node }) => node);
	}
	get claims() {
		return [...this.#claims.values()];
	}
	get notLookedAt() {
		return [...this.#notLookedAt];
	}
	named(word) {
		return [...this.#nodes.values()].flatMap(({ node, names }) => names.has(word) ? [node] : []);
	}
	get words() {
		return new Set([...this.#nodes.values()].flatMap(({ names }) => [...names]));
	}
};
function linkId({ from, to }) {
	return `${from} -> ${to}`;
}
// src/trace/graph/verify-claims.ts
const atOnce = 8;
async function verifyClaims(claims, signal) {
	return await inParallel(claims, atOnce, async (claim) => {
		signal.throwIfAborted();
		return lookedAt(claim, await looked(claim, signal));
	});
}
async function looked(claim, signal) {
	try {
		return await claim.verify();
	} catch (caught) {
		signal.throwIfAborted();
		return linkUnverified(caught);
	}
}
function linkUnverified(caught) {
	if (!(caught instanceof IdentikitError)) throw caught;
	const { code, message, remedy } = caught;
	return {
		verdict: "unverified",
		code,
		detail: message,
		remedy
	};
}
function lookedAt(claim, { verdict, detail, code, remedy, findings = [] }) {
	const { from, to, says, restsOn, verifiedBy } = claim;
	const id = linkId(claim);
	const isBad = verdict !== "holds";
	const link = {
		id,
		from,
		to,
		says,
		restsOn,
		verifiedBy,
		verdict,
		detail,
		...isBad ? { code: code ?? findings[0]?.code ?? usualCode(verdict) } : {}
	};
	const severity = verdict === "unverified" ? "unverified" : "error";
	const own = {
		code: link.code ?? usualCode(verdict),
		severity,
		path: id,
		expected: restsOn,
		actual: detail,
		remedy: remedy ?? "Look at both ends of the link, and derive the copy again from its source."
	};
	const told = findings.filter((one) => one.severity === severity);
	return {
		link,
		findings: !isBad ? [] : told.length > 0 ? told : [own]
	};
}
function usualCode(verdict) {
	return verdict === "unverified" ? "LINK_UNVERIFIED" : "LINK_BROKEN";
}
// src/trace/areas/proof-verdict.ts
function proofVerdict(proofs) {
	const differs = proofs.find(({ state }) => state === "differs");
	const open = proofs.find(({ state }) => state === "unverified");
	const bad = differs ?? open;
	if (!bad) return {
		verdict: "holds",
		detail: `${proofs.length} of ${proofs.length} proofs hold`
	};
	return {
		verdict: differs ? "broken" : "unverified",
		code: differs ? "RUN_DIFFERS" : "RUN_UNPROVEN",
		detail: `${bad.subject}: ${bad.detail}`,
		remedy: "Run identikit runs verify on the run, which shows every proof."
	};
}
// src/trace/graph/around.ts
function claimsAround(claims, start) {
	const outgoing = Map.groupBy(claims, ({ from }) => from);
	const incoming = Map.groupBy(claims, ({ to }) => to);
	const named = start.startsWith("tag:") ? (incoming.get(start) ?? []).map(({ from }) => from) : [];
	const isAsked = (id) => id === start || named.includes(id);
	const sources = reached([start, ...named], (at) => (incoming.get(at) ?? []).map(({ from }) => from));
	const copies = reached([start, ...named], (at) => (outgoing.get(at) ?? []).filter(({ isPast }) => !isPast || isAsked(at)).map(({ to }) => to));
	const isPart = (id) => sources.has(id) || copies.has(id);
	return claims.filter(({ from, to, isPast }) => isPart(from) && isPart(to) && (!isPast || sources.has(to) || isAsked(from)));
}
function reached(starts, next) {
	const found = new Set(starts);
	for (const at of found) for (const other of next(at)) found.add(other);
	return found;
}
// src/trace/graph/trace-graph.ts
const nodeKinds = [
	"template",
	"lock",
	"commit",
	"tree",
	"identity",
	"directory",
	"rows",
	"agent",
	"env",
	"container",
	"image",
	"statement",
	"tag",
	"stack",
	"attempt",
	"run",
	"artifact",
	"written"
];
// src/trace/graph/find-node.ts
function findNode(draft, word, others = []) {
	const found = [...new Set([word, ...others].flatMap((each) => draft.named(each)))];
	const [only, other] = found.sort(byKind);
	if (!only) throw unknown(draft, word);
	if (!other) return only;
	throw new IdentikitError("TRACE_AMBIGUOUS", `${JSON.stringify(word)} stands for ${found.map(({ id }) => id).join(" and ")}`, { remedy: `Say which one is meant, such as ${only.id}.` });
}
function byKind(one, other) {
	const difference = nodeKinds.indexOf(one.kind) - nodeKinds.indexOf(other.kind);
	if (difference !== 0) return difference;
	return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}
function unknown(draft, word) {
	const names = draft.nodes.filter(({ kind }) => [
		"template",
		"agent",
		"stack"
	].includes(kind)).sort(byKind).map(({ id }) => id);
	const listed = names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
	return new IdentikitError("TRACE_UNKNOWN", `nothing here is called ${JSON.stringify(word)}${suggestion(word, draft.words)}`, { remedy: `Name a template, TEMPLATE@COMMIT, an image that is configured or given with --image, an agent, an env directory or a run.${names.length > 0 ? ` There are: ${listed}.` : ""}` });
}
// src/trace/graph/draw-graph.ts
async function drawGraph(draft, start, signal) {
	const looked = await verifyClaims(claimsAround(draft.claims, start.id), signal);
	const links = looked.map(({ link }) => link);
	const ids = new Set([start.id, ...links.flatMap(({ from, to }) => [from, to])]);
	const nodes = draft.nodes.filter(({ id }) => ids.has(id)).sort(byKind);
	const order = new Map(nodes.map(({ id }, at) => [id, at]));
	const placeOf = (id) => order.get(id) ?? nodes.length;
	return {
		graph: {
			version: 1,
			subject: start.id,
			nodes,
			links: links.toSorted((one, other) => placeOf(one.from) - placeOf(other.from) || placeOf(one.to) - placeOf(other.to)),
			notLookedAt: draft.notLookedAt
		},
		findings: looked.flatMap(({ findings }) => findings)
	};
}
export { Draft, drawGraph, findNode, linkUnverified, proofVerdict };
