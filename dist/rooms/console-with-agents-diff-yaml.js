import { fieldsOf } from "../start/faces.js";
import { digestOf } from "./tree.js";
import { textDifference } from "./tree-with-diff.js";
import { apiGroup, apiVersion, writtenOf } from "./agents.js";
import { manifestYaml } from "./agents-with-yaml.js";
import { PageRefused, addressOf, threeWay } from "./console.js";
import { accessPages, associationsOf, changePages, identityPages, kindOfPlural, listAddress, objectAddress, repositoryPages, reviewOf, reviewScene } from "./console-with-agents.js";
import { agentPages, backAddress, checkedFormAddress, declaredYaml, noDraft, readDraft, writtenYaml } from "./console-with-agents-yaml.js";
import { workPages } from "./console-with-agents-diff.js";
// src/console/models/apply-review.ts
const mostLines$1 = 400;
async function loadApplyReview(ask) {
	const { organization, objects, sent, viewer } = ask;
	const kind = kindOfPlural(sent.values.one("kind") ?? "");
	const name = sent.values.one("name") ?? "";
	const { draft, rehearsed } = sent;
	if (draft?.changed === void 0) throw noDraft();
	const key = {
		namespace: organization,
		person: viewer,
		kind: kind.plural,
		name
	};
	const object = name === "" ? void 0 : await objects.get(kind, name);
	const now = object ? declaredYaml(object) : "";
	const isManaged = object?.metadata.managedByRepository ?? false;
	const right = {
		namespace: organization,
		apiGroup,
		verb: name === "" ? "create" : "update",
		resource: kind.plural,
		...name === "" ? {} : { name }
	};
	const rehearsedFault = rehearsed && "fault" in rehearsed ? rehearsed.fault : void 0;
	const isMoved = object !== void 0 && object.metadata.resourceVersion !== draft.version && now !== draft.base;
	const fault = sent.fault ?? (isManaged && rehearsedFault?.code === "MANAGED_BY_REPOSITORY" ? void 0 : rehearsedFault);
	const label = isManaged ? "Open a pull request" : "Apply";
	return {
		title: name === "" ? `Apply a new ${kind.kind}` : `Apply ${name}`,
		crumbs: [{
			word: kind.kind,
			href: listAddress(organization, kind),
			what: "Kind"
		}],
		model: {
			target: {
				kind: kind.kind,
				name,
				href: backAddress(key),
				...object ? { version: object.metadata.resourceVersion } : {}
			},
			difference: textDifference(now, afterText(sent, kind, draft.content), mostLines$1),
			impact: await draftImpact(ask, {
				object,
				right,
				isManaged
			}),
			hidden: {
				kind: kind.plural,
				name,
				digest: digestOf(draft.content)
			},
			offer: offerOf$1(ask, {
				label,
				right,
				isManaged,
				fault,
				isMoved
			}),
			form: checkedFormAddress(key),
			yaml: draft.content,
			isManaged,
			...fault ? { fault } : {},
			...isMoved ? { conflict: conflictOf(draft, now) } : {}
		}
	};
}
async function draftImpact({ objects, sent: { rehearsed, proposal } }, { object, right, isManaged }) {
	const touches = object ? (await associationsOf(objects, object)).namedBy : [];
	if (isManaged) return {
		rights: [],
		touches,
		others: [...["The repository declares this object: whoever reviews its pull requests decides."], ...proposal ? [proposal.words] : []]
	};
	const rights = objects.rights.explained([right]);
	if (!rehearsed) return {
		rights,
		touches,
		others: []
	};
	return {
		rights,
		touches,
		others: [],
		rehearsal: "fault" in rehearsed ? {
			isDone: false,
			message: `${rehearsed.fault.code}: ${rehearsed.fault.message}`
		} : {
			isDone: true,
			message: "The server would take it, with strict validation."
		}
	};
}
function offerOf$1({ organization, objects, sent }, { label, right, isManaged, fault, isMoved }) {
	const href = addressOf(organization, "actions", isManaged ? "pull-request" : "apply");
	const obstacle = isMoved ? {
		reason: "Somebody else has changed it since the draft began.",
		remedy: "Choose below what becomes of both changes."
	} : isManaged && sent.proposal?.reason !== void 0 ? {
		reason: sent.proposal.reason,
		remedy: "Copy the YAML below into the repository."
	} : fault ? {
		reason: `${fault.code}: the server would refuse it.`,
		remedy: "Fix it in the form."
	} : void 0;
	return objects.rights.offer({
		word: label,
		href
	}, isManaged ? { allowed: true } : objects.rights.answer([right]), obstacle);
}
function afterText({ rehearsed }, kind, content) {
	if (rehearsed && !("fault" in rehearsed)) return writtenYaml(kind, rehearsed.body);
	const read = readDraft(content);
	return "object" in read ? manifestYaml(read.object) : content;
}
function conflictOf({ base, content }, now) {
	const [was, they, me] = [
		base,
		now,
		content
	].map((text) => {
		const read = readDraft(text);
		return "object" in read ? read.object : {};
	});
	const { taken, contested } = threeWay(was, they, me);
	return {
		theirs: textDifference(base, now, mostLines$1),
		mine: textDifference(base, content, mostLines$1),
		taken: taken.map(({ path }) => path.join(".")),
		contested
	};
}
// src/console/models/review.ts
const mostLines = 400;
async function loadReview(ask) {
	const { organization, objects, params, sent } = ask;
	const kind = kindOfPlural(sent.values.one("kind") ?? "");
	const review = reviewOf(params.action ?? "", kind.plural);
	if (!review) throw new PageRefused(404, `There is no action ${JSON.stringify(params.action)} on ${kind.plural}.`);
	const name = review.makes ? "" : sent.values.one("name") ?? "";
	const object = review.makes ? void 0 : await objects.get(kind, name);
	const scene = await reviewScene(ask, {
		kind,
		name
	}, object);
	const { uid = "", resourceVersion = "" } = object?.metadata ?? {};
	const difference = differenceOf(review, scene);
	return {
		title: object ? `${review.label}: ${name}` : `${review.label}: new ${kind.kind}`,
		crumbs: [{
			word: kind.kind,
			href: listAddress(organization, kind),
			what: "Kind"
		}, ...object ? [{
			word: name,
			href: objectAddress(organization, kind, name),
			what: kind.kind
		}] : []],
		model: {
			action: review.action,
			does: review.does,
			target: targetOf(scene),
			...difference === void 0 ? {} : { difference },
			impact: await impactOf(ask, review, scene),
			fields: review.fields?.(scene) ?? [],
			hidden: {
				kind: kind.plural,
				...object ? {
					name,
					uid,
					version: resourceVersion
				} : {}
			},
			offer: offerOf(ask, review, scene),
			...sent.fault ? { fault: sent.fault } : {}
		}
	};
}
function targetOf({ organization, kind, name, object, repository }) {
	const { phase } = fieldsOf(object?.status);
	return {
		kind: kind.kind,
		name,
		href: object ? objectAddress(organization, kind, name) : listAddress(organization, kind),
		...typeof phase === "string" ? { phase } : {},
		...repository === void 0 ? {} : { repository },
		...object ? { version: object.metadata.resourceVersion } : {}
	};
}
function offerOf({ organization, objects }, review, scene) {
	const { action, label, isGrave = false } = review;
	return objects.rights.offer({
		word: label,
		href: addressOf(organization, "actions", action),
		weight: isGrave ? "danger" : "first"
	}, objects.rights.answer(review.rights(scene)), review.obstacle?.(scene));
}
function differenceOf({ removes }, { object }) {
	if (!removes || !object) return void 0;
	return textDifference(manifestYaml({
		apiVersion,
		...writtenOf(object)
	}), "", mostLines);
}
async function impactOf(ask, review, scene) {
	const { objects, sent } = ask;
	const { rehearsed } = sent;
	const touches = review.removes && scene.object ? (await associationsOf(objects, scene.object)).namedBy : [];
	return {
		rights: objects.rights.explained(review.rights(scene)),
		others: othersOf(review, scene),
		touches,
		...rehearsed === void 0 ? {} : { rehearsal: "fault" in rehearsed ? {
			isDone: false,
			message: `${rehearsed.fault.code}: ${rehearsed.fault.message}`
		} : {
			isDone: true,
			message: "The server would do it."
		} }
	};
}
function othersOf({ action }, { object, stack }) {
	const [spec, status] = [fieldsOf(object?.spec), fieldsOf(object?.status)];
	if (action === "approve") {
		const decisions = Array.isArray(status.decisions) ? status.decisions : [];
		const open = Number(spec.needed ?? 1) - decisions.length;
		return [
			open > 1 ? `${open - 1} more must approve after you.` : "Yours is the last approval that is needed.",
			...Array.isArray(spec.approvers) ? [`Only these decide: ${spec.approvers.join(", ")}.`] : [],
			"Nobody approves what they asked for, unless the stack says so and the work is trusted."
		];
	}
	if (action === "write-back" || action === "move") return ["The write-back policies of rule and stack say whether a person approves it first."];
	if ([
		"retry",
		"resume",
		"fork",
		"continue"
	].includes(action)) return [`Admission is asked again when the attempt starts, also whether ${stack ?? "the stack"} is ready.`];
	return [];
}
// src/console/pages.ts
const consolePages = [
	...workPages,
	...repositoryPages,
	...agentPages,
	...accessPages,
	...identityPages,
	...changePages
];
export { consolePages, loadApplyReview, loadReview };
