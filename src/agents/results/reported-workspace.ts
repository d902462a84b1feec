import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Outbox } from "../outbox/outbox-text.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { patchDigest } from "../run-bundle/tree-patch.ts";
import { declaredWorkspace } from "../workspaces/held-workspace.ts";
import type { AttemptResult } from "./result-status.ts";
import { shownRuntime } from "./shown-runtime.ts";

type Workspace = Resource<typeof agentWorkspace>;

/**
 * Notes what a runner says of a workspace: where it lies, its git state, the commit and patch that it can be made again from, and what runs
 * in it.
 */
export async function reportedWorkspace(
  writer: ResourceWriter,
  held: Workspace,
  outbox: Outbox,
  { bundle, session, now }: AttemptResult,
): Promise<void> {
  const { workspace, base, patch, finishedAt } = bundle;
  if (!workspace) return;
  const { path, host, git } = workspace;
  const { metadata, spec, status } = held;
  await writer.update(
    agentWorkspace,
    declaredWorkspace(held, {
      ...(path === undefined ? {} : { workspacePath: path, externalId: undefined, host: host ?? spec.host }),
      // What was archived before is not what it is now.
      ...(base === undefined ? {} : { refs: { ...spec.refs, base }, patchDigest: undefined }),
    }),
  );
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
