import { IdentikitError, fieldsOf, isRecord } from "../start/faces.js";
import { FileTree, comparePaths, digestOf, unsafeReason } from "./tree.js";
import { array, literal, strictObject, string } from "../vendor/zod.js";
import { canonicalJson } from "./document.js";
import { credentialIn } from "./secret.js";
import { require_dist } from "../vendor/yaml.js";
import { parseYaml } from "./document-with-yaml.js";
import { accessFindings, accountFindings, actorFindings, afterApprovals, agentCapabilityRequirement, agentConfigGrant, agentConfigSet, agentContextBundle, agentContextLabel, agentMcpServer, agentMemoryRepository, agentMemorySource, agentMemoryUpdate, agentRole, agentRoleBinding, agentRunnerPool, agentSecretGrant, agentServiceAccount, agentSkill, agentStack, agentSubagent, agentToolProfile, agentWorkspacePolicy, answerNeed, answeredBy, apiGroup, apiVersion, basisFact, boundRoles, brakeReasons, clientDemands, clientDigest, clientFindings, clientSeen, commitId, contentDigest, derivedName, driftReasons, foldedName, grantName, imageFindings, isAsked, isInSource, keysOfAll, launchChanges, launchProfile, linksIn, makeConditions, matchesPathPattern, memoryGraph, namesUsed, needsOf, notKnown, notSo, objectName, objectNamed, policyFindings, probeIntervalOf, readinessFinding, reason, recordRequirements, resolveMemory, roleFindings, ruleFindings, serverFindings, skillFindings, so, sortedBasis, sortedReasons, spanMs, stackRefusal, stackUsers, subagentFindings, together, toolFindings, trustTierOf, verdictFrom, viewStack, visibleMemory, whoIs, workFindings, workTerms } from "./agents.js";
// src/agents/admission/grants/grant-suggestion.ts
var import_dist = require_dist();
function leastGrant(need, organization, tier, run, onlyForRun = false) {
	const subject = need.subagent === void 0 ? need.requiredBy : {
		kind: "AgentSubagent",
		name: need.subagent
	};
	const { name: runName } = run ?? {};
	const isBound = onlyForRun && runName !== void 0;
	const mountPolicy = tier === "untrusted" && need.need === "secret" ? "proxy" : "env";
	const spec = {
		subject,
		purpose: need.purpose,
		effect: "allow",
		...run ? { allowedRepositories: [run.repository] } : {},
		...run?.ref !== void 0 ? { allowedRefs: [run.ref] } : {},
		...run ? { allowedTriggerSources: [run.source] } : {},
		...isBound ? { run: runName } : {},
		mountPolicy
	};
	const metadata = {
		name: grantObjectName(need, isBound ? runName : void 0),
		namespace: organization
	};
	return need.need === "secret" ? {
		kind: "AgentSecretGrant",
		metadata,
		spec: {
			...spec,
			secretRef: { name: need.name }
		}
	} : {
		kind: "AgentConfigGrant",
		metadata,
		spec: {
			...spec,
			configRef: { name: need.name }
		}
	};
}
function grantManifest({ kind, metadata, spec }) {
	const { effect, mountPolicy, ...others } = spec;
	const shown = {
		...others,
		...effect === "allow" ? {} : { effect },
		...mountPolicy === "env" ? {} : { mountPolicy }
	};
	return (0, import_dist.stringify)({
		apiVersion,
		kind,
		metadata,
		spec: shown
	}, { lineWidth: 0 });
}
function grantObjectName({ name, requiredBy, subagent }, run) {
	return [
		name,
		"for",
		subagent ?? requiredBy.name,
		...run === void 0 ? [] : [run]
	].join("-").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 200);
}
// src/agents/admission/decision/grant-findings.ts
function grantFindings(context, world, tier) {
	const { answered, broken } = answeredNeeds(context, world, tier);
	return [{
		reasons: broken.map((one) => brokenReason(one, context)),
		basis: []
	}, ...answered.map(({ findings }) => findings)];
}
function answeredNeeds(context, world, tier) {
	const { needs, broken } = needsOf(context.stack, world);
	const secretGrants = Map.groupBy(world.secretGrants, ({ spec }) => spec.secretRef.name);
	const configGrants = Map.groupBy(world.configGrants, ({ spec }) => spec.configRef.name);
	const aboutNeed = ({ name }) => ({
		secretGrants: secretGrants.get(name) ?? [],
		configGrants: configGrants.get(name) ?? []
	});
	return {
		answered: needs.map((need) => {
			const own = {
				...world,
				...aboutNeed(need)
			};
			const answer = answerNeed(need, context, own);
			return {
				answer,
				findings: needFindings$1(answer, context, own, tier)
			};
		}),
		broken
	};
}
function askedGrants(context, world, tier) {
	const { needs } = needsOf(context.stack, world);
	return needs.flatMap((need) => {
		const answer = answerNeed(need, context, world);
		if (answer.phase === "Met" || !canAsk(answer, context)) return [];
		const grant = leastGrant(need, context.organization, tier, context.run, true);
		return [{
			reason: unmetReason(answer, context, tier),
			grant
		}];
	});
}
function needFindings$1(answer, context, world, tier) {
	const { need } = answer;
	const absent = (need.need === "secret" ? world.secrets : world.configs).includes(need.name) ? [] : [absentReason(need, context)];
	if (answer.phase !== "Met") return {
		reasons: [...absent, unmetReason(answer, context, tier)],
		basis: []
	};
	const { grant } = answer;
	const shown = { object: answeredBy(answer) };
	const met = reason("allow", "GRANT_MET", `${needText(need)} is given by ${answeredBy(answer)}`, shown);
	const { reason: _, ...bounds } = grant?.spec ?? {};
	const basis = [basisFact(needFactName(need), {
		grant: answeredBy(answer),
		bounds
	})];
	const fault = mountFault(answer, tier);
	return {
		reasons: [...absent, fault ?? met],
		basis
	};
}
function mountFault({ need, grant, mount }, tier) {
	if (need.need !== "secret" || !grant || !mount) return void 0;
	const object = grantName(grant);
	if (mount.policy === "proxy" && mount.proxyHost === void 0) return reason(tier === void 0 ? "warn" : "deny", "GRANT_PROXY_HOST_MISSING", `${object} gives ${need.name} through the proxy and names no host`, {
		object,
		remedy: `Set proxyHost in ${object}: the one host whose requests get it.`
	});
	if (tier === void 0 || workTerms(tier).secretMounts.includes(mount.policy)) return void 0;
	return reason("deny", "GRANT_MOUNT_UNTRUSTED", `${needText(need)} would reach an untrusted agent as ${mount.policy === "env" ? "a variable" : "a file"}`, {
		object,
		remedy: `Set mountPolicy: proxy and proxyHost in ${object}, or give it to trusted work only.`
	});
}
function needFactName({ need, name, requiredBy, subagent }) {
	return `${need}/${name} for ${requiredBy.kind}/${requiredBy.name}${subagent === void 0 ? "" : ` of AgentSubagent/${subagent}`}`;
}
function needText({ need, name, purpose, requiredBy, subagent }) {
	const whose = subagent === void 0 ? "" : ` for the subagent ${subagent}`;
	return `the ${need} ${name} that ${requiredBy.kind} ${requiredBy.name} needs${whose} (${purpose})`;
}
function unmetReason(answer, context, tier) {
	const { need, phase } = answer;
	const effect = context.run === void 0 ? "warn" : canAsk(answer, context) ? "approval" : "deny";
	const by = answeredBy(answer);
	const manifest = grantManifest(leastGrant(need, context.organization, tier, context.run));
	const declare = `Declare this grant${tier === "untrusted" && need.need === "secret" ? " with proxyHost, the one host that gets it" : ""}:\n${manifest}`;
	switch (phase) {
		case "Denied": return reason(effect, "GRANT_DENIED", `${needText(need)} is refused by ${by}`, {
			object: by,
			remedy: `Take it out of what needs it, or delete ${by}: a refusal wins over every grant.`
		});
		case "Expired": return reason(effect, "GRANT_EXPIRED", `${needText(need)} was given by ${by} until ${answer.grant?.spec.expires}`, {
			object: by,
			remedy: `Give ${by} a later end. ${declare.replace("Declare this grant", "Or declare this grant")}`
		});
		default: return reason(effect, "GRANT_MISSING", `${needText(need)} is not given by any grant`, {
			object: `${need.requiredBy.kind}/${need.requiredBy.name}`,
			remedy: declare
		});
	}
}
function canAsk({ phase }, { stack }) {
	return phase !== "Denied" && stack.spec.missingGrants === "ask";
}
function absentReason(need, { run }) {
	const remedy = need.need === "secret" ? `Run identikit secret set ${need.name}.` : `Declare an AgentConfig of the name ${need.name}.`;
	return reason(run ? "deny" : "warn", "NEED_ABSENT", `${needText(need)} does not exist`, {
		object: needFactName(need).split(" ")[0],
		remedy
	});
}
function brokenReason({ object, how, from }, { run, stack }) {
	const effect = run ? "deny" : "warn";
	if (how === "missing") return reason(effect, "REFERENCE_MISSING", `${from} names ${object}, which does not exist`, {
		object,
		remedy: `Declare ${object}, or take it out of ${from}.`
	});
	return reason(effect, "MCP_SERVER_OUT_OF_SCOPE", `${from} names ${object}, which is for other stacks`, {
		object,
		remedy: `Add ${stack.metadata.name} to scope.stacks of ${object}, or take it out of ${from}.`
	});
}
// src/agents/memory/memory-record.ts
const fence = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/;
const linkKeys = [
	"links",
	"related",
	"see",
	"supersedes"
];
function readRecord(file, kinds = {}) {
	const text = file.text.replaceAll("\r\n", "\n");
	const [matter = "", yaml] = fence.exec(text) ?? [];
	const { values, problem } = frontMatterOf(yaml ?? "", file.path);
	const isOpen = matter === "" && /^---[ \t]*\n/.test(text);
	const body = text.slice(matter.length);
	const kind = textIn(values, "kind") ?? Object.entries(kinds).find(([, pattern]) => matchesPathPattern(pattern, file.path))?.[0];
	const named = linkKeys.flatMap((key) => listOf(values[key])).map((target) => ({
		form: "front matter",
		target
	}));
	return {
		...file,
		title: textIn(values, "title") ?? /^# +(.{1,300})$/m.exec(body)?.[1]?.trim() ?? recordName(file.path),
		...kind === void 0 ? {} : { kind },
		frontMatter: values,
		links: [...named, ...linksIn(body)],
		problems: [...problem === void 0 ? [] : [problem], ...isOpen ? ["the front matter has no end"] : []]
	};
}
function recordName(path) {
	return (path.split("/").at(-1) ?? path).replace(/\.md$/i, "");
}
function frontMatterOf(yaml, path) {
	try {
		const { value } = parseYaml(yaml, path);
		if (value === null) return { values: {} };
		return isRecord(value) && !Array.isArray(value) ? { values: value } : {
			values: {},
			problem: "the front matter is not a map"
		};
	} catch (caught) {
		if (caught instanceof IdentikitError) return {
			values: {},
			problem: `front matter: ${caught.message}`
		};
		throw caught;
	}
}
function textIn(values, key) {
	const value = Object.hasOwn(values, key) ? values[key] : void 0;
	return typeof value === "string" && value !== "" ? value.slice(0, 300) : void 0;
}
function listOf(value) {
	return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string").filter((one) => one !== "");
}
// src/agents/memory/memory-health.ts
function readMemory({ files }, kinds = {}) {
	return files.map((file) => readRecord(file, kinds)).sort((a, b) => a.path < b.path ? -1 : 1);
}
function memoryHealth({ commit, unread }, records, { staleAfter, now }) {
	const kinds = new Map();
	for (const { kind = "" } of records) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	return {
		commit,
		files: records.length,
		malformed: [...unread, ...records.flatMap(({ path, problems }) => problems.map((problem) => ({
			path,
			problem
		})))],
		brokenLinks: memoryGraph({
			records,
			withheld: 0
		}).broken,
		stale: records.filter((record) => isStale(record, staleAfter, now)).map(({ path }) => path),
		kinds: Object.fromEntries(kinds)
	};
}
function isStale({ changedAt }, staleAfter, now) {
	return changedAt !== void 0 && Date.parse(now) - Date.parse(changedAt) > spanMs(staleAfter);
}
// src/agents/memory/memory-proposal.ts
const memoryProposal = strictObject({
	version: literal(1),
	repository: objectName,
	base: commitId,
	files: array(strictObject({
		path: string().min(1).max(1e3),
		text: string().max(2e5).nullable()
	})).min(1).max(200).describe("In byte order of their paths, each once; null removes one.")
});
function proposalText(proposal) {
	return canonicalJson(memoryProposal.parse(proposal));
}
const mostProblems = 1e3;
function proposalProblems({ files }, content, kinds = {}) {
	return [...files.flatMap(({ path, text }) => {
		const reason = unsafeReason(path);
		if (reason !== void 0) return [`${path}: the path ${reason}`];
		if (!/\.md$/i.test(path)) return [`${path}: it is no Markdown`];
		if (text === null) return [];
		return [...credentialIn(text) === void 0 ? [] : [`${path}: it holds what looks like a credential`], ...readRecord({
			path,
			text
		}, kinds).problems.map((problem) => `${path}: ${problem}`)];
	}), ...content ? brokenLinks(files, content, kinds) : []].map((problem) => problem.slice(0, 1e3)).slice(0, mostProblems);
}
function brokenLinks(files, content, kinds) {
	const changed = new Map(files.map(({ path, text }) => [path, text]));
	const kept = content.files.filter(({ path }) => !changed.has(path));
	const written = [...changed].flatMap(([path, text]) => text === null ? [] : [{
		path,
		text
	}]);
	const brokenIn = (all) => memoryGraph({
		records: readMemory({
			...content,
			files: all
		}, kinds),
		withheld: 0
	}).broken.map(({ from, target, problem }) => `${from}: the link to ${target} ${problem}`);
	const before = new Set(brokenIn(content.files));
	return brokenIn([...kept, ...written]).filter((link) => !before.has(link));
}
// src/agents/results/memory-updates.ts
async function memoryOfRun(store, { metadata: { namespace }, status }) {
	const { contextBundle: name } = status;
	if (name === void 0) return void 0;
	return await store.read(async (reader) => {
		const memory = (await reader.get(agentContextBundle, {
			namespace,
			name
		}))?.spec.memory;
		if (!memory) return void 0;
		const repository = await reader.get(agentMemoryRepository, {
			namespace,
			name: memory.repository
		});
		return repository && {
			repository,
			commit: memory.commit
		};
	});
}
async function memoryUpdates({ store, memory }, run, requests, signal) {
	const asked = requests.filter(({ request }) => request.type === "memory_update");
	const given = asked.length === 0 ? void 0 : await memoryOfRun(store, run);
	if (!given) return [];
	const { repository, commit } = given;
	const content = await contentAt(memory?.(repository.spec), commit, signal);
	return asked.flatMap(({ request }) => {
		if (request.type !== "memory_update") return [];
		const proposal = proposalOf(request.files, repository.metadata.name, commit);
		const bytes = Buffer.from(proposalText(proposal));
		const artifactDigest = digestOf(bytes);
		const { namespace, name } = run.metadata;
		const spec = {
			run: name,
			repository: repository.metadata.name,
			base: commit,
			artifactDigest,
			title: request.title,
			paths: proposal.files.map(({ path }) => path),
			reviewers: (repository.spec.owners ?? []).slice(0, 50)
		};
		return [{
			object: {
				kind: agentMemoryUpdate.kind,
				metadata: {
					namespace,
					name: derivedName("memory", name, artifactDigest)
				},
				spec: agentMemoryUpdate.spec.parse(spec)
			},
			problems: proposalProblems(proposal, content, repository.spec.kinds),
			content: bytes
		}];
	});
}
function proposalOf(files, repository, base) {
	const ordered = [...new Map(files.map((file) => [file.path, file])).values()].sort((a, b) => comparePaths(a.path, b.path));
	return memoryProposal.parse({
		version: 1,
		repository,
		base,
		files: ordered
	});
}
async function contentAt(store, commit, signal) {
	try {
		return await store?.read(commit, signal);
	} catch (caught) {
		if (caught instanceof IdentikitError && caught.code === "MEMORY_UNREADABLE") return void 0;
		throw caught;
	}
}
// src/agents/admission/decision/admit.ts
const mostReasons = 500;
function admit(request, snapshot) {
	return request.purpose === "stack-save" ? admitSave(request, snapshot) : admitRun(request, snapshot);
}
function admitSave({ organization, actor, stack, change }, snapshot) {
	const { who, reasons } = whoIs(actor, organization);
	const { name } = stack.metadata;
	const right = {
		verb: change,
		namespace: organization,
		apiGroup,
		resource: "agentstacks",
		...change === "update" ? { name } : {}
	};
	const context = {
		organization,
		stack,
		who,
		now: snapshot.now
	};
	const found = together([
		{
			reasons: [...reasons, ...driftReasons(organization, snapshot, "warn")],
			basis: []
		},
		...who ? accessFindings(snapshot.access, who, [right]) : [],
		...grantFindings(context, snapshot.grants)
	]);
	return decided("trusted", found.reasons, [basisFact("request", {
		organization,
		actor,
		stack,
		change
	}), ...found.basis]);
}
function admitRun(request, snapshot) {
	const { organization, actor, host, repository } = request;
	const tier = host ? trustTierOf(actor.kind, host) : "untrusted";
	const stack = objectNamed(snapshot.stacks, request.stack);
	const common = [
		{
			reasons: [],
			basis: [requestFact(request), basisFact("tier", tier)]
		},
		{
			reasons: driftReasons(organization, snapshot, "deny"),
			basis: []
		},
		{
			reasons: brakeReasons(request, snapshot),
			basis: []
		},
		ruleFindings(request, snapshot),
		...actorFindings(request, snapshot)
	];
	if (!stack) {
		const { reasons, basis } = together(common);
		return decided(tier, [...reasons, stackUnknown(request.stack)], basis);
	}
	const { who } = whoIs(actor, organization, host, repository);
	const { ref, source, run: name } = request;
	const run = {
		repository,
		ref,
		source,
		name
	};
	const context = {
		organization,
		stack,
		who: host?.isFork ? void 0 : who,
		run,
		now: snapshot.now
	};
	const refusal = stackRefusal(stack);
	const found = together([
		...common,
		{
			reasons: refusal ? [refusal] : [],
			basis: []
		},
		workFindings(stack, tier, request, snapshot),
		...grantFindings(context, snapshot.grants, tier)
	]);
	const changes = request.purpose === "launch" ? launchChanges(request.dispatched, [...found.spare, ...found.basis]) : [];
	return decided(tier, afterApprovals([...found.reasons, ...changes], request, stack, tier, snapshot), found.basis);
}
function decided(tier, found, facts) {
	const sorted = sortedReasons(found);
	const verdict = verdictFrom(sorted);
	const reasons = sorted.slice(0, mostReasons);
	const basis = sortedBasis(facts);
	return {
		verdict,
		tier,
		reasons,
		basis,
		digest: contentDigest({
			verdict,
			tier,
			reasons,
			basis
		})
	};
}
function requestFact(request) {
	const { organization, actor, repository, ref, source, stack, taskKind, rule, chainDepth = 0 } = request;
	const who = {
		kind: actor.kind,
		name: actor.kind === "User" ? foldedName(actor.name) : actor.name
	};
	const where = {
		organization,
		repository: foldedName(repository),
		ref
	};
	return basisFact("request", {
		who,
		...where,
		source,
		stack,
		taskKind,
		rule,
		chainDepth
	});
}
function stackUnknown(name) {
	return reason("deny", "STACK_UNKNOWN", `there is no stack ${name}`, {
		object: `agentstacks/${name}`,
		remedy: "Run identikit get agentstacks."
	});
}
// src/agents/dispatch/run-memory.ts
const mostRecords = 500;
async function runMemory(services, { run, stack, host }, signal) {
	const { namespace } = run.metadata;
	const asked = run.spec.memoryRef ?? stack.spec.memory?.ref ?? "now";
	if (!stack.spec.memory && run.spec.memoryRef === void 0) return void 0;
	const { sources, repository } = await declaredMemory(services, namespace, stack.spec.memory?.source);
	const store = services.memory?.(repository.spec);
	if (!store) throw new IdentikitError("MEMORY_UNREADABLE", `the memory ${repository.metadata.name} is not at hand`, { remedy: `Check out ${repository.spec.repositoryRef.name} with its history, and name the checkout with --memory.` });
	const branch = repository.spec.repositoryRef.ref;
	const now = new Date(run.status.queuedAt ?? run.metadata.creationTimestamp);
	const resolved = await resolveMemory(store, {
		asked,
		branch,
		now,
		signal
	});
	const content = await store.read(resolved.commit, signal);
	const { who } = whoIs(run.spec.requestedBy ?? {
		kind: "System",
		name: "unknown"
	}, namespace, host, run.spec.repository);
	const isReader = await mayRead(services, run, repository, signal);
	const visible = visibleMemory(readMemory(content, repository.spec.kinds), sources, {
		user: who?.name ?? "",
		groups: who?.groups ?? [],
		mayRead: isReader,
		repository: run.spec.repository
	});
	const records = visible.records.slice(0, mostRecords);
	const { staleAfter } = repository.spec;
	const list = records.map(({ path, title, kind = "record" }) => `${path} (${kind}): ${title}`).join("\n");
	return {
		withheld: visible.withheld,
		mayRead: isReader,
		memory: {
			repository: repository.metadata.name,
			...resolved,
			records: records.map(({ path }) => path),
			stale: records.filter((one) => isStale(one, staleAfter, now.toISOString())).map(({ path }) => path)
		},
		data: [{
			kind: "memory",
			name: `${repository.metadata.name} at ${resolved.commit.slice(0, 12)}`,
			trust: "data",
			text: list || "(no records)"
		}]
	};
}
async function declaredMemory({ store }, namespace, named) {
	return await store.read(async (reader) => {
		const sources = (await Array.fromAsync(reader.each(agentMemorySource, { namespace }))).filter(({ metadata }) => named === void 0 || metadata.name === named);
		const repositories = await Array.fromAsync(reader.each(agentMemoryRepository, { namespace }));
		const wanted = sources[0]?.spec.repository;
		const found = repositories.filter(({ metadata }) => wanted === void 0 || metadata.name === wanted);
		const [repository] = found;
		if (sources.length > 0 && repository && found.length === 1) return {
			sources: sources.map(({ spec }) => spec),
			repository
		};
		throw new IdentikitError("MEMORY_UNREADABLE", "no source of memory leads to one memory repository", { remedy: "Declare an AgentMemorySource and the AgentMemoryRepository that it names." });
	});
}
async function mayRead({ host }, { spec: { requestedBy } }, { spec: { repositoryRef } }, signal) {
	if (requestedBy?.kind !== "User") return true;
	return (await host.factsOf({
		repository: repositoryRef.name,
		actor: requestedBy.name
	}, signal)).permission !== "none";
}
// src/agents/references/memory-conditions.ts
const notAtHand = [
	"MemoryNotHere",
	"No checkout of the memory repository is at hand.",
	"Give the controllers a checkout of it, with its history: --memory DIR."
];
async function repositoryConditions(at, { spec }, now, signal) {
	const read = await readAt(at, spec, signal);
	if (!read) return {
		conditions: ["Healthy", "Fresh"].map((type) => notKnown(type, ...notAtHand)),
		seen: {}
	};
	if (read instanceof IdentikitError) {
		const { message, remedy } = read;
		const fresh = notKnown("Fresh", "Unreadable", "It could not be read.", remedy);
		return {
			conditions: [notSo("Healthy", "Unreadable", message, { remedy }), fresh],
			seen: {}
		};
	}
	const { content, records } = read;
	const health = memoryHealth(content, records, {
		staleAfter: spec.staleAfter,
		now: now.toISOString()
	});
	const [first] = health.malformed;
	return {
		conditions: [first ? notSo("Healthy", "RecordMalformed", `${first.path}: ${first.problem}; ${health.malformed.length} in all.`, { remedy: "Put the front matter of these records right." }) : so("Healthy", "Healthy", `It has ${health.files} records, all of them well formed.`), await freshness(at, spec, content.commit, signal)],
		seen: {
			commit: content.commit,
			files: health.files,
			stale: health.stale.length,
			brokenLinks: health.brokenLinks.length
		}
	};
}
async function sourceCondition(at, { metadata: { namespace }, spec }, signal) {
	const type = "Resolved";
	const found = (await at.store.read((reader) => Array.fromAsync(reader.each(agentMemoryRepository, { namespace })))).filter(({ metadata }) => spec.repository === void 0 || metadata.name === spec.repository);
	const [repository] = found;
	if (!repository || found.length > 1) {
		const wanted = spec.repository === void 0 ? "the only one" : spec.repository;
		return notSo(type, "ReferenceMissing", `There are ${found.length} memory repositories for ${wanted}.`, { remedy: "Declare the AgentMemoryRepository, and name it in the source where there are several." });
	}
	const read = await readAt(at, repository.spec, signal);
	if (!read) return notKnown(type, ...notAtHand);
	if (read instanceof IdentikitError) return notKnown(type, "Unreadable", read.message, read.remedy);
	const own = read.records.filter((record) => isInSource(spec, record));
	if (own.length > 0) return so(type, "Resolved", `It leads to ${own.length} records of ${repository.metadata.name}.`);
	return notSo(type, "NoRecords", `Its paths and kinds lead to no record of ${repository.metadata.name}.`, { remedy: "Write paths of the memory repository into include, or leave it out for all of them." });
}
async function readAt({ memory }, spec, signal) {
	const store = memory?.(spec);
	if (!store) return void 0;
	try {
		const { ref, name } = spec.repositoryRef;
		const commit = await store.resolve(`refs/heads/${ref}`, signal);
		if (commit === void 0) return new IdentikitError("MEMORY_UNREADABLE", `the checkout of ${name} has no branch ${ref}`, { remedy: `Fetch ${ref} of ${name}, or name another branch in repositoryRef.` });
		const content = await store.read(commit, signal);
		return {
			content,
			records: readMemory(content, spec.kinds)
		};
	} catch (caught) {
		signal.throwIfAborted();
		if (caught instanceof IdentikitError) return caught;
		throw caught;
	}
}
async function freshness({ heads }, { repositoryRef: { name: repository, ref } }, commit, signal) {
	const type = "Fresh";
	const remedy = "Give the controllers a token of the forge (IDENTIKIT_HOST_TOKEN) that may read it.";
	if (!heads) return notKnown(type, "ForgeNotAsked", `It was read at ${commit}; nobody asked the forge.`, remedy);
	try {
		const newest = await heads.headOf({
			repository,
			kind: "branch",
			id: ref
		}, signal);
		if (newest === commit) return so(type, "Fresh", `${commit} is the newest commit of ${ref}.`);
		return notSo(type, "Behind", `It was read at ${commit}; ${ref} is at ${newest ?? "nothing"} on the forge.`, { remedy: "Fetch the checkout that the controllers read." });
	} catch (caught) {
		signal.throwIfAborted();
		if (!(caught instanceof IdentikitError)) throw caught;
		return notKnown(type, "ForgeNotAsked", caught.message, caught.remedy);
	}
}
// src/agents/readiness/checks/need-findings.ts
const reasonsOf = {
	NEED_ABSENT: "NeedAbsent",
	GRANT_MISSING: "GrantMissing",
	GRANT_DENIED: "GrantDenied",
	GRANT_EXPIRED: "GrantExpired",
	GRANT_MOUNT_UNTRUSTED: "GrantMountRefused",
	GRANT_PROXY_HOST_MISSING: "GrantMountRefused"
};
function stackNeeds({ stack, snapshot }) {
	const tier = objectNamed(snapshot.grants.serviceAccounts, stack.spec.runtimeIdentity)?.spec.trustTier === "untrusted" ? "untrusted" : void 0;
	return answeredNeeds(contextOf({
		stack,
		snapshot
	}), snapshot.grants, tier).answered;
}
function needFindings(view) {
	const answered = stackNeeds(view);
	return ["secret", "config"].flatMap((kind) => {
		const type = kind === "secret" ? "SecretsAdmitted" : "ConfigAdmitted";
		const own = answered.filter(({ answer }) => answer.need.need === kind);
		if (own.length === 0) return [readinessFinding(type, "NothingToCheck", `it needs no ${kind}`)];
		return own.flatMap((one) => answerFindings(type, one, view));
	});
}
function givenTo(need, { stack, snapshot }) {
	const { secretGrants, configGrants } = snapshot.grants;
	const context = contextOf({
		stack,
		snapshot
	});
	const given = [...secretGrants, ...configGrants].map(({ spec }) => spec.subject).filter(({ kind }) => kind === "User" || kind === "Group").filter(({ kind, name }) => {
		const who = kind === "User" ? {
			name: foldedName(name),
			groups: []
		} : {
			name: "",
			groups: [foldedName(name)]
		};
		return answerNeed(need, {
			...context,
			who
		}, snapshot.grants).phase === "Met";
	});
	return [...new Set(given.map(({ kind, name }) => `${kind} ${name}`))].sort();
}
function contextOf({ stack, snapshot }) {
	return {
		organization: stack.metadata.namespace,
		stack,
		now: snapshot.now
	};
}
function answerFindings(type, { answer, findings }, view) {
	return findings.reasons.map(({ code, message, remedy }) => {
		const found = Object.entries(reasonsOf).find(([known]) => known === code)?.[1];
		if (found === void 0) return readinessFinding(type, "Verified", message);
		if (found !== "GrantMissing" && found !== "GrantExpired") return readinessFinding(type, found, message, remedy);
		const people = givenTo(answer.need, view);
		if (people.length > 0) return readinessFinding(type, "GrantForSome", `${message} that holds for every run; it is given to ${people.join(", ")}`, remedy);
		const reason = view.stack.spec.missingGrants === "ask" ? "GrantAwaited" : found;
		return readinessFinding(type, reason, message, remedy);
	});
}
// src/agents/readiness/carrier-needs.ts
function usesOf({ kind, name }, { snapshot, objects }) {
	const field = kind === "AgentMcpServer" ? "mcpServers" : "skills";
	return objects.stacks.filter((stack) => namesUsed({ users: stackUsers(stack, snapshot.grants) }, field).includes(name)).map((stack) => ({
		stack,
		needs: stackNeeds({
			stack,
			snapshot
		}).filter(({ answer: { need } }) => need.requiredBy.kind === kind && need.requiredBy.name === name)
	}));
}
function secretsForProbe(uses) {
	const given = uses.flatMap(({ needs }) => needs).filter(({ answer: { need, phase }, findings: { reasons } }) => {
		const isSound = reasons.every(({ effect }) => effect === "allow");
		return need.need === "secret" && phase === "Met" && isSound;
	});
	return [...new Set(given.map(({ answer }) => answer.need.name))].sort();
}
function needsMet(uses, basis) {
	const unmet = uses.flatMap(({ stack, needs }) => needs.flatMap(({ findings }) => {
		const fault = findings.reasons.find(({ effect }) => effect !== "allow");
		return fault ? [{
			stack: stack.metadata.name,
			...fault
		}] : [];
	}));
	const [first] = unmet;
	if (!first) return stamped({
		type: "NeedsMet",
		status: "True",
		severity: "info",
		reason: "Verified",
		message: "what it needs is given to every stack that uses it"
	}, basis);
	const more = unmet.length > 1 ? ` (and ${unmet.length - 1} more)` : "";
	const remedy = first.remedy?.slice(0, 1e3);
	return stamped({
		type: "NeedsMet",
		status: "False",
		severity: "error",
		reason: "NeedsUnmet",
		message: `for the stack ${first.stack}: ${first.message}${more}`,
		...remedy === void 0 ? {} : { remedy }
	}, basis);
}
function stamped(said, { now, generation, before }) {
	const then = before.find(({ type }) => type === said.type);
	return {
		...said,
		observedGeneration: generation,
		lastTransitionTime: then?.status === said.status ? then.lastTransitionTime : now
	};
}
// src/agents/readiness/reconcile-server.ts
const usualTimeout = "30s";
const sickAgainMs = 3e5;
const keptDescription = 200;
async function reconcileServer(name, world, { store, servers, ages }, signal) {
	const server = objectNamed(world.objects.mcpServers, name);
	if (!server) return {};
	const { stacks } = server.spec.scope;
	const uses = usesOf({
		kind: "AgentMcpServer",
		name
	}, world).filter(({ stack }) => stacks?.includes(stack.metadata.name) ?? true);
	const row = await rowOf(server, uses, world);
	const { now } = world.snapshot;
	const waitMs = waitOf(server, row, now);
	const asked = waitMs > 0 ? void 0 : await ask(server, row, uses, servers, signal);
	const status = statusAfter(server, {
		row,
		asked,
		uses,
		now
	});
	const { namespace, resourceVersion } = server.metadata;
	await store.write((objects) => objects.setStatus(agentMcpServer, {
		namespace,
		name
	}, status, { resourceVersion }));
	if (!isAsked(server)) return {};
	if (waitMs > 0) return { againMs: waitMs };
	return { againMs: asked && "unseen" in asked ? ages.recheck : intervalAfter(server, status) };
}
async function rowOf({ metadata, spec }, uses, world) {
	const agent = uses.find(({ stack }) => stack.spec.agent !== void 0)?.stack.spec.agent;
	return await (await world.rows(agent)).server(spec.row ?? metadata.name);
}
function waitOf(server, row, now) {
	const { status, metadata } = server;
	if (status.contentDigest !== row?.digest || status.observedGeneration !== metadata.generation || status.probedAt === void 0 || status.phase === "Unknown") return 0;
	return Math.max(0, Date.parse(status.probedAt) + intervalAfter(server, status) - Date.parse(now));
}
function intervalAfter(server, { phase }) {
	const interval = probeIntervalOf(server);
	return phase === "Healthy" ? interval : Math.min(interval, sickAgainMs);
}
async function ask(server, row, uses, servers, signal) {
	const { name } = server.metadata;
	if (!isAsked(server)) return { unseen: {
		message: "servers of the transport sse are not asked",
		remedy: "Move it to transport: http."
	} };
	if (!row) return { unseen: {
		message: `there is no config row ${server.spec.row ?? name}`,
		remedy: "Add it to config/mcp-builtin.json and run identikit config sync."
	} };
	const secrets = secretsForProbe(uses);
	const unmet = row.secrets.filter((secret) => !secrets.includes(secret));
	if (unmet.length > 0) return { unmet: {
		message: `no stack that uses it is given ${unmet.join(", ")}`,
		remedy: `Declare the grants that identikit get agentcapabilityrequirements shows as missing.`
	} };
	const { health, transport } = server.spec;
	const timeoutMs = spanMs(health?.timeout ?? usualTimeout);
	return await servers.ask({
		name,
		transport,
		content: row.content,
		secrets,
		timeoutMs
	}, signal);
}
function statusAfter({ metadata, status }, { row, asked, uses, now }) {
	const { generation } = metadata;
	const stamp = {
		now,
		generation,
		before: status.conditions ?? []
	};
	const then = stamp.before.find(({ type }) => type === "Healthy");
	const met = needsMet(uses, stamp);
	const kept = status.contentDigest === row?.digest && status.probedAt !== void 0 && then !== void 0;
	const cannot = asked && ("unseen" in asked ? asked.unseen : "unmet" in asked ? asked.unmet : void 0);
	if (!asked || cannot && kept) return {
		...status,
		observedGeneration: generation,
		conditions: [...then ? [{
			...then,
			...cannot ? { remedy: clipped(cannot.remedy) } : {}
		}] : [], met]
	};
	const said = (is, reason, { message, remedy }) => stamped({
		type: "Healthy",
		status: is,
		severity: is === "True" ? "info" : "error",
		reason,
		message: message.slice(0, 4e3),
		...remedy === void 0 ? {} : { remedy: clipped(remedy) }
	}, stamp);
	const common = {
		observedGeneration: generation,
		...row ? { contentDigest: row.digest } : {}
	};
	if (cannot) {
		const reason = "unmet" in asked ? "McpNeedsUnmet" : "NotAsked";
		return {
			phase: "Unknown",
			...common,
			conditions: [said("Unknown", reason, cannot), met]
		};
	}
	if ("unhealthy" in asked) return {
		phase: "Unhealthy",
		...common,
		probedAt: now,
		conditions: [said("False", "NoGoodAnswer", asked.unhealthy), met]
	};
	if (!("fact" in asked)) return status;
	const healthy = said("True", "Answered", { message: `it answered with ${asked.fact.tools.length} tools` });
	return {
		phase: "Healthy",
		...common,
		probedAt: now,
		...told(asked.fact),
		conditions: [healthy, met]
	};
}
function told({ serverName, serverVersion, protocolVersion, tools, toolsDigest }) {
	return {
		serverName,
		serverVersion,
		protocolVersion,
		toolsDigest,
		tools: tools.map(({ name, description }) => ({
			name,
			...description === void 0 ? {} : { description: description.slice(0, keptDescription) }
		}))
	};
}
function clipped(text) {
	return text.slice(0, 1e3);
}
// src/agents/readiness/reconcile-skill.ts
async function skillFacts({ metadata, spec }, rows, skills) {
	const row = spec.sourceRef.row ?? metadata.name;
	const found = await rows.skill(row);
	if (found === void 0) return { problems: [] };
	if (!(found instanceof FileTree)) return {
		digest: "unreadable",
		problems: [found]
	};
	return {
		digest: found.digest,
		...skills.examine(row, spec.format, found)
	};
}
async function reconcileSkill(name, world, { store, skills, ages }) {
	const { organization: namespace } = world;
	const skill = await store.read((reader) => reader.get(agentSkill, {
		namespace,
		name
	}));
	if (!skill) return {};
	const uses = usesOf({
		kind: "AgentSkill",
		name
	}, world);
	const agent = uses.find(({ stack }) => stack.spec.agent !== void 0)?.stack.spec.agent;
	const { digest, description, problems } = await skillFacts(skill, await world.rows(agent), skills);
	const { generation, resourceVersion } = skill.metadata;
	const stamp = {
		now: world.snapshot.now,
		generation,
		before: skill.status.conditions ?? []
	};
	const [problem] = digest === void 0 ? [{
		message: "no config row has its files",
		remedy: "Run identikit config sync, or set the row."
	}] : problems;
	const validated = stamped(problem ? {
		type: "Validated",
		status: "False",
		severity: "error",
		reason: "FilesInvalid",
		message: problem.message.slice(0, 4e3),
		remedy: problem.remedy.slice(0, 1e3)
	} : {
		type: "Validated",
		status: "True",
		severity: "info",
		reason: "Verified",
		message: "its files are well formed"
	}, stamp);
	const status = {
		observedGeneration: generation,
		...digest?.startsWith("sha256:") ? { digest } : {},
		...description === void 0 ? {} : { description: description.slice(0, 4e3) },
		conditions: [validated, needsMet(uses, stamp)]
	};
	await store.write((objects) => objects.setStatus(agentSkill, {
		namespace,
		name
	}, status, { resourceVersion }));
	return { againMs: ages.recheck };
}
// src/agents/readiness/capability-requirements.ts
function wantedRequirements(view) {
	const wanted = [
		...grantRequirements(view),
		...clientRequirements(view),
		...roleRequirements(view)
	].map(([spec, status]) => ({
		name: requirementName(spec),
		spec,
		status
	}));
	return [...new Map(wanted.map((one) => [one.name, one])).values()].sort((a, b) => a.name < b.name ? -1 : 1);
}
function requirementName(spec) {
	const { stack, need, name } = spec;
	return `${`${stack}-${need}-${name}`.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 200).replace(/^-|-$/g, "")}-${contentDigest(spec).slice(7, 17)}`;
}
function grantRequirements(view) {
	return stackNeeds(view).map(({ answer, findings }) => {
		const { need, phase } = answer;
		const { requiredBy, subagent, name, purpose } = need;
		const fault = findings.reasons.find(({ effect }) => effect !== "allow");
		const grant = answeredBy(answer);
		return [{
			stack: view.stack.metadata.name,
			requiredBy,
			...subagent === void 0 ? {} : { subagent },
			need: need.need,
			name,
			purpose
		}, {
			phase: phase === "Met" && fault ? "Missing" : phase,
			...grant === void 0 ? {} : { grant },
			...fault?.remedy === void 0 ? {} : { remedy: fault.remedy }
		}];
	});
}
function clientRequirements(view) {
	const seen = clientSeen(view);
	return clientDemands(view).filter(({ standIn }) => standIn === void 0).map(({ capability, requiredBy, because }) => {
		const isMet = seen?.capabilities.includes(capability);
		return [{
			stack: view.stack.metadata.name,
			requiredBy,
			need: "capability",
			name: capability,
			purpose: because.slice(0, 100)
		}, seen ? {
			phase: isMet ? "Met" : "Missing",
			...isMet ? {} : { remedy: `Use a client that can, or ask for less: ${because}.` }
		} : { remedy: "Run identikit controller --once in a job that has the client." }];
	});
}
function roleRequirements(view) {
	return boundRoles(view).map(({ binding, role, exists }) => [{
		stack: view.stack.metadata.name,
		requiredBy: {
			kind: "AgentRoleBinding",
			name: binding
		},
		need: "role",
		name: role
	}, exists ? {
		phase: "Met",
		grant: `agentrolebindings/${binding}`
	} : {
		phase: "Missing",
		remedy: `Declare ${role}, or delete agentrolebindings/${binding}.`
	}]);
}
// src/agents/readiness/gather-facts.ts
async function gatherStackFacts(stack, world, ports, signal) {
	const { snapshot, objects } = world;
	const { agent } = stack.spec;
	const rows = await world.rows(agent);
	const users = stackUsers(stack, snapshot.grants);
	const serverRows = new Map();
	for (const name of namesUsed({ users }, "mcpServers")) {
		const server = objects.mcpServers.find(({ metadata }) => metadata.name === name);
		const row = await rows.server(server?.spec.row ?? name);
		if (row) serverRows.set(name, {
			digest: row.digest,
			type: row.type,
			secrets: row.secrets
		});
	}
	const skills = new Map();
	for (const name of namesUsed({ users }, "skills")) {
		const skill = snapshot.grants.skills.find(({ metadata }) => metadata.name === name);
		if (skill) skills.set(name, await skillFacts(skill, rows, ports.skills));
	}
	return {
		ages: ports.ages,
		...objects,
		...await clientFacts(stack, world, ports, signal),
		...await imageFacts(stack, world, ports, signal),
		...rows.runtime === void 0 ? {} : { agent: {
			runtime: rows.runtime,
			adapter: ports.clients.adapterOf(rows.runtime)
		} },
		serverRows,
		skills
	};
}
async function clientFacts(stack, { snapshot: { now }, objects }, { clients, ages }, signal) {
	const { adapter } = stack.spec;
	const seen = objects.stacks.flatMap(({ status }) => status.client ?? []);
	const of = clientDigest(adapter);
	const known = adapter.version === void 0 ? [] : clients.known;
	const all = [...seen, ...known];
	if (all.filter((one) => one.of === of && (adapter.version === void 0 ? Date.parse(now) - Date.parse(one.seenAt) <= ages.client : one.version === adapter.version)).length > 0) return { clients: all };
	if (adapter.name === "command" && adapter.command === void 0) return { clients: all };
	const sighting = await clients.look(adapter, signal);
	if ("unseen" in sighting) {
		const { message, remedy } = sighting.unseen;
		const versions = clients.known.filter((one) => one.of === of).map(({ version }) => version);
		const pin = `Set adapter.version to one that Identikit knows: ${versions.join(", ")}.`;
		return {
			clients: all,
			clientUnseen: {
				message,
				remedy: adapter.version !== void 0 || versions.length === 0 ? remedy : `${remedy} Or: ${pin}`
			}
		};
	}
	const fact = {
		of,
		seenAt: now,
		...sighting.fact
	};
	if (adapter.version === void 0 || fact.version === adapter.version) return { clients: [...all, fact] };
	const clientUnseen = {
		message: `here is ${fact.version}`,
		remedy: `Run identikit controller --once in a job that has ${adapter.version}.`
	};
	return {
		clients: [...all, fact],
		clientUnseen
	};
}
async function imageFacts({ spec, status }, { snapshot: { now } }, { images, ages }, signal) {
	const { image } = spec;
	if (image === void 0) return {};
	const treeDigest = await images.treeDigest(signal);
	const before = status.identity?.image === image ? status.identity : void 0;
	if (before !== void 0 && before.verdict !== "unverified" && Date.parse(now) - Date.parse(before.seenAt) <= ages.image && (treeDigest === void 0 || treeDigest === before.treeDigest)) return {
		image: before,
		treeDigest
	};
	const sighting = await images.prove(image, signal);
	if ("unseen" in sighting) return {
		image: before,
		imageUnseen: sighting.unseen,
		treeDigest
	};
	if (sighting.fact.verdict === "unverified" && before && before.verdict !== "unverified") return {
		image: before,
		imageUnseen: {
			message: sighting.fact.message ?? "the image could not be read",
			remedy: `Run identikit gate --image docker://${image}.`
		},
		treeDigest
	};
	const { verdict, message, treeDigest: compared } = sighting.fact;
	if (before && verdict === "unverified" && before.message === message && before.treeDigest === compared) return {
		image: before,
		treeDigest
	};
	return {
		image: {
			image,
			seenAt: now,
			...sighting.fact
		},
		treeDigest: compared
	};
}
// src/agents/readiness/stack-status.ts
function stackStatus(stack, snapshot, facts) {
	const view = viewStack(stack, snapshot, facts);
	const launch = launchProfile(view);
	const { phase, conditions } = makeConditions([...stackFindings(view), ...launch ? [] : [profileTooLarge()]], {
		now: snapshot.now,
		generation: stack.metadata.generation,
		before: stack.status?.conditions ?? []
	});
	const client = ownSighting(view);
	const identity = facts.image && facts.image.image === stack.spec.image ? facts.image : void 0;
	const history = identityHistory(stack.status?.identityHistory ?? [], identity);
	return {
		phase,
		...stack.metadata.generation === void 0 ? {} : { observedGeneration: stack.metadata.generation },
		conditions,
		...client ? { client } : {},
		...identity ? { identity } : {},
		...history.length > 0 ? { identityHistory: history } : {},
		...launch ? {
			snapshot: launch.snapshot,
			profile: launch.profile
		} : {}
	};
}
function stackFindings(view) {
	return [
		...clientFindings(view),
		...accountFindings(view),
		...roleFindings(view),
		...needFindings(view),
		...toolFindings(view),
		...serverFindings(view),
		...skillFindings(view),
		...subagentFindings(view),
		...policyFindings(view),
		...imageFindings(view)
	];
}
function identityHistory(before, now) {
	const [newest] = before;
	const isSame = newest !== void 0 && now !== void 0 && [
		newest.image,
		newest.treeDigest,
		newest.verdict
	].join() === [
		now.image,
		now.treeDigest,
		now.verdict
	].join();
	if (!now || isSame) return [...before];
	const { image, treeDigest, verdict, seenAt } = now;
	return [{
		image,
		treeDigest,
		verdict,
		seenAt
	}, ...before].slice(0, 20);
}
function ownSighting(view) {
	const seen = clientSeen(view);
	const before = view.stack.status?.client;
	if (seen && before && before.of === seen.of && before.version === seen.version && sameWords(before, seen)) return before.seenAt < seen.seenAt && view.stack.spec.adapter.version === void 0 ? seen : before;
	return seen;
}
function sameWords({ capabilities: a }, { capabilities: b }) {
	return a.join() === b.join();
}
function profileTooLarge() {
	return readinessFinding("PolicyAdmitted", "ProfileTooLarge", "the launch profile has more than 512 KiB", "Move long prompts of the stack and of its subagents into skills.");
}
// src/agents/readiness/reconcile-stack.ts
const unreadyAgainMs = 3e4;
async function reconcileStack(name, world, ports, signal) {
	const { organization: namespace, snapshot, objects } = world;
	const key = {
		namespace,
		name
	};
	const stack = objects.stacks.find(({ metadata }) => metadata.name === name);
	if (!stack) {
		await ports.store.write((writer) => recordRequirements(writer, key, []));
		return {};
	}
	const facts = await gatherStackFacts(stack, world, ports, signal);
	const status = stackStatus(stack, snapshot, facts);
	const wanted = wantedRequirements(viewStack(stack, snapshot, facts));
	await ports.store.write(async (writer) => {
		const { resourceVersion } = stack.metadata;
		await writer.setStatus(agentStack, key, status, { resourceVersion });
		await recordRequirements(writer, key, wanted);
	});
	const isReady = status.phase === "Ready" || status.phase === "Warning";
	return { againMs: Math.min(isReady ? ports.ages.recheck : unreadyAgainMs, untilNextEnd(world)) };
}
function untilNextEnd({ snapshot: { grants, now } }) {
	const ends = [...grants.secretGrants, ...grants.configGrants].flatMap(({ spec: { expires } }) => {
		const left = expires === void 0 ? 0 : Date.parse(expires) - Date.parse(now);
		return left > 0 ? [left] : [];
	});
	return Math.min(Number.MAX_SAFE_INTEGER, ...ends);
}
// src/agents/readiness/stack-controller.ts
const named = [
	agentSubagent,
	agentToolProfile,
	agentServiceAccount,
	agentRole,
	agentRoleBinding,
	agentConfigSet,
	agentContextLabel,
	agentWorkspacePolicy,
	agentRunnerPool,
	agentMemorySource,
	agentMemoryRepository
];
const carriers = [agentMcpServer, agentSkill];
const giving = [agentSecretGrant, agentConfigGrant];
function stackController(ports) {
	return {
		name: "stack",
		looksAtAll: true,
		watches: [
			{
				kind: agentStack,
				keysOf: stackAndItsCarriers
			},
			...carriers.map((kind) => ({
				...stacksBeside(kind),
				keysOf: (change) => [keyOf(change)]
			})),
			...named.map(stacksBeside),
			...giving.map((kind) => ({
				kind,
				beside: (namespace, reader) => keysOfAll([agentStack, ...carriers], namespace, reader)
			})),
			{
				kind: agentCapabilityRequirement,
				keysOf: stackOfRequirement
			}
		],
		reconcile: async ({ kind, namespace, name }, signal) => {
			const world = await ports.worlds(namespace, ports.now());
			switch (kind) {
				case agentStack.kind: return await reconcileStack(name, world, ports, signal);
				case agentMcpServer.kind: return await reconcileServer(name, world, ports, signal);
				case agentSkill.kind: return await reconcileSkill(name, world, ports);
				default: return {};
			}
		}
	};
}
function keyOf({ object: { kind, metadata } }) {
	return {
		kind,
		namespace: metadata.namespace,
		name: metadata.name
	};
}
async function stackAndItsCarriers(change, reader) {
	const key = keyOf(change);
	const stack = await reader.get(agentStack, key);
	if (stack && stack.status.observedGeneration === stack.metadata.generation) return [key];
	return [key, ...await keysOfAll(carriers, key.namespace, reader)];
}
function stacksBeside(kind) {
	return {
		kind,
		beside: (namespace, reader) => keysOfAll([agentStack], namespace, reader)
	};
}
function stackOfRequirement({ object: { metadata, spec } }) {
	const name = fieldsOf(spec).stack;
	if (typeof name !== "string") return [];
	return [{
		kind: agentStack.kind,
		namespace: metadata.namespace,
		name
	}];
}
// src/agents/crds/manifest-stream.ts
function manifestYaml(manifest) {
	return (0, import_dist.stringify)(manifest, {
		lineWidth: 0,
		aliasDuplicateObjects: false,
		compat: "yaml-1.1"
	});
}
function manifestStream(manifests) {
	return manifests.map((manifest) => `---\n${manifestYaml(manifest)}`).join("");
}
// src/agents/dispatch/run-secrets.ts
function needAnswers(request, stack, { grants, now }) {
	const { actor, organization, host, repository, ref, source, run: name } = request;
	const { who } = whoIs(actor, organization, host, repository);
	const run = {
		repository,
		ref,
		source,
		name
	};
	return answeredNeeds({
		organization,
		stack,
		who: host?.isFork ? void 0 : who,
		run,
		now
	}, grants).answered.map(({ answer }) => answer);
}
function grantedSecrets(request, stack, snapshot) {
	const given = needAnswers(request, stack, snapshot).flatMap(({ need, phase, mount }) => {
		if (need.need !== "secret" || phase !== "Met" || !mount) return [];
		const { policy: mountPolicy, proxyHost } = mount;
		return [{
			name: need.name,
			mountPolicy,
			...proxyHost === void 0 ? {} : { proxyHost }
		}];
	});
	return [...new Map(given.map((one) => [JSON.stringify(one), one]))].sort(([a], [b]) => a < b ? -1 : 1).map(([, one]) => one);
}
// src/agents/dispatch/run-configs.ts
async function grantedConfigs({ store }, request, stack, snapshot) {
	const { organization: namespace } = request;
	const given = new Map();
	for (const { need, phase, mount, keys, deniedKeys = [] } of needAnswers(request, stack, snapshot)) {
		if (need.need !== "config" || phase !== "Met" || !mount) continue;
		const config = await store.read((reader) => reader.get(agentConfigSet, {
			namespace,
			name: need.name
		}));
		const isGiven = (key) => (keys?.includes(key) ?? true) && !deniedKeys.includes(key);
		const data = Object.entries(config?.spec.data ?? {}).filter(([key]) => isGiven(key));
		const mountPolicy = mount.policy === "file" ? "file" : "env";
		const all = {
			...given.get(`${need.name} ${mountPolicy}`)?.data,
			...Object.fromEntries(data)
		};
		given.set(`${need.name} ${mountPolicy}`, {
			name: need.name,
			mountPolicy,
			data: all
		});
	}
	return [...given].sort(([a], [b]) => a < b ? -1 : 1).map(([, one]) => one);
}
export { admit, askedGrants, grantedConfigs, grantedSecrets, manifestStream, manifestYaml, memoryHealth, memoryOfRun, memoryProposal, memoryUpdates, proposalOf, proposalText, readMemory, repositoryConditions, runMemory, sourceCondition, stackController };
