import type { z } from "zod";
import { foldedName } from "../admission/folded-name.ts";
import { workTerms } from "../admission/trust/work-terms.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { Workspace } from "./workspace-conditions.ts";

type Run = Resource<typeof agentDispatchRun>;

/**
 * Gives a run its workspace: one that is there where the policy lets it be used again and it is of the same repository, ref and tier of
 * trust, else a new one, whose files somebody makes later. Untrusted work always gets one of its own.
 */
export async function giveWorkspace(writer: ResourceWriter, key: ResourceKey): Promise<void> {
  const run = await writer.get(agentDispatchRun, key);
  const tier = run?.status.trustTier;
  if (!run || tier === undefined || run.status.workspace !== undefined) return;
  if (run.status.phase !== "Queued" && run.status.phase !== "Running") return;
  const { namespace } = run.metadata;
  const stack = await writer.get(agentStack, { namespace, name: run.spec.agentStack });
  const policyName = stack?.spec.workspacePolicy;
  const policy = policyName && (await writer.get(agentWorkspacePolicy, { namespace, name: policyName }));
  const mayReuse = policy && policy.spec.reuse === "same_ref";
  const free = run.spec.workspaceRef !== undefined || mayReuse ? await freeWorkspace(writer, run) : undefined;
  const given = free ? await take(writer, free, run) : await newWorkspace(writer, run, policyName);
  const status = { ...run.status, workspace: given.metadata.name };
  const { resourceVersion } = run.metadata;
  await writer.setStatus(agentDispatchRun, run.metadata, status, { resourceVersion });
}

/** Whether a run may work in a workspace where others have worked. */
export function mayReuseWorkspace(run: Run, { spec, status }: Workspace): boolean {
  const { repository, sourceRefs } = run.spec;
  const tier = run.status.trustTier;
  return (
    tier !== undefined &&
    !workTerms(tier).ownWorkspace &&
    spec.trustTier === tier &&
    foldedName(spec.repository) === foldedName(repository) &&
    sourceRefs.ref !== undefined &&
    spec.refs?.ref === sourceRefs.ref &&
    status.phase === "Idle" &&
    (status.runs ?? []).length === 0 &&
    status.git?.dirty === false &&
    (status.git.conflicts ?? []).length === 0
  );
}

/** The one that the run names, or the one that was used last of those that nobody has. */
async function freeWorkspace(writer: ResourceWriter, run: Run): Promise<Workspace | undefined> {
  const { namespace } = run.metadata;
  const { workspaceRef } = run.spec;
  const idle = await Array.fromAsync(
    writer.each(agentWorkspace, { namespace, fields: parseFieldSelector("status.phase=Idle") }),
  );
  return idle
    .filter((one) => mayReuseWorkspace(run, one) && (workspaceRef ?? one.metadata.name) === one.metadata.name)
    .toSorted((a, b) => ((a.status.lastUsedAt ?? "") > (b.status.lastUsedAt ?? "") ? -1 : 1))[0];
}

async function take(writer: ResourceWriter, { metadata, status }: Workspace, run: Run): Promise<Workspace> {
  const { cleanupAfter: _, ...kept } = status;
  const taken = { ...kept, phase: "Active" as const, runs: [run.metadata.name] };
  const { resourceVersion } = metadata;
  return await writer.setStatus(agentWorkspace, metadata, taken, { resourceVersion });
}

async function newWorkspace(
  writer: ResourceWriter,
  run: Run,
  policy: string | undefined,
): Promise<Workspace> {
  const { metadata, spec, status } = run;
  const key = { namespace: metadata.namespace, name: `w-${metadata.name}`.slice(0, 253) };
  const there = await writer.get(agentWorkspace, key);
  if (there) return there;
  const { serviceAccount, runnerPool } = status;
  const input: z.input<typeof agentWorkspace.spec> = {
    repository: spec.repository,
    // Where it lies is for the machine to say that makes it.
    externalId: `run/${metadata.name}`,
    refs: spec.sourceRefs,
    ownership: ownership(run),
    ...(spec.target === undefined ? {} : { ownerRef: spec.target }),
    ...(spec.requestedBy === undefined ? {} : { owner: spec.requestedBy }),
    trustTier: status.trustTier ?? "untrusted",
    ...(serviceAccount === undefined ? {} : { serviceAccount }),
    ...(runnerPool === undefined ? {} : { runnerPool }),
    ...(policy === undefined ? {} : { policy }),
  };
  const declared = { kind: agentWorkspace.kind, metadata: key, spec: agentWorkspace.spec.parse(input) };
  return await writer.create(agentWorkspace, declared, { phase: "Provisioning", runs: [metadata.name] });
}

function ownership({ spec: { source, sourceRefs, target } }: Run): Workspace["spec"]["ownership"] {
  if (source === "workflow_run" || target?.kind === "check" || target?.kind === "job") return "ci_failure";
  if (sourceRefs.pullRequest !== undefined || target?.kind === "pull_request") return "pull_request";
  if (sourceRefs.issue !== undefined || target?.kind === "issue") return "issue";
  return source === "manual" ? "manual" : "project";
}
