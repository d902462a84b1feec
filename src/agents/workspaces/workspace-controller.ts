import { foldedName } from "../admission/folded-name.ts";
import type { Controller } from "../control/controller.ts";
import { agentWorkspacePolicy } from "../kinds/config/agent-workspace-policy.ts";
import type { Kind } from "../kinds/kind.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../kinds/record/agent-session.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import type { Workspace } from "./workspace-conditions.ts";
import { giveWorkspace } from "./workspace-of-run.ts";
import { type WorkspaceWorld, workspaceStatus } from "./workspace-state.ts";

export interface WorkspacePorts {
  readonly store: ResourceStore;
  readonly now: () => Date;
}

/** Gives runs their workspaces, and keeps the records of workspaces to what is known of them. It touches no disk. */
export function workspaceController({ store, now }: WorkspacePorts): Controller {
  const key = (kind: { readonly kind: string }, namespace: string, name: string): WorkKey => ({
    kind: kind.kind,
    namespace,
    name,
  });
  return {
    name: "workspace",
    watches: [
      {
        kind: agentWorkspace,
        keysOf: async ({ object: { metadata, spec } }, reader) => {
          const { repository, policy } = agentWorkspace.spec.parse(spec);
          const { namespace, name } = metadata;
          const siblings = await countedWith(reader, { namespace, name }, repository, policy);
          return [name, ...siblings.map((one) => one.metadata.name)].map((one) =>
            key(agentWorkspace, namespace, one),
          );
        },
      },
      {
        kind: agentDispatchRun,
        keysOf: ({ object: { metadata, status } }) => {
          const { workspace } = agentDispatchRun.status.parse(status);
          const { namespace, name } = metadata;
          if (workspace !== undefined) return [key(agentWorkspace, namespace, workspace)];
          return [key(agentDispatchRun, namespace, name)];
        },
      },
      {
        kind: agentSession,
        keysOf: ({ object: { metadata, status } }) => {
          const { workspaceRef } = agentSession.status.parse(status);
          return workspaceRef === undefined ? [] : [key(agentWorkspace, metadata.namespace, workspaceRef)];
        },
      },
      {
        kind: agentWorkspacePolicy,
        keysOf: async ({ object: { metadata } }, reader) => {
          const all = await phasesOf(reader, agentWorkspace, metadata.namespace, ["Idle"]);
          const kept = all.filter(({ spec }) => spec.policy === metadata.name);
          return kept.map((one) => key(agentWorkspace, metadata.namespace, one.metadata.name));
        },
      },
    ],
    async reconcile(work) {
      if (work.kind === agentDispatchRun.kind) await store.write((writer) => giveWorkspace(writer, work));
      else await store.write((writer) => settle(writer, work, now()));
      return {};
    },
  };
}

async function settle(writer: ResourceWriter, { namespace, name }: ResourceKey, now: Date): Promise<void> {
  const workspace = await writer.get(agentWorkspace, { namespace, name });
  if (!workspace) return;
  const { repository, policy } = workspace.spec;
  const { runs: named = [], lastRun } = workspace.status;
  const runs: WorkspaceWorld["runs"][number][] = [];
  for (const one of [...named, ...(lastRun === undefined ? [] : [lastRun])]) {
    const run = await writer.get(agentDispatchRun, { namespace, name: one });
    if (run) runs.push(run);
  }
  const status = workspaceStatus(workspace, {
    runs,
    sessions: await sessionsOf(writer, { namespace, name }),
    policy:
      policy === undefined ? undefined : await writer.get(agentWorkspacePolicy, { namespace, name: policy }),
    siblings: await countedWith(writer, { namespace, name }, repository, policy),
    now,
  });
  const { resourceVersion } = workspace.metadata;
  await writer.setStatus(agentWorkspace, workspace.metadata, status, { resourceVersion });
}

async function sessionsOf(reader: ResourceReader, { namespace, name }: ResourceKey): Promise<string[]> {
  const live = await phasesOf(reader, agentSession, namespace, ["Pending", "Live"]);
  return live.filter(({ status }) => status.workspaceRef === name).map(({ metadata }) => metadata.name);
}

/** The other workspaces with which one is counted, where its policy keeps only so many of a repository. */
async function countedWith(
  reader: ResourceReader,
  { namespace, name }: ResourceKey,
  repository: string,
  policyName: string | undefined,
): Promise<readonly Workspace[]> {
  const policy = policyName && (await reader.get(agentWorkspacePolicy, { namespace, name: policyName }));
  if (!policy || policy.spec.retentionPolicy.maxCount === undefined) return [];
  const there = await phasesOf(reader, agentWorkspace, namespace, ["Idle", "Active"]);
  return there.filter(
    ({ metadata, spec }) =>
      metadata.name !== name &&
      spec.policy === policyName &&
      foldedName(spec.repository) === foldedName(repository),
  );
}

async function phasesOf<One extends Kind>(
  reader: ResourceReader,
  kind: One,
  namespace: string,
  phases: readonly string[],
): Promise<Resource<One>[]> {
  const found: Resource<One>[] = [];
  for (const phase of phases)
    for await (const one of reader.each(kind, {
      namespace,
      fields: parseFieldSelector(`status.phase=${phase}`),
    }))
      found.push(one);
  return found;
}
