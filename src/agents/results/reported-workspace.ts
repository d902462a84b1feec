import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Outbox } from "../outbox/outbox-text.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { patchDigest } from "../run-bundle/tree-patch.ts";
import type { AttemptResult } from "./result-status.ts";
import { shownRuntime } from "./shown-runtime.ts";

type Workspace = Resource<typeof agentWorkspace>;

/** Notes what a runner says of a workspace: where it lies, its git state, what was harvested, and what runs in it. */
export async function reportedWorkspace(
  writer: ResourceWriter,
  { metadata, spec, status }: Workspace,
  outbox: Outbox,
  { bundle, session, now }: AttemptResult,
): Promise<void> {
  const { workspace, base, patch, finishedAt } = bundle;
  if (!workspace) return;
  const { path, host, git } = workspace;
  if (path !== undefined && (spec.workspacePath !== path || spec.host !== host)) {
    const { externalId: _, ...kept } = spec;
    const { namespace, name, labels, annotations } = metadata;
    await writer.update(agentWorkspace, {
      kind: agentWorkspace.kind,
      metadata: { namespace, name, labels, annotations },
      spec: { ...kept, workspacePath: path, ...(host === undefined ? {} : { host }) },
    });
  }
  // Nothing was changed: what was harvested is the empty patch of its base.
  const nothing = base === undefined ? undefined : patchDigest({ version: 1, base, changes: [] });
  const harvested = patch ?? nothing;
  const requests = outbox.requests.map(({ request }) => request);
  const runtime = shownRuntime(requests, status.runtime ?? [], now);
  await writer.setStatus(agentWorkspace, metadata, {
    ...status,
    git,
    ...(harvested === undefined ? {} : { harvested }),
    ...(runtime.length === 0 ? {} : { runtime }),
    sessions: [...new Set([...(status.sessions ?? []), session])].slice(-1000),
    lastUsedAt: finishedAt,
  });
}
