import { loadApplyReview, loadReview } from "./console-with-agents-diff-yaml.js";
import { loadApproval, loadRun } from "./console-with-agents-diff.js";
import { accessesPage, auditPage, loadApprovalList, loadGrants, loadImages, loadMemoryUpdates, loadObjectKinds, loadObjectList, loadOrganizationSettings, loadOverview, loadPalette, loadRepositories, loadRepository, loadRule, loadRuleList, loadRunEvents, loadRunList, loadSearch, loadSession, loadSessionList, loadStackList, loadWorkspace, loadWorkspaceList, loadWorkspaceNew, permissionsPage, templatePage, templatesPage, tracePage } from "./console-with-agents.js";
import { loadComposer } from "./console-with-agents-http.js";
import { configPage, environmentPage, environmentsPage, sealedSecretsPage } from "./console.js";
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
export { pageLoaders };
