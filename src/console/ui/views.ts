import type { ViewName } from "../page/page.ts";
import type { ViewComponent } from "./app.tsx";
import { ApplyReviewPage } from "./pages/apply-review-page.tsx";
import { ApprovalListPage } from "./pages/approval-list-page.tsx";
import { ApprovalPage } from "./pages/approval-page.tsx";
import { AccessesPage, AuditPage } from "./pages/audit-page.tsx";
import { BundlePage, BundleReviewPage } from "./pages/bundle-page.tsx";
import { ComposerPage } from "./pages/composer-page.tsx";
import { ConfigPage, SealedSecretsPage } from "./pages/config-page.tsx";
import { DraftListPage } from "./pages/draft-list-page.tsx";
import { EnvironmentPage, EnvironmentsPage } from "./pages/environments-page.tsx";
import { GrantsPage } from "./pages/grants-page.tsx";
import { ImagesPage } from "./pages/images-page.tsx";
import { MemoryGraphPage } from "./pages/memory-graph-page.tsx";
import { MemoryPage } from "./pages/memory-page.tsx";
import { MemorySearchPage } from "./pages/memory-search-page.tsx";
import { MemoryUpdatesPage } from "./pages/memory-updates-page.tsx";
import { ObjectFormPage } from "./pages/object-form-page.tsx";
import { ObjectKindsPage } from "./pages/object-kinds-page.tsx";
import { ObjectListPage } from "./pages/object-list-page.tsx";
import { ObjectPage } from "./pages/object-page.tsx";
import { OverviewPage } from "./pages/overview-page.tsx";
import { PalettePage } from "./pages/palette-page.tsx";
import { PermissionsPage } from "./pages/permissions-page.tsx";
import { RefusedPage } from "./pages/refused-page.tsx";
import { RepositoriesPage } from "./pages/repositories-page.tsx";
import { RepositoryPage } from "./pages/repository-page.tsx";
import { ReviewPage } from "./pages/review-page.tsx";
import { RuleListPage } from "./pages/rule-list-page.tsx";
import { RulePage } from "./pages/rule-page.tsx";
import { RunEventsPage } from "./pages/run-events-page.tsx";
import { RunListPage } from "./pages/run-list-page.tsx";
import { RunPage } from "./pages/run-page.tsx";
import { SearchPage } from "./pages/search-page.tsx";
import { SessionListPage } from "./pages/session-list-page.tsx";
import { SessionPage } from "./pages/session-page.tsx";
import { SettingsPage } from "./pages/settings-page.tsx";
import { StackListPage } from "./pages/stack-list-page.tsx";
import { StackPage } from "./pages/stack-page.tsx";
import { TemplatePage, TemplatesPage } from "./pages/templates-page.tsx";
import { TracePage } from "./pages/trace-page.tsx";
import { WorkspaceListPage } from "./pages/workspace-list-page.tsx";
import { WorkspaceNewPage } from "./pages/workspace-new-page.tsx";
import { WorkspacePage } from "./pages/workspace-page.tsx";

/** What draws each view, for the server, which has them all. */
export const views: { readonly [View in ViewName]: ViewComponent<View> } = {
  overview: OverviewPage,
  "run-list": RunListPage,
  run: RunPage,
  "run-events": RunEventsPage,
  "approval-list": ApprovalListPage,
  approval: ApprovalPage,
  "workspace-list": WorkspaceListPage,
  workspace: WorkspacePage,
  "workspace-new": WorkspaceNewPage,
  "rule-list": RuleListPage,
  rule: RulePage,
  "stack-list": StackListPage,
  stack: StackPage,
  "session-list": SessionListPage,
  session: SessionPage,
  memory: MemoryPage,
  "memory-graph": MemoryGraphPage,
  "memory-search": MemorySearchPage,
  "memory-updates": MemoryUpdatesPage,
  "object-list": ObjectListPage,
  grants: GrantsPage,
  permissions: PermissionsPage,
  settings: SettingsPage,
  repositories: RepositoriesPage,
  repository: RepositoryPage,
  templates: TemplatesPage,
  template: TemplatePage,
  images: ImagesPage,
  environments: EnvironmentsPage,
  environment: EnvironmentPage,
  config: ConfigPage,
  bundle: BundlePage,
  "bundle-review": BundleReviewPage,
  "sealed-secrets": SealedSecretsPage,
  audit: AuditPage,
  accesses: AccessesPage,
  trace: TracePage,
  review: ReviewPage,
  "object-kinds": ObjectKindsPage,
  object: ObjectPage,
  "object-form": ObjectFormPage,
  "apply-review": ApplyReviewPage,
  "draft-list": DraftListPage,
  search: SearchPage,
  palette: PalettePage,
  composer: ComposerPage,
  refused: RefusedPage,
};
