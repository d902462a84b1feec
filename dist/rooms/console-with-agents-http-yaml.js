import { kindOfPlural, objectPath, performAction } from "./console-with-agents.js";
import { PageRefused, bundlePlace, discardBundle, importForm, sentBundle, takeBundle } from "./console.js";
import { rehearseForm, startComposed } from "./console-with-agents-http.js";
import { applyDraft, applyForm, draftContent, proposeForm, takeDraft } from "./console-with-agents-yaml.js";
import { FormValues } from "./console-with-http.js";
// src/console/console-forms.ts
async function pageBeforehand(request, services) {
	const values = request.sent?.values ?? new FormValues(request.query);
	const more = await sentFor(request, services, values);
	return {
		request: {
			...request,
			sent: {
				values,
				...more,
				...request.sent
			}
		},
		status: 200
	};
}
async function sentFor(request, services, values) {
	const { parts, organization: namespace, viewer: person } = request;
	const [folder, second = "", third = "", fourth] = parts;
	if (folder === "agents" && second === "drafts") return { drafts: await services.drafts.list({
		namespace,
		person
	}, services.now) };
	if (folder === "review" && second === "delete") {
		const place = {
			organization: namespace,
			kind: kindOfPlural(values.one("kind") ?? ""),
			name: values.one("name") ?? ""
		};
		return { rehearsed: await services.calls.ask({
			method: "DELETE",
			path: `${objectPath(place)}?dryRun=All`
		}) };
	}
	if (folder === "review" && second === "apply") {
		const place = draftPlace(request, services, values.one("kind") ?? "", values.one("name") ?? "");
		const draft = await services.drafts.find(place.key, services.now);
		if (!draft) return {};
		return {
			draft,
			rehearsed: await applyDraft(place, draft, { dryRun: true }),
			proposal: services.proposals.told()
		};
	}
	const ofBundle = ["config/bundle", "review/import"].indexOf(parts.join("/"));
	if (ofBundle !== -1) return await sentBundle(bundlePlace(request, services), ofBundle === 1);
	if (!(folder === "objects" && (third === "new" ? fourth === void 0 : fourth === "edit"))) return {};
	const place = draftPlace(request, services, second, fourth === "edit" ? third : "");
	const draft = await draftContent(place);
	const checked = values.has("check") ? await applyDraft(place, draft, { dryRun: true }) : void 0;
	return {
		draft,
		...checked && "fault" in checked ? { fault: checked.fault } : {}
	};
}
async function performForm(request, services, values) {
	const { parts, organization } = request;
	if (parts.join("/") === "agents/dispatch/new") return await compose(request, services, values);
	const bundles = bundlePlace(request, services);
	if (parts.join("/") === "config/bundle") {
		const taken = await takeBundle(bundles, values);
		if ("next" in taken) return taken;
		const { request: shown } = await pageBeforehand({
			...request,
			sent: {
				values,
				fault: taken.fault
			}
		}, services);
		return {
			request: shown,
			status: statusOf(taken.fault)
		};
	}
	const [folder, word = "", ...more] = parts;
	if (more.length > 0) throw new PageRefused(404, "Nothing takes a form here.");
	if (folder === "drafts") return { next: await takeDraft(draftPlace(request, services, word, values.one("name") ?? ""), values) };
	if (folder === "actions" && word === "discard-bundle") return { next: await discardBundle(bundles) };
	if (folder !== "actions") throw new PageRefused(404, "Nothing takes a form here.");
	const draftOf = () => draftPlace(request, services, values.one("kind") ?? "", values.one("name") ?? "");
	const done = word === "apply" ? await applyForm(draftOf(), values) : word === "pull-request" ? await proposeForm(draftOf(), services, values) : word === "import" ? await importForm(bundles, values) : await performAction(services.calls, {
		organization,
		action: word
	}, values);
	if ("next" in done) return done;
	return await again(request, services, {
		word,
		values,
		fault: done.fault
	});
}
async function compose(request, services, values) {
	const who = {
		organization: request.organization,
		by: request.viewer
	};
	const composed = values.one("do") === "dispatch" ? await startComposed(services, who, values) : await rehearseForm(services, who, values);
	if ("next" in composed) return composed;
	const status = "fault" in composed ? statusOf(composed.fault) : 200;
	return {
		request: {
			...request,
			sent: {
				values,
				composed
			}
		},
		status
	};
}
function draftPlace({ organization: namespace, viewer: person }, { calls, drafts, now }, plural, name) {
	const kind = kindOfPlural(plural);
	if (kind.storage === "record") throw new PageRefused(422, `Programs write ${plural} while agents work.`, "Use the actions of the object's page.");
	return {
		key: {
			namespace,
			person,
			kind: plural,
			name
		},
		kind,
		drafts,
		calls,
		now
	};
}
async function again(request, services, { word, values, fault }) {
	const { request: made } = await pageBeforehand({
		...request,
		parts: ["review", word === "pull-request" ? "apply" : word],
		sent: {
			values,
			fault
		}
	}, services);
	return {
		request: made,
		status: statusOf(fault)
	};
}
function statusOf({ status }) {
	return [
		403,
		404,
		409,
		410,
		413,
		415,
		500
	].find((one) => one === status) ?? 422;
}
export { pageBeforehand, performForm };
