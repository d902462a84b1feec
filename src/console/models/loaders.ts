import type { LoadedView } from "../page/page.ts";
import type { OwnPageLoader, PageLoader } from "../page/page-ask.ts";
import { loadApplyReview } from "./apply-review.ts";
import { loadApproval } from "./approvals/approval.ts";
import { loadApprovalList } from "./approvals/approval-list.ts";
import { accessesPage, auditPage } from "./audit.ts";
import { bundlePage, bundleReviewPage } from "./bundle.ts";
import { loadComposer } from "./composer.ts";
import { configPage } from "./config.ts";
import { loadDraftList } from "./draft-list.ts";
import { environmentPage, environmentsPage } from "./environments.ts";
import { loadImages } from "./images.ts";
import { loadMemory } from "./memory/memory.ts";
import { loadMemoryGraph } from "./memory/memory-graph.ts";
import { loadMemorySearch } from "./memory/memory-search.ts";
import { loadMemoryUpdates } from "./memory/memory-updates.ts";
import { loadObjectDetail } from "./object-detail.ts";
import { loadObjectForm } from "./object-form.ts";
import { loadObjectKinds } from "./object-kinds.ts";
import { loadObjectList } from "./object-list.ts";
import { loadOverview } from "./overview/overview.ts";
import { loadPalette } from "./palette.ts";
import { permissionsPage } from "./permissions.ts";
import { loadRepositories } from "./repositories.ts";
import { loadRepository } from "./repository/repository.ts";
import { loadReview } from "./review.ts";
import { loadRule } from "./rules/rule.ts";
import { loadRuleList } from "./rules/rule-list.ts";
import { loadRun } from "./runs/run.ts";
import { loadRunEvents } from "./runs/run-events.ts";
import { loadRunList } from "./runs/run-list.ts";
import { loadSession } from "./runs/session.ts";
import { loadSessionList } from "./runs/session-list.ts";
import { sealedSecretsPage } from "./sealed-secrets.ts";
import { loadSearch } from "./search.ts";
import { loadGrants } from "./secrets.ts";
import { loadOrganizationSettings } from "./settings.ts";
import { loadStack } from "./stacks/stack.ts";
import { loadStackList } from "./stacks/stack-list.ts";
import { templatePage, templatesPage } from "./templates.ts";
import { tracePage } from "./trace.ts";
import { loadWorkspace } from "./workspaces/workspace.ts";
import { loadWorkspaceList } from "./workspaces/workspace-list.ts";
import { loadWorkspaceNew } from "./workspaces/workspace-new.ts";

type Loaders = { readonly [View in LoadedView]: PageLoader<View> | OwnPageLoader<View> };

/** What makes the model of each view. */
export const pageLoaders: Loaders = {
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
  "object-kinds": loadObjectKinds,
};
