import { agentApproval, agentDispatchRun } from "./agents.js";
import { FormValues } from "./console-with-http.js";
import { consolePages, loadApplyReview, loadReview } from "./console-with-agents-diff-yaml.js";
import { loadApproval, loadRun } from "./console-with-agents-diff.js";
import { ViewerRights, accessesPage, auditPage, bundlePage, bundleReviewPage, loadApprovalList, loadGrants, loadImages, loadMemoryUpdates, loadObjectKinds, loadObjectList, loadOrganizationSettings, loadOverview, loadPalette, loadRepositories, loadRepository, loadRule, loadRuleList, loadRunEvents, loadRunList, loadSearch, loadSession, loadSessionList, loadStackList, loadWorkspace, loadWorkspaceList, loadWorkspaceNew, notices, permissionsPage, templatePage, templatesPage, tracePage } from "./console-with-agents.js";
import { loadComposer } from "./console-with-agents-http.js";
import { PageRefused, ViewerObjects, addressOf, configPage, environmentPage, environmentsPage, findPage, sealedSecretsPage } from "./console.js";
import { loadDraftList, loadMemory, loadMemoryGraph, loadMemorySearch, loadObjectDetail, loadObjectForm, loadStack } from "./console-with-agents-yaml.js";
// src/console/models/loaders.ts
const pageLoaders = {
	overview: loadOverview,
	"run-list": loadRunList,
	run: loadRun,
	"run-events": loadRunEvents,
	"approval-list": loadApprovalList,
	approval: loadApproval,
	"workspace-list": loadWorkspaceList,
	workspace: loadWorkspace,
	"workspace-new": loadWorkspaceNew,
	"rule-list": loadRuleList,
	rule: loadRule,
	"stack-list": loadStackList,
	stack: loadStack,
	"session-list": loadSessionList,
	session: loadSession,
	memory: loadMemory,
	"memory-graph": loadMemoryGraph,
	"memory-search": loadMemorySearch,
	"memory-updates": loadMemoryUpdates,
	"object-list": loadObjectList,
	grants: loadGrants,
	permissions: permissionsPage,
	settings: loadOrganizationSettings,
	repositories: loadRepositories,
	repository: loadRepository,
	templates: templatesPage,
	template: templatePage,
	images: loadImages,
	environments: environmentsPage,
	environment: environmentPage,
	config: configPage,
	bundle: bundlePage,
	"bundle-review": bundleReviewPage,
	"sealed-secrets": sealedSecretsPage,
	audit: auditPage,
	trace: tracePage,
	accesses: accessesPage,
	review: loadReview,
	composer: loadComposer,
	palette: loadPalette,
	search: loadSearch,
	"draft-list": loadDraftList,
	"apply-review": loadApplyReview,
	"object-form": loadObjectForm,
	object: loadObjectDetail,
	"object-kinds": loadObjectKinds
};
// src/console/page-maker.ts
var PageMaker = class {
	#options;
	constructor(options) {
		this.#options = options;
	}
	async make(request) {
		const found = findPage(consolePages, request.parts);
		if (!found) throw new PageRefused(404, "page with this address");
		return await this.#page(request, found, found.page.view);
	}
	async #page(request, { page, params }, view) {
		const { organization, query, viewer } = request;
		const { sources } = this.#options;
		const now = this.#options.now();
		const ask = {
			organization,
			params: {
				...page.params,
				...params
			},
			query,
			viewer,
			sources,
			now,
			sent: request.sent ?? { values: new FormValues(query) }
		};
		const loader = pageLoaders[view];
		const seen = await this.#look(request, async (objects, version) => ({
			rights: objects.rights,
			version,
			counters: await counters(objects),
			loaded: typeof loader === "function" ? await loader({
				...ask,
				objects
			}) : loader
		}));
		const { rights, version, counters: counted } = seen;
		const loaded = "model" in seen.loaded ? seen.loaded : await loadOwn(seen.loaded, {
			...ask,
			rights
		});
		const { web } = sources.proposals.told();
		const around = {
			web,
			page,
			version,
			now,
			counters: counted,
			loaded
		};
		return {
			view,
			model: await loaded.finish?.() ?? loaded.model,
			frame: frameOf(request, around)
		};
	}
	refused(request, { status, code, message, remedy }, back) {
		const model = {
			status,
			code,
			message,
			...remedy === void 0 ? {} : { remedy },
			...back === void 0 ? {} : { back }
		};
		const around = {
			version: "",
			now: this.#options.now(),
			counters: {}
		};
		const title = status === 403 ? "Not allowed" : status === 404 ? "Not found" : status === 500 ? "No page" : "Not done";
		return {
			view: "refused",
			model,
			frame: frameOf(request, {
				...around,
				loaded: { title }
			})
		};
	}
	async #look({ viewer, organization }, work) {
		const { store, access } = this.#options;
		if (access.organizationOf(viewer) !== organization) throw new PageRefused(404, `You have not signed in to an organisation ${JSON.stringify(organization)}.`);
		const { identity } = await access.authorOf(viewer);
		return await store.read(async (reader) => {
			const state = await access.stateSeenBy(reader);
			const rights = new ViewerRights(state, identity, organization, (asked) => access.limitOn(viewer, asked));
			const { resourceVersion } = await reader.list(agentApproval, {
				namespace: organization,
				limit: 1
			});
			return await work(new ViewerObjects(reader, rights), resourceVersion);
		});
	}
};
async function loadOwn({ resource, load }, ask) {
	const answer = ask.rights.may("list", { plural: resource });
	if (!answer.allowed) throw new PageRefused(403, answer.reason, answer.remedy);
	return await load(ask);
}
function frameOf({ organization, viewer, address, csrf }, { page, version, now, counters, loaded, web }) {
	const title = (page?.params?.plural === void 0 ? loaded.title : void 0) ?? page?.title ?? "Identikit";
	return {
		organization,
		organizations: [organization],
		viewer: viewer.name,
		title,
		address,
		csrf,
		counters,
		pageId: page?.id ?? "refused",
		crumbs: [{
			word: organization,
			href: addressOf(organization, "agents")
		}, ...loaded.crumbs ?? []],
		...noticeOf(address, web),
		now: now.toISOString(),
		live: {
			kinds: [...page?.watches ?? [], ...loaded.watches ?? []].map(({ plural }) => plural),
			version,
			...loaded.attempt === void 0 ? {} : { attempt: loaded.attempt }
		}
	};
}
const countedMost = 100;
const countedForBar = [
	{
		kind: agentDispatchRun,
		phase: "Running"
	},
	{
		kind: agentDispatchRun,
		phase: "Queued"
	},
	{
		kind: agentApproval,
		phase: "Pending"
	}
];
async function counters(objects) {
	const [running, queued, approvals] = await objects.counted(countedForBar, countedMost);
	return {
		...running === void 0 ? {} : { running },
		...queued === void 0 ? {} : { queued },
		...approvals === void 0 ? {} : { approvals }
	};
}
function noticeOf(address, web) {
	const query = new URLSearchParams(address.split("?")[1] ?? "");
	const [done, at] = [query.get("done") ?? "", query.get("at") ?? ""];
	const notice = Object.hasOwn(notices, done) ? notices[done] : void 0;
	if (notice === void 0) return {};
	return {
		notice,
		...web !== void 0 && /^https?:\/\//.test(at) && at.startsWith(web) && !at.includes("..") ? { noticeHref: at } : {}
	};
}
export { PageMaker };
