import { IdentikitError, asFault, fieldsOf, isRecord } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { require_dist } from "../vendor/yaml.js";
import { examineYaml, examineYamlStream } from "./document-with-yaml.js";
import { agentApproval, agentCapabilityRequirement, agentContextLabel, agentDispatchRun, agentMcpServer, agentMemoryQuery, agentMemoryRepository, agentMemorySource, agentMemoryUpdate, agentRunnerPool, agentServiceAccount, agentSkill, agentStack, agentSubagent, agentToolProfile, agentTriggerRule, agentWorkspacePolicy, apiVersion, condition, foldedName, groupsWithin, keyTrailer, memoryGraph, patchDigest, reachable, repositoryGroup, resolveMemory, rightsFor, searchMemory, visibleMemory, writtenOf } from "./agents.js";
import { manifestYaml, memoryHealth, readMemory } from "./agents-with-yaml.js";
import { managedAnnotation, objectForm } from "./api-with-agents.js";
import { ListFilters, PageRefused, addressOf, builderStates, bundleAddress, filledFields, readFields, reviewAddress, threeWay, withQuery } from "./console.js";
import { associationsOf, auditedHistory, digestShown, kindOfPlural, knownFacts, listAddress, namesOfKinds, objectAddress, objectHistory, objectLink, objectLinks, objectOffers, objectPath, phaseShown, readableFields, referencesOfKind, rightHolders, runEntries, schemaFields, timeShown } from "./console-with-agents.js";
import { isDeepStrictEqual } from "node:util";
// src/console/draft/draft-text.ts
var import_dist = require_dist();
function readDraft(text) {
	const { document, problems } = examineYaml(text, "the draft");
	if (problems.length > 0 || !document) return { reasons: problems.slice(0, 20).map(({ line, column, problem, remedy }) => ({
		field: "",
		message: `line ${line}, column ${column}: ${problem}. ${remedy}`
	})) };
	const { value } = document;
	if (isRecord(value) && !Array.isArray(value)) return { object: value };
	return { reasons: [{
		field: "",
		message: "This is not an object. Write apiVersion, kind, metadata and spec."
	}] };
}
function newDraft({ kind }, namespace) {
	return manifestYaml({
		apiVersion,
		kind,
		metadata: {
			name: "",
			namespace
		},
		spec: {}
	});
}
function withWishes(text, wishes) {
	const document = (0, import_dist.parseDocument)(text);
	let isChanged = false;
	for (const { path, value: wished, isUnordered } of wishes) {
		const there = valueAt(document, path);
		const value = isUnordered ? inOrderOf(there, wished) : wished;
		if (isDeepStrictEqual(there, value)) continue;
		isChanged = true;
		if (value === void 0) removeAt(document, path);
		else setAt(document, path, value);
	}
	return isChanged ? document.toString({ lineWidth: 0 }) : text;
}
function inOrderOf(there, wished) {
	if (!Array.isArray(there) || !Array.isArray(wished)) return wished;
	const kept = there.filter((entry) => wished.includes(entry));
	return [...kept, ...wished.filter((entry) => !kept.includes(entry))];
}
function valueAt(document, path) {
	const node = document.getIn(path);
	return ((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node) ? node.toJSON() : node) ?? void 0;
}
function setAt(document, path, value) {
	for (let length = 1; length < path.length; length++) {
		const part = path.slice(0, length);
		if (!(0, import_dist.isMap)(document.getIn(part))) document.setIn(part, document.createNode({}));
		const map = document.getIn(part);
		if ((0, import_dist.isMap)(map)) map.flow = false;
	}
	if (typeof value !== "object") return void document.setIn(path, value);
	const before = document.getIn(path);
	const next = document.createNode(value);
	if ((0, import_dist.isSeq)(before) && (0, import_dist.isSeq)(next)) {
		next.items = next.items.map((item) => {
			return before.items.find((one) => isDeepStrictEqual(asJson(one), asJson(item))) ?? item;
		});
		next.commentBefore = before.commentBefore ?? null;
		next.comment = before.comment ?? null;
	}
	document.setIn(path, next);
}
function asJson(node) {
	return JSON.parse(JSON.stringify(node ?? null));
}
function removeAt(document, path) {
	document.deleteIn(path);
	const parent = path.slice(0, -1);
	const map = document.getIn(parent);
	if (parent.length > 1 && (0, import_dist.isMap)(map) && map.items.length === 0) document.deleteIn(parent);
}
// src/console/draft/draft-place.ts
function formAddress({ namespace, kind, name }) {
	return name === "" ? addressOf(namespace, "objects", kind, "new") : addressOf(namespace, "objects", kind, name, "edit");
}
function applyAddress({ namespace, kind, name }) {
	return withQuery(addressOf(namespace, "review", "apply"), {
		kind,
		name
	});
}
function backAddress({ namespace, kind, name }) {
	const found = kindOfPlural(kind);
	return name === "" ? listAddress(namespace, found) : objectAddress(namespace, found, name);
}
async function draftContent(place) {
	return await place.drafts.find(place.key, place.now) ?? await currentContent(place);
}
async function currentContent({ key, kind, calls }) {
	const { namespace, name } = key;
	if (name === "") return {
		content: newDraft(kind, namespace),
		base: "",
		version: ""
	};
	const answer = await calls.ask({
		method: "GET",
		path: objectPath({
			organization: namespace,
			kind,
			name
		})
	});
	if ("fault" in answer) throw pageRefusal(answer.fault);
	const base = writtenYaml(kind, answer.body);
	return {
		content: base,
		base,
		version: String(fieldsOf(answer.body.metadata).resourceVersion ?? "")
	};
}
async function applyDraft({ key, kind, calls }, { content, version }, { dryRun }) {
	const read = readDraft(content);
	if ("reasons" in read) return { fault: {
		status: 422,
		code: "DOCUMENT_INVALID",
		message: "the draft is not one YAML document",
		reasons: read.reasons
	} };
	const { namespace: organization, name } = key;
	const query = `?fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
	const path = `${objectPath({
		organization,
		kind,
		name
	})}${query}`;
	if (name === "") return await calls.ask({
		method: "POST",
		path,
		body: read.object
	});
	const metadata = {
		...fieldsOf(read.object.metadata),
		resourceVersion: version
	};
	return await calls.ask({
		method: "PUT",
		path,
		body: {
			...read.object,
			metadata
		}
	});
}
function writtenYaml({ kind }, body) {
	const { name, namespace, labels, annotations } = fieldsOf(body.metadata);
	const { [managedAnnotation]: _, ...own } = fieldsOf(annotations);
	const metadata = {
		name,
		namespace,
		...labels === void 0 ? {} : { labels },
		...Object.keys(own).length === 0 ? {} : { annotations: own }
	};
	return manifestYaml({
		apiVersion,
		kind,
		metadata,
		spec: body.spec
	});
}
function pageRefusal({ status, message, remedy }) {
	return new PageRefused(status === 403 ? 403 : status === 404 ? 404 : 422, message, remedy);
}
// src/console/draft/apply-forms.ts
async function applyForm(place, values) {
	const { key, drafts, now } = place;
	const draft = await drafts.find(key, now);
	if (!draft) throw noDraft();
	const way = values.one("resolve");
	if (way !== void 0) return await settle(place, draft, way);
	if (values.one("digest") !== digestOf(draft.content)) return { fault: otherDraft };
	const done = await applyDraft(place, draft, { dryRun: false });
	if ("fault" in done) return done;
	await drafts.discard(key);
	const name = String(fieldsOf(done.body.metadata).name ?? key.name);
	return { next: withQuery(objectAddress(key.namespace, place.kind, name), { done: "apply" }) };
}
function noDraft() {
	return new PageRefused(404, "There is no draft to review.", "Open the form, change something, and review it.");
}
const otherDraft = {
	status: 409,
	code: "CONFLICT",
	message: "the draft has changed since this page was made",
	remedy: "This page shows it as it is now: look at it, and apply again.",
	reasons: []
};
async function settle(place, draft, way) {
	const { key, drafts, now } = place;
	if (way === "theirs") {
		await drafts.discard(key);
		return { next: withQuery(backAddress(key), { done: "discard" }) };
	}
	if (way !== "mine" && way !== "both") throw new PageRefused(422, "A conflict is settled by mine, theirs or both.");
	const { base, version } = await currentContent(place);
	const content = way === "mine" ? draft.content : merged(draft, base);
	await drafts.save(key, {
		content,
		base,
		version
	}, now);
	return { next: applyAddress(key) };
}
function merged({ content, base }, theirs) {
	const [was, they, me] = [
		base,
		theirs,
		content
	].map(readDraft);
	if (!was || !they || !me || !("object" in was && "object" in they && "object" in me)) throw pageRefusal({
		status: 422,
		code: "DOCUMENT_INVALID",
		message: "the draft cannot be read",
		remedy: "Fix its YAML first.",
		reasons: []
	});
	return withWishes(content, threeWay(was.object, they.object, me.object).taken);
}
// src/console/draft/draft-forms.ts
async function takeDraft(place, values) {
	const { key, drafts, now } = place;
	const button = values.one("do") ?? "save";
	if (button === "discard") {
		await drafts.discard(key);
		return withQuery(backAddress(key), { done: "discard" });
	}
	const before = await draftContent(place);
	await drafts.save(key, {
		...before,
		content: contentOf(place, before, values)
	}, now);
	switch (button) {
		case "review": return applyAddress(key);
		case "yaml": return withQuery(formAddress(key), { tab: "yaml" });
		case "form": return formAddress(key);
		case "save": return withQuery(formAddress(key), {
			tab: values.has("yaml") ? "yaml" : void 0,
			done: "draft"
		});
		default: throw new PageRefused(422, `The form has no button ${JSON.stringify(button.slice(0, 40))}.`);
	}
}
function contentOf({ key, kind }, before, values) {
	const yaml = values.one("yaml");
	if (yaml !== void 0) return yaml;
	if ("reasons" in readDraft(before.content)) return before.content;
	const wishes = readFields(schemaFields(kind.spec, ["spec"], referencesOfKind(kind.kind)), values);
	const name = key.name === "" && values.has("metadata.name") ? [{
		path: ["metadata", "name"],
		value: values.one("metadata.name")?.trim() ?? ""
	}] : [];
	return withWishes(before.content, [...name, ...wishes]);
}
// src/console/propose/propose-form.ts
async function proposeForm(place, { proposals, onFault }, values) {
	const { key, kind, drafts, now } = place;
	const draft = await drafts.find(key, now);
	if (!draft) throw noDraft();
	const read = readDraft(draft.content);
	if (values.one("digest") !== digestOf(draft.content) || "reasons" in read) return { fault: {
		status: 409,
		code: "CONFLICT",
		message: "the draft has changed since this page was made",
		reasons: []
	} };
	const rehearsed = await applyDraft(place, draft, { dryRun: true });
	if (!("fault" in rehearsed) || rehearsed.fault.code !== "MANAGED_BY_REPOSITORY") return { fault: "fault" in rehearsed ? rehearsed.fault : {
		status: 409,
		code: "CONFLICT",
		message: "the repository does not declare it any more",
		remedy: "Apply the draft instead.",
		reasons: []
	} };
	try {
		const began = readDraft(draft.base);
		const { url } = await proposals.open({
			kind: kind.kind,
			name: key.name,
			by: key.person.name,
			was: "object" in began ? began.object : {},
			is: read.object,
			asStored: (object) => asStored(kind, object)
		});
		await drafts.discard(key).catch(onFault);
		return { next: withQuery(backAddress(key), {
			done: "pull-request",
			at: url
		}) };
	} catch (thrown) {
		const { code, message, remedy } = asFault(thrown);
		if (code === "INTERNAL") throw thrown;
		return { fault: {
			status: code === "CONFLICT" ? 409 : 422,
			code,
			message,
			remedy,
			reasons: []
		} };
	}
}
function asStored({ spec }, object) {
	const parsed = spec.safeParse(object.spec);
	return parsed.success ? {
		...object,
		spec: parsed.data
	} : object;
}
// src/console/object/apply-command.ts
function declaredYaml(object) {
	return manifestYaml({
		apiVersion,
		...writtenOf(object)
	});
}
function objectYaml({ storage }, object) {
	return storage === "config" ? declaredYaml(object) : manifestYaml(objectForm(object));
}
function applyCommand(namespace, yaml) {
	const lines = new Set(yaml.split("\n"));
	let end = "MANIFEST";
	for (let at = 1; lines.has(end); at++) end = `MANIFEST_${at}`;
	const text = yaml.endsWith("\n") ? yaml : `${yaml}\n`;
	return `kubectl apply --namespace ${namespace} --filename - <<'${end}'\n${text}${end}\n`;
}
// src/console/models/object-form.ts
async function loadObjectForm(ask) {
	const { organization, objects, params, sent, query, viewer } = ask;
	const kind = kindOfPlural(params.plural ?? "");
	const name = params.name ?? "";
	if (kind.storage === "record") throw new PageRefused(422, `Programs write ${kind.plural} while agents work.`, "Use the actions of the object's page.");
	const object = name === "" ? void 0 : await objects.get(kind, name);
	const { draft } = sent;
	if (!draft) throw new PageRefused(404, "There is nothing to write here.");
	const key = {
		namespace: organization,
		person: viewer,
		kind: kind.plural,
		name
	};
	const read = readDraft(draft.content);
	const parsed = "object" in read ? read.object : void 0;
	const schema = schemaFields(kind.spec, ["spec"], referencesOfKind(kind.kind));
	const reasons = sent.fault?.reasons ?? [];
	const isManaged = object?.metadata.managedByRepository ?? false;
	const named = await namesOfKinds(objects, schema.flatMap(({ refers }) => refers ?? []));
	const fault = ("reasons" in read ? {
		status: 422,
		code: "DOCUMENT_INVALID",
		message: "the draft is not one YAML document",
		reasons: read.reasons
	} : void 0) ?? sent.fault;
	return {
		title: name === "" ? `New ${kind.kind}` : `Edit ${name}`,
		crumbs: [{
			word: kind.kind,
			href: listAddress(organization, kind),
			what: "Kind"
		}, ...name === "" ? [] : [{
			word: name,
			href: backAddress(key),
			what: kind.kind
		}]],
		model: {
			kind: kind.kind,
			summary: kind.summary,
			yaml: draft.content,
			isManaged,
			back: backAddress(key),
			action: addressOf(organization, "drafts", kind.plural),
			hidden: { name },
			tab: query.get("tab") === "yaml" || !parsed ? "yaml" : "form",
			fields: parsed ? [...name === "" ? [nameField(fieldsOf(parsed.metadata).name, reasons)] : [], ...filledFields(schema, parsed, {
				named,
				reasons
			})] : [],
			...fault ? { fault } : {},
			...draft.changed === void 0 ? {} : { saved: draft.changed },
			review: reviewOffer(ask, {
				plural: kind.plural,
				name,
				isManaged,
				href: applyAddress(key)
			})
		}
	};
}
function nameField(name, reasons) {
	const problem = reasons.find(({ field }) => field === "metadata.name")?.message;
	return {
		name: "metadata.name",
		label: "Name",
		type: "line",
		isRequired: true,
		values: typeof name === "string" && name !== "" ? [name] : [],
		description: "Lower-case letters, digits, - and ., unique among its kind.",
		...problem === void 0 ? {} : { problem }
	};
}
function reviewOffer({ objects }, { plural, name, isManaged, href }) {
	const verb = name === "" ? "create" : "update";
	const answer = isManaged ? { allowed: true } : objects.rights.may(verb, { plural }, name || void 0);
	return objects.rights.offer({
		word: isManaged ? "Review the pull request" : "Review",
		href
	}, answer);
}
function checkedFormAddress(key) {
	return withQuery(formAddress(key), { check: "1" });
}
// src/console/models/draft-list.ts
async function loadDraftList({ organization, viewer, sent }) {
	return { model: { drafts: (sent.drafts ?? []).map(({ kind, name, changed, expires }) => {
		if (kind === "configbundles") return {
			kind: "Config bundle",
			name: "bundle",
			changed,
			expires,
			form: bundleAddress(organization),
			review: addressOf(organization, "review", "import")
		};
		const key = {
			namespace: organization,
			person: viewer,
			kind,
			name
		};
		return {
			kind,
			name,
			changed,
			expires,
			form: formAddress(key),
			review: applyAddress(key)
		};
	}) } };
}
// src/console/models/memory/memory-view.ts
const patienceMs = 2e4;
async function askForMemory(ask) {
	const { objects, query } = ask;
	const all = (await objects.list(agentMemoryRepository, { limit: 100 })).items;
	const asked = query.get("repository");
	const repository = all.find(({ metadata }) => metadata.name === asked) ?? all[0];
	const own = ((await objects.listed(agentMemorySource, { limit: 500 }))?.items ?? []).filter(({ spec }) => spec.repository === void 0 || spec.repository === repository?.metadata.name);
	return {
		ask,
		repository,
		repositories: all.map(({ metadata }) => metadata.name),
		sources: own
	};
}
async function readMemoryOf(asked) {
	const { ask, repository } = asked;
	const at = (ask.query.get("at") ?? "").trim().slice(0, 200) || "now";
	const place = placeOf(asked, at);
	if (!repository) return { place: {
		...place,
		problem: "No memory repository is declared."
	} };
	const store = ask.sources.memory(repository.spec);
	if (!store) return { place: {
		...place,
		problem: `A checkout of ${repository.spec.repositoryRef.name} is not at hand here.`,
		remedy: "Check it out with its history, and name it: identikit serve --memory DIR."
	} };
	try {
		const memory = await read(asked, repository, store, at);
		const { commit, at: moment } = memory.resolved;
		return {
			place: {
				...place,
				commit,
				moment,
				withheld: memory.visible.withheld
			},
			memory
		};
	} catch (caught) {
		if (!(caught instanceof IdentikitError)) throw caught;
		return { place: {
			...place,
			problem: caught.message,
			remedy: caught.remedy
		} };
	}
}
async function read({ ask, sources }, { spec }, store, asked) {
	const signal = AbortSignal.timeout(patienceMs);
	const branch = spec.repositoryRef.ref;
	const resolved = await resolveMemory(store, {
		asked,
		branch,
		now: ask.now,
		signal
	});
	const content = await store.read(resolved.commit, signal);
	const records = readMemory(content, spec.kinds);
	const { name, groups = [] } = ask.viewer;
	const visible = visibleMemory(records, sources.map((source) => source.spec), {
		user: foldedName(name),
		groups,
		mayRead: groups.flatMap(groupsWithin).includes(repositoryGroup("read", spec.repositoryRef.name))
	});
	return {
		store,
		resolved,
		visible,
		health: memoryHealth(content, visible.records, {
			staleAfter: spec.staleAfter,
			now: ask.now.toISOString()
		}),
		newest: await store.resolve(`refs/heads/${branch}`, signal)
	};
}
function placeOf({ ask, repository, repositories }, at) {
	const { organization } = ask;
	const name = repository?.metadata.name;
	const to = (word, ...parts) => ({
		word,
		href: withQuery(addressOf(organization, "agents", "memory", ...parts), {
			repository: repositories.length > 1 ? name : void 0,
			at: at === "now" ? void 0 : at
		})
	});
	return {
		repository: name,
		repositories,
		asked: at,
		withheld: 0,
		tabs: [
			to("Health"),
			to("Graph", "graph"),
			to("Search", "search"),
			to("Updates", "updates")
		]
	};
}
// src/console/models/memory/memory.ts
async function loadMemory(ask) {
	const asked = await askForMemory(ask);
	const stored = await storedSections(asked);
	const model = async () => {
		const { place, memory } = await readMemoryOf(asked);
		return {
			place,
			sections: [...memory ? await gitSections(asked, memory) : [], ...stored]
		};
	};
	return {
		model: {
			place: {
				repositories: asked.repositories,
				asked: "now",
				withheld: 0,
				tabs: []
			},
			sections: stored
		},
		finish: model
	};
}
async function gitSections({ ask, repository }, memory) {
	const { health, resolved, newest, visible } = memory;
	const since = ask.query.get("since");
	const isNewest = newest === resolved.commit;
	return [
		{
			id: "health",
			title: "Health",
			summary: resolved.at === void 0 ? `"${resolved.asked}" is the commit below.` : `"${resolved.asked}" means ${resolved.at}, and that the commit below.`,
			facts: knownFacts({
				Repository: objectLink(ask.organization, agentMemoryRepository, repository?.metadata.name),
				Commit: digestShown(resolved.commit),
				Moment: timeShown(resolved.at),
				Freshness: isNewest ? "It is the newest commit of its branch." : "There is a newer commit.",
				Newest: isNewest ? null : digestShown(newest),
				"Read by the controller": digestShown(repository?.status.commit),
				When: timeShown(repository?.status.readAt),
				Records: health.files,
				Stale: health.stale.length,
				"Broken links": health.brokenLinks.length,
				Malformed: health.malformed.length,
				"Not for you": visible.withheld
			}),
			table: {
				columns: ["Kind of record", "Records"],
				rows: Object.entries(health.kinds).map(([kind, count]) => ({
					key: kind,
					cells: [kind === "" ? "without a kind" : kind, count]
				})),
				empty: "It has no record that you may see."
			}
		},
		...since === null ? [] : [await changesSince(memory, since)],
		problems(ask, health)
	];
}
function problems({ organization }, health) {
	const at = (path) => ({
		link: withQuery(addressOf(organization, "agents", "memory", "search"), { path }),
		text: path
	});
	return {
		id: "problems",
		title: "What is wrong with it",
		table: {
			columns: [
				"Record",
				"What",
				"Why"
			],
			rows: [
				...health.malformed.map(({ path, problem }) => [
					path,
					"malformed",
					problem
				]),
				...health.brokenLinks.map(({ from, target, problem }) => [
					from,
					"broken link",
					`${target}: ${problem}`
				]),
				...health.stale.map((path) => [
					path,
					"stale",
					"not changed for longer than its repository allows"
				])
			].slice(0, 200).map(([path, what, why], row) => ({
				key: `${row}`,
				cells: [
					at(path),
					what,
					why
				]
			})),
			empty: "Its records are well formed, fresh, and their links lead somewhere."
		}
	};
}
async function changesSince({ store, resolved, visible }, since) {
	const before = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(since) ? await store.read(since, AbortSignal.timeout(2e4)).catch(() => void 0) : void 0;
	const seen = new Map(visible.records.map(({ path, text }) => [path, text]));
	const was = new Map(before?.files.map(({ path, text }) => [path, text]));
	const changed = [...seen].filter(([path, text]) => was.get(path) !== text);
	const gone = [...was.keys()].filter((path) => !seen.has(path)).length;
	return {
		id: "since",
		title: "What has changed since",
		facts: knownFacts({
			From: digestShown(since),
			To: digestShown(resolved.commit),
			"No longer there, or not for you": before === void 0 ? null : gone
		}),
		table: {
			columns: ["Record", "Change"],
			rows: before === void 0 ? [] : changed.map(([path]) => ({
				key: path,
				cells: [path, was.has(path) ? "changed" : "new"]
			})),
			empty: before === void 0 ? "That commit cannot be read here." : "No record has changed."
		}
	};
}
async function storedSections({ ask, repository }) {
	const { organization, objects } = ask;
	const denied = await objects.listed(agentMemoryQuery, {
		fields: [{
			field: "status.phase",
			equals: true,
			value: "Denied"
		}],
		newestFirst: true,
		limit: 20
	});
	const updates = await objects.listed(agentMemoryUpdate, {
		fields: [{
			field: "status.phase",
			equals: true,
			value: "Proposed"
		}],
		newestFirst: true,
		limit: 20
	});
	const table = {
		columns: [
			"Query",
			"By",
			"Looked for",
			"When"
		],
		rows: (denied?.items ?? []).map(({ metadata, spec }) => ({
			key: metadata.name,
			cells: [
				objectLink(organization, agentMemoryQuery, metadata.name),
				spec.by.name,
				spec.text ?? null,
				timeShown(metadata.creationTimestamp)
			]
		})),
		empty: "No look-up was denied."
	};
	return [
		{
			id: "pending",
			title: "Proposed changes",
			table: {
				columns: [
					"Update",
					"Title",
					"Proposed"
				],
				rows: (updates?.items ?? []).map(({ metadata, spec }) => ({
					key: metadata.name,
					cells: [
						objectLink(organization, agentMemoryUpdate, metadata.name),
						spec.title ?? null,
						timeShown(metadata.creationTimestamp)
					]
				})),
				empty: "No change waits for somebody."
			}
		},
		{
			id: "denied",
			title: "Denied look-ups",
			table
		},
		{
			id: "conditions",
			title: "Conditions",
			folded: true,
			conditions: repository?.status.conditions
		}
	];
}
// src/console/models/memory/memory-graph.ts
const [mostNodes, steps] = [150, 2];
async function loadMemoryGraph(ask) {
	const asked = await askForMemory(ask);
	const { organization, query } = ask;
	const action = addressOf(organization, "agents", "memory", "graph");
	const [kind, from] = [query.get("kind") ?? "", query.get("from") ?? ""];
	const none = {
		nodes: [],
		edges: [],
		kinds: [],
		action,
		kind,
		from,
		sections: []
	};
	const finish = async () => {
		const { place, memory } = await readMemoryOf(asked);
		if (!memory) return {
			...none,
			place
		};
		const graph = memoryGraph(memory.visible);
		const near = from === "" ? void 0 : reachable(graph, [from], steps);
		const shown = graph.nodes.filter((node) => (kind === "" || node.kind === kind) && (near === void 0 || near.has(node.path)));
		const there = new Set(shown.map(({ path }) => path));
		const at = place.asked === "now" ? void 0 : place.asked;
		return {
			place,
			action,
			kind,
			from,
			nodes: shown.slice(0, mostNodes).map(({ path, title, kind: is = "record" }) => ({
				id: path,
				kind: is,
				name: title,
				href: withQuery(action, {
					from: path,
					at
				})
			})),
			edges: graph.edges.filter((edge) => there.has(edge.from) && there.has(edge.to)).map((edge) => ({
				from: edge.from,
				to: edge.to,
				name: edge.form
			})),
			kinds: Object.keys(memory.health.kinds).filter((one) => one !== ""),
			sections: [{
				id: "records",
				title: "Records",
				table: {
					columns: [
						"Record",
						"Kind",
						"Links to",
						"Linked from",
						"Source file"
					],
					rows: shown.slice(0, mostNodes).map(({ path, title, kind: is }) => ({
						key: path,
						cells: [
							{
								link: withQuery(action, {
									from: path,
									at
								}),
								text: title
							},
							is ?? null,
							graph.edges.filter((edge) => edge.from === path).length,
							graph.edges.filter((edge) => edge.to === path).length,
							{
								link: withQuery(addressOf(organization, "agents", "memory", "search"), {
									path,
									at
								}),
								text: path
							}
						]
					})),
					empty: "There is no such record, or none that you may see."
				}
			}]
		};
	};
	const place = {
		repositories: asked.repositories,
		asked: "now",
		withheld: 0,
		tabs: []
	};
	return {
		model: {
			...none,
			place
		},
		finish
	};
}
// src/console/models/memory/memory-search.ts
const columns = [
	"Record",
	"Kind",
	"Path",
	"Where"
];
async function loadMemorySearch(ask) {
	const asked = await askForMemory(ask);
	const { organization, query } = ask;
	const action = addressOf(organization, "agents", "memory", "search");
	const filters = new ListFilters(action, query, [
		{
			name: "text",
			label: "Words",
			field: ""
		},
		{
			name: "path",
			label: "Path, such as services/**",
			field: ""
		},
		{
			name: "kind",
			label: "Kind",
			field: ""
		},
		{
			name: "at",
			label: "As of, such as two days ago",
			field: ""
		}
	]);
	const empty = {
		filter: filters.form,
		table: {
			columns,
			rows: [],
			empty: "Nothing was looked for."
		},
		more: 0
	};
	const finish = async () => {
		const { place, memory } = await readMemoryOf(asked);
		if (!memory || !filters.form.active) return {
			...empty,
			place
		};
		const [text, path, kind] = [
			"text",
			"path",
			"kind"
		].map((name) => filters.valueOf(name));
		const answer = searchMemory(memory.visible, {
			text,
			...path ? { paths: [path] } : {},
			...kind ? { kinds: [kind] } : {}
		});
		const only = memory.visible.records.find((record) => record.path === path);
		return {
			place,
			filter: filters.form,
			more: answer.more,
			table: {
				columns,
				rows: answer.hits.map((hit) => ({
					key: hit.path,
					cells: [
						{
							link: `${action}?${new URLSearchParams({ path: hit.path })}`,
							text: hit.title
						},
						hit.kind ?? null,
						{ code: hit.path },
						{ several: hit.lines.map(({ line, text: said }) => `${line}: ${said}`) }
					]
				})),
				empty: "Nothing that you may see has all of these words."
			},
			record: only && {
				path: only.path,
				text: only.text.slice(0, 6e4)
			}
		};
	};
	const place = {
		repositories: asked.repositories,
		asked: "now",
		withheld: 0,
		tabs: []
	};
	return {
		model: {
			...empty,
			place
		},
		finish
	};
}
// src/console/models/object-detail.ts
async function loadObjectDetail(ask) {
	const { organization, objects, params } = ask;
	const kind = kindOfPlural(params.plural ?? "");
	const object = await objects.get(kind, params.name ?? "");
	const { metadata } = object;
	const { phase, conditions: _, ...status } = fieldsOf(object.status);
	const yaml = objectYaml(kind, object);
	const model = {
		kind: kind.kind,
		name: metadata.name,
		summary: kind.summary,
		yaml,
		...typeof phase === "string" ? { phase: {
			name: phase,
			meaning: kind.phases?.[phase] ?? ""
		} } : {},
		metadata: [
			["Generation", String(metadata.generation)],
			["Version", metadata.resourceVersion],
			["Made", metadata.creationTimestamp],
			["UID", metadata.uid],
			...Object.entries(metadata.labels ?? {}).map(([name, value]) => [`Label ${name}`, value])
		],
		spec: readableFields(kind.spec, object.spec, "spec"),
		status: readableFields(kind.status, status, "status"),
		conditions: conditionsOf(object.status, kind.conditions ?? {}),
		associations: await associationsOf(objects, object),
		...kind.storage === "config" ? { command: applyCommand(organization, yaml) } : {},
		history: await objectHistory(ask, object),
		isManaged: metadata.managedByRepository,
		offers: await objectOffers(ask, kind, object)
	};
	return {
		title: metadata.name,
		crumbs: [{
			word: "Objects",
			href: addressOf(organization, "objects"),
			what: "Kinds"
		}, {
			word: kind.kind,
			href: listAddress(organization, kind),
			what: "Kind"
		}],
		watches: [kind],
		model,
		finish: async () => ({
			...model,
			history: await auditedHistory(ask, object, model.history)
		})
	};
}
function conditionsOf(status, meanings) {
	const { conditions } = fieldsOf(status);
	if (!Array.isArray(conditions)) return [];
	return conditions.flatMap((one) => {
		const read = condition.safeParse(one);
		if (!read.success) return [];
		const { observedGeneration: __, ...shown } = read.data;
		const meaning = meanings[shown.type];
		return [{
			...shown,
			...meaning === void 0 ? {} : { meaning }
		}];
	});
}
// src/console/models/stacks/stack.ts
const [mostNeeds, mostRuns, lookAtMost] = [
	500,
	10,
	1e3
];
async function loadStack(ask) {
	const { organization, objects, params } = ask;
	const stack = await objects.get(agentStack, params.name ?? "");
	const { metadata, spec, status } = stack;
	const { name } = metadata;
	const needs = await needsOf(objects, name);
	const yaml = manifestYaml({
		apiVersion,
		kind: agentStack.kind,
		metadata: { name },
		spec
	});
	const runs = await objects.listed(agentDispatchRun, {
		fields: [{
			field: "spec.agentStack",
			equals: true,
			value: name
		}],
		newestFirst: true,
		limit: mostRuns,
		lookAtMost
	});
	return {
		title: spec.title ?? name,
		crumbs: [{
			word: "Stacks",
			href: listAddress(organization, agentStack)
		}],
		model: {
			status: phaseShown(agentStack, status.phase ?? "Pending"),
			offers: stackOffers(objects, stack),
			builder: builderStates({
				stack,
				needs,
				yaml
			}),
			needs: needs.map(({ metadata: { name: need }, ...one }) => ({
				metadata: { name: need },
				spec: one.spec,
				status: one.status
			})),
			servers: await serversOf(objects, stack),
			runs: runEntries(organization, runs?.items ?? []),
			sections: [
				partsSection(organization, stack),
				{
					id: "conditions",
					title: "Conditions",
					conditions: status.conditions
				},
				await usersSection(objects, stack),
				{
					id: "profile",
					title: "Effective launch profile",
					folded: true,
					summary: "Everything that decides how a run starts, with all references resolved.",
					facts: knownFacts({ Digest: digestShown(status.snapshot) }),
					text: status.profile === void 0 ? "It is not known yet." : JSON.stringify(status.profile, null, 2)
				},
				{
					id: "yaml",
					title: "YAML",
					folded: true,
					text: yaml
				}
			]
		}
	};
}
async function needsOf(objects, stack) {
	return (await objects.listed(agentCapabilityRequirement, {
		fields: [{
			field: "spec.stack",
			equals: true,
			value: stack
		}],
		limit: mostNeeds
	}))?.items ?? [];
}
async function serversOf(objects, { spec }) {
	const names = new Set(spec.mcpServers ?? []);
	for (const subagent of spec.subagents ?? []) for (const name of (await objects.seen(agentSubagent, subagent))?.spec.mcpServers ?? []) names.add(name);
	const found = [];
	for (const name of names) {
		const server = await objects.seen(agentMcpServer, name);
		if (!server) continue;
		found.push({
			server: {
				metadata: { name },
				spec: server.spec,
				status: server.status
			},
			offers: [objects.rights.offer({
				id: `probe-${name}`,
				word: "Ask it now",
				href: reviewAddress(objects.organization, "probe", {
					kind: agentMcpServer.plural,
					name
				})
			}, objects.rights.mayDo("probe", { name }))]
		});
	}
	return found;
}
function partsSection(organization, { spec }) {
	const { adapter, memory, budget } = spec;
	return {
		id: "parts",
		title: "What it is made of",
		facts: knownFacts({
			Client: `${spec.baseAgent} (${adapter.name}${adapter.version === void 0 ? "" : ` ${adapter.version}`})`,
			Model: spec.model,
			Image: spec.image === void 0 ? null : { code: spec.image },
			Agent: spec.agent,
			Account: objectLink(organization, agentServiceAccount, spec.runtimeIdentity),
			"Runner pool": objectLink(organization, agentRunnerPool, spec.runnerPool),
			"Tool profile": objectLink(organization, agentToolProfile, spec.toolProfile),
			"MCP servers": objectLinks(organization, agentMcpServer, spec.mcpServers),
			Skills: objectLinks(organization, agentSkill, spec.skills),
			Subagents: objectLinks(organization, agentSubagent, spec.subagents),
			"Context labels": objectLinks(organization, agentContextLabel, spec.contextLabels),
			"Workspace policy": objectLink(organization, agentWorkspacePolicy, spec.workspacePolicy),
			Memory: memory && [memory.source, memory.ref].filter((one) => one !== void 0).join(" at "),
			Secrets: spec.secrets && spec.secrets.length > 0 ? { several: [...spec.secrets] } : null,
			Budget: budget && Object.entries(budget).map(([what, value]) => `${what} ${value}`).join(", "),
			"Asks a person": spec.approvalMode.replaceAll("_", " "),
			"Who may approve": spec.approvers,
			"Missing grants": spec.missingGrants
		}),
		table: {
			columns: [
				"May write back",
				"How often",
				"Approval"
			],
			rows: (spec.writeBack ?? []).map(({ action, limit, approval }) => ({
				key: action,
				cells: [
					action.replaceAll("_", " "),
					limit,
					approval
				]
			})),
			empty: "Its runs write nothing back."
		}
	};
}
async function usersSection(objects, { metadata: { name } }) {
	const { organization, rights } = objects;
	const rules = await objects.listed(agentTriggerRule, {
		fields: [{
			field: "spec.agentStack",
			equals: true,
			value: name
		}],
		limit: 100
	});
	const where = { namespace: organization };
	return {
		id: "users",
		title: "Who may use it",
		facts: knownFacts({ "Rules that start it": objectLinks(organization, agentTriggerRule, rules?.items.map((one) => one.metadata.name)) }),
		table: rightHolders(rights.access, where, rightsFor("dispatch", {
			...where,
			stack: name
		}), "No role for the whole organisation gives anybody the right to dispatch it; permissions on repositories may.")
	};
}
function stackOffers({ organization, rights }, stack) {
	const { name, managedByRepository } = stack.metadata;
	const { phase = "Pending", conditions = [] } = stack.status;
	const own = addressOf(organization, "objects", agentStack.plural, name);
	const wrong = conditions.find((one) => one.status === "False");
	return [
		rights.offer({
			word: "Dispatch",
			href: withQuery(addressOf(organization, "agents", "dispatch", "new"), { stack: name })
		}, rights.mayDo("dispatch", { stack: name }), phase === "Blocked" || phase === "Error" ? {
			reason: `It is ${phase}: ${wrong?.message ?? "see its conditions"}`,
			remedy: wrong?.remedy ?? "Fix what its conditions name."
		} : void 0),
		rights.offer({
			word: "Edit",
			href: `${own}/edit`
		}, rights.may("update", agentStack, name), managedByRepository ? {
			reason: "The repository declares this stack.",
			remedy: "Change its file by a pull request; the object's page offers to open one."
		} : void 0),
		rights.offer({
			word: "Pause the stack",
			href: reviewAddress(organization, "pause", {
				kind: "agentpauses",
				"spec.target.kind": agentStack.kind,
				"spec.target.name": name
			}),
			weight: "danger"
		}, rights.mayDo("pause", {})),
		{
			id: "yaml",
			word: "YAML and history",
			href: own
		}
	];
}
const stackWatches = [
	agentStack,
	agentCapabilityRequirement,
	agentMcpServer,
	agentDispatchRun,
	agentTriggerRule
];
// src/console/pages/agent-pages.ts
const memoryReads = [
	agentMemoryRepository,
	agentMemorySource,
	"the memory repository"
];
const agentPages = [
	{
		id: "stacks",
		path: "agents/stacks",
		title: "Stacks",
		view: "stack-list",
		shows: "The agents that can be dispatched, and why some cannot.",
		reads: [agentStack],
		writes: [agentStack],
		watches: [agentStack]
	},
	{
		id: "stack",
		path: "agents/stacks/:name",
		title: "Stack",
		view: "stack",
		shows: "A stack: its ten states with what to do, what it needs, its servers, its effective launch profile, its runs, and who may use it.",
		reads: [...stackWatches, agentSubagent],
		writes: [
			"dispatch",
			"probe",
			"pause",
			agentStack
		],
		watches: stackWatches
	},
	{
		id: "tools",
		path: "agents/tools",
		title: "Tools",
		view: "object-list",
		params: { plural: "agenttoolprofiles" },
		shows: "Tool profiles: commands, files, network, isolation.",
		reads: [agentToolProfile],
		writes: [],
		watches: []
	},
	{
		id: "mcp",
		path: "agents/mcp",
		title: "MCP servers",
		view: "object-list",
		params: { plural: "agentmcpservers" },
		shows: "MCP servers with their health, tools and needs.",
		reads: [agentMcpServer],
		writes: [],
		watches: []
	},
	{
		id: "skills",
		path: "agents/skills",
		title: "Skills",
		view: "object-list",
		params: { plural: "agentskills" },
		shows: "Skills and whether they are valid.",
		reads: [agentSkill],
		writes: [],
		watches: []
	},
	{
		id: "runners",
		path: "agents/runners",
		title: "Runners",
		view: "object-list",
		params: { plural: "agentrunnerpools" },
		shows: "The pools of CI runners on which agents work.",
		reads: [agentRunnerPool],
		writes: [],
		watches: []
	},
	{
		id: "memory",
		path: "agents/memory",
		title: "Memory",
		view: "memory",
		shows: "How the memory is, at which commit, and what is proposed to it; at any time, which is shown as a commit.",
		reads: [
			...memoryReads,
			agentMemoryQuery,
			agentMemoryUpdate
		],
		writes: [],
		watches: [agentMemoryRepository, agentMemoryUpdate]
	},
	{
		id: "memory-graph",
		path: "agents/memory/graph",
		title: "Memory: graph",
		view: "memory-graph",
		shows: "The records that the viewer may see, and the links between them.",
		reads: memoryReads,
		writes: [],
		watches: []
	},
	{
		id: "memory-search",
		path: "agents/memory/search",
		title: "Memory: search",
		view: "memory-search",
		shows: "Words in the records that the viewer may see.",
		reads: memoryReads,
		writes: [],
		watches: []
	},
	{
		id: "memory-updates",
		path: "agents/memory/updates",
		title: "Memory: updates",
		view: "memory-updates",
		shows: "Changes of the memory that runs propose, with their validation, reviewers and pull requests.",
		reads: [agentMemoryUpdate, agentApproval],
		writes: ["approve", "reject"],
		watches: [agentMemoryUpdate]
	}
];
// src/console/propose/manifest-edit.ts
function changedFields({ was, is }) {
	return wishesBetween(withoutPlace(was), withoutPlace(is));
}
function editedManifest(text, { file, kind, name }, change) {
	if (!/\.ya?ml$/i.test(file)) throw notEditable(`${file} is not YAML`);
	if (examineYamlStream(text, file).some(({ problems }) => problems.length > 0)) throw notEditable(`${file} cannot be read as it is on the forge`);
	const documents = (0, import_dist.parseAllDocuments)(text);
	if (!Array.isArray(documents)) throw notEditable(`${file} is empty`);
	const found = documents.find((document) => {
		const value = document.toJS();
		return fieldsOf(value).kind === kind && fieldsOf(fieldsOf(value).metadata).name === name;
	});
	const range = found?.contents?.range;
	if (!found || !range) throw notEditable(`${file} declares no ${kind} ${name} by itself`);
	const [start, , end] = range;
	const there = withoutPlace(change.asStored(fieldsOf(found.toJS())));
	const { contested } = threeWay(withoutPlace(change.was), there, withoutPlace(change.is));
	if (contested.length > 0) throw movedOn(file, contested);
	const part = withWishes(text.slice(start, end), changedFields(change));
	return text.slice(0, start) + part + text.slice(end);
}
function withoutPlace(object) {
	const { metadata, ...rest } = {
		metadata: {},
		...object
	};
	const { namespace: _, ...own } = {
		namespace: void 0,
		...fieldsOf(metadata)
	};
	return {
		...rest,
		metadata: own
	};
}
function movedOn(file, contested) {
	const fields = contested.slice(0, 5).map(({ path, theirs }) => `${path} is ${theirs.slice(0, 100)}`);
	return new IdentikitError("CONFLICT", `${file} on the forge has changed since the draft: ${fields.join(", ")}`, { remedy: "Wait until the server has read the repository again; the review then shows both, and nothing of the draft is lost." });
}
function wishesBetween(before, after, path = []) {
	if (isDeepStrictEqual(before, after)) return [];
	if (!isMapping(before) || !isMapping(after)) return [{
		path,
		value: after
	}];
	return [...new Set([...Object.keys(fieldsOf(before)), ...Object.keys(fieldsOf(after))])].flatMap((key) => wishesBetween(fieldsOf(before)[key], fieldsOf(after)[key], [...path, key]));
}
function isMapping(value) {
	return isRecord(value) && !Array.isArray(value);
}
function notEditable(problem) {
	return new IdentikitError("DOCUMENT_INVALID", problem, { remedy: "Copy the YAML of the draft, and change the file by hand." });
}
// src/console/propose/change-proposals.ts
function changeProposals(ports) {
	const { repository, hasToken, serverUrl } = ports;
	const reason = repository === void 0 ? "No repository is set up that declares the objects (platform.configRepository)." : hasToken ? void 0 : "The server has no token to write to the forge with.";
	return {
		told: () => ({
			words: repository === void 0 ? "There is nowhere to open one." : `It is opened on ${repository}.`,
			...repository === void 0 ? {} : { web: `${serverUrl.replace(/\/+$/, "")}/${repository}/` },
			...reason === void 0 ? {} : { reason }
		}),
		open: async (change) => {
			if (repository === void 0 || reason !== void 0) throw unable(reason ?? "");
			return await openChange(ports, repository, change);
		}
	};
}
async function openChange(ports, repository, change) {
	const { fileOf, repositories, forge, signal } = ports;
	const { kind, name, by } = change;
	const file = fileOf(kind, name);
	if (file === void 0) throw unable(`no file of the repository declares ${kind} ${name}`);
	const { refs } = await repositories.placeOf({ repository }, signal);
	const place = {
		repository,
		file
	};
	const edit = await editAt(ports, place, refs.head, change);
	if (edit.patch.changes.length === 0) throw new IdentikitError("CONFLICT", `${file} of ${repository} says so already`, { remedy: "Discard the draft: the object changes once the server has read the repository again." });
	const digest = digestOf(JSON.stringify([
		file,
		kind,
		name,
		changedFields(change)
	]));
	const branch = `identikit/console-${`${kind.toLowerCase()}-${name}`.slice(0, 150).replace(/[.-]+$/, "")}-${digest.slice(7, 19)}`;
	const key = `console:${digest}`;
	const title = `Change ${kind} ${name}`.slice(0, 250);
	const body = `A change of \`${file}\`, written in the console for ${by}.`;
	const write = {
		action: "pull_request",
		repository,
		branch,
		base: edit.patch.base,
		patch: patchDigest(edit.patch),
		message: title,
		into: refs.defaultBranch ?? "main",
		title,
		body,
		draft: false
	};
	const there = await forge.find(write, key, signal);
	if (there && !there.isClosed) return there;
	const pushed = await pushedBefore(ports, {
		...place,
		branch
	}, change);
	if (!pushed) await push(ports, {
		...place,
		branch
	}, edit, {
		title,
		body,
		key
	});
	return await forge.send({
		...write,
		...pushed ?? {}
	}, key, signal);
}
async function editAt({ repositories, commits, signal }, { repository, file }, base, change) {
	const text = await repositories.fileAt(repository, base, file, signal);
	if (text === void 0) throw unable(`${file} is not in ${repository} any more`);
	const { kind, name } = change;
	const edited = editedManifest(text, {
		file,
		kind,
		name
	}, change);
	const bytes = Buffer.from(edited);
	const before = (await commits.filesAt({
		repository,
		commit: base,
		paths: [file]
	}, signal)).get(file);
	const after = {
		mode: before?.mode ?? "100644",
		digest: digestOf(bytes),
		bytes: bytes.length
	};
	return {
		patch: {
			version: 1,
			base,
			changes: edited === text ? [] : [{
				path: file,
				...before ? { before } : {},
				after
			}]
		},
		bytes
	};
}
const baseTrailer = "Identikit-Base";
async function push({ commits, now, signal }, { repository, branch }, { patch, bytes }, { title, body, key }) {
	const message = {
		title,
		body,
		trailers: [[keyTrailer, key], [baseTrailer, patch.base]]
	};
	const content = async () => bytes;
	await commits.push({
		repository,
		branch,
		patch,
		content,
		message,
		time: now().toISOString()
	}, signal);
}
async function pushedBefore(ports, { branch, ...place }, change) {
	const { commits, signal } = ports;
	const { repository } = place;
	const tip = await commits.tip(repository, branch, signal);
	if (!tip) return void 0;
	const base = new RegExp(`^${baseTrailer}: ([0-9a-f]{40,64})$`, "m").exec(tip.message)?.[1];
	if (base !== void 0) {
		const { patch } = await editAt(ports, place, base, change);
		const there = await commits.changesOf({
			repository,
			commit: tip.commit,
			base
		}, signal);
		if (patchDigest(there) === patchDigest(patch)) return {
			base,
			patch: patchDigest(patch)
		};
	}
	throw new IdentikitError("WRITE_BACK_FAILED", `the branch ${branch} of ${repository} is there already, with another change than that of the draft`, { remedy: "Look at the branch, remove it where nobody needs it, and open the pull request again." });
}
function unable(problem) {
	return new IdentikitError("DOCUMENT_INVALID", problem, { remedy: "Copy the YAML of the draft, and open the pull request by hand." });
}
export { agentPages, applyDraft, applyForm, backAddress, changeProposals, checkedFormAddress, declaredYaml, draftContent, loadDraftList, loadMemory, loadMemoryGraph, loadMemorySearch, loadObjectDetail, loadObjectForm, loadStack, noDraft, proposeForm, readDraft, takeDraft, writtenYaml };
