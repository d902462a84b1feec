import { isOver } from "../dispatch/run-status.ts";
import type { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import type { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource } from "../resource/resource.ts";
import { spanMs } from "../triggers/span.ts";
import { type Workspace, type WorkspaceStatus, workspaceConditions } from "./workspace-conditions.ts";

type Run = Resource<typeof agentDispatchRun>;

/** What a workspace is compared with. */
export interface WorkspaceWorld {
  /** The runs that were given it, as its status names them, and the one that ended in it last; without those that are gone. */
  readonly runs: readonly Run[];
  /** The sessions that are attached to it and not over, by name. */
  readonly sessions: readonly string[];
  readonly policy: Resource<typeof agentWorkspacePolicy> | undefined;
  /** The other workspaces of the same repository and policy that have files. */
  readonly siblings: readonly Workspace[];
  readonly now: Date;
}

/** How long workspaces are kept that no policy speaks of. */
const usualRetention = { idle: "7d", failed: "14d" } as const;

/**
 * What the record of a workspace says: whether runs are under way in it, what its host reported of it last, and when it may be removed.
 * A path that is gone keeps its record; what was archived comes back only when it is provisioned.
 */
export function workspaceStatus(workspace: Workspace, world: WorkspaceWorld): WorkspaceStatus {
  const { status, metadata } = workspace;
  const named = status.runs ?? [];
  const runs = world.runs
    .filter((run) => !isOver(run))
    .map((run) => run.metadata.name)
    .filter((name) => named.includes(name));
  const lastRun = named.find((name) => !runs.includes(name)) ?? status.lastRun;
  const isSame = named.length === runs.length;
  const lastUsedAt = isSame ? (status.lastUsedAt ?? metadata.creationTimestamp) : world.now.toISOString();
  const phase = phaseOf(workspace, runs.length);
  const { cleanupAfter: _, ...kept } = status;
  const next: WorkspaceStatus = {
    ...kept,
    phase,
    runs,
    ...(lastRun === undefined ? {} : { lastRun }),
    sessions: world.sessions.toSorted(),
    observedGeneration: metadata.generation,
    lastUsedAt,
    conditions: workspaceConditions(status, world.now),
  };
  return phase === "Idle" && !workspace.spec.pinned
    ? { ...next, cleanupAfter: cleanupTime(workspace, lastUsedAt, lastRun, world) }
    : next;
}

function phaseOf({ status }: Workspace, underWay: number): NonNullable<WorkspaceStatus["phase"]> {
  const { phase = "Provisioning", git, runs = [] } = status;
  if (phase === "Archived") return phase;
  if (git?.missing === true) return "Missing";
  // Nobody has made it, and nobody waits for it any more: there is nothing on any disk.
  if (!git) return underWay === 0 && runs.length > 0 ? "Archived" : "Provisioning";
  return underWay > 0 ? "Active" : "Idle";
}

/** When an idle workspace may go: a while after its last use, or at once where newer ones of its repository are as many as are kept. */
function cleanupTime(
  { metadata }: Workspace,
  lastUsedAt: string,
  lastRun: string | undefined,
  { policy, siblings, runs }: WorkspaceWorld,
): string {
  const retention = policy?.spec.retentionPolicy ?? usualRetention;
  const last = runs.find((run) => run.metadata.name === lastRun);
  const span = last?.status.phase === "Failed" ? retention.failed : retention.idle;
  const maxCount = policy?.spec.retentionPolicy.maxCount ?? Number.POSITIVE_INFINITY;
  const goLater = siblings.filter(({ metadata: other, spec, status }) => {
    if (spec.pinned || status.phase !== "Idle") return true;
    const used = status.lastUsedAt ?? other.creationTimestamp;
    return used > lastUsedAt || (used === lastUsedAt && other.name < metadata.name);
  });
  if (goLater.length >= maxCount) return lastUsedAt;
  return new Date(Date.parse(lastUsedAt) + spanMs(span)).toISOString();
}
