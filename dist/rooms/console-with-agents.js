import { IdentikitError, fieldsOf, isRecord } from "../start/faces.js";
import { strictObject } from "../vendor/zod.js";
import { showPath } from "./document.js";
import { afterEvent, agentAction, agentApproval, agentArtifact, agentBudget, agentConfigGrant, agentContextBundle, agentContextLabel, agentDispatchAttempt, agentDispatchRun, agentMcpServer, agentMemoryRepository, agentMemoryUpdate, agentPause, agentReviewArtifact, agentRole, agentRoleBinding, agentRunnerPool, agentSecretGrant, agentServiceAccount, agentSession, agentStack, agentToolEvent, agentTriggerExecution, agentTriggerRule, agentWorkspace, agentWorkspacePolicy, allKinds, apiGroup, apiVersion, auditOfRecord, bindingName, boardLimits, configKinds, decisionRefusal, everybody, foldedName, groupsWithin, imageTarget, impliedBindings, isOver, isRepositoryOf, kindNamed, outboxRequest, parseFieldSelector, parseLabelSelector, permissionFor, platformAction, recordReferencesOf, referencesIn, referencesOf, rightText, rightsFor, roleName, sampleStepMs, structuralSchema, tagMovesOf, trustTier, webhookDelivery, workItem, workItemSessionLink, workItemWorkspaceLink, workspaceAction, writeBackAction } from "./agents.js";
import { importedBundle, longestBundle, plannedBundle } from "./api.js";
import { objectForm } from "./api-with-agents.js";
import { ListFilters, PageRefused, addressOf, bundleAddress, clockWords, dayPlots, driftPlot, durationPlot, filledFields, fortnightBefore, isItemOf, isRunOn, isWorkspaceOf, issueOfAddress, lastKnown, memoryField, memoryRequest, memoryShape, mostInSteps, mostOf, objectOfWishes, readFields, reviewAddress, stepStarts, tagHistory, textField, withQuery } from "./console.js";
// src/console/page/object-address.ts
const folders = {
	AgentStack: "stacks",
	AgentDispatchRun: "runs",
	AgentTriggerRule: "rules",
	AgentWorkspace: "workspaces",
	AgentApproval: "approvals",
	AgentSession: "sessions"
};
function listAddress(organization, { kind, plural }) {
	const folder = folders[kind];
	return folder === void 0 ? addressOf(organization, "objects", plural) : addressOf(organization, "agents", folder);
}
function objectAddress(organization, kind, name) {
	return `${listAddress(organization, kind)}/${encodeURIComponent(name)}`;
}
function namedObjectAddress(organization, kindName, name) {
	const kind = allKinds.find((one) => one.kind === kindName);
	return kind ? objectAddress(organization, kind, name) : addressOf(organization, "objects");
}
// src/console/models/object-list.ts
const pageSize$9 = 50;
async function loadObjectList(ask) {
	const kind = kindOfPlural(ask.params.plural ?? "");
	const { organization, objects, query } = ask;
	const filter = {
		labels: query.get("labels") ?? "",
		fields: query.get("fields") ?? "",
		phase: query.get("phase") ?? "",
		phases: Object.keys(kind.phases ?? {})
	};
	const page = await objects.list(kind, {
		labels: parseLabelSelector(filter.labels),
		fields: [...parseFieldSelector(filter.fields), ...filter.phase === "" ? [] : parseFieldSelector(`status.phase=${filter.phase}`)],
		limit: pageSize$9,
		newestFirst: kind.storage === "record",
		continue: query.get("continue") ?? void 0
	});
	const here = listAddress(organization, kind);
	const columns = kind.columns.map((column) => ({
		...column,
		type: columnType(column)
	}));
	return {
		title: kind.kind,
		watches: kind === agentToolEvent ? [] : [kind],
		model: {
			kind: kind.kind,
			plural: kind.plural,
			summary: kind.summary,
			filter,
			columns: [...columns.map(({ name, type }) => ({
				name,
				type
			})), {
				name: "Age",
				type: "time"
			}],
			rows: page.items.map((object) => ({
				name: object.metadata.name,
				href: objectAddress(organization, kind, object.metadata.name),
				cells: [...columns.map(({ path }) => cellAt(objectForm(object), path)), object.metadata.creationTimestamp],
				isManaged: object.metadata.managedByRepository
			})),
			...page.continue === void 0 ? {} : { next: withQuery(here, {
				labels: filter.labels || void 0,
				fields: filter.fields || void 0,
				phase: filter.phase || void 0,
				continue: page.continue
			}) },
			create: objects.rights.offer({
				id: "create",
				word: `New ${kind.kind}`,
				weight: "first",
				href: addressOf(organization, "objects", kind.plural, "new")
			}, objects.rights.may("create", kind), kind.storage === "record" ? { reason: "Programs write these records." } : void 0)
		}
	};
}
function kindOfPlural(plural) {
	const kind = allKinds.find((one) => one.plural === plural);
	if (kind) return kind;
	throw new PageRefused(404, `kind of object with the plural ${plural}`);
}
function columnType({ path, type = "string" }) {
	if (path === ".status.phase") return "phase";
	return type === "date" ? "time" : type === "integer" ? "number" : "text";
}
function cellAt(object, path) {
	const value = path.slice(1).split(".").reduce((at, key) => fieldsOf(at)[key], object);
	if (value === void 0 || value === null) return null;
	if (typeof value === "number" || typeof value === "string") return value;
	return JSON.stringify(value);
}
// src/console/review/approval-reviews.ts
function decision(verdict, label, does) {
	return {
		action: verdict,
		label,
		does,
		kinds: [agentApproval],
		isGrave: verdict === "reject",
		rights: ({ organization, name, repository }) => rightsFor(verdict, {
			namespace: organization,
			name,
			repository
		}),
		obstacle: ({ object }) => {
			const { phase = "Pending" } = fieldsOf(object?.status);
			if (phase === "Pending") return void 0;
			return {
				reason: `It is ${String(phase)}.`,
				remedy: "What was decided stays; the run asks again where it needs to."
			};
		},
		fields: (scene) => [textField(scene, {
			name: "digest",
			label: "Digest",
			type: "line",
			isRequired: true,
			description: "Of exactly what you have looked at. If it changes meanwhile, the decision is refused."
		}, digestOf(scene)), textField(scene, {
			name: "comment",
			label: "Comment",
			type: "text",
			description: "Why; it goes on record."
		})],
		call: ({ name }, values) => ({
			method: "POST",
			path: `/api/agents/approvals/${encodeURIComponent(name)}/decision`,
			body: {
				verdict,
				digest: values.one("digest") ?? "",
				...values.one("comment") ? { comment: values.one("comment") } : {}
			}
		})
	};
}
function digestOf({ object }) {
	const { artifactDigest } = fieldsOf(object?.spec);
	return typeof artifactDigest === "string" ? artifactDigest : "";
}
const approvalReviews = [decision("approve", "Approve", "Says that exactly this may be done. It is done once enough people have approved."), decision("reject", "Reject", "Says that this is not done. One rejection is enough.")];
// src/console/review/finding-reviews.ts
function verdict(action, { label, does, after }) {
	return {
		action,
		label,
		does,
		kinds: [agentReviewArtifact],
		rights: ({ organization, name, repository }) => rightsFor(action, {
			namespace: organization,
			name,
			repository
		}),
		obstacle: ({ object }) => {
			const { phase = "Open" } = fieldsOf(object?.status);
			return phase === after ? {
				reason: `It is ${after} already.`,
				remedy: "There is nothing to do."
			} : void 0;
		},
		fields: (scene) => [textField(scene, {
			name: "comment",
			label: "Comment",
			type: "text",
			description: "Why; it goes on record."
		})],
		call: ({ name }, values) => ({
			method: "POST",
			path: `/api/agents/reviews/${encodeURIComponent(name)}/decision`,
			body: {
				verdict: action,
				...values.one("comment") ? { comment: values.one("comment") } : {}
			}
		})
	};
}
const findingReviews = [verdict("resolve", {
	label: "Resolve",
	does: "Says that its findings keep nothing from being written back any more.",
	after: "Resolved"
}), verdict("request-changes", {
	label: "Request changes",
	does: "Keeps everything of the run from being written back until somebody resolves it.",
	after: "ChangesRequested"
})];
// src/console/form/schema-fields.ts
const lineLength = 1e3;
function schemaFields(schema, root, references = []) {
	const kindAt = new Map(references.map(({ path, kind }) => [path.slice(1), kind]));
	return membersOf(structuralSchema(schema)).flatMap(([name, member, isRequired]) => {
		const path = [...root, name];
		const parts = membersOf(member);
		if (member.type === "object" && parts.length > 0) return parts.map(([part, inner, isPartRequired]) => ({
			...fieldOf([...path, part], inner, isRequired && isPartRequired, kindAt),
			group: name
		}));
		return [fieldOf(path, member, isRequired, kindAt)];
	});
}
function referencesOfKind(kind) {
	return referencesOf[kind] ?? [];
}
function membersOf({ properties, required }) {
	const names = Array.isArray(required) ? required : [];
	return Object.entries(fieldsOf(properties)).map(([name, schema]) => [
		name,
		{ ...fieldsOf(schema) },
		names.includes(name)
	]);
}
function fieldOf(path, schema, isRequired, kindAt) {
	const name = path.join(".");
	const { description } = schema;
	const items = isRecord(schema.items) ? schema.items : void 0;
	const refers = kindAt.get(name) ?? kindAt.get(`${name}[]`);
	const allowed = (items ?? schema).enum;
	return {
		name,
		path,
		label: path.at(-1) ?? name,
		isRequired,
		facts: factsOf(schema),
		type: typeOf$1(schema, items, refers),
		...typeof description === "string" ? { description } : {},
		...Array.isArray(allowed) ? { allowed: allowed.map(String) } : {},
		...refers === void 0 ? {} : { refers }
	};
}
function typeOf$1({ type, enum: allowed, maxLength }, items, refers) {
	if (items) {
		if (items.type !== "string") return "elsewhere";
		return refers !== void 0 || Array.isArray(items.enum) ? "choices" : "lines";
	}
	if (type === "boolean") return "flag";
	if (type === "integer" || type === "number") return "number";
	if (type !== "string") return "elsewhere";
	if (refers !== void 0 || Array.isArray(allowed)) return "choice";
	return typeof maxLength === "number" && maxLength > lineLength ? "text" : "line";
}
function factsOf(schema) {
	const { default: initial, minimum, maximum, maxLength, maxItems } = schema;
	return [
		...initial === void 0 ? [] : [`${JSON.stringify(initial)} if left out`],
		...typeof minimum === "number" && typeof maximum === "number" ? [`${minimum} to ${maximum}`] : [],
		...typeof maxLength === "number" ? [`at most ${maxLength} characters`] : [],
		...typeof maxItems === "number" ? [`at most ${maxItems} entries`] : []
	];
}
// src/console/review/object-path.ts
function objectPath({ organization, kind, name }) {
	const all = `/apis/${apiVersion}/namespaces/${encodeURIComponent(organization)}/${kind.plural}`;
	return name === "" ? all : `${all}/${encodeURIComponent(name)}`;
}
// src/console/review/object-reviews.ts
const remove = (place, values) => {
	const [uid, resourceVersion] = [values.one("uid"), values.one("version")];
	return {
		method: "DELETE",
		path: objectPath(place),
		body: { preconditions: {
			...uid ? { uid } : {},
			...resourceVersion ? { resourceVersion } : {}
		} }
	};
};
function making(action, kinds, said) {
	const fieldsOfKind = ({ kind }) => schemaFields(kind.spec, ["spec"], referencesOfKind(kind.kind)).filter(({ name }) => !(kind === agentPause && ["spec.by", "spec.since"].some((own) => name.startsWith(own))));
	return {
		action,
		kinds,
		makes: true,
		...said,
		rights: ({ organization, kind, values }) => action === "pause" ? rightsFor("pause", {
			namespace: organization,
			...values.one("spec.target.kind") === "Repository" ? { repository: values.one("spec.target.name") } : {}
		}) : [{
			namespace: organization,
			apiGroup,
			verb: "create",
			resource: kind.plural
		}],
		fields: (scene) => [textField(scene, {
			name: "object",
			label: "Name",
			type: "line",
			isRequired: true
		}, `${action}-${scene.once}`), ...filledFields(fieldsOfKind(scene), objectOfWishes(readFields(fieldsOfKind(scene), scene.values)), scene)],
		call: (place, values) => ({
			method: "POST",
			path: `${objectPath({
				...place,
				name: ""
			})}?fieldValidation=Strict`,
			body: {
				apiVersion,
				kind: place.kind.kind,
				metadata: { name: values.one("object") ?? "" },
				spec: {},
				...objectOfWishes(readFields(fieldsOfKind(place), values))
			}
		})
	};
}
const objectReviews = [
	{
		action: "delete",
		label: "Delete",
		does: "Removes the object. What refers to it no longer finds it, and says so in its conditions.",
		isGrave: true,
		rights: ({ organization, kind, name }) => [{
			namespace: organization,
			apiGroup,
			verb: "delete",
			resource: kind.plural,
			name
		}],
		obstacle: ({ object }) => object?.metadata.managedByRepository ? {
			reason: "The repository declares this object.",
			remedy: "Remove its file from the repository by a pull request."
		} : void 0,
		removes: true,
		call: remove
	},
	{
		action: "unpause",
		label: "End the pause",
		does: "Ends the brake: what it stopped can be dispatched again. Tickets that it took back stay taken back.",
		kinds: [agentPause],
		rights: ({ organization, name, repository }) => rightsFor("unpause", {
			namespace: organization,
			name,
			repository
		}),
		removes: true,
		call: remove
	},
	making("pause", [agentPause], {
		label: "Pause",
		does: "Stops it at once: nothing is dispatched, and open tickets and tokens no longer count.",
		isGrave: true
	}),
	making("grant", [agentSecretGrant, agentConfigGrant], {
		label: "Grant",
		does: "Gives something to a subject, for a purpose and within bounds. A refusal elsewhere still wins."
	}),
	{
		action: "replay",
		label: "Replay",
		does: "Stores the delivery once more, as one of yours. The host is asked again, and the rules of now decide.",
		kinds: [webhookDelivery],
		rights: ({ organization, name }) => rightsFor("replay", {
			namespace: organization,
			name
		}),
		fields: (scene) => [textField(scene, {
			name: "request",
			label: "Request",
			type: "line",
			description: "The same request twice is one delivery."
		}, scene.once)],
		call: ({ name }, values) => ({
			method: "POST",
			path: `/api/agents/deliveries/${encodeURIComponent(name)}/replay`,
			body: { request: values.one("request") ?? "" }
		})
	},
	{
		action: "probe",
		label: "Probe",
		does: "Asks the MCP server again now whether it answers, and what tools it has.",
		kinds: [agentMcpServer],
		rights: ({ organization, name }) => rightsFor("probe", {
			namespace: organization,
			name
		}),
		call: ({ name }) => ({
			method: "POST",
			path: `/api/agents/mcp/${encodeURIComponent(name)}/probe`,
			body: {}
		})
	}
];
// src/console/review/run-reviews.ts
const over = new Set([
	"Succeeded",
	"Failed",
	"Cancelled"
]);
function rights(action) {
	return ({ organization, name, repository, stack }) => rightsFor(action, {
		namespace: organization,
		name,
		repository,
		stack
	});
}
function phaseOf({ object }) {
	const { phase } = fieldsOf(object?.status);
	return typeof phase === "string" ? phase : "Queued";
}
function again(action, label, does) {
	const isTold = action !== "retry";
	return {
		action,
		label,
		does,
		kinds: [agentDispatchRun],
		rights: rights(action),
		obstacle: (scene) => over.has(phaseOf(scene)) ? void 0 : {
			reason: `The run is ${phaseOf(scene)}.`,
			remedy: "Cancel it first, or wait for its end."
		},
		fields: (scene) => isTold ? [textField(scene, {
			name: "message",
			label: "Message",
			type: "text",
			isRequired: action === "continue",
			description: "What the agent is told; it comes after everything that was said before."
		})] : [],
		call: ({ name }, values) => {
			const message = values.one("message") ?? "";
			return {
				method: "POST",
				path: `/api/agents/runs/${encodeURIComponent(name)}/${action}`,
				body: message === "" ? {} : { message }
			};
		}
	};
}
const runReviews = [
	{
		action: "cancel",
		label: "Cancel",
		does: "Ends the run: its attempt gets no further, its ticket no longer counts, and nothing of it is written back.",
		isGrave: true,
		kinds: [agentDispatchRun],
		rights: rights("cancel"),
		obstacle: (scene) => over.has(phaseOf(scene)) ? {
			reason: `The run is ${phaseOf(scene)} already.`,
			remedy: "There is nothing left to end."
		} : void 0,
		call: ({ name }) => ({
			method: "POST",
			path: `/api/agents/runs/${encodeURIComponent(name)}/cancel`,
			body: {}
		})
	},
	again("retry", "Retry", "Queues the run again for another attempt, which starts again with the same context."),
	again("resume", "Resume", "Queues another attempt, which goes on with the conversation where it ended."),
	again("fork", "Fork", "Queues another attempt in a copy of the conversation; the first one stays as it is."),
	again("continue", "Continue", "Queues another attempt, which goes on with the conversation and a message of yours."),
	{
		action: "write-back",
		label: "Write back",
		does: "Asks for something of the run to be written to the forge. Rule, stack and policy are asked when it is done, and a person may have to approve exactly what is sent.",
		kinds: [agentDispatchRun],
		rights: rights("write-back"),
		fields: (scene) => [
			textField(scene, {
				name: "type",
				label: "What",
				type: "choice",
				isRequired: true,
				values: [typeOf(scene.values)],
				options: formTypes.map((value) => ({
					value,
					label: value.replace("_", " ")
				})),
				description: "Another choice has other fields: review again to see them."
			}),
			...filledFields(requestFields(typeOf(scene.values)), requestOf(scene.values), {
				...scene,
				reasons: scene.reasons.map((one) => ({
					...one,
					field: `request.${memoryField(one.field)}`
				}))
			}),
			textField(scene, {
				name: "request.id",
				label: "id",
				type: "line",
				description: "The same name asks for the same thing."
			}, scene.once)
		],
		call: ({ name }, values) => {
			const type = typeOf(values);
			const { request } = requestOf(values);
			const said = type === "memory_update" ? memoryRequest(fieldsOf(request)) : fieldsOf(request);
			return {
				method: "POST",
				path: `/api/agents/runs/${encodeURIComponent(name)}/write-back`,
				body: {
					type,
					...said,
					id: values.one("request.id") || void 0
				}
			};
		}
	}
];
const formTypes = writeBackAction.options;
function typeOf(values) {
	return formTypes.find((type) => type === values.one("type")) ?? "comment";
}
function requestOf(values) {
	return objectOfWishes(readFields(requestFields(typeOf(values)), values));
}
function requestFields(type) {
	const member = outboxRequest.options.find(({ shape }) => shape.type.value === type);
	if (!member) return [];
	const { type: _, id: __, ...shape } = member.shape;
	return schemaFields(strictObject("files" in shape ? memoryShape(shape) : shape), ["request"]);
}
// src/console/review/work-item-reviews.ts
function runsOf$1({ object }) {
	const { runs } = fieldsOf(object?.spec);
	return Array.isArray(runs) ? runs.map(String).toReversed() : [];
}
const workItemReviews = [{
	action: "move",
	label: "Move",
	does: "Asks for the label of another column to be set on the forge, and the one of this column to be taken off, as a write-back of a run that works on it. The card moves when the forge has it.",
	kinds: [workItem],
	rights: ({ organization, repository, ...scene }) => rightsFor("write-back", {
		namespace: organization,
		name: runsOf$1(scene)[0],
		repository
	}),
	obstacle: (scene) => runsOf$1(scene).length > 0 ? void 0 : {
		reason: "No run has worked on it.",
		remedy: "Dispatch an agent on it, or set the label on the forge."
	},
	fields: (scene) => {
		const { state } = fieldsOf(scene.object?.spec);
		const runs = runsOf$1(scene);
		return [
			textField(scene, {
				name: "to",
				label: "To",
				type: "line",
				isRequired: true,
				description: "The label of the column, as the forge has it."
			}),
			textField(scene, {
				name: "from",
				label: "From",
				type: "line",
				description: "The label that is taken off."
			}, typeof state === "string" ? state : ""),
			textField(scene, {
				name: "run",
				label: "Run",
				type: "choice",
				isRequired: true,
				options: runs.map((run) => ({
					value: run,
					label: run
				})),
				description: "The policy of its rule and its stack says which labels may be set."
			}, runs[0])
		];
	},
	call: (_, values) => {
		const from = values.one("from") ?? "";
		return {
			method: "POST",
			path: `/api/agents/runs/${encodeURIComponent(values.one("run") ?? "")}/write-back`,
			body: {
				type: "label",
				add: [values.one("to") ?? ""],
				...from === "" ? {} : { remove: [from] }
			}
		};
	}
}];
// src/console/review/workspace-reviews.ts
const words = {
	provision: ["Provision", "Makes the workspace on a machine: clone, base commit, patch."],
	link: ["Link", "Takes the folder that is there as this workspace, without changing a file."],
	pin: ["Pin", "Keeps the workspace whatever the retention policy says."],
	unpin: ["Unpin", "Leaves the workspace to the retention policy again."],
	archive: [
		"Archive",
		"Removes its files on purpose; from commit and patch it can be made again.",
		true
	],
	cleanup: [
		"Clean up",
		"Removes its files. What is dirty, in conflict or in use is kept, and said.",
		true
	],
	recover: ["Recover", "Makes a workspace whose folder is gone again, from commit and patch."],
	"notes-save": ["Save notes", "Replaces what people wrote about the workspace."],
	"rebase-start": ["Start a rebase", "Puts its changes on the newest commit of its target."],
	"rebase-auto-resolve": ["Resolve conflicts", "Resolves what git can resolve by itself; the rest stays for a person."],
	"rebase-open-in-editor": ["Open in an editor", "Asks the machine that holds it for a link to the conflicts."],
	"rebase-mark-resolved": ["Mark as resolved", "Says that the conflicts are resolved; the rebase goes on."],
	"rebase-abort": [
		"Abort the rebase",
		"Takes the rebase back; the workspace is as it was before.",
		true
	]
};
const workspaceReviews = workspaceAction.options.map((action) => {
	const [label, does, isGrave = false] = words[action];
	return {
		action,
		label,
		does,
		isGrave,
		kinds: [agentWorkspace],
		rights: ({ organization, name, repository }) => rightsFor(action, {
			namespace: organization,
			name,
			repository
		}),
		obstacle: ({ object }) => {
			const { pinned } = fieldsOf(object?.spec);
			if (action === "pin" && pinned === true) return { reason: "It is pinned already." };
			if (action === "unpin" && pinned !== true) return { reason: "It is not pinned." };
		},
		...action === "notes-save" ? { fields: (scene) => [textField(scene, {
			name: "notes",
			label: "Notes",
			type: "text",
			facts: ["at most 20000 characters"]
		}, String(fieldsOf(scene.object?.spec).notes ?? ""))] } : {},
		...action === "recover" ? { fields: (scene) => [textField(scene, {
			name: "host",
			label: "Machine",
			type: "line",
			facts: ["the one that held it, where nothing is written here"]
		})] } : {},
		call: ({ name }, values) => {
			const host = action === "recover" ? values.one("host") : void 0;
			return {
				method: "POST",
				path: `/api/agents/workspaces/${encodeURIComponent(name)}/action`,
				body: {
					action,
					...action === "notes-save" ? { notes: values.one("notes") ?? "" } : {},
					...host === void 0 || host === "" ? {} : { host }
				}
			};
		}
	};
});
// src/console/review/all-reviews.ts
const allReviews = [
	...runReviews,
	...approvalReviews,
	...findingReviews,
	...workspaceReviews,
	...workItemReviews,
	...objectReviews
];
function reviewOf(action, plural) {
	return allReviews.find((one) => one.action === action && (one.kinds?.some((kind) => kind.plural === plural) ?? true));
}
// src/console/actions/perform-action.ts
async function performAction(calls, { organization, action }, values) {
	const kind = kindOfPlural(values.one("kind") ?? "");
	const review = reviewOf(action, kind.plural);
	if (!review) throw new PageRefused(404, `There is no action ${JSON.stringify(action)} on ${kind.plural}.`);
	const place = {
		organization,
		kind,
		name: review.makes ? "" : values.one("name") ?? ""
	};
	if (!review.makes && place.name === "") throw new PageRefused(422, "The form names nothing that it is about.");
	const answer = await calls.ask(review.call(place, values));
	if ("fault" in answer) return answer;
	const { name } = fieldsOf(answer.body.metadata);
	const target = review.makes && typeof name === "string" ? name : place.name;
	const next = review.removes ? listAddress(organization, kind) : objectAddress(organization, kind, target);
	return { next: withQuery(next, { done: action }) };
}
// src/console/associations/associations-of.ts
const mostLooked$4 = 500;
const mostShown$2 = 30;
async function associationsOf(objects, object) {
	const names = await namesOf(objects, object);
	const found = {
		namedBy: [],
		partly: [],
		hidden: []
	};
	for (const kind of kindsNaming(object.kind)) {
		if (!objects.rights.may("list", kind).allowed) {
			found.hidden.push(kind.kind);
			continue;
		}
		let [looked, shown] = [0, 0];
		for await (const other of objects.each(kind, queryOf(kind, object))) {
			looked++;
			const field = fieldThatNames(other, object);
			if (field !== void 0 && ++shown <= mostShown$2) found.namedBy.push(associated(objects, kind, other, field));
			if (looked >= mostLooked$4 || shown > mostShown$2) {
				found.partly.push(kind.kind);
				break;
			}
		}
	}
	return {
		names,
		...found
	};
}
async function namesOf(objects, object) {
	const names = [];
	for (const { kind: kindName, name, path } of referencesIn(object.kind, object).slice(0, 200)) {
		const kind = kindNamed(kindName);
		const other = kind && await objects.seen(kind, name);
		const field = showPath(path);
		if (kind && other) names.push(associated(objects, kind, other, field));
		else {
			const href = namedObjectAddress(objects.organization, kindName, name);
			names.push({
				kind: kindName,
				name,
				field,
				href,
				isSeen: false
			});
		}
	}
	return names;
}
function associated({ organization }, kind, { metadata: { name }, status }, field) {
	const { phase } = fieldsOf(status);
	const href = objectAddress(organization, kind, name);
	return {
		kind: kind.kind,
		name,
		field,
		href,
		isSeen: true,
		...typeof phase === "string" ? { phase } : {}
	};
}
function kindsNaming(named) {
	return allKinds.filter((kind) => kind !== agentToolEvent && ([...referencesOf[kind.kind] ?? [], ...recordReferencesOf[kind.kind] ?? []].some((field) => field.kind === named) || anyKind.has(kind.kind)));
}
const anyKind = new Set([
	"AgentRoleBinding",
	"AgentBudget",
	"AgentSecretGrant",
	"AgentConfigGrant"
]);
function queryOf(kind, { kind: named, metadata }) {
	return {
		...named === "AgentDispatchRun" && recordReferencesOf[kind.kind]?.some(({ path }) => path === ".spec.run") ? { fields: [{
			field: "spec.run",
			equals: true,
			value: metadata.name
		}] } : {},
		newestFirst: kind.storage === "record"
	};
}
function fieldThatNames(other, object) {
	if (other.kind === object.kind && other.metadata.name === object.metadata.name) return void 0;
	const reference = referencesIn(other.kind, other).find(({ kind, name }) => kind === object.kind && name === object.metadata.name);
	return reference && showPath(reference.path);
}
// src/console/review/review-scene.ts
const mostNames = 500;
async function reviewScene({ organization, objects, sent, now }, { kind, name }, object) {
	const refers = referencesOfKind(kind.kind).map((field) => field.kind);
	return {
		organization,
		kind,
		name,
		object,
		values: sent.values,
		reasons: sent.fault?.reasons ?? [],
		...await placeOf(objects, object),
		named: await namesOfKinds(objects, object ? [] : refers),
		once: `${now.getTime().toString(36)}${crypto.randomUUID().slice(0, 8)}`
	};
}
async function namesOfKinds(objects, kinds) {
	const names = new Map();
	for (const wanted of new Set(kinds)) {
		const kind = kindNamed(wanted);
		const page = kind && await objects.listed(kind, { limit: mostNames });
		names.set(wanted, page?.items.map(({ metadata }) => metadata.name) ?? []);
	}
	return (kind) => names.get(kind) ?? [];
}
async function placeOf(objects, object) {
	const spec = fieldsOf(object?.spec);
	if (object?.kind === agentApproval.kind) {
		const run = await objects.seen(agentDispatchRun, textOf$1(spec.run));
		return {
			repository: run?.spec.repository,
			stack: run?.spec.agentStack
		};
	}
	if (object?.kind === agentPause.kind) {
		const target = fieldsOf(spec.target);
		return {
			repository: target.kind === "Repository" ? textOf$1(target.name) : void 0,
			stack: void 0
		};
	}
	return {
		repository: textOf$1(spec.repository),
		stack: textOf$1(spec.agentStack)
	};
}
function textOf$1(value) {
	return typeof value === "string" ? value : void 0;
}
// src/console/models/shown/right-holders.ts
function rightHolders(access, where, rights, empty) {
	const rows = new Map();
	for (const binding of [...access.bindings, ...impliedBindings(access, where)]) {
		const { kind, name } = binding.spec.subject;
		const who = identityOf(binding);
		if (!who || !rights.every((right) => permissionFor(access, who, right))) continue;
		const key = `${kind} ${foldedName(name)}`;
		const what = kind === "Group" ? "everybody in the group" : "this person";
		if (!rows.has(key)) rows.set(key, {
			key,
			cells: [
				name,
				what,
				binding.metadata.name
			]
		});
	}
	return {
		columns: [
			"By their role",
			"Who",
			"Binding"
		],
		rows: [...rows.values()],
		empty
	};
}
function identityOf({ spec: { subject } }) {
	if (subject.name === "system:identikit") return void 0;
	if (subject.kind === "User") return {
		name: foldedName(subject.name),
		groups: [everybody]
	};
	if (subject.kind === "Group") return {
		name: "",
		groups: [...groupsWithin(foldedName(subject.name)), everybody]
	};
}
// src/console/models/shown/values.ts
function objectLink(organization, kind, name) {
	return name === void 0 ? null : {
		link: objectAddress(organization, kind, name),
		text: name
	};
}
function objectLinks(organization, kind, names = []) {
	return names.length === 0 ? null : { several: names.map((name) => objectLink(organization, kind, name)) };
}
function repositoryLink(organization, repository) {
	if (repository === void 0) return null;
	return {
		link: addressOf(organization, "repositories", repository, "runs"),
		text: repository
	};
}
function targetShown(target) {
	if (!target) return null;
	const text = `${target.kind.replaceAll("_", " ")} ${target.id}`;
	return target.url === void 0 ? text : {
		outside: target.url,
		text
	};
}
function timeShown(time) {
	return time === void 0 ? null : { time };
}
function digestShown(digest) {
	return digest === void 0 ? null : { digest };
}
function phaseShown(kind, phase) {
	if (phase === void 0) return null;
	return {
		phase,
		kind: kind.kind,
		means: kind.phases?.[phase]
	};
}
function knownFacts(facts) {
	return Object.entries(facts).flatMap(([label, value]) => value === void 0 || value === null || value === "" ? [] : [{
		label,
		value
	}]);
}
// src/console/models/approvals/decision-offers.ts
function decisionOffers(scene) {
	const { viewer, approval, rights, now } = scene;
	const { name } = approval.metadata;
	const over = overOf(approval, now);
	return {
		offers: ["approve", "reject"].map((verdict) => {
			const refusal = refusalFor(viewer, verdict, scene);
			return rights.offer({
				id: `${verdict}-${name}`,
				word: verdict === "approve" ? "Approve" : "Reject",
				href: reviewAddress(rights.organization, verdict, {
					kind: agentApproval.plural,
					name,
					digest: approval.spec.artifactDigest
				}),
				...verdict === "reject" ? { weight: "danger" } : {}
			}, refusal === void 0 ? { allowed: true } : {
				allowed: false,
				reason: `${viewer.name}: ${refusal}.`,
				remedy: "Let somebody decide who may."
			}, over && {
				reason: over.happened,
				remedy: over.remedy
			});
		}),
		over
	};
}
function refusalFor(viewer, verdict, { rights, approval, run, stack }) {
	if (!run) return void 0;
	const { repository } = run.spec;
	const host = notedFacts(viewer, repository);
	return decisionRefusal({
		by: viewer,
		host
	}, verdict, {
		approval,
		run,
		stack,
		access: rights.access
	});
}
function overOf({ spec, status }, now) {
	const { phase = "Pending", result } = status;
	const why = result === void 0 ? "" : `: ${result}`;
	if (phase === "Superseded") return {
		happened: `It is superseded${why}.`,
		remedy: "Look at the run: what it asks for now is another approval, with the digest of now."
	};
	const isLate = spec.expires !== void 0 && Date.parse(spec.expires) <= now.getTime();
	if (phase === "Expired" || phase === "Pending" && isLate) return {
		happened: `Its time ended at ${spec.expires ?? "its end"}; nobody decided${why}.`,
		remedy: "Retry the run, or ask for the write-back again: that asks once more."
	};
	if (phase === "ApplyFailed") return {
		happened: `It was approved and could not be done${why}.`,
		remedy: "Fix what the result names, then ask for the write-back again from the run."
	};
	if (phase === "Pending") return void 0;
	return {
		happened: `It is ${phase}${why}.`,
		remedy: "What was decided stays as it is."
	};
}
function notedFacts({ groups = [] }, repository) {
	return {
		permission: [
			"read",
			"triage",
			"write",
			"maintain",
			"admin"
		].filter((level) => groups.includes(`forge:${level}:${repository.toLowerCase()}`)).at(-1) ?? "none",
		teams: groups.filter((group) => !group.includes(":"))
	};
}
// src/console/models/runs/run-sections.ts
function attemptTable(organization, run, attempts) {
	const events = (attempt) => withQuery(addressOf(organization, "agents", "runs", run, "events"), {
		attempt,
		from: "1"
	});
	return {
		columns: [
			"Attempt",
			"Status",
			"Why",
			"Runner",
			"Duration",
			"Cost",
			"Turns",
			"Stack",
			"Events",
			"Reason"
		],
		rows: attempts.map(({ metadata: { name }, spec, status }) => ({
			key: name,
			cells: [
				objectLink(organization, agentDispatchAttempt, name),
				phaseShown(agentDispatchAttempt, status.phase ?? "Queued"),
				spec.reason,
				status.ciRun === void 0 ? status.runner ?? null : {
					outside: status.ciRun,
					text: status.runner ?? "CI run"
				},
				status.startedAt === void 0 ? null : {
					from: status.startedAt,
					to: status.finishedAt
				},
				status.cost === void 0 ? null : `$${status.cost}`,
				status.turns ?? null,
				{ digest: spec.stackSnapshot.digest },
				{
					link: events(name),
					text: `${status.lastEvent ?? 0}`
				},
				status.message ?? status.reason ?? null
			]
		})),
		empty: "It has had no attempt yet."
	};
}
function artifactSection(organization, run, artifacts) {
	const shown = (name) => withQuery(addressOf(organization, "agents", "runs", run), { artifact: name });
	return {
		id: "artifacts",
		title: "Artifacts",
		table: {
			columns: [
				"Artifact",
				"Status",
				"Kind",
				"Digest",
				"Bytes",
				"Files",
				"Workspace",
				"Looks like secrets"
			],
			rows: artifacts.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					spec.kind === "patch" ? {
						link: `${shown(name)}#patch`,
						text: spec.title ?? name
					} : objectLink(organization, agentArtifact, name),
					phaseShown(agentArtifact, status.phase ?? "Pending"),
					spec.kind,
					{ digest: spec.digest },
					spec.bytes ?? null,
					spec.files ?? null,
					objectLink(organization, agentWorkspace, spec.workspaceRef),
					spec.suspectedSecrets ?? 0
				]
			})),
			empty: "It has made nothing that is on record."
		}
	};
}
function reviewSection(organization, reviews) {
	if (reviews.length === 0) return [];
	return [{
		id: "reviews",
		title: "Reviews",
		table: {
			columns: [
				"Review",
				"Status",
				"Target",
				"Came to",
				"Findings",
				"Decided by",
				"Comment"
			],
			rows: reviews.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentReviewArtifact, name),
					phaseShown(agentReviewArtifact, status.phase ?? "Open"),
					targetShown(spec.targetRef),
					spec.decision.replaceAll("_", " "),
					spec.findings?.length ?? 0,
					status.decidedBy?.name ?? null,
					status.comment ?? null
				]
			})),
			empty: "There is none."
		}
	}];
}
function ownApprovalTable(organization, approvals) {
	return {
		columns: [
			"Approval",
			"Status",
			"Target",
			"Risk",
			"Asked"
		],
		rows: approvals.map(({ metadata: { name, creationTimestamp }, spec, status }) => ({
			key: name,
			cells: [
				{
					link: addressOf(organization, "agents", "approvals", name),
					text: spec.title ?? name
				},
				phaseShown(agentApproval, status.phase ?? "Pending"),
				targetShown(spec.target),
				spec.risk ?? null,
				{ time: creationTimestamp }
			]
		})),
		empty: "Nobody was asked for anything."
	};
}
function approvalTable(organization, approvals, empty, next) {
	return {
		columns: [
			"Approval",
			"Status",
			"Action",
			"Target",
			"Risk",
			"Run",
			"Asked by",
			"Digest",
			"Asked",
			"Ends"
		],
		rows: approvals.map(({ metadata: { name, creationTimestamp }, spec, status }) => ({
			key: name,
			cells: [
				{
					link: addressOf(organization, "agents", "approvals", name),
					text: spec.title ?? name
				},
				phaseShown(agentApproval, status.phase ?? "Pending"),
				spec.action.replaceAll("_", " "),
				targetShown(spec.target),
				spec.risk ?? null,
				{
					link: addressOf(organization, "agents", "runs", spec.run),
					text: spec.run
				},
				spec.requestedBy.name,
				{ digest: spec.artifactDigest },
				{ time: creationTimestamp },
				timeShown(spec.expires)
			]
		})),
		empty,
		next
	};
}
function workspaceSection(organization, workspace) {
	if (!workspace) return [];
	const { metadata, spec, status } = workspace;
	const { git = {}, runtime = [] } = status;
	return [{
		id: "workspace",
		title: "Workspace",
		facts: knownFacts({
			Workspace: objectLink(organization, agentWorkspace, metadata.name),
			Status: phaseShown(agentWorkspace, status.phase ?? "Provisioning"),
			Branch: git.branch,
			Head: digestShown(git.head),
			Upstream: git.upstream,
			"Ahead and behind": git.ahead === void 0 && git.behind === void 0 ? null : `${git.ahead ?? 0} and ${git.behind ?? 0}`,
			Uncommitted: git.uncommitted,
			Conflicts: git.conflicts && git.conflicts.length > 0 ? { several: git.conflicts.slice(0, 20) } : null,
			Rebase: git.rebase,
			Harvested: digestShown(status.harvested),
			Tier: spec.trustTier,
			Runtime: runtime.length === 0 ? null : { several: runtime.map(({ name, kind, url, health }) => ({ several: [url === void 0 ? name : {
				outside: url,
				text: name
			}, `${kind.replaceAll("_", " ")}: ${health}`] })) }
		})
	}];
}
// src/console/models/approvals/approval-list.ts
const [mostPending, pageSize$8, lookAtMost$7, mostChosen] = [
	200,
	50,
	1e3,
	20
];
async function loadApprovalList(ask) {
	const { organization, objects, query } = ask;
	const address = listAddress(organization, agentApproval);
	const filters = new ListFilters(address, query, [
		{
			name: "run",
			label: "Run",
			field: "spec.run"
		},
		{
			name: "repository",
			label: "Repository",
			field: ""
		},
		{
			name: "phase",
			label: "Status",
			field: "status.phase",
			options: Object.keys(agentApproval.phases ?? {})
		}
	]);
	const run = filters.valueOf("run");
	const repository = filters.valueOf("repository");
	const pending = {
		field: "status.phase",
		equals: true,
		value: "Pending"
	};
	const ofRun = run === "" ? [] : [{
		field: "spec.run",
		equals: true,
		value: run
	}];
	const first = await objects.list(agentApproval, {
		fields: [pending, ...ofRun],
		newestFirst: true,
		limit: mostPending
	});
	const page = await objects.list(agentApproval, {
		fields: [...filters.selector, {
			...pending,
			equals: false
		}],
		newestFirst: true,
		limit: pageSize$8,
		lookAtMost: lookAtMost$7,
		continue: filters.place
	});
	const inRepository = async (found) => {
		if (repository === "") return found;
		const kept = [];
		for (const approval of found) if ((await objects.seen(agentDispatchRun, approval.spec.run))?.spec.repository.toLowerCase() === repository.toLowerCase()) kept.push(approval);
		return kept;
	};
	const phase = filters.valueOf("phase");
	const open = phase === "" || phase === "Pending" ? await inRepository(first.items) : [];
	const byRisk = open.toSorted((a, b) => riskOf(b) - riskOf(a));
	return { model: {
		filter: filters.form,
		waiting: approvalTable(organization, byRisk, "Nothing waits for a person."),
		choose: run === "" || open.length < 2 ? void 0 : {
			action: address,
			run
		},
		chosen: await chosenOf(ask),
		others: approvalTable(organization, await inRepository(page.items), "Nothing was decided yet.", filters.next(page.continue))
	} };
}
async function chosenOf({ organization, objects, viewer, query, now }) {
	const found = [];
	for (const name of [...new Set(query.getAll("pick"))].slice(0, mostChosen)) {
		const approval = await objects.seen(agentApproval, name);
		if (!approval) continue;
		const run = await objects.seen(agentDispatchRun, approval.spec.run);
		const stack = await objects.seen(agentStack, run?.spec.agentStack);
		const { spec, status } = approval;
		found.push({
			approval: {
				metadata: { name },
				spec,
				status
			},
			runHref: objectAddress(organization, agentDispatchRun, spec.run),
			offers: decisionOffers({
				viewer,
				approval,
				run,
				stack,
				rights: objects.rights,
				now
			}).offers
		});
	}
	return found;
}
function riskOf({ spec: { risk } }) {
	return {
		low: 1,
		medium: 2,
		high: 3
	}[risk ?? "low"];
}
// src/console/models/audit.ts
const pageSize$7 = 100;
const auditPage = {
	resource: "auditlines",
	load: async ({ organization, query, sources }) => {
		const before = Number(query.get("before") ?? "");
		const lines = await sources.auditLines({
			...Number.isSafeInteger(before) && before > 0 ? { before } : {},
			limit: pageSize$7
		});
		const here = addressOf(organization, "audit");
		const last = lines.at(-1);
		return { model: {
			lines: lines.map((line) => ({
				...line,
				...line.run === "" ? {} : { runHref: objectAddress(organization, agentDispatchRun, line.run) }
			})),
			...last && lines.length === pageSize$7 ? { older: withQuery(here, { before: String(last.number) }) } : {},
			verify: withQuery(here, { verify: "1" }),
			...query.get("verify") === "1" ? { checked: await sources.verifyAudit() } : {}
		} };
	}
};
const accessesPage = {
	resource: "secretaccesses",
	load: async ({ organization, query, sources }) => {
		const filter = {
			secret: query.get("secret") ?? "",
			agent: query.get("agent") ?? ""
		};
		const here = addressOf(organization, "audit", "secrets");
		return {
			crumbs: [{
				word: "Audit",
				href: addressOf(organization, "audit")
			}],
			model: {
				filter,
				reads: await sources.accesses({
					...filter.secret === "" ? {} : { secret: filter.secret },
					...filter.agent === "" ? {} : { agent: filter.agent },
					limit: pageSize$7
				}),
				verify: withQuery(here, { verify: "1" }),
				...query.get("verify") === "1" ? { checked: await sources.verifyAccessLog() } : {}
			}
		};
	}
};
// src/console/models/bundle.ts
const scopeOrder = [
	"builtin",
	"global",
	"type",
	"instance"
];
const noScope = "";
const bundlePage = {
	resource: "configrows",
	load: async ({ organization, rights, sent: { bundle, fault } }) => {
		const planned = bundle && plannedOf(bundle);
		const failed = fault ?? (bundle && "fault" in bundle.planned ? bundle.planned.fault : void 0);
		const obstacle = planned === void 0 ? {
			reason: "There is no plan.",
			remedy: "Send a bundle that can be imported."
		} : planned.changes === 0 ? {
			reason: "Nothing would change.",
			remedy: "There is nothing to import."
		} : void 0;
		const offered = {
			word: "Review the import",
			href: addressOf(organization, "review", "import")
		};
		return {
			crumbs: [{
				word: "Config",
				href: addressOf(organization, "config")
			}],
			model: {
				longest: longestBundle,
				...bundle ? { sent: {
					at: bundle.saved,
					...planned ? { planned } : {},
					review: rights.offer({
						...offered,
						weight: "first"
					}, { allowed: true }, obstacle)
				} } : {},
				discard: addressOf(organization, "actions", "discard-bundle"),
				...failed ? { fault: failed } : {}
			}
		};
	}
};
const bundleReviewPage = {
	resource: "configrows",
	load: async ({ organization, rights, sent: { bundle, fault } }) => {
		if (!bundle) throw new PageRefused(404, "There is no bundle to import.", "Send one first.");
		const planned = plannedOf(bundle);
		const failed = fault ?? ("fault" in bundle.planned ? bundle.planned.fault : void 0);
		const taken = rightsFor("import", { namespace: organization });
		const { rehearsed } = bundle;
		const refused = rehearsed && "fault" in rehearsed ? rehearsed.fault : void 0;
		const obstacle = planned === void 0 || refused ? {
			reason: `${(refused ?? failed)?.code}: the server would refuse it.`,
			remedy: "Send another bundle."
		} : planned.changes === 0 ? {
			reason: "Nothing would change.",
			remedy: "There is nothing to import."
		} : void 0;
		return {
			crumbs: [{
				word: "Config",
				href: addressOf(organization, "config")
			}, {
				word: "Import a bundle",
				href: bundleAddress(organization)
			}],
			model: {
				...planned ? { planned } : {},
				back: bundleAddress(organization),
				impact: {
					rights: rights.explained(taken),
					others: [],
					touches: [],
					...rehearsal(bundle)
				},
				hidden: planned ? hiddenOf(planned) : {},
				offer: rights.offer({
					word: "Import",
					href: addressOf(organization, "actions", "import"),
					weight: "first"
				}, rights.answer(taken), obstacle),
				...failed ? { fault: toldHere(failed) } : {}
			}
		};
	}
};
function plannedOf({ planned }) {
	if ("fault" in planned) return void 0;
	const { plan, rows, waiting } = plannedBundle.parse(planned.body);
	const changes = plan.counts.create + plan.counts.change + plan.counts.delete;
	return {
		plan,
		changes,
		scopes: [...scopeOrder, noScope].flatMap((scope) => {
			const own = rows.filter((row) => (row.scope ?? noScope) === scope);
			return own.length === 0 ? [] : [{
				scope,
				rows: own
			}];
		}),
		more: changes - rows.length,
		waiting
	};
}
function hiddenOf({ plan: { bundle, base, prune, counts } }) {
	const words = Object.entries(counts).map(([kind, rows]) => [kind, String(rows)]);
	return {
		bundle,
		base,
		prune: String(prune),
		...Object.fromEntries(words)
	};
}
function rehearsal({ rehearsed }) {
	if (!rehearsed) return {};
	if ("fault" in rehearsed) return { rehearsal: {
		isDone: false,
		message: `${rehearsed.fault.code}: ${rehearsed.fault.message}`
	} };
	const { agents } = importedBundle.parse(rehearsed.body);
	const named = agents.slice(0, 20).join(", ");
	return { rehearsal: {
		isDone: true,
		message: agents.length === 0 ? "The server would do it. No agent would become due." : `The server would do it. To be rendered then: ${named}${agents.length > 20 ? `, and ${agents.length - 20} more` : ""}.`
	} };
}
function toldHere(fault) {
	if (fault.code !== "PLAN_STALE") return fault;
	return {
		...fault,
		remedy: "This page shows the plan as it is now: look at it, and import again."
	};
}
// src/console/models/images.ts
const [mostAttempts, mostRuns] = [500, 5];
const [mostMoves, mostActions] = [200, 2e3];
async function loadImages({ organization, objects }) {
	objects.demand("list", agentStack);
	const images = new Map();
	const without = [];
	const seenImages = [];
	for await (const { metadata, spec, status } of objects.each(agentStack)) {
		const stack = {
			name: metadata.name,
			href: objectAddress(organization, agentStack, metadata.name)
		};
		for (const { image, verdict, seenAt } of status.identityHistory?.toReversed() ?? []) seenImages.push({
			image,
			verdict,
			at: seenAt,
			by: stack
		});
		if (spec.image === void 0) {
			without.push(stack);
			continue;
		}
		const seen = status.identity?.image === spec.image ? status.identity : void 0;
		const known = images.get(spec.image);
		images.set(spec.image, {
			image: spec.image,
			verdict: seen?.verdict ?? known?.verdict ?? "not seen",
			treeDigest: seen?.treeDigest ?? known?.treeDigest,
			message: seen?.message ?? known?.message,
			seenAt: seen?.seenAt ?? known?.seenAt,
			stacks: [...known?.stacks ?? [], stack],
			runs: []
		});
	}
	seenImages.push(...await addRuns(objects, images), ...await movedTags(objects));
	return {
		model: {
			images: [...images.values()],
			tags: tagHistory(seenImages),
			without
		},
		watches: [agentStack, agentAction]
	};
}
async function movedTags(objects) {
	const query = {
		fields: parseFieldSelector(`spec.target.kind=${imageTarget},status.phase=Done`),
		newestFirst: true,
		limit: mostMoves,
		lookAtMost: mostActions
	};
	return ((await objects.listed(agentAction, query))?.items ?? []).flatMap((action) => {
		const { metadata, spec } = action;
		const moves = tagMovesOf(action);
		if (!moves) return [];
		const { image, digest, gated, tags } = moves;
		const verdict = gated ? "clean" : void 0;
		const href = objectAddress(objects.organization, agentAction, metadata.name);
		const by = {
			name: `${spec.action}, ${spec.actor.name}`,
			href
		};
		const at = spec.time ?? metadata.creationTimestamp;
		return tags.map(({ tag, previous }) => ({
			image: `${image}:${tag}@${digest}`,
			verdict,
			previous,
			at,
			by
		}));
	});
}
async function addRuns(objects, images) {
	const seen = [];
	const page = await objects.listed(agentDispatchAttempt, {
		newestFirst: true,
		limit: mostAttempts
	});
	for (const { metadata, spec } of page?.items ?? []) {
		const { image } = spec.stackSnapshot.profile;
		if (typeof image !== "string") continue;
		const known = images.get(image) ?? {
			image,
			verdict: "not seen",
			stacks: [],
			runs: []
		};
		const isThere = known.runs.some(({ name }) => name === spec.run) || known.runs.length >= mostRuns;
		const href = objectAddress(objects.organization, agentDispatchRun, spec.run);
		const run = {
			name: spec.run,
			href,
			at: metadata.creationTimestamp
		};
		images.set(image, isThere ? known : {
			...known,
			runs: [...known.runs, run]
		});
		seen.push({
			image,
			at: run.at,
			by: run
		});
	}
	return seen;
}
// src/console/models/memory/memory-updates.ts
const [pageSize$6, lookAtMost$6] = [50, 1e3];
async function loadMemoryUpdates(ask) {
	const { organization, objects, query } = ask;
	const address = (...parts) => addressOf(organization, "agents", "memory", ...parts);
	const filters = new ListFilters(address("updates"), query, [{
		name: "phase",
		label: "Status",
		field: "status.phase",
		options: Object.keys(agentMemoryUpdate.phases ?? {})
	}, {
		name: "run",
		label: "Run",
		field: "spec.run"
	}]);
	const page = await objects.list(agentMemoryUpdate, {
		fields: filters.selector,
		newestFirst: true,
		limit: pageSize$6,
		lookAtMost: lookAtMost$6,
		continue: filters.place
	});
	const approvalOf = async (run, digest) => {
		if (run === void 0) return null;
		const own = (await objects.listed(agentApproval, {
			fields: [{
				field: "spec.run",
				equals: true,
				value: run
			}],
			limit: 100
		}))?.items.find(({ spec }) => spec.artifactDigest === digest);
		return own ? { several: [{
			link: addressOf(organization, "agents", "approvals", own.metadata.name),
			text: "Approval"
		}, phaseShown(agentApproval, own.status.phase ?? "Pending")] } : null;
	};
	const rows = [];
	for (const { metadata, spec, status } of page.items) rows.push({
		key: metadata.name,
		cells: [
			{
				link: addressOf(organization, "objects", agentMemoryUpdate.plural, metadata.name),
				text: spec.title ?? metadata.name
			},
			phaseShown(agentMemoryUpdate, status.phase ?? "Proposed"),
			objectLink(organization, agentDispatchRun, spec.run),
			{ several: (spec.paths ?? []).slice(0, 10).map((code) => ({ code })) },
			status.validation === void 0 ? "not looked at yet" : status.validation.length === 0 ? "nothing wrong" : { several: status.validation.slice(0, 10) },
			(spec.reviewers ?? []).join(", "),
			status.pullRequest === void 0 ? null : {
				outside: status.pullRequest,
				text: "Pull request"
			},
			await approvalOf(spec.run, spec.artifactDigest),
			{ digest: spec.artifactDigest },
			timeShown(metadata.creationTimestamp)
		]
	});
	const at = query.get("at") ?? void 0;
	return { model: {
		filter: filters.form,
		table: {
			columns: [
				"Update",
				"Status",
				"Run",
				"Files",
				"Validation",
				"Reviewers",
				"Pull request",
				"Decision",
				"Digest",
				"Proposed"
			],
			rows,
			empty: "No change of the memory was proposed.",
			next: filters.next(page.continue)
		},
		tabs: [
			{
				word: "Health",
				href: withQuery(address(), { at })
			},
			{
				word: "Graph",
				href: withQuery(address("graph"), { at })
			},
			{
				word: "Search",
				href: withQuery(address("search"), { at })
			},
			{
				word: "Updates",
				href: address("updates")
			}
		]
	} };
}
// src/console/object/object-history.ts
const mostLooked$3 = 2e3;
const mostShown$1 = 30;
async function objectHistory({ objects, organization }, { kind, metadata: { name } }) {
	const entries = [];
	let looked = 0;
	for await (const action of objects.each(agentAction, { newestFirst: true })) {
		const { target } = action.spec;
		if (target.kind === kind && target.name === name) entries.push(entryOf(organization, action));
		if (++looked >= mostLooked$3 || entries.length >= mostShown$1) break;
	}
	return {
		entries,
		isPartial: looked >= mostLooked$3,
		isHidden: !objects.rights.may("list", agentAction).allowed
	};
}
async function auditedHistory({ sources, organization }, { kind, metadata: { name }, spec }, history) {
	const { run } = fieldsOf(spec);
	const runName = kind === "AgentDispatchRun" ? name : typeof run === "string" ? run : "";
	const lines = await sources.recordHistory({
		organization,
		record: `${kind}/${name}`,
		run: runName
	});
	const entries = [...history.entries, ...lines].sort((a, b) => b.time.localeCompare(a.time));
	return {
		...history,
		entries
	};
}
function entryOf(organization, { metadata, spec, status }) {
	return {
		time: spec.time ?? metadata.creationTimestamp,
		who: spec.actor.name,
		what: spec.action,
		href: objectAddress(organization, agentAction, metadata.name),
		...status.phase === void 0 ? {} : { phase: status.phase },
		...status.message === void 0 ? {} : { message: status.message.slice(0, 300) }
	};
}
// src/console/object/object-offers.ts
async function objectOffers(ask, kind, object) {
	const { objects, organization } = ask;
	const { name } = object.metadata;
	const scene = await reviewScene(ask, {
		kind,
		name
	}, object);
	const own = allReviews.filter((one) => !one.makes && (one.kinds?.includes(kind) ?? false));
	const remove = allReviews.filter(({ action }) => action === "delete");
	const offers = [...own, ...remove].map((review) => {
		const { action, label, isGrave = false } = review;
		const href = reviewAddress(organization, action, {
			kind: kind.plural,
			name
		});
		const answer = objects.rights.answer(review.rights(scene));
		return objects.rights.offer({
			id: action,
			word: label,
			href,
			...isGrave ? { weight: "danger" } : {}
		}, answer, review.obstacle?.(scene));
	});
	return [editOffer(ask, kind, object), ...offers];
}
function editOffer({ objects, organization }, kind, { metadata }) {
	const { name, managedByRepository } = metadata;
	const href = addressOf(organization, "objects", kind.plural, name, "edit");
	const label = managedByRepository ? "Open a pull request" : "Edit";
	if (kind.storage === "record") return {
		id: "edit",
		word: label,
		href,
		reason: "Programs write these records while agents work."
	};
	const answer = managedByRepository ? objects.rights.may("get", kind, name) : objects.rights.may("update", kind, name);
	return objects.rights.offer({
		id: "edit",
		word: label,
		href
	}, answer);
}
// src/console/object/readable-fields.ts
const mostFields = 400;
const longestValue = 4e3;
function readableFields(schema, value, root) {
	const fields = [];
	visit(structuralSchema(schema), value, root, 0, fields);
	return fields.slice(0, mostFields);
}
function visit(schema, value, path, depth, fields) {
	const { properties, items, additionalProperties } = fieldsOf(schema);
	const entries = Array.isArray(value) ? value.map((one, at) => [String(at), one]) : Object.entries(fieldsOf(value));
	for (const [name, inner] of entries) {
		if (fields.length >= mostFields) return;
		const known = Object.hasOwn(fieldsOf(properties), name) ? fieldsOf(properties)[name] : items ?? additionalProperties;
		const { description } = fieldsOf(known);
		const at = Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`;
		const field = {
			path: at,
			label: Array.isArray(value) ? `${Number(name) + 1}` : name,
			depth,
			...typeof description === "string" && !Array.isArray(value) ? { description } : {}
		};
		if (isPlain(inner)) fields.push({
			...field,
			value: textOf(inner)
		});
		else {
			fields.push(field);
			visit(known, inner, at, depth + 1, fields);
		}
	}
}
function isPlain(value) {
	if (Array.isArray(value)) return value.every((one) => !isRecord(one));
	return !isRecord(value);
}
function textOf(value) {
	const text = Array.isArray(value) ? value.map(String).join(", ") : String(value ?? "");
	return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
// src/console/models/object-kinds.ts
const countedMost = 100;
async function loadObjectKinds({ organization, objects }) {
	const kinds = [];
	for (const kind of allKinds) {
		const page = await objects.listed(kind, { limit: countedMost });
		kinds.push({
			kind: kind.kind,
			plural: kind.plural,
			summary: kind.summary,
			href: listAddress(organization, kind),
			writtenBy: kind.storage === "config" ? "people" : "programs",
			...page && {
				count: page.items.length,
				isMore: page.continue !== void 0
			}
		});
	}
	return { model: { kinds } };
}
// src/console/models/plots/queue-plot.ts
const hourMs = 36e5;
function queuePlotFrom(now) {
	return new Date(Math.floor(now.getTime() / hourMs) * hourMs - 23 * hourMs);
}
function queuePlot(samples, now) {
	const steps = {
		from: queuePlotFrom(now),
		stepMs: sampleStepMs,
		count: 24 * hourMs / sampleStepMs
	};
	const places = stepStarts(steps).map(clockWords);
	const queued = mostInSteps(samples, "Queued", steps);
	const last = lastKnown(queued);
	if (last === void 0) return void 0;
	const most = mostOf(queued);
	return {
		id: "queue-depth",
		title: "Runs that are not over, last 24 hours",
		summary: most.value === 0 ? "No run was queued whenever it was measured." : `${last} queued when it was measured last; the most were ${most.value}, at ${places[most.at]} UTC.`,
		unit: "count",
		kind: "line",
		placeName: "Time (UTC)",
		places,
		series: [
			{
				name: "Queued",
				values: queued
			},
			{
				name: "Running",
				values: mostInSteps(samples, "Running", steps)
			},
			{
				name: "Waiting for a person",
				values: mostInSteps(samples, "Waiting", steps)
			}
		]
	};
}
// src/console/models/runs/run-rows.ts
function runEntries(organization, runs) {
	return runs.map(({ metadata: { name, creationTimestamp }, spec, status }) => {
		const { prompt: _, attachments: __, host: ___, contextLabels: ____, ...shown } = spec;
		const { admission: _____, conditions: ______, message, ...state } = status;
		return {
			run: {
				metadata: { name },
				spec: {
					...shown,
					title: spec.title ?? `${spec.taskKind} (${name})`
				},
				status: {
					queuedAt: creationTimestamp,
					...state,
					...message === void 0 ? {} : { message: message.slice(0, 300) }
				}
			},
			href: objectAddress(organization, agentDispatchRun, name)
		};
	});
}
// src/console/models/overview/attention.ts
const most$3 = 20;
async function attentionList(objects, now) {
	const found = [
		...await stacks(objects),
		...await workspaces(objects),
		...await failedWrites(objects),
		...await rejected(objects, now),
		...await pauses(objects),
		...await budgets(objects),
		...await rules(objects)
	];
	const rank = {
		bad: 0,
		warn: 1,
		wait: 2
	};
	return found.toSorted((a, b) => rank[a.tone] - rank[b.tone]);
}
async function stacks(objects) {
	const found = [];
	for (const phase of ["Blocked", "Error"]) for (const stack of await inPhase(objects, agentStack, phase)) {
		const first = stack.status.conditions?.find(({ status }) => status !== "True");
		found.push({
			...entry(objects, agentStack, stack, "bad", `Stack ${phase.toLowerCase()}`),
			why: first?.message ?? "It cannot be dispatched.",
			remedy: first?.remedy
		});
	}
	return found;
}
function workspaceTrouble({ spec, status }) {
	const { git, phase } = status;
	if (phase === "Missing" || git?.missing === true) return `Its path is gone${spec.host ? ` on ${spec.host}` : ""}.`;
	if (git?.rebase === "conflicts" || (git?.conflicts ?? []).length > 0) return `It has conflicts in ${(git?.conflicts ?? []).slice(0, 5).join(", ") || "some files"}.`;
	if (status.conditions?.some((one) => one.type === "Dirty" && one.status === "True") || git?.dirty === true && (status.runs ?? []).length === 0) return `It has ${git?.uncommitted ?? "some"} changes that were not harvested.`;
	if (git?.rebase === "needed") return "Its target has moved.";
}
async function workspaces(objects) {
	const found = [];
	for (const phase of [
		"Missing",
		"Active",
		"Idle"
	]) for (const workspace of await inPhase(objects, agentWorkspace, phase, 200)) {
		const why = workspaceTrouble(workspace);
		if (why !== void 0) found.push({
			...entry(objects, agentWorkspace, workspace, phase === "Missing" ? "bad" : "warn", "Workspace"),
			why
		});
	}
	return found.slice(0, most$3);
}
async function failedWrites(objects) {
	return (await inPhase(objects, agentApproval, "ApplyFailed")).map((approval) => ({
		...entry(objects, agentApproval, approval, "bad", "Write-back failed"),
		why: approval.status.result ?? "It was approved and could not be done.",
		remedy: "Fix what the result names, then ask for the write-back again."
	}));
}
async function rejected(objects, now) {
	const since = new Date(now.getTime() - 864e5).toISOString();
	return (await inPhase(objects, agentTriggerExecution, "Rejected")).filter(({ spec }) => spec.time >= since).map((execution) => ({
		...entry(objects, agentTriggerExecution, execution, "warn", `Rejected by ${execution.spec.triggerRule}`),
		href: `${objectAddress(objects.organization, agentTriggerRule, execution.spec.triggerRule)}#executions`,
		why: execution.spec.reason ?? "Its policy refused it.",
		since: execution.spec.time
	}));
}
async function pauses(objects) {
	return (await inPhase(objects, agentPause, "Active")).map((pause) => ({
		...entry(objects, agentPause, pause, "wait", `${pause.spec.target.kind} ${pause.spec.target.name} is stopped`),
		why: `${pause.spec.reason}${pause.spec.by ? ` (${pause.spec.by.name})` : ""}`,
		remedy: pause.spec.until === void 0 ? "Delete the pause to go on." : `It ends by itself at ${pause.spec.until}.`
	}));
}
async function budgets(objects) {
	return ((await objects.listed(agentBudget, { limit: 200 }))?.items ?? []).flatMap((budget) => {
		const spent = budget.status.conditions?.find(({ type, status }) => type === "Within" && status === "False");
		return spent ? [{
			...entry(objects, agentBudget, budget, "bad", "Budget used up"),
			why: spent.message,
			remedy: spent.remedy
		}] : [];
	});
}
async function rules(objects) {
	return (await inPhase(objects, agentTriggerRule, "Invalid")).map((rule) => ({
		...entry(objects, agentTriggerRule, rule, "bad", "Rule invalid"),
		why: rule.status.conditions?.find(({ status }) => status === "False")?.message ?? "It names what does not exist."
	}));
}
async function inPhase(objects, kind, phase, limit = most$3) {
	const fields = [{
		field: "status.phase",
		equals: true,
		value: phase
	}];
	const newestFirst = kind.storage === "record";
	return (await objects.listed(kind, {
		fields,
		limit,
		newestFirst
	}))?.items ?? [];
}
function entry({ organization }, kind, { metadata: { name, creationTimestamp } }, tone, what) {
	return {
		tone,
		what,
		name,
		href: objectAddress(organization, kind, name),
		since: creationTimestamp
	};
}
// src/console/models/overview/overview.ts
const counted = [
	[
		"Running",
		agentDispatchRun,
		"Running"
	],
	[
		"Queued",
		agentDispatchRun,
		"Queued"
	],
	[
		"Waiting for a person",
		agentDispatchRun,
		"Waiting"
	],
	[
		"To decide",
		agentApproval,
		"Pending"
	],
	[
		"Stacks blocked",
		agentStack,
		"Blocked"
	],
	[
		"Workspaces missing",
		agentWorkspace,
		"Missing"
	]
];
const [mostCounted, mostShown] = [100, 10];
async function loadOverview(ask) {
	const { organization, objects, now } = ask;
	const active = [];
	for (const phase of [
		"Running",
		"Waiting",
		"Queued"
	]) active.push(...(await newest(objects, agentDispatchRun, phase))?.items ?? []);
	const pending = await newest(objects, agentApproval, "Pending");
	const mayListRuns = objects.rights.may("list", agentDispatchRun).allowed;
	const model = {
		counters: await counters(objects),
		attention: await attentionList(objects, now),
		runs: mayListRuns ? runEntries(organization, active) : void 0,
		approvals: pending && approvalTable(organization, pending.items, "Nothing waits for a person."),
		plots: [],
		sections: [...await ruleHealth(objects), ...await activity(objects)]
	};
	return {
		model,
		finish: async () => ({
			...model,
			plots: await overviewPlots(ask)
		})
	};
}
async function overviewPlots({ organization, objects, sources, now }) {
	const asked = { namespace: organization };
	const plots = [];
	if (objects.rights.may("list", agentDispatchRun).allowed) {
		const samples = await sources.samples({
			...asked,
			figure: "runs",
			since: queuePlotFrom(now)
		});
		plots.push(...[queuePlot(samples, now) ?? []].flat());
	}
	if (objects.rights.may("list", { plural: "environments" }).allowed) {
		const since = fortnightBefore(now);
		const samples = await sources.samples({
			...asked,
			figure: "env-directories",
			since
		});
		plots.push(...[driftPlot(samples, now) ?? []].flat());
	}
	return plots;
}
async function counters(objects) {
	const queries = counted.map(([, kind, phase]) => ({
		kind,
		phase
	}));
	const counts = await objects.counted(queries, mostCounted + 1);
	return counted.flatMap(([label, kind, phase], at) => {
		const found = counts[at];
		if (found === void 0) return [];
		const href = withQuery(listAddress(objects.organization, kind), { phase });
		const value = Math.min(found, mostCounted);
		return [{
			label,
			kind: kind.kind,
			phase,
			value,
			more: found > mostCounted,
			href
		}];
	});
}
async function ruleHealth(objects) {
	const { organization } = objects;
	const page = await objects.listed(agentTriggerRule, { limit: 50 });
	if (!page) return [];
	return [{
		id: "rules",
		title: "Rule health",
		table: {
			columns: [
				"Rule",
				"Status",
				"Stack",
				"Created",
				"Coalesced",
				"Rejected",
				"Waiting",
				"Last"
			],
			rows: page.items.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentTriggerRule, name),
					phaseShown(agentTriggerRule, status.phase ?? spec.lifecycle),
					objectLink(organization, agentStack, spec.agentStack),
					status.executions?.created ?? 0,
					status.executions?.coalesced ?? 0,
					status.executions?.rejected ?? 0,
					status.executions?.waiting ?? 0,
					timeShown(status.lastExecutionTime)
				]
			})),
			empty: "No rule is declared, so no event starts a run."
		}
	}];
}
async function activity(objects) {
	const { organization } = objects;
	const workspaces = await newest(objects, agentWorkspace, "Active");
	const sessions = await newest(objects, agentSession, "Live");
	return [...workspaces ? [{
		id: "workspaces",
		title: "Workspaces at work",
		table: {
			columns: [
				"Workspace",
				"Repository",
				"Branch",
				"Runs",
				"Last used"
			],
			rows: workspaces.items.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentWorkspace, name),
					spec.repository,
					status.git?.branch ?? null,
					{ several: (status.runs ?? []).slice(0, 5).map((run) => objectLink(organization, agentDispatchRun, run)) },
					timeShown(status.lastUsedAt)
				]
			})),
			empty: "No agent is at work in a workspace."
		}
	}] : [], ...sessions ? [{
		id: "sessions",
		title: "Sessions that are live",
		table: {
			columns: [
				"Session",
				"Run",
				"Client",
				"Messages",
				"Last said"
			],
			rows: sessions.items.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentSession, name),
					objectLink(organization, agentDispatchRun, spec.run),
					status.adapter ?? null,
					status.messages ?? null,
					timeShown(status.lastEventAt)
				]
			})),
			empty: "No conversation is live."
		}
	}] : []];
}
async function newest(objects, kind, phase) {
	const fields = [{
		field: "status.phase",
		equals: true,
		value: phase
	}];
	return await objects.listed(kind, {
		fields,
		newestFirst: true,
		limit: mostShown
	});
}
const overviewWatches = [
	agentDispatchRun,
	agentApproval,
	agentStack,
	agentTriggerRule,
	agentTriggerExecution,
	agentWorkspace,
	agentSession,
	agentPause,
	agentBudget
];
// src/console/search/search-objects.ts
const jumpKinds = [
	agentDispatchRun,
	agentApproval,
	agentSession,
	agentWorkspace,
	agentTriggerRule,
	agentStack
];
const searchedKinds = [
	...jumpKinds,
	workItem,
	...configKinds.filter((kind) => !jumpKinds.some((one) => one.kind === kind.kind))
];
const mostLooked$2 = 2e3;
const longestMs = 1e3;
async function searchObjects(objects, text, { kinds, most, elapsed }) {
	const words = text.toLowerCase().slice(0, 200).split(/\s+/).filter((word) => word !== "").slice(0, 10);
	const groups = [];
	const start = elapsed();
	for (const kind of kinds) {
		const found = [];
		let [looked, isPartial] = [0, false];
		for await (const object of objects.each(kind, { newestFirst: kind.storage === "record" })) {
			if (elapsed() - start > longestMs || looked++ >= mostLooked$2 || found.length >= most) {
				isPartial = true;
				break;
			}
			if (words.every((word) => wordsOf(object).includes(word))) found.push(object);
		}
		if (found.length === 0 && !isPartial) continue;
		const hits = found.map((object) => hitOf(objects, kind, object));
		groups.push({
			group: {
				kind: kind.kind,
				plural: kind.plural,
				hits,
				isPartial
			},
			found
		});
	}
	return groups;
}
function wordsOf({ metadata, spec }) {
	const { title, repository, run, agentStack: stack } = fieldsOf(spec);
	return [
		metadata.name,
		title,
		repository,
		run,
		stack
	].filter((one) => typeof one === "string").join(" ").toLowerCase();
}
function hitOf({ organization }, kind, { metadata: { name }, spec, status }) {
	const [{ title }, { phase }] = [fieldsOf(spec), fieldsOf(status)];
	return {
		name,
		href: objectAddress(organization, kind, name),
		...typeof title === "string" ? { title } : {},
		...typeof phase === "string" ? { phase } : {}
	};
}
// src/console/models/palette.ts
const [mostOfKind, mostWithActions] = [5, 12];
async function loadPalette(ask) {
	const { organization, objects, query } = ask;
	const text = (query.get("q") ?? "").slice(0, 200);
	const elapsed = () => performance.now();
	const found = await searchObjects(objects, text, {
		kinds: jumpKinds,
		most: mostOfKind,
		elapsed
	});
	const entries = pagesOf(organization, text);
	let offered = 0;
	for (const { group, found: resources } of found) for (const [at, hit] of group.hits.entries()) {
		const kind = jumpKinds.find((one) => one.kind === group.kind);
		const object = resources[at];
		const actions = (kind && object && offered++ < mostWithActions ? await objectOffers(ask, kind, object) : []).filter(({ reason }) => reason === void 0).map(({ word, href, weight }) => ({
			word,
			href,
			weight
		}));
		entries.push({
			label: hit.title ?? hit.name,
			what: `${group.kind} ${hit.name}`,
			href: hit.href,
			actions,
			...hit.phase === void 0 ? {} : { phase: hit.phase }
		});
	}
	return { model: {
		text,
		entries,
		isPartial: found.some(({ group }) => group.isPartial)
	} };
}
function pagesOf(organization, text) {
	return [
		["Overview", "agents"],
		[
			"Dispatch an agent",
			"agents",
			"dispatch",
			"new"
		],
		[
			"Drafts",
			"agents",
			"drafts"
		],
		["Objects of all kinds", "objects"]
	].filter(([label]) => label.toLowerCase().includes(text.trim().toLowerCase())).map(([label, ...parts]) => ({
		label,
		what: "Page",
		href: addressOf(organization, ...parts),
		actions: []
	}));
}
// src/console/models/permissions.ts
const permissionsPage = {
	resource: agentRoleBinding.plural,
	load: async ({ organization, sources, rights }) => {
		const { edges, nodes, missing } = await sources.accessGraph();
		const isGrant = ({ to }) => /^(?:secret|config)\//.test(to);
		return {
			watches: [agentRole, agentRoleBinding],
			model: {
				bindings: edges.filter((edge) => !isGrant(edge)),
				grants: edges.filter(isGrant),
				roles: nodes.flatMap(({ id, rules }) => rules ? [{
					name: id,
					rules
				}] : []),
				missing,
				lists: [{
					word: "All bindings",
					href: listAddress(organization, agentRoleBinding)
				}, {
					word: "All roles",
					href: listAddress(organization, agentRole)
				}],
				offers: [rights.offer({
					id: "bind",
					word: "Bind a role",
					href: `${listAddress(organization, agentRoleBinding)}/new`
				}, rights.may("create", agentRoleBinding))]
			}
		};
	}
};
// src/console/models/repositories.ts
const lookedAt = 500;
async function loadRepositories({ organization, objects }) {
	const rows = new Map();
	const count = (repository, what, time) => {
		const key = repository.toLowerCase();
		const row = rows.get(key) ?? {
			repository,
			runs: 0,
			workspaces: 0,
			deliveries: 0,
			href: addressOf(organization, "repositories", repository, "code")
		};
		const lastSeen = row.lastSeen === void 0 || row.lastSeen < time ? time : row.lastSeen;
		rows.set(key, {
			...row,
			[what]: row[what] + 1,
			lastSeen
		});
	};
	const newest = {
		newestFirst: true,
		limit: lookedAt
	};
	for (const { metadata, spec } of (await objects.listed(agentDispatchRun, newest))?.items ?? []) count(spec.repository, "runs", metadata.creationTimestamp);
	for (const { metadata, spec } of (await objects.listed(agentWorkspace, newest))?.items ?? []) count(spec.repository, "workspaces", metadata.creationTimestamp);
	for (const { metadata, spec } of (await objects.listed(webhookDelivery, newest))?.items ?? []) if (spec.repository !== void 0) count(spec.repository, "deliveries", metadata.creationTimestamp);
	return { model: { repositories: [...rows.values()].sort((a, b) => a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : 0) } };
}
// src/console/models/repository/board.ts
const unlabelled = "no label";
async function repositoryBoard({ organization, objects }, own, { repository, issue }) {
	const found = ((await objects.listed(workItem, own))?.items ?? []).filter((item) => isItemOf(issue, item));
	const labels = [...new Set(found.map(({ spec }) => spec.state ?? unlabelled))].sort();
	const inLane = (label) => found.filter(({ spec }) => (spec.state ?? unlabelled) === label);
	const rules = await Array.fromAsync(objects.each(agentTriggerRule));
	const limits = boardLimits(rules, repository);
	return labels.map((label) => ({
		label,
		limit: limits.get(foldedName(label)),
		items: inLane(label).map((item) => ({
			name: item.metadata.name,
			title: item.spec.title ?? `${item.spec.target.kind} ${item.spec.target.id}`,
			phase: item.status.phase ?? "Open",
			href: issue === void 0 && item.spec.target.kind === "issue" ? addressOf(organization, "repositories", repository, "issues", item.spec.target.id) : objectAddress(organization, workItem, item.metadata.name),
			moves: movesOf(objects, item, labels.filter((one) => one !== label && one !== unlabelled))
		}))
	}));
}
function movesOf({ organization, rights }, { metadata: { name }, spec: { repository, runs = [] } }, labels) {
	const answer = rights.mayDo("write-back", {
		name: runs.at(-1),
		repository
	});
	const obstacle = runs.length === 0 ? {
		reason: "No run has worked on it.",
		remedy: "Dispatch an agent on it, or set the label on the forge."
	} : void 0;
	const offer = (to) => {
		const href = reviewAddress(organization, "move", {
			kind: workItem.plural,
			name,
			to
		});
		const id = to === void 0 ? `move-${name}` : `move-${name}-${to}`;
		return rights.offer({
			id,
			word: to === void 0 ? "Another label" : `To ${to}`,
			href
		}, answer, obstacle);
	};
	return answer.allowed && !obstacle ? [...labels.map(offer), offer(void 0)] : [offer(void 0)];
}
// src/console/models/repository/repository-agents.ts
async function linkedStacks({ organization, objects }) {
	return (await Array.fromAsync(objects.each(agentStack))).map(({ metadata, spec, status }) => ({
		name: metadata.name,
		href: objectAddress(organization, agentStack, metadata.name),
		phase: status.phase ?? "Pending",
		text: spec.title ?? spec.baseAgent,
		since: metadata.creationTimestamp
	}));
}
async function linkedRules({ organization, objects }, repository) {
	return (await Array.fromAsync(objects.each(agentTriggerRule))).filter(({ spec }) => {
		const patterns = spec.match?.repositories;
		return patterns === void 0 || patterns.some((pattern) => isRepositoryOf(pattern, repository));
	}).map(({ metadata, spec, status }) => ({
		name: metadata.name,
		href: objectAddress(organization, agentTriggerRule, metadata.name),
		phase: status.phase ?? spec.lifecycle,
		text: `${spec.sources.join(", ")} → ${spec.agentStack}`,
		since: metadata.creationTimestamp
	}));
}
// src/console/models/repository/repository-offers.ts
function dispatchOffer({ organization, objects }, repository, issue) {
	const query = {
		repository,
		...issue === void 0 ? {} : { issue: String(issue) }
	};
	const href = withQuery(addressOf(organization, "agents", "dispatch", "new"), query);
	return objects.rights.offer({
		id: "dispatch",
		word: "Dispatch an agent",
		href,
		icon: "play",
		weight: "first"
	}, objects.rights.mayDo("dispatch", { repository }));
}
function workspaceOffer({ organization, objects }, repository) {
	const href = withQuery(addressOf(organization, "workspaces", "new"), { "spec.repository": repository });
	return objects.rights.offer({
		id: "workspace",
		word: "New workspace",
		href,
		icon: "folder"
	}, objects.rights.may("create", agentWorkspace));
}
// src/console/models/repository/repository-work.ts
async function linkedWorkspaces({ organization, objects }, own, issue) {
	return ((await objects.listed(agentWorkspace, own))?.items ?? []).filter((workspace) => isWorkspaceOf(issue, workspace)).map((workspace) => ({
		name: workspace.metadata.name,
		href: objectAddress(organization, agentWorkspace, workspace.metadata.name),
		phase: workspace.status.phase ?? "Provisioning",
		text: workspaceText(workspace),
		since: workspace.metadata.creationTimestamp
	}));
}
function workspaceText(workspace) {
	const { spec, status } = workspace;
	const owner = spec.ownerRef ? `${spec.ownership} ${spec.ownerRef.id}` : spec.ownership;
	const words = [
		status.git?.branch,
		owner,
		spec.trustTier
	].filter((word) => word !== void 0);
	const trouble = workspaceTrouble(workspace);
	return `${words.join(", ")}${trouble === void 0 ? "" : `. ${trouble}`}`;
}
async function linkedSessions({ organization, objects }, runs) {
	return ((await objects.listed(agentSession, {
		newestFirst: true,
		limit: 200
	}))?.items ?? []).filter(({ spec }) => runs.has(spec.run)).map(({ metadata, spec, status }) => ({
		name: metadata.name,
		href: objectAddress(organization, agentSession, metadata.name),
		phase: status.phase ?? "Pending",
		text: spec.run,
		since: metadata.creationTimestamp
	}));
}
async function linkedApprovals({ organization, objects }, runs) {
	return ((await objects.listed(agentApproval, {
		newestFirst: true,
		limit: 200
	}))?.items ?? []).filter(({ spec }) => runs.has(spec.run)).map(({ metadata, spec, status }) => ({
		name: metadata.name,
		href: objectAddress(organization, agentApproval, metadata.name),
		phase: status.phase ?? "Pending",
		text: spec.title ?? spec.action,
		since: metadata.creationTimestamp
	}));
}
async function linkedDeliveries({ organization, objects }, own) {
	return ((await objects.listed(webhookDelivery, own))?.items ?? []).map(({ metadata, spec, status }) => ({
		name: metadata.name,
		href: objectAddress(organization, webhookDelivery, metadata.name),
		phase: status.phase ?? "Received",
		text: spec.action === void 0 ? spec.event : `${spec.event} ${spec.action}`,
		since: metadata.creationTimestamp
	}));
}
// src/console/models/repository/run-of-repository.ts
function runOfRepository(organization, { metadata, spec, status }) {
	return {
		name: metadata.name,
		href: objectAddress(organization, agentDispatchRun, metadata.name),
		title: spec.title ?? spec.taskKind,
		phase: status.phase ?? "Queued",
		stack: spec.agentStack,
		source: spec.source,
		target: spec.target && `${spec.target.kind} ${spec.target.id}`,
		since: metadata.creationTimestamp
	};
}
// src/console/models/repository/repository.ts
const tabNames = [
	["code", "Code"],
	["pull-requests", "Pull requests"],
	["issues", "Issues"],
	["runs", "Runs"],
	["hooks", "Deliveries"],
	["workspaces", "Workspaces"],
	["settings/agents", "Agents"]
];
const most$2 = 50;
async function loadRepository(ask) {
	const { organization, objects, params } = ask;
	const tab = params.tab ?? "code";
	const repository = repositoryOf(organization, params.repo ?? "");
	const word = tabNames.find(([name]) => name === tab)?.[1] ?? tab;
	const issue = issueOfAddress(params.issue);
	const limit = issue === void 0 ? most$2 : 500;
	const own = {
		fields: parseFieldSelector(`spec.repository=${repository}`),
		newestFirst: true,
		limit
	};
	const shown = ((await objects.listed(agentDispatchRun, own))?.items ?? []).filter((run) => isRunOn(issue, run) && (tab !== "pull-requests" || run.spec.target?.kind === "pull_request"));
	const isTab = (...names) => names.includes(tab);
	const runNames = new Set(shown.map(({ metadata }) => metadata.name));
	return {
		title: issue === void 0 ? `${repository}: ${word}` : `${repository}: issue ${issue}`,
		crumbs: [
			{
				word: "Repositories",
				href: addressOf(organization, "repositories")
			},
			{
				word: repository,
				href: addressOf(organization, "repositories", repository, "code")
			},
			...issue === void 0 ? [] : [{
				word,
				href: addressOf(organization, "repositories", repository, ...tab.split("/"))
			}]
		],
		model: {
			repository,
			tab,
			tabs: tabNames.map(([name, label]) => ({
				word: label,
				href: addressOf(organization, "repositories", repository, ...name.split("/"))
			})),
			offers: [dispatchOffer(ask, repository, issue), ...isTab("code", "pull-requests", "issues", "workspaces") ? [workspaceOffer(ask, repository)] : []],
			runs: isTab("code", "pull-requests", "issues", "runs") ? shown.map((run) => runOfRepository(organization, run)) : [],
			workspaces: isTab("code", "workspaces", "pull-requests", "issues") ? await linkedWorkspaces(ask, own, issue) : [],
			sessions: isTab("code", "pull-requests", "issues") ? await linkedSessions(ask, runNames) : [],
			approvals: isTab("pull-requests") ? await linkedApprovals(ask, runNames) : [],
			deliveries: isTab("hooks") ? await linkedDeliveries(ask, own) : [],
			...isTab("settings/agents") ? {
				stacks: await linkedStacks(ask),
				rules: await linkedRules(ask, repository)
			} : {
				stacks: [],
				rules: []
			},
			board: isTab("issues") ? await repositoryBoard(ask, own, {
				repository,
				issue
			}) : []
		}
	};
}
function repositoryOf(organization, given) {
	const repository = given.includes("/") ? given : `${organization}/${given}`;
	if (/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repository)) return repository;
	throw new PageRefused(404, `repository ${given}`);
}
// src/console/models/rules/rule-dry-run.ts
function dryRunModel(organization, result) {
	const { matched, checks, dedupeKey, concurrencyKey, execution, context } = result;
	const { decision, code, reason } = execution?.spec ?? {};
	return {
		matched,
		sections: [
			{
				id: "dry-run-match",
				title: "Match",
				table: {
					columns: [
						"Demand",
						"Holds",
						"Why"
					],
					rows: checks.map(({ member, holds, said }) => ({
						key: member,
						cells: [
							{ code: member },
							{
								phase: holds ? "Matched" : "Ignored",
								kind: "WebhookDelivery"
							},
							said
						]
					})),
					empty: "It demands nothing."
				}
			},
			{
				id: "dry-run-policy",
				title: "Key and policy",
				facts: knownFacts({
					"Dedupe key": { code: dedupeKey },
					"Concurrency key": concurrencyKey === void 0 ? null : { code: concurrencyKey },
					"Would come to": decision ?? "nothing: it does not match",
					Code: code,
					Reason: reason,
					"Would wait for room": execution?.isHeld ? "yes" : null,
					"Would cancel": execution && execution.cancel.length > 0 ? { several: [...execution.cancel] } : null,
					Run: execution?.run?.name
				})
			},
			{
				id: "dry-run-context",
				title: "Context",
				summary: context.problem,
				facts: knownFacts({ Labels: objectLinks(organization, agentContextLabel, context.labels) }),
				text: context.prompt
			}
		]
	};
}
// src/console/models/rules/rule-executions.ts
function executionTable(organization, executions, next) {
	return {
		columns: [
			"Execution",
			"Came to",
			"Run",
			"Key",
			"Group",
			"Reason",
			"Actor",
			"Delivery",
			"Dry run",
			"Time"
		],
		rows: executions.map(({ metadata, spec, status }) => ({
			key: metadata.name,
			cells: [
				objectLink(organization, agentTriggerExecution, metadata.name),
				phaseShown(agentTriggerExecution, status.phase ?? spec.decision),
				objectLink(organization, agentDispatchRun, spec.run),
				spec.dedupeKey === void 0 ? null : { code: spec.dedupeKey },
				spec.concurrencyKey === void 0 ? null : { code: spec.concurrencyKey },
				spec.reason === void 0 ? null : spec.code === void 0 ? spec.reason : `${spec.code}: ${spec.reason}`,
				spec.actor ?? null,
				objectLink(organization, webhookDelivery, spec.delivery),
				{
					link: `${withQuery(objectAddress(organization, agentTriggerRule, spec.triggerRule), { delivery: spec.delivery })}#dry-run`,
					text: "Try it again"
				},
				{ time: spec.time }
			]
		})),
		empty: "No event has matched it yet.",
		next
	};
}
function executionStates(organization, executions) {
	const newest = executions.find(({ spec, status }) => (status.phase ?? spec.decision) === "Rejected" || spec.decision === "Coalesced");
	if (!newest || newest !== executions[0]) return [];
	return [executionState(organization, newest)];
}
function executionState(organization, { metadata, spec, status }) {
	const run = spec.run;
	if ((status.phase ?? spec.decision) === "Coalesced") return {
		state: "AutomationCoalesced",
		happened: `The event of the delivery ${spec.delivery} joined ${run === void 0 ? "a run" : `the run ${run}`} that was there: both have the key ${spec.dedupeKey ?? spec.concurrencyKey ?? ""}.${spec.reason === void 0 ? "" : ` ${spec.reason}`}`,
		holds: "No second run was made; the one that is there goes on, and counts the event.",
		remedy: "Look at the run; to start another one, wait for its end, or dispatch by hand.",
		links: run === void 0 ? [] : [{
			link: objectAddress(organization, agentDispatchRun, run),
			text: `The run ${run}`
		}]
	};
	return {
		state: "AutomationRejected",
		happened: `The event of the delivery ${spec.delivery}${spec.actor === void 0 ? "" : `, which ${spec.actor} caused,`} matched, and was refused: ${spec.code === void 0 ? "" : `${spec.code}: `}${spec.reason ?? "its policy does not allow it"}.`,
		holds: "No run was made. The delivery is stored with its payload.",
		remedy: "Fix what the reason names, then replay the delivery.",
		links: [
			{
				link: objectAddress(organization, webhookDelivery, spec.delivery),
				text: `The delivery ${spec.delivery}`
			},
			{
				link: reviewAddress(organization, "replay", {
					kind: webhookDelivery.plural,
					name: spec.delivery
				}),
				text: "Replay it"
			},
			{
				link: objectAddress(organization, agentTriggerExecution, metadata.name),
				text: "What was decided"
			}
		]
	};
}
// src/console/models/rules/rule-offers.ts
function ruleOffers({ organization, rights }, { metadata: { name, managedByRepository } }, delivery) {
	const own = addressOf(organization, "objects", agentTriggerRule.plural, name);
	return [
		rights.offer({
			word: "Edit",
			href: `${own}/edit`
		}, rights.may("update", agentTriggerRule, name), managedByRepository ? {
			reason: "The repository declares this rule.",
			remedy: "Change its file by a pull request; the object's page offers to open one."
		} : void 0),
		rights.offer({
			word: "Pause the rule",
			href: reviewAddress(organization, "pause", {
				kind: "agentpauses",
				"spec.target.kind": agentTriggerRule.kind,
				"spec.target.name": name
			}),
			weight: "danger"
		}, rights.mayDo("pause", {})),
		rights.offer({
			word: "Replay its newest delivery",
			href: reviewAddress(organization, "replay", {
				kind: webhookDelivery.plural,
				name: delivery
			})
		}, rights.mayDo("replay", delivery === void 0 ? {} : { name: delivery }), delivery === void 0 ? {
			reason: "It has had no delivery.",
			remedy: "Wait for an event, or dispatch by hand."
		} : void 0),
		{
			id: "yaml",
			word: "YAML and history",
			href: own
		}
	];
}
// src/console/models/rules/rule.ts
const [pageSize$5, lookAtMost$5, mostDeliveries] = [
	25,
	2e3,
	50
];
async function loadRule(ask) {
	const { organization, objects, params, query, sources } = ask;
	const rule = await objects.get(agentTriggerRule, params.name ?? "");
	const { metadata, spec, status } = rule;
	const { name } = metadata;
	const address = objectAddress(organization, agentTriggerRule, name);
	const place = new ListFilters(address, query, []);
	const executions = await objects.listed(agentTriggerExecution, {
		fields: [{
			field: "spec.triggerRule",
			equals: true,
			value: name
		}],
		newestFirst: true,
		limit: pageSize$5,
		lookAtMost: lookAtMost$5,
		continue: place.place
	});
	const found = executions?.items ?? [];
	const delivery = (query.get("delivery") ?? "").trim();
	const offer = objects.rights.offer({
		word: "Dry run",
		href: address
	}, objects.rights.mayDo("dry-run", { stack: spec.agentStack }));
	const model = {
		status: phaseShown(agentTriggerRule, status.phase ?? spec.lifecycle),
		states: place.place === void 0 ? executionStates(organization, found) : [],
		offers: ruleOffers(objects, rule, found[0]?.spec.delivery),
		sections: [
			specSection(organization, rule),
			matchSection(rule),
			policySection(rule),
			{
				id: "conditions",
				title: "Conditions",
				folded: (status.conditions ?? []).length === 0,
				conditions: status.conditions
			}
		],
		executions: executionTable(organization, found, place.next(executions?.continue)),
		dryRun: {
			action: address,
			delivery,
			offer,
			deliveries: await newestDeliveries(ask)
		}
	};
	const isTried = delivery !== "" && offer.reason === void 0;
	return {
		title: spec.title ?? name,
		crumbs: [{
			word: "Rules",
			href: listAddress(organization, agentTriggerRule)
		}],
		model,
		...isTried ? { finish: async () => ({
			...model,
			dryRun: {
				...model.dryRun,
				...await tried(name, delivery)
			}
		}) } : {}
	};
	async function tried(ruleName, of) {
		try {
			const result = await sources.dryRun(ruleName, of);
			return { result: dryRunModel(organization, result) };
		} catch (caught) {
			if (caught instanceof IdentikitError) return { problem: `${caught.message}. ${caught.remedy}` };
			throw caught;
		}
	}
}
async function newestDeliveries({ objects }) {
	return ((await objects.listed(webhookDelivery, {
		newestFirst: true,
		limit: mostDeliveries
	}))?.items ?? []).map(({ metadata: { name }, spec }) => ({
		name,
		words: [
			spec.event,
			spec.action,
			spec.repository,
			spec.target && `${spec.target.kind} ${spec.target.id}`
		].filter((word) => word !== void 0).join(" ")
	}));
}
function specSection(organization, { spec, status }) {
	return {
		id: "rule",
		title: "Rule",
		facts: knownFacts({
			Lifecycle: spec.lifecycle,
			Events: spec.sources.join(", ").replaceAll("_", " "),
			Schedule: spec.schedule === void 0 ? null : { code: spec.schedule },
			Starts: objectLink(organization, agentStack, spec.agentStack),
			Task: spec.taskKind,
			Prompt: spec.prompt,
			"Context labels": objectLinks(organization, agentContextLabel, spec.contextLabels),
			"Work item": spec.workItem && `${spec.workItem.mode}${spec.workItem.state ? ` in ${spec.workItem.state}` : ""}`,
			"Last execution": objectLink(organization, agentTriggerExecution, status.lastExecution),
			When: timeShown(status.lastExecutionTime),
			Created: status.executions?.created,
			Coalesced: status.executions?.coalesced,
			Rejected: status.executions?.rejected,
			Waiting: status.executions?.waiting
		})
	};
}
function matchSection({ spec }) {
	const { comment, forks = "never", drafts = false, bots = false, ...lists } = spec.match ?? {};
	return {
		id: "match",
		title: "What an event has to be",
		summary: "Everything has to hold; of a list, one entry has to.",
		facts: knownFacts({
			...Object.fromEntries(Object.entries(lists).flatMap(([name, values]) => values === void 0 ? [] : [[name, { several: values.map((code) => ({ code })) }]])),
			command: comment && { code: comment.command },
			forks,
			drafts: drafts ? "count" : "do not count",
			bots: bots ? "count" : "do not count"
		})
	};
}
function policySection({ spec }) {
	const { dedupePolicy, concurrencyPolicy, approval, writeBack = [] } = spec;
	return {
		id: "policy",
		title: "Policy",
		facts: knownFacts({
			"Two events are one by": (dedupePolicy?.key ?? [
				"rule",
				"repository",
				"number",
				"head"
			]).join(", "),
			"As long as": dedupePolicy?.window ?? "the run is not over",
			"At the same time": concurrencyPolicy ? `${concurrencyPolicy.limit} by ${concurrencyPolicy.group.join(", ")}; then ${concurrencyPolicy.whenFull.replaceAll("_", " ")}` : "any number",
			"Approval of each dispatch": approval
		}),
		table: {
			columns: [
				"May write back",
				"How often",
				"Approval",
				"Paths"
			],
			rows: writeBack.map(({ action, limit, approval: needed, paths = [] }) => ({
				key: action,
				cells: [
					action.replaceAll("_", " "),
					limit,
					needed,
					paths.length === 0 ? null : { several: [...paths] }
				]
			})),
			empty: "Its runs write nothing back."
		}
	};
}
// src/console/models/rules/rule-list.ts
const pageSize$4 = 100;
async function loadRuleList({ organization, objects, query }) {
	const filters = new ListFilters(listAddress(organization, agentTriggerRule), query, [{
		name: "phase",
		label: "Status",
		field: "status.phase",
		options: Object.keys(agentTriggerRule.phases ?? {})
	}, {
		name: "stack",
		label: "Stack",
		field: "spec.agentStack"
	}]);
	const page = await objects.list(agentTriggerRule, {
		fields: filters.selector,
		limit: pageSize$4,
		continue: filters.place
	});
	return { model: {
		filter: filters.form,
		create: objects.rights.offer({
			word: "New rule",
			href: addressOf(organization, "objects", agentTriggerRule.plural, "new")
		}, objects.rights.may("create", agentTriggerRule)),
		table: {
			columns: [
				"Rule",
				"Status",
				"Events",
				"Stack",
				"Task",
				"Created",
				"Coalesced",
				"Rejected",
				"Waiting",
				"Last"
			],
			rows: page.items.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentTriggerRule, name),
					phaseShown(agentTriggerRule, status.phase ?? spec.lifecycle),
					spec.sources.join(", ").replaceAll("_", " "),
					objectLink(organization, agentStack, spec.agentStack),
					spec.taskKind,
					status.executions?.created ?? 0,
					status.executions?.coalesced ?? 0,
					status.executions?.rejected ?? 0,
					status.executions?.waiting ?? 0,
					timeShown(status.lastExecutionTime)
				]
			})),
			empty: "There is no such rule. Without rules runs are started by hand only.",
			next: filters.next(page.continue)
		}
	} };
}
// src/console/models/runs/event-window.ts
const eventPage = 200;
const newestRows = 60;
const longestText = 4e3;
async function eventWindow(objects, run, attempt, from) {
	const { organization } = objects;
	const fields = [{
		field: "spec.attempt",
		equals: true,
		value: attempt
	}];
	const newest = await objects.listed(agentToolEvent, {
		fields,
		newestFirst: true,
		limit: from === void 0 ? newestRows : 1
	});
	if (!newest) return void 0;
	const total = newest.items[0]?.spec.seq ?? 0;
	const list = {
		namespace: organization,
		fields
	};
	const events = from === void 0 ? newest.items.toReversed() : (await objects.list(agentToolEvent, {
		fields,
		limit: eventPage,
		continue: afterEvent(list, newest.resourceVersion, from - 1)
	})).items;
	const address = withQuery(addressOf(organization, "agents", "runs", run, "events"), { attempt });
	const first = events[0]?.spec.seq ?? 1;
	const last = events.at(-1)?.spec.seq ?? 0;
	return {
		attempt,
		total,
		address,
		rows: events.map((event) => shownEvent(event)),
		older: first > 1 ? `${address}&from=${Math.max(1, first - eventPage)}` : void 0,
		newer: last < total ? `${address}&from=${last + 1}` : void 0
	};
}
function shownEvent({ spec }, longest = longestText) {
	const { run: _, attempt: __, text, ...event } = spec;
	if (text === void 0) return event;
	return text.length > longest ? {
		...event,
		text: text.slice(0, longest),
		truncated: true
	} : {
		...event,
		text
	};
}
// src/console/models/runs/run-context-sections.ts
function contextSections(organization, bundle, updates) {
	if (!bundle) return [];
	const { digest, createdAt, sources, layers = [], text, memory } = bundle.spec;
	return [
		{
			id: "context",
			title: "Context",
			summary: "All that the agent was told. It never changes, also for a retry.",
			facts: knownFacts({
				Bundle: objectLink(organization, agentContextBundle, bundle.metadata.name),
				Digest: digestShown(digest),
				"Put together": timeShown(createdAt),
				"Taken out": `${sources.reduce((sum, one) => sum + one.redactions, 0)} credentials`
			}),
			table: {
				columns: [
					"Source",
					"Kind",
					"Counts as",
					"Author",
					"Digest",
					"Bytes",
					"Taken out",
					"Made visible"
				],
				rows: sources.map((one, at) => ({
					key: `${at}`,
					cells: [
						one.url === void 0 ? one.name : {
							outside: one.url,
							text: one.name
						},
						one.generation === void 0 ? one.kind : `${one.kind}, generation ${one.generation}`,
						one.trust,
						one.author ?? null,
						{ digest: one.digest },
						one.truncated ? `${one.bytes}, cut off` : one.bytes,
						one.redactions,
						one.hidden ?? 0
					]
				})),
				empty: "It has no source."
			}
		},
		{
			id: "layers",
			title: "Prompt layers",
			folded: true,
			text,
			table: {
				columns: [
					"Layer",
					"Digest",
					"Bytes"
				],
				rows: layers.map((one, at) => ({
					key: `${at}`,
					cells: [
						one.name,
						{ digest: one.digest },
						one.bytes
					]
				})),
				empty: "Its layers are not on record."
			}
		},
		...memory ? [memorySection(organization, memory, updates)] : []
	];
}
function memorySection(organization, memory, updates) {
	const { repository, asked, at, commit, query = [], records = [], stale = [] } = memory;
	const search = addressOf(organization, "agents", "memory", "search");
	return {
		id: "memory",
		title: "Memory",
		summary: `Asked for as "${asked}"; that means the commit below, whatever time it is now.`,
		facts: knownFacts({
			Repository: objectLink(organization, agentMemoryRepository, repository),
			"Asked for": asked,
			Moment: timeShown(at),
			Commit: digestShown(commit),
			"Looked up": query.length === 0 ? null : { several: query },
			"Compared with now": {
				link: withQuery(addressOf(organization, "agents", "memory"), {
					repository,
					since: commit
				}),
				text: "What has changed since"
			},
			"Proposed changes": updates.length === 0 ? null : { several: updates.map((update) => ({ several: [objectLink(organization, agentMemoryUpdate, update.metadata.name), phaseShown(agentMemoryUpdate, update.status.phase ?? "Proposed")] })) }
		}),
		table: {
			columns: ["Record", "Freshness"],
			rows: records.map((path) => ({
				key: path,
				cells: [{
					link: withQuery(search, {
						repository,
						at: commit,
						path
					}),
					text: path
				}, stale.includes(path) ? "stale: not changed for long" : "fresh"]
			})),
			empty: "No record was found."
		}
	};
}
// src/console/models/runs/run-conversation.ts
const [mostMessages, mostLaneEvents, longestMessage, longestFinding] = [
	100,
	500,
	2e4,
	2e3
];
async function messagesOf(objects, attempt) {
	return (await eventsOfType(objects, attempt, "message", mostMessages)).toReversed().map((event) => shownEvent(event, longestMessage));
}
async function lanesOf(objects, attempt) {
	const events = await eventsOfType(objects, attempt, "subagent", mostLaneEvents);
	const byName = Map.groupBy(events.toReversed().map(({ spec }) => spec), ({ lane = "" }) => lane);
	byName.delete("");
	return [...byName].map(([name, own]) => laneOf(name, own));
}
function laneOf(name, events) {
	const [first, last] = [events[0], events.at(-1)];
	const status = last?.status ?? "started";
	return {
		name,
		role: events.map(({ data }) => data?.role).find((one) => typeof one === "string"),
		startedAt: first?.time,
		events: events.length,
		status: status === "started" ? "running" : status,
		finishedAt: status === "started" ? void 0 : last?.time,
		text: (last?.text ?? "").slice(0, longestFinding)
	};
}
async function eventsOfType(objects, attempt, type, limit) {
	const fields = [{
		field: "spec.attempt",
		equals: true,
		value: attempt
	}, {
		field: "spec.type",
		equals: true,
		value: type
	}];
	return (await objects.listed(agentToolEvent, {
		fields,
		newestFirst: true,
		limit
	}))?.items ?? [];
}
// src/console/models/workspaces/workspace-notices.ts
function workspaceNotices(organization, workspace) {
	const { name } = workspace.metadata;
	const { git, phase } = workspace.status;
	const conflicts = git?.conflicts ?? [];
	const links = [{
		link: objectAddress(organization, agentWorkspace, name),
		text: `The workspace ${name}`
	}];
	const found = [];
	if (phase === "Missing" || git?.missing === true) found.push({
		state: "WorkspaceMissing",
		happened: `The path of the workspace ${name} is gone${workspace.spec.host === void 0 ? "" : ` on ${workspace.spec.host}`}.`,
		holds: "Its record, its notes and its links stay, and so do harvested patches. Nothing is written back from it.",
		remedy: "Recover it from repository, commit and patch, link another path, archive it, or clean it up.",
		links
	});
	if (git?.rebase === "conflicts" || conflicts.length > 0) found.push({
		state: "WorkspaceRebaseConflicts",
		happened: `Changes of the workspace ${name} and those of its target contradict each other in ${conflicts.slice(0, 20).join(", ") || "some files"}.`,
		holds: "Both sides are kept. No branch and no pull request is written from it until that is resolved.",
		remedy: "Try to resolve them automatically, open an editor and mark the rebase as resolved, or abort it.",
		links
	});
	else if (git?.rebase === "needed") found.push({
		state: "WorkspaceRebaseNeeded",
		happened: `The target of the workspace ${name} has moved${git.behind === void 0 ? "" : `: it is ${git.behind} commits behind`}.`,
		holds: "Its changes are as they were, on the commit that they were made on.",
		remedy: "Start a rebase before its changes are written back.",
		links
	});
	return found;
}
// src/console/models/runs/run-notices.ts
function runNotices(facts) {
	return [
		...oldAddress(facts),
		...unbound(facts),
		...blocked(facts),
		...drift(facts),
		...changesRequested(facts),
		...facts.workspace ? workspaceNotices(facts.organization, facts.workspace) : []
	];
}
function oldAddress({ from, run }) {
	if (from === void 0) return [];
	return [{
		state: "LegacyRunRedirect",
		happened: `You came by an address of before: ${from}.`,
		holds: `It stands for the run ${run.metadata.name}, with the same repository, source and session.`,
		remedy: "Use the address of this page from now on; the old one goes on leading here.",
		links: []
	}];
}
function unbound({ attempt, run }) {
	if (attempt?.status.phase !== "Running" || attempt.status.clientSessionId !== void 0) return [];
	return [{
		state: "SessionBindingPending",
		happened: `The attempt ${attempt.metadata.name} is under way, and its client has given the conversation no name yet.`,
		holds: `The run goes on${attempt.status.heartbeat === void 0 ? "" : `; its runner reported last at ${attempt.status.heartbeat}`}. Its events are stored.`,
		remedy: `Wait, or cancel ${run.metadata.name} and retry it: without a name the conversation cannot be resumed later.`,
		links: []
	}];
}
function blocked({ organization, approvals, run }) {
	const pending = approvals.filter(({ status }) => (status.phase ?? "Pending") === "Pending");
	const waits = run.status.conditions?.find(({ type, status }) => type === "ApprovalBlocked" && status === "True");
	if (pending.length === 0 && !waits) return [];
	const asked = [...new Set(pending.map(({ spec }) => spec.action.replaceAll("_", " ")))].join(", ");
	return [{
		state: "ApprovalBlocked",
		happened: waits?.message ?? `A person has to decide about this: ${asked}.`,
		holds: run.status.phase === "Waiting" ? "Nothing goes on before that; what was done so far is kept." : "The run itself is not held up; nothing of it is written back before that.",
		remedy: "Decide:",
		links: pending.slice(0, 10).map(({ metadata: { name }, spec }) => ({
			link: objectAddress(organization, agentApproval, name),
			text: spec.title ?? name
		}))
	}];
}
function drift({ organization, run }) {
	const current = run.status.conditions?.find(({ type }) => type === "ContextCurrent");
	if (current?.status !== "False") return [];
	return [{
		state: "ContextLabelDrift",
		happened: `Context labels have changed since the run was dispatched: ${current.message}.`,
		holds: "The run was told what its context shows below; that stays as it is, also for a retry.",
		remedy: current.remedy ?? "Dispatch it again for the labels of now.",
		links: [{
			link: objectAddress(organization, agentStack, run.spec.agentStack),
			text: `The stack ${run.spec.agentStack}`
		}]
	}];
}
function changesRequested({ organization, reviews }) {
	return reviews.filter(({ status }) => status.phase === "ChangesRequested").map(({ metadata: { name }, status }) => ({
		state: "ReviewChangesRequested",
		happened: `${status.decidedBy?.name ?? "Somebody"} wants changes of the review ${name}${status.comment === void 0 ? "" : `: ${status.comment}`}.`,
		holds: "Nothing of this run is written back until that is settled. Its artifacts are kept.",
		remedy: "Continue the run with what was asked for, or resolve the review.",
		links: [{
			link: objectAddress(organization, agentReviewArtifact, name),
			text: `The review ${name}`
		}]
	}));
}
// src/console/models/runs/run-objects.ts
const most$1 = 100;
async function readRunObjects(objects, run) {
	const { name } = run.metadata;
	const query = {
		newestFirst: true,
		limit: most$1,
		fields: [{
			field: "spec.run",
			equals: true,
			value: name
		}]
	};
	const attempts = (await objects.listed(agentDispatchAttempt, query))?.items ?? [];
	const attempt = attempts.find(({ metadata }) => metadata.name === run.status.currentAttempt) ?? attempts[0];
	const sessions = (await objects.listed(agentSession, query))?.items ?? [];
	const workspace = run.status.workspace ?? attempt?.spec.workspaceRef ?? run.spec.workspaceRef;
	return {
		run,
		attempt,
		attempts,
		approvals: (await objects.listed(agentApproval, query))?.items ?? [],
		artifacts: (await objects.listed(agentArtifact, query))?.items ?? [],
		reviews: (await objects.listed(agentReviewArtifact, query))?.items ?? [],
		memoryUpdates: (await objects.listed(agentMemoryUpdate, query))?.items ?? [],
		session: sessions.find(({ metadata }) => metadata.name === run.status.session) ?? sessions[0],
		context: await objects.seen(agentContextBundle, attempt?.spec.contextBundle ?? run.status.contextBundle),
		workspace: await objects.seen(agentWorkspace, workspace)
	};
}
// src/console/models/runs/run-offers.ts
const labels$1 = {
	cancel: "Cancel",
	retry: "Retry",
	resume: "Resume",
	fork: "Fork",
	continue: "Continue",
	"write-back": "Ask for a write-back"
};
function runOffers(rights, scene) {
	const { name } = scene.run.metadata;
	const { repository, agentStack: stack } = scene.run.spec;
	return [
		"cancel",
		"retry",
		"resume",
		"fork",
		"continue",
		"write-back"
	].map((action) => rights.offer({
		word: labels$1[action],
		href: reviewAddress(rights.organization, action, {
			kind: agentDispatchRun.plural,
			name
		}),
		...action === "cancel" ? { weight: "danger" } : {}
	}, rights.mayDo(action, {
		name,
		repository,
		stack
	}), obstacleOf$1(action, scene))).toSorted((a, b) => Number(a.reason !== void 0) - Number(b.reason !== void 0));
}
function obstacleOf$1(action, scene) {
	if (action === "write-back") return writeBackObstacle(scene);
	const { run, session } = scene;
	const phase = run.status.phase ?? "new";
	if (action === "cancel") return isOver(run) ? {
		reason: `The run is over already: it is ${phase}.`,
		remedy: "There is nothing to end."
	} : void 0;
	if (!isOver(run)) return {
		reason: `The run is ${phase}.`,
		remedy: "Cancel it first, or wait for its end."
	};
	if (action === "retry") return void 0;
	const bound = session?.status.clientSessionId;
	if (session?.status.resumable !== false && bound !== void 0) return void 0;
	return {
		reason: session && bound !== void 0 ? `The client of the session ${session.metadata.name} cannot go on with it.` : "The client gave the run's conversation no name, so there is nothing to go on with.",
		remedy: "Retry the run: that begins a new conversation with the same context."
	};
}
function writeBackObstacle({ run, workspace, reviews }) {
	if (!isOver(run)) return {
		reason: "The run is not over yet.",
		remedy: "Wait for its end: its results come with it."
	};
	const review = reviews.find(({ status }) => status.phase === "ChangesRequested");
	if (review) return {
		reason: `The review ${review.metadata.name} asks for changes${review.status.comment === void 0 ? "" : `: ${review.status.comment}`}.`,
		remedy: "Continue the run with what was asked for, or resolve the review."
	};
	const { git, phase } = workspace?.status ?? {};
	const name = workspace?.metadata.name ?? "";
	if (phase === "Missing" || git?.missing === true) return {
		reason: `The workspace ${name} is missing: its path is gone.`,
		remedy: "Recover it: it is made again of repository, commit and patch."
	};
	if (git?.rebase === "conflicts" || (git?.conflicts ?? []).length > 0) return {
		reason: `The workspace ${name} has conflicts in ${(git?.conflicts ?? []).slice(0, 10).join(", ") || "some files"}.`,
		remedy: "Resolve them and mark the rebase as resolved, or abort it."
	};
	if (workspace?.status.conditions?.find(({ type, status }) => type === "Dirty" && status === "True") && git?.dirty) return {
		reason: `The workspace ${name} has changes that were not harvested.`,
		remedy: "Look at them first: harvest them, or throw them away."
	};
	const blocked = run.status.conditions?.find(({ type, status }) => type === "WriteBackBlocked" && status === "True");
	return blocked && {
		reason: blocked.message,
		remedy: blocked.remedy ?? "See what keeps it from being written."
	};
}
// src/console/models/runs/run-events.ts
async function loadRunEvents(ask) {
	const { organization, objects, params, query } = ask;
	const run = await objects.get(agentDispatchRun, params.name ?? "");
	objects.demand("list", agentToolEvent);
	const { name } = run.metadata;
	const attempt = query.get("attempt") ?? run.status.currentAttempt;
	const from = Number(query.get("from") ?? 1);
	const first = Number.isSafeInteger(from) && from > 0 ? from : 1;
	return {
		title: `Events of ${name}`,
		crumbs: [{
			word: "Runs",
			href: listAddress(organization, agentDispatchRun)
		}, {
			word: name,
			href: objectAddress(organization, agentDispatchRun, name),
			what: "Run"
		}],
		...attempt === void 0 ? {} : { attempt },
		model: {
			run: name,
			part: attempt === void 0 ? void 0 : await eventWindow(objects, name, attempt, first)
		}
	};
}
// src/console/models/runs/run-list.ts
const pageSize$3 = 50;
const lookAtMost$4 = 1e3;
async function loadRunList(ask) {
	const { organization, objects, query } = ask;
	const address = listAddress(organization, agentDispatchRun);
	const filters = new ListFilters(address, query, [
		{
			name: "phase",
			label: "Status",
			field: "status.phase",
			options: Object.keys(agentDispatchRun.phases ?? {})
		},
		{
			name: "stack",
			label: "Stack",
			field: "spec.agentStack"
		},
		{
			name: "repository",
			label: "Repository",
			field: "spec.repository"
		},
		{
			name: "rule",
			label: "Rule",
			field: "spec.triggerRule"
		},
		{
			name: "requester",
			label: "Requested by",
			field: "spec.requestedBy.name"
		}
	]);
	const page = await objects.list(agentDispatchRun, {
		fields: filters.selector,
		newestFirst: true,
		limit: pageSize$3,
		lookAtMost: lookAtMost$4,
		continue: filters.place
	});
	const empty = page.continue === void 0 ? "There is no such run." : "There is no such run among those that were looked at; the next page goes on with older ones.";
	return { model: {
		filter: filters.form,
		runs: runEntries(organization, page.items),
		empty,
		durations: durationPlot(page.items),
		next: filters.next(page.continue),
		dispatch: objects.rights.offer({
			word: "Dispatch a run",
			href: addressOf(organization, "agents", "dispatch", "new")
		}, objects.rights.mayDo("dispatch", {}))
	} };
}
// src/console/models/runs/session.ts
const lookAtMost$3 = 1e3;
async function loadSession({ organization, objects, params }) {
	const { metadata, spec, status } = await objects.get(agentSession, params.name ?? "");
	const { name } = metadata;
	const run = await objects.seen(agentDispatchRun, spec.run);
	const found = run && await readRunObjects(objects, run);
	const attempts = (found?.attempts ?? []).filter((one) => one.status.session === name);
	const attempt = attempts[0]?.metadata.name ?? spec.attempt ?? found?.attempt?.metadata.name;
	const links = await objects.listed(workItemSessionLink, {
		fields: [{
			field: "spec.session",
			equals: true,
			value: name
		}],
		limit: 50,
		lookAtMost: lookAtMost$3
	});
	const isOwn = found?.session?.metadata.name === name;
	return {
		title: name,
		crumbs: [
			{
				word: "Sessions",
				href: listAddress(organization, agentSession)
			},
			...run ? [{
				word: run.spec.repository,
				what: "Repository",
				href: addressOf(organization, "repositories", run.spec.repository, "runs")
			}] : [],
			{
				word: spec.run,
				href: objectAddress(organization, agentDispatchRun, spec.run),
				what: "Run"
			}
		],
		...attempt === void 0 ? {} : { attempt },
		model: {
			states: found ? runNotices({
				...found,
				organization,
				from: void 0
			}).filter(({ state }) => state === "SessionBindingPending") : [],
			offers: found && isOwn ? runOffers(objects.rights, found).filter(({ word }) => [
				"Resume",
				"Fork",
				"Continue"
			].includes(word)) : [],
			sections: [{
				id: "facts",
				title: "Session",
				facts: knownFacts({
					Status: phaseShown(agentSession, status.phase ?? "Pending"),
					Run: objectLink(organization, agentDispatchRun, spec.run),
					Repository: repositoryLink(organization, run?.spec.repository),
					"Begun by": objectLink(organization, agentDispatchAttempt, spec.attempt),
					Attempts: objectLinks(organization, agentDispatchAttempt, attempts.map((one) => one.metadata.name)),
					"Forked from": objectLink(organization, agentSession, spec.forkedFrom),
					Workspace: objectLink(organization, agentWorkspace, status.workspaceRef ?? found?.workspace?.metadata.name),
					"Work items": objectLinks(organization, workItem, links?.items.map((one) => String(one.spec.workItem))),
					Client: status.adapter,
					"Its own name": status.clientSessionId === void 0 ? null : { code: status.clientSessionId },
					"Can be resumed": status.resumable === void 0 ? null : status.resumable ? "yes" : "no",
					Messages: status.messages,
					"Last said": timeShown(status.lastEventAt)
				}),
				conditions: status.conditions
			}],
			messages: attempt === void 0 ? [] : await messagesOf(objects, attempt)
		}
	};
}
// src/console/models/runs/session-list.ts
const [pageSize$2, lookAtMost$2] = [50, 1e3];
async function loadSessionList({ organization, objects, query }) {
	const filters = new ListFilters(listAddress(organization, agentSession), query, [{
		name: "phase",
		label: "Status",
		field: "status.phase",
		options: Object.keys(agentSession.phases ?? {})
	}, {
		name: "run",
		label: "Run",
		field: "spec.run"
	}]);
	const page = await objects.list(agentSession, {
		fields: filters.selector,
		newestFirst: true,
		limit: pageSize$2,
		lookAtMost: lookAtMost$2,
		continue: filters.place
	});
	return { model: {
		filter: filters.form,
		table: {
			columns: [
				"Session",
				"Status",
				"Run",
				"Workspace",
				"Client",
				"Its own name",
				"Messages",
				"Can be resumed",
				"Last said"
			],
			rows: page.items.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentSession, name),
					phaseShown(agentSession, status.phase ?? "Pending"),
					objectLink(organization, agentDispatchRun, spec.run),
					objectLink(organization, agentWorkspace, status.workspaceRef),
					status.adapter ?? null,
					status.clientSessionId === void 0 ? null : { code: status.clientSessionId },
					status.messages ?? null,
					status.resumable === void 0 ? null : status.resumable ? "yes" : "no",
					timeShown(status.lastEventAt)
				]
			})),
			empty: "There is no such conversation.",
			next: filters.next(page.continue)
		}
	} };
}
// src/console/models/search.ts
const mostHits = 20;
async function loadSearch({ organization, objects, query }) {
	const text = (query.get("q") ?? "").slice(0, 200);
	const elapsed = () => performance.now();
	return { model: {
		text,
		organizations: [{
			name: organization,
			groups: (text.trim() === "" ? [] : await searchObjects(objects, text, {
				kinds: searchedKinds,
				most: mostHits,
				elapsed
			})).map(({ group }) => group)
		}]
	} };
}
// src/console/models/secrets.ts
async function loadGrants({ organization, objects, now }) {
	objects.demand("list", agentSecretGrant);
	const secrets = await Array.fromAsync(objects.each(agentSecretGrant));
	const configs = await Array.fromAsync(objects.each(agentConfigGrant));
	const { rights } = objects;
	const give = (id, word, kind) => rights.offer({
		id,
		word,
		href: `${listAddress(organization, kind)}/new`
	}, rights.may("create", kind));
	return {
		watches: [agentSecretGrant, agentConfigGrant],
		model: {
			secrets: secrets.map((grant) => ({
				...rowOf(organization, grant, now),
				what: grant.spec.secretRef.name,
				href: objectAddress(organization, agentSecretGrant, grant.metadata.name)
			})),
			configs: configs.map((grant) => ({
				...rowOf(organization, grant, now),
				what: grant.spec.configRef.name,
				href: objectAddress(organization, agentConfigGrant, grant.metadata.name)
			})),
			sealed: addressOf(organization, "config", "secrets"),
			reads: addressOf(organization, "audit", "secrets"),
			offers: [give("grant-secret", "Give a secret", agentSecretGrant), give("grant-config", "Give a config", agentConfigGrant)]
		}
	};
}
function rowOf(_organization, { metadata, spec }, now) {
	return {
		name: metadata.name,
		subject: `${spec.subject.kind} ${spec.subject.name}`,
		purpose: spec.purpose,
		effect: spec.effect,
		mount: spec.mountPolicy,
		expires: spec.expires,
		isExpired: spec.expires !== void 0 && Date.parse(spec.expires) <= now.getTime()
	};
}
// src/console/models/settings.ts
async function loadOrganizationSettings({ organization, objects, sources, now }) {
	const pauses = await objects.list(agentPause, {
		newestFirst: true,
		limit: 100
	});
	const budgets = await Array.fromAsync(objects.each(agentBudget));
	const policies = await Array.fromAsync(objects.each(agentWorkspacePolicy));
	const memories = await Array.fromAsync(objects.each(agentMemoryRepository));
	const { rights } = objects;
	const model = {
		pauses: pauses.items.map(({ metadata: { name, creationTimestamp }, spec, status }) => ({
			name,
			href: objectAddress(organization, agentPause, name),
			target: `${spec.target.kind} ${spec.target.name}`,
			reason: spec.reason,
			phase: status.phase ?? "Active",
			since: spec.since ?? creationTimestamp,
			until: spec.until,
			end: rights.offer({
				id: `unpause-${name}`,
				word: "End it",
				href: reviewAddress(organization, "unpause", {
					kind: agentPause.plural,
					name
				})
			}, rights.mayDo("unpause", { name }))
		})),
		budgets: budgets.map(({ metadata: { name }, spec, status }) => ({
			name,
			href: objectAddress(organization, agentBudget, name),
			target: [spec.target.kind, spec.target.name].filter((part) => part !== void 0).join(" "),
			runs: used(status.runs, spec.runsPerDay),
			tokens: used(status.tokens, spec.tokensPerDay),
			cost: used(status.cost, spec.costPerDay),
			chainDepth: spec.chainDepth
		})),
		policies: [
			{
				word: "Workspace policies",
				href: listAddress(organization, agentWorkspacePolicy),
				count: policies.length
			},
			{
				word: "Memory repositories",
				href: listAddress(organization, agentMemoryRepository),
				count: memories.length
			},
			{
				word: "Budgets",
				href: listAddress(organization, agentBudget),
				count: budgets.length
			}
		],
		offers: [rights.offer({
			id: "pause",
			word: "Pause the organisation",
			icon: "circle-pause",
			weight: "danger",
			href: reviewAddress(organization, "pause", {
				kind: agentPause.plural,
				"spec.target.kind": "Organization",
				"spec.target.name": organization
			})
		}, rights.mayDo("pause", {}))]
	};
	if (!rights.may("list", agentDispatchRun).allowed) return { model };
	const asked = {
		namespace: organization,
		figure: "day",
		since: fortnightBefore(now)
	};
	return {
		model,
		finish: async () => ({
			...model,
			use: dayPlots(await sources.samples(asked), now)
		})
	};
}
function used(now, limit) {
	return limit === void 0 ? `${now ?? 0}, no limit` : `${now ?? 0} of ${limit}`;
}
// src/console/models/stacks/stack-list.ts
const pageSize$1 = 100;
async function loadStackList({ organization, objects, query }) {
	const filters = new ListFilters(listAddress(organization, agentStack), query, [
		{
			name: "phase",
			label: "Status",
			field: "status.phase",
			options: Object.keys(agentStack.phases ?? {})
		},
		{
			name: "client",
			label: "Client",
			field: "spec.baseAgent"
		},
		{
			name: "pool",
			label: "Runner pool",
			field: "spec.runnerPool"
		}
	]);
	const page = await objects.list(agentStack, {
		fields: filters.selector,
		limit: pageSize$1,
		continue: filters.place
	});
	return { model: {
		filter: filters.form,
		create: objects.rights.offer({
			word: "New stack",
			href: addressOf(organization, "objects", agentStack.plural, "new")
		}, objects.rights.may("create", agentStack)),
		table: {
			columns: [
				"Stack",
				"Status",
				"Why",
				"Client",
				"Model",
				"Account",
				"Runner pool",
				"Servers",
				"Skills",
				"Writes back"
			],
			rows: page.items.map(({ metadata: { name }, spec, status }) => ({
				key: name,
				cells: [
					objectLink(organization, agentStack, name),
					phaseShown(agentStack, status.phase ?? "Pending"),
					status.conditions?.find((one) => one.status === "False")?.message ?? null,
					`${spec.baseAgent}${spec.adapter.version === void 0 ? "" : ` ${spec.adapter.version}`}`,
					spec.model ?? null,
					objectLink(organization, agentServiceAccount, spec.runtimeIdentity),
					objectLink(organization, agentRunnerPool, spec.runnerPool),
					spec.mcpServers?.length ?? 0,
					spec.skills?.length ?? 0,
					(spec.writeBack ?? []).map(({ action }) => action.replaceAll("_", " ")).join(", ") || "nothing"
				]
			})),
			empty: "There is no such stack.",
			next: filters.next(page.continue)
		}
	} };
}
// src/console/models/trace.ts
const askable = /^(?:(?:template|agent|stack|run|attempt):)?[\w.-]{1,200}(?:@[\w.-]{1,200})?$|^sha256:[0-9a-f]{64}$/;
const tracePage = {
	resource: "traces",
	load: async ({ organization, query, sources }) => {
		const asked = query.get("what") ?? "";
		if (asked === "") return { model: {
			asked,
			findings: [],
			hrefs: {}
		} };
		if (!askable.test(asked)) throw new PageRefused(422, `${JSON.stringify(asked)} is neither a name nor a digest`, "Images of other registries and directories are traced on the command line: identikit trace.");
		const { graph, findings } = await sources.trace(asked);
		const hrefs = graph.nodes.flatMap((node) => {
			const href = hrefOf(organization, node);
			return href === void 0 ? [] : [[node.id, href]];
		});
		return {
			title: `Trace of ${asked}`,
			crumbs: [{
				word: "Trace",
				href: addressOf(organization, "trace")
			}],
			model: {
				asked,
				graph,
				findings,
				hrefs: Object.fromEntries(hrefs)
			}
		};
	}
};
function traceAddress(organization, what) {
	return withQuery(addressOf(organization, "trace"), { what });
}
function hrefOf(organization, { kind, name }) {
	switch (kind) {
		case "template": return addressOf(organization, "templates", name);
		case "agent": return addressOf(organization, "environments", name);
		case "stack": return objectAddress(organization, agentStack, name);
		case "run": return objectAddress(organization, agentDispatchRun, name);
		default: return;
	}
}
// src/console/models/templates.ts
const templatesPage = {
	resource: "templates",
	load: async ({ organization, sources }) => ({ model: { templates: (await sources.templates()).map(({ locked, ...template }) => ({
		...template,
		href: addressOf(organization, "templates", template.name),
		commit: locked && (locked.commit ?? "none"),
		treeDigest: locked?.treeDigest,
		files: locked?.files.length
	})) } })
};
const templatePage = {
	resource: "templates",
	load: async ({ organization, params: { name = "" }, sources }) => {
		const template = (await sources.templates()).find((one) => one.name === name);
		if (!template) throw new PageRefused(404, `template ${name}`);
		return {
			title: name,
			crumbs: [{
				word: "Templates",
				href: addressOf(organization, "templates")
			}],
			model: {
				template,
				agents: template.agents.map((agent) => ({
					name: agent,
					href: addressOf(organization, "environments", agent)
				})),
				...template.kind === "workspace" ? { trace: traceAddress(organization, `template:${name}`) } : {}
			}
		};
	}
};
// src/console/models/workspaces/workspace-offers.ts
const labels = {
	provision: "Provision",
	link: "Link",
	pin: "Pin",
	unpin: "Unpin",
	archive: "Archive",
	cleanup: "Clean up",
	recover: "Recover",
	"notes-save": "Edit notes",
	"rebase-start": "Start a rebase",
	"rebase-auto-resolve": "Resolve automatically",
	"rebase-open-in-editor": "Open in an editor",
	"rebase-mark-resolved": "Mark as resolved",
	"rebase-abort": "Abort the rebase"
};
const grave = new Set([
	"archive",
	"cleanup",
	"rebase-abort"
]);
function workspaceOffers(rights, workspace) {
	const { name } = workspace.metadata;
	const { repository } = workspace.spec;
	return workspaceAction.options.map((action) => rights.offer({
		word: labels[action],
		href: reviewAddress(rights.organization, action, {
			kind: agentWorkspace.plural,
			name
		}),
		...grave.has(action) ? { weight: "danger" } : {}
	}, rights.mayDo(action, {
		name,
		repository
	}), obstacleOf(action, workspace))).toSorted((a, b) => Number(a.reason !== void 0) - Number(b.reason !== void 0));
}
function obstacleOf(action, workspace) {
	const { spec } = workspace;
	switch (action) {
		case "notes-save": return;
		case "pin": return spec.pinned ? {
			reason: "It is pinned already.",
			remedy: "Unpin it to let it go."
		} : void 0;
		case "unpin": return spec.pinned ? void 0 : {
			reason: "It is not pinned.",
			remedy: "Its policy decides how long it stays."
		};
		case "provision":
		case "link":
		case "recover": return makingObstacle(action, workspace);
		case "archive":
		case "cleanup": return removalObstacle(workspace);
		default: return rebaseObstacle(action, workspace);
	}
}
function makingObstacle(action, workspace) {
	if (!hasFiles(workspace)) return void 0;
	return {
		reason: `Its files are there: it is ${workspace.status.phase ?? "Provisioning"}.`,
		remedy: action === "recover" ? "There is nothing to recover." : "Archive it first, and provision it again."
	};
}
function removalObstacle(workspace) {
	const { spec, status } = workspace;
	const [run] = status.runs ?? [];
	if (run !== void 0) return {
		reason: `The run ${run} is under way in it.`,
		remedy: "Wait for its end, or cancel it."
	};
	if (status.phase === "Archived") return {
		reason: "Its files are gone already.",
		remedy: "Provision it to have them again."
	};
	if (spec.pinned) return {
		reason: "It is pinned.",
		remedy: "Unpin it first."
	};
	const conflicts = status.git?.conflicts ?? [];
	if (conflicts.length > 0) return {
		reason: `It has conflicts in ${conflicts.slice(0, 5).join(", ")}.`,
		remedy: "Resolve them, or abort the rebase."
	};
	if (status.conditions?.some((one) => one.type === "Dirty" && one.status === "True")) return {
		reason: `It has ${status.git?.uncommitted ?? "some"} changes that were not harvested.`,
		remedy: "Look at them first: harvest them, or throw them away."
	};
}
function rebaseObstacle(action, workspace) {
	const { git = {} } = workspace.status;
	const { rebase = "none", conflicts = [], editorLink } = git;
	if (!hasFiles(workspace)) return {
		reason: "Its files are not there.",
		remedy: "Provision or recover it first."
	};
	const isUnderWay = rebase === "conflicts" || rebase === "running" || conflicts.length > 0;
	if (action === "rebase-start") {
		const [run] = workspace.status.runs ?? [];
		if (run !== void 0) return {
			reason: `The run ${run} is under way in it.`,
			remedy: "Wait for its end, or cancel it."
		};
		return isUnderWay ? {
			reason: `A rebase is under way: ${rebase}.`,
			remedy: "Finish or abort that one."
		} : void 0;
	}
	if (!isUnderWay) return {
		reason: "No rebase is under way.",
		remedy: "Start one where its target has moved."
	};
	if (action === "rebase-open-in-editor" && editorLink === void 0 && workspace.spec.workspacePath === void 0) return {
		reason: "Its path is not on a machine of yours.",
		remedy: "Open it where it is held."
	};
}
function hasFiles({ status }) {
	const { phase = "Provisioning", git } = status;
	return (phase === "Active" || phase === "Idle") && git?.missing !== true;
}
// src/console/models/workspaces/workspace.ts
const [most, lookAtMost$1] = [50, 1e3];
async function loadWorkspace(ask) {
	const { organization, objects, params } = ask;
	const workspace = await objects.get(agentWorkspace, params.name ?? "");
	const { metadata, spec, status } = workspace;
	const { name } = metadata;
	const runs = await runsOf(objects, workspace);
	return {
		title: name,
		crumbs: [
			{
				word: "Workspaces",
				href: listAddress(organization, agentWorkspace)
			},
			{
				word: spec.repository,
				what: "Repository",
				href: addressOf(organization, "repositories", spec.repository, "workspaces")
			},
			...spec.ownerRef?.url === void 0 ? [] : [{
				word: `${spec.ownerRef.kind.replaceAll("_", " ")} ${spec.ownerRef.id}`,
				href: spec.ownerRef.url,
				what: "Source"
			}]
		],
		model: {
			workspace: {
				metadata: { name },
				spec,
				status
			},
			states: workspaceNotices(organization, workspace),
			offers: workspaceOffers(objects.rights, workspace),
			blocked: blockedBy(workspace),
			runs: runEntries(organization, runs),
			sections: [factsSection(organization, workspace), ...await linkSections(objects, workspace, runs)]
		}
	};
}
function blockedBy({ status }) {
	const { git, phase } = status;
	if (phase === "Missing" || git?.missing) return "Nothing is written back from it: its path is gone.";
	if ((git?.conflicts ?? []).length > 0 || git?.rebase === "conflicts") return "No branch and no pull request is written from it: it has conflicts.";
	return status.conditions?.some((one) => one.type === "Dirty" && one.status === "True") ? "Changes that were not harvested keep it from being removed, and what is written back does not have them." : void 0;
}
async function runsOf(objects, { metadata, spec, status }) {
	const named = [...new Set([...status.runs ?? [], ...status.lastRun === void 0 ? [] : [status.lastRun]])];
	const found = [];
	for (const name of named.slice(0, most)) found.push(await objects.seen(agentDispatchRun, name));
	const earlier = await objects.listed(agentDispatchRun, {
		fields: [{
			field: "spec.repository",
			equals: true,
			value: spec.repository
		}, {
			field: "status.workspace",
			equals: true,
			value: metadata.name
		}],
		newestFirst: true,
		limit: most,
		lookAtMost: lookAtMost$1
	});
	const all = [...found, ...earlier?.items ?? []].flatMap((run) => run ? [run] : []);
	return [...new Map(all.map((run) => [run.metadata.name, run])).values()];
}
function factsSection(organization, { spec, status, metadata }) {
	return {
		id: "facts",
		title: "What it belongs to",
		facts: knownFacts({
			Repository: repositoryLink(organization, spec.repository),
			Policy: objectLink(organization, agentWorkspacePolicy, spec.policy),
			Account: objectLink(organization, agentServiceAccount, spec.serviceAccount),
			"Runner pool": objectLink(organization, agentRunnerPool, spec.runnerPool),
			Patch: digestShown(spec.patchDigest),
			Harvested: digestShown(status.harvested),
			"Last run": objectLink(organization, agentDispatchRun, status.lastRun),
			Sessions: objectLinks(organization, agentSession, status.sessions),
			Made: timeShown(metadata.creationTimestamp)
		})
	};
}
async function linkSections(objects, { metadata: { name } }, runs) {
	const { organization } = objects;
	const by = (field, value) => ({
		fields: [{
			field,
			equals: true,
			value
		}],
		newestFirst: true,
		limit: most,
		lookAtMost: lookAtMost$1
	});
	const items = (await objects.listed(workItemWorkspaceLink, by("spec.workspace", name)))?.items ?? [];
	const artifacts = (await objects.listed(agentArtifact, by("spec.workspaceRef", name)))?.items ?? [];
	const actions = (await objects.listed(agentAction, by("spec.target.name", name)))?.items ?? [];
	const reviews = [];
	for (const run of runs.slice(0, 10)) reviews.push(...(await objects.listed(agentReviewArtifact, by("spec.run", run.metadata.name)))?.items ?? []);
	const sessions = [];
	for (const { spec } of items) sessions.push(...(await objects.listed(workItemSessionLink, by("spec.workItem", String(spec.workItem))))?.items ?? []);
	return [
		{
			id: "work-items",
			title: "Work items",
			table: {
				columns: [
					"Work item",
					"Relation",
					"Sessions"
				],
				rows: items.map(({ metadata, spec }) => ({
					key: metadata.name,
					cells: [
						objectLink(organization, workItem, spec.workItem),
						String(spec.relation),
						objectLinks(organization, agentSession, sessions.filter((one) => one.spec.workItem === spec.workItem).map((one) => String(one.spec.session)))
					]
				})),
				empty: "No issue and no pull request is linked with it."
			}
		},
		{
			id: "artifacts",
			title: "Artifacts made in it",
			table: {
				columns: [
					"Artifact",
					"Status",
					"Kind",
					"Run",
					"Digest"
				],
				rows: artifacts.map(({ metadata, spec, status }) => ({
					key: metadata.name,
					cells: [
						objectLink(organization, agentArtifact, metadata.name),
						phaseShown(agentArtifact, status.phase ?? "Pending"),
						spec.kind,
						objectLink(organization, agentDispatchRun, spec.run),
						{ digest: spec.digest }
					]
				})),
				empty: "Nothing that was made in it is on record."
			}
		},
		{
			id: "reviews",
			title: "Reviews of its runs",
			table: {
				columns: [
					"Review",
					"Status",
					"Run",
					"Came to"
				],
				rows: reviews.map(({ metadata, spec, status }) => ({
					key: metadata.name,
					cells: [
						objectLink(organization, agentReviewArtifact, metadata.name),
						phaseShown(agentReviewArtifact, status.phase ?? "Open"),
						objectLink(organization, agentDispatchRun, spec.run),
						spec.decision.replaceAll("_", " ")
					]
				})),
				empty: "No agent has written a review in it."
			}
		},
		{
			id: "actions",
			title: "What was asked of it",
			summary: "Every action is on record, also one that was denied.",
			table: {
				columns: [
					"Action",
					"Status",
					"Who",
					"When",
					"Result"
				],
				rows: actions.map(({ metadata, spec, status }) => ({
					key: metadata.name,
					cells: [
						{
							link: objectLinkOf(organization, metadata.name),
							text: spec.action
						},
						phaseShown(agentAction, status.phase ?? "Admitted"),
						spec.actor.name,
						timeShown(spec.time),
						status.result ?? status.message ?? null
					]
				})),
				empty: "Nobody has asked for anything."
			}
		}
	];
}
function objectLinkOf(organization, name) {
	return addressOf(organization, "objects", agentAction.plural, name);
}
const workspaceWatches = [
	agentWorkspace,
	agentDispatchRun,
	agentArtifact,
	agentReviewArtifact,
	agentAction,
	workItemWorkspaceLink
];
// src/console/models/workspaces/workspace-list.ts
const [pageSize, lookAtMost, mostLooked$1] = [
	50,
	1e3,
	500
];
const owners = agentWorkspace.spec.shape.ownership.options;
async function loadWorkspaceList(ask) {
	const { organization, objects, query } = ask;
	const address = listAddress(organization, agentWorkspace);
	const isAttention = query.get("mode") === "attention";
	const filters = new ListFilters(address, query, [
		{
			name: "repository",
			label: "Repository",
			field: "spec.repository"
		},
		{
			name: "phase",
			label: "Status",
			field: "status.phase",
			options: Object.keys(agentWorkspace.phases ?? {})
		},
		{
			name: "owner",
			label: "Made for",
			field: "spec.ownership",
			options: owners
		},
		{
			name: "tier",
			label: "Tier",
			field: "spec.trustTier",
			options: trustTier.options
		},
		{
			name: "age",
			label: "Unused for",
			field: "",
			options: [
				"1 d",
				"7 d",
				"30 d"
			]
		}
	]);
	const days = Number.parseInt(filters.valueOf("age"), 10);
	const before = Number.isNaN(days) ? void 0 : new Date(ask.now.getTime() - days * 864e5).toISOString();
	const page = await objects.list(agentWorkspace, {
		fields: filters.selector,
		newestFirst: true,
		limit: isAttention || before ? mostLooked$1 : pageSize,
		lookAtMost,
		continue: filters.place
	});
	const shown = page.items.filter((one) => (!isAttention || workspaceTrouble(one) !== void 0) && (before === void 0 || (one.status.lastUsedAt ?? one.metadata.creationTimestamp) < before));
	const attention = withQuery(address, { mode: "attention" });
	return { model: {
		filter: filters.form,
		create: objects.rights.offer({
			word: "New workspace",
			href: addressOf(organization, "workspaces", "new")
		}, objects.rights.may("create", agentWorkspace)),
		modes: [{
			word: "All",
			href: address
		}, {
			word: "Needs attention",
			href: attention
		}],
		mode: isAttention ? attention : address,
		table: workspaceTable(organization, shown, isAttention ? "No workspace needs somebody." : "There is no such workspace.", filters.next(page.continue))
	} };
}
function workspaceTable(organization, workspaces, empty, next) {
	return {
		columns: [
			"Workspace",
			"Status",
			"Repository",
			"Branch",
			"State",
			"Made for",
			"Tier",
			"Needs",
			"Last used",
			"Made"
		],
		rows: workspaces.map((workspace) => {
			const { metadata, spec, status } = workspace;
			const { git = {} } = status;
			return {
				key: metadata.name,
				cells: [
					objectLink(organization, agentWorkspace, metadata.name),
					phaseShown(agentWorkspace, status.phase ?? "Provisioning"),
					repositoryLink(organization, spec.repository),
					git.branch ?? null,
					gitWords(git),
					{ several: [spec.ownership.replaceAll("_", " "), ...spec.ownerRef ? [targetShown(spec.ownerRef)] : []] },
					spec.trustTier,
					workspaceTrouble(workspace) ?? null,
					timeShown(status.lastUsedAt),
					{ time: metadata.creationTimestamp }
				]
			};
		}),
		empty,
		next
	};
}
function gitWords(git) {
	const { dirty, ahead = 0, behind = 0, rebase = "none", conflicts = [], missing } = git;
	if (missing) return "missing";
	const words = [
		dirty === void 0 ? "" : dirty ? "dirty" : "clean",
		ahead > 0 ? `${ahead} ahead` : "",
		behind > 0 ? `${behind} behind` : "",
		conflicts.length > 0 ? `${conflicts.length} conflicts` : "",
		rebase === "none" || rebase === "done" ? "" : `rebase ${rebase}`
	].filter((word) => word !== "");
	return words.length === 0 ? null : words.join(", ");
}
// src/console/models/workspaces/workspace-new.ts
const names = [
	"spec.repository",
	"spec.refs.ref",
	"spec.policy",
	"spec.ownership",
	"spec.ownerRef.kind",
	"spec.ownerRef.id"
];
const mostLooked = 200;
async function loadWorkspaceNew(ask) {
	const { organization, objects, query, now } = ask;
	const policies = (await objects.listed(agentWorkspacePolicy, { limit: mostLooked }))?.items ?? [];
	const runs = (await objects.listed(agentDispatchRun, {
		newestFirst: true,
		limit: mostLooked
	}))?.items ?? [];
	const action = addressOf(organization, "objects", agentWorkspace.plural, "new");
	return {
		crumbs: [{
			word: "Workspaces",
			href: listAddress(organization, agentWorkspace)
		}],
		model: {
			action,
			offer: objects.rights.offer({
				word: "New workspace",
				href: action
			}, objects.rights.may("create", agentWorkspace)),
			name: `workspace-${now.getTime().toString(36)}`,
			repositories: [...new Set(runs.map(({ spec }) => spec.repository))].toSorted(),
			policies: policies.map(({ metadata }) => metadata.name),
			owners: agentWorkspace.spec.shape.ownership.options,
			tiers: agentWorkspace.spec.shape.trustTier.options,
			given: Object.fromEntries(names.map((name) => [name, (query.get(name) ?? "").slice(0, 400)]))
		}
	};
}
// src/console/page/notices.ts
const notices = {
	...Object.fromEntries(allReviews.map(({ action, label }) => [action, `${label}: it was admitted, and is on record.`])),
	dispatch: "Dispatched: admission is asked again before an agent starts.",
	apply: "Applied.",
	delete: "Deleted.",
	"pull-request": "A pull request is open. The object changes when it is merged.",
	draft: "The draft is saved.",
	import: "The bundle is imported, and that is on record.",
	"import-unclosed": "The bundle is imported. Its record could not be closed and still says Admitted; the history of the rows (identikit config history) names the import.",
	discard: "The draft is discarded."
};
// src/console/page/viewer-rights.ts
var ViewerRights = class {
	access;
	#who;
	#limitOn;
	organization;
	constructor(state, who, organization, limitOn) {
		this.access = state;
		this.#who = who;
		this.#limitOn = limitOn;
		this.organization = organization;
	}
	answer(rights) {
		const missing = rights.find((right) => !permissionFor(this.access, this.#who, right));
		const limit = this.#limitOn(rights);
		if (limit !== void 0) return {
			allowed: false,
			reason: limit,
			remedy: "Sign in, or use a token without that limit."
		};
		if (!missing) return { allowed: true };
		return {
			allowed: false,
			reason: `${this.#who.name} may not ${rightText(missing)}`,
			remedy: `A role with the verb ${missing.verb} on ${missing.resource} gives it.`
		};
	}
	explained(rights) {
		return rights.map((right) => {
			const permission = permissionFor(this.access, this.#who, right);
			const text = rightText(right);
			if (!permission) return {
				text,
				isHeld: false,
				why: `no role of ${this.#who.name} gives it`
			};
			const { binding } = permission;
			return {
				text,
				isHeld: true,
				why: `by ${bindingName(binding)} with ${roleName(binding)}`
			};
		});
	}
	may(verb, { plural }, name) {
		const { organization: namespace } = this;
		return this.answer([{
			namespace,
			apiGroup,
			verb,
			resource: plural,
			...name === void 0 ? {} : { name }
		}]);
	}
	mayDo(action, target) {
		return this.answer(rightsFor(action, {
			...target,
			namespace: this.organization
		}));
	}
	offer({ id, ...rest }, answer, obstacle) {
		const given = {
			...rest,
			id: id ?? rest.word.toLowerCase().replace(/[^a-z0-9]+/g, "-")
		};
		if (!answer.allowed) return {
			...given,
			reason: answer.reason,
			remedy: answer.remedy
		};
		return obstacle ? {
			...given,
			...obstacle
		} : given;
	}
};
// src/console/pages/access-pages.ts
const accessPages = [
	{
		id: "identities",
		path: "agents/identities",
		title: "Identities",
		view: "object-list",
		params: { plural: "agentserviceaccounts" },
		shows: "The accounts of agents and of runners.",
		reads: [agentServiceAccount],
		writes: [],
		watches: []
	},
	{
		id: "grants",
		path: "agents/secrets",
		title: "Secrets and configs",
		view: "grants",
		shows: "Who is given which secrets and configs; never a value.",
		reads: [agentSecretGrant, agentConfigGrant],
		writes: [],
		watches: [agentSecretGrant, agentConfigGrant]
	},
	{
		id: "permissions",
		path: "agents/permissions",
		title: "Permissions",
		view: "permissions",
		shows: "Who has which role, and where.",
		reads: [
			agentRole,
			agentRoleBinding,
			agentSecretGrant,
			agentConfigGrant
		],
		writes: [agentRoleBinding],
		watches: []
	},
	{
		id: "settings",
		path: "agents/settings",
		title: "Settings",
		view: "settings",
		shows: "What limits the agents of an organisation: pauses, budgets and policies.",
		reads: [
			agentPause,
			agentBudget,
			agentWorkspacePolicy,
			agentMemoryRepository
		],
		writes: ["pause", "unpause"],
		watches: [agentPause, agentBudget]
	}
];
// src/console/pages/change-pages.ts
const changePages = [
	{
		id: "objects",
		path: "objects",
		title: "Objects",
		view: "object-kinds",
		shows: "Every kind of object, what it is, and how many there are.",
		reads: ["every kind"],
		writes: [],
		watches: []
	},
	{
		id: "objects-list",
		path: "objects/:plural",
		title: "Objects",
		view: "object-list",
		shows: "All objects of a kind, with the columns of its schema.",
		reads: ["every kind"],
		writes: [],
		watches: []
	},
	{
		id: "object-detail",
		path: "objects/:plural/:name",
		title: "Object",
		view: "object",
		shows: "One object: spec, status, conditions with remedies, associations from both ends, YAML, history, and what can be done with it.",
		reads: ["every kind", "audit"],
		writes: ["every kind"],
		watches: []
	},
	{
		id: "object-new",
		path: "objects/:plural/new",
		title: "New object",
		view: "object-form",
		shows: "The form of a new object of a kind.",
		reads: ["every kind", "drafts"],
		writes: ["drafts"],
		watches: []
	},
	{
		id: "object-edit",
		path: "objects/:plural/:name/edit",
		title: "Edit",
		view: "object-form",
		shows: "The form of an object: fields of its schema, or its YAML, in one draft that the server keeps.",
		reads: ["every kind", "drafts"],
		writes: ["drafts"],
		watches: []
	},
	{
		id: "apply",
		path: "review/apply",
		title: "Apply",
		view: "apply-review",
		shows: "What a draft changes: difference, dry run on the server, rights, and the three ways out of a conflict.",
		reads: ["every kind", "drafts"],
		writes: ["every kind"],
		watches: []
	},
	{
		id: "drafts",
		path: "agents/drafts",
		title: "Drafts",
		view: "draft-list",
		shows: "What the viewer is writing, and until when it is kept.",
		reads: ["drafts"],
		writes: [],
		watches: []
	},
	{
		id: "search",
		path: "agents/search",
		title: "Search",
		view: "search",
		shows: "Objects whose name, title or repository has the words, grouped by organisation and kind.",
		reads: ["every kind"],
		writes: [],
		watches: []
	},
	{
		id: "palette",
		path: "agents/palette",
		title: "Palette",
		view: "palette",
		shows: "Where one can go, with the actions that admission lets the viewer do.",
		reads: ["every kind"],
		writes: [...platformAction.options, ...workspaceAction.options],
		watches: []
	},
	{
		id: "composer",
		path: "agents/dispatch/new",
		title: "Dispatch an agent",
		view: "composer",
		shows: "A run that is being put together: the redacted context with its digests, and the admission, before anything starts.",
		reads: [
			"AgentStack",
			"AgentContextLabel",
			"forge"
		],
		writes: ["dispatch"],
		watches: []
	},
	{
		id: "review",
		path: "review/:action",
		title: "Review",
		view: "review",
		shows: "What is about to be done: target, difference, the rights that it takes and why they hold, who else decides.",
		reads: ["every kind"],
		writes: [
			...platformAction.options,
			...workspaceAction.options,
			"every kind"
		],
		watches: []
	}
];
// src/console/pages/identity-pages.ts
const identityPages = [
	{
		id: "templates",
		path: "templates",
		title: "Templates",
		view: "templates",
		shows: "The templates of the repository: commit, tree digest, assets, agents.",
		reads: ["manifest.json", "identikit.lock"],
		writes: [],
		watches: []
	},
	{
		id: "template",
		path: "templates/:name",
		title: "Template",
		view: "template",
		shows: "One template with every asset and its digest.",
		reads: ["manifest.json", "identikit.lock"],
		writes: [],
		watches: []
	},
	{
		id: "images",
		path: "images",
		title: "Images",
		view: "images",
		shows: "Which image, by digest, which stack and which run uses, what the gate said of it, and which digests each tag has stood for.",
		reads: [
			agentStack,
			agentDispatchAttempt,
			agentAction
		],
		writes: [],
		watches: [agentStack, agentAction]
	},
	{
		id: "environments",
		path: "environments",
		title: "Environments",
		view: "environments",
		shows: "The env directory of each agent, compared with what it should hold.",
		reads: ["env directories", "config rows"],
		writes: [],
		watches: []
	},
	{
		id: "environment",
		path: "environments/:agent",
		title: "Environment",
		view: "environment",
		shows: "One env directory: its drift with the lines that differ, where each value comes from, which secrets were read.",
		reads: [
			"env directories",
			"config rows",
			"access log"
		],
		writes: [],
		watches: []
	},
	{
		id: "config",
		path: "config",
		title: "Config",
		view: "config",
		shows: "The rows of the config database by table, scope and key.",
		reads: ["config rows"],
		writes: [],
		watches: []
	},
	{
		id: "config-bundle",
		path: "config/bundle",
		title: "Import a bundle",
		view: "bundle",
		shows: "What importing a config bundle would create, change and delete, by scope; nothing secret is in it.",
		reads: ["config rows", "drafts"],
		writes: ["drafts"],
		watches: []
	},
	{
		id: "import-review",
		path: "review/import",
		title: "Review the import",
		view: "bundle-review",
		shows: "What an import changes, a dry run of it on the server, the agents that become due, and the right it takes.",
		reads: ["config rows", "drafts"],
		writes: ["import"],
		watches: []
	},
	{
		id: "sealed-secrets",
		path: "config/secrets",
		title: "Sealed secrets",
		view: "sealed-secrets",
		shows: "The sealed secrets by name and version; never a value.",
		reads: ["names of secrets"],
		writes: [],
		watches: []
	},
	{
		id: "audit",
		path: "audit",
		title: "Audit",
		view: "audit",
		shows: "What was done, in a chain of lines that can be checked.",
		reads: ["audit lines"],
		writes: [],
		watches: []
	},
	{
		id: "accesses",
		path: "audit/secrets",
		title: "Reads of secrets",
		view: "accesses",
		shows: "Which secrets were read, by whom and for which agent, in chains that can be checked.",
		reads: ["access log"],
		writes: [],
		watches: []
	},
	{
		id: "trace",
		path: "trace",
		title: "Trace",
		view: "trace",
		shows: "Every link from a template's commit to every image, env directory and run that carries it, and back, verified now.",
		reads: ["what `identikit trace` reads"],
		writes: [],
		watches: []
	}
];
const repositoryPages = [
	{
		id: "repositories",
		path: "repositories",
		title: "Repositories",
		view: "repositories",
		shows: "The repositories that agents work on.",
		reads: [
			agentDispatchRun,
			agentWorkspace,
			webhookDelivery
		],
		writes: [],
		watches: [agentDispatchRun]
	},
	...[
		[
			"code",
			"Code",
			"What works on the code of a repository: dispatch, workspaces, sessions."
		],
		[
			"pull-requests",
			"Pull requests",
			"Runs that repair, review or write back to pull requests, with their patches and approvals."
		],
		[
			"issues",
			"Issues",
			"The issues that agents work on, as a board whose columns are labels."
		],
		[
			"runs",
			"Runs",
			"The agent runs of a repository, as its CI runs are listed."
		],
		[
			"hooks",
			"Deliveries",
			"Events of a repository as they came in, and what became of them."
		],
		[
			"workspaces",
			"Workspaces",
			"The workspaces of a repository."
		],
		[
			"settings/agents",
			"Agents",
			"The stacks, rules and grants that hold for a repository."
		]
	].map(([tab, title, shows]) => tabPage(tab, {
		path: tab,
		title,
		shows
	})),
	tabPage("issues", {
		path: "issues/:issue",
		title: "Issue",
		shows: "One issue: its column of the board, and the runs, workspaces and sessions that are for it."
	})
];
function tabPage(tab, { path, ...said }) {
	return {
		id: `repository-${path.replace("/:", "-").replace("/", "-")}`,
		path: `repositories/:repo/${path}`,
		view: "repository",
		params: { tab },
		...said,
		reads: [...[
			agentDispatchRun,
			agentWorkspace,
			agentApproval,
			agentArtifact,
			agentSession
		], ...[
			agentTriggerRule,
			agentStack,
			webhookDelivery,
			workItem
		]],
		writes: [
			"dispatch",
			"replay",
			"write-back",
			agentWorkspace,
			...tab === "issues" ? ["move"] : []
		],
		watches: [
			agentDispatchRun,
			agentWorkspace,
			agentApproval,
			agentSession,
			webhookDelivery,
			workItem
		]
	};
}
// src/console/object/audit-lines.ts
const mostLines = 50;
async function auditLinesOf(database, { organization, record, run }) {
	return (await database.read((query) => auditOfRecord(query, {
		namespace: organization,
		run,
		record,
		limit: mostLines
	}))).map(({ number, time, entry }) => {
		const said = fieldsOf(JSON.parse(entry));
		const who = fieldsOf(said.actor).name ?? fieldsOf(said.by).name;
		return {
			time,
			line: number,
			what: `audited: ${String(said.change)}`,
			who: typeof who === "string" ? who : "",
			...typeof said.phase === "string" ? { phase: said.phase } : {}
		};
	});
}
export { ViewerRights, accessPages, accessesPage, artifactSection, associationsOf, attemptTable, auditLinesOf, auditPage, auditedHistory, bundlePage, bundleReviewPage, changePages, contextSections, decisionOffers, digestShown, eventWindow, identityPages, kindOfPlural, knownFacts, lanesOf, listAddress, loadApprovalList, loadGrants, loadImages, loadMemoryUpdates, loadObjectKinds, loadObjectList, loadOrganizationSettings, loadOverview, loadPalette, loadRepositories, loadRepository, loadRule, loadRuleList, loadRunEvents, loadRunList, loadSearch, loadSession, loadSessionList, loadStackList, loadWorkspace, loadWorkspaceList, loadWorkspaceNew, messagesOf, namesOfKinds, notices, objectAddress, objectHistory, objectLink, objectLinks, objectOffers, objectPath, overviewWatches, ownApprovalTable, performAction, permissionsPage, phaseShown, readRunObjects, readableFields, referencesOfKind, repositoryLink, repositoryPages, reviewOf, reviewScene, reviewSection, rightHolders, runEntries, runNotices, runOffers, schemaFields, targetShown, templatePage, templatesPage, timeShown, tracePage, workspaceSection, workspaceWatches };
