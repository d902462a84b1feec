import { randomUUID } from "node:crypto";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceStore, ResourceWriter } from "../resource/resource-store.ts";
import { declaredWorkspace, type HostPorts, heldWorkspaceOf } from "./carry-out-actions.ts";
import { type Workspace, type WorkspaceStatus, workspaceConditions } from "./workspace-conditions.ts";
import type { WorkspaceOutcome } from "./workspace-hands.ts";

/**
 * Writes down how the workspaces of this machine are. One whose path is gone keeps its record.
 * @returns those of which something else was written than before
 */
export async function reportWorkspaces(
  { store, hands, now }: HostPorts,
  namespace: string,
  signal: AbortSignal,
): Promise<Workspace[]> {
  const reported: Workspace[] = [];
  for (const workspace of await workspacesOn(store, namespace, hands.host)) {
    signal.throwIfAborted();
    const held = await store.read((reader) => heldWorkspaceOf(reader, workspace));
    if (workspace.status.phase === "Archived" || held.workspacePath === undefined) continue;
    const git = await hands.look(held, signal);
    const next = await store.write(async (writer) => {
      const there = await writer.hold(agentWorkspace, workspace.metadata);
      return there && (await writeStatus(writer, there, { git }, now()));
    });
    if (next && next.metadata.resourceVersion !== workspace.metadata.resourceVersion) reported.push(next);
  }
  return reported;
}

/**
 * Asks for the removal of the workspaces of this machine whose time is over, as their policies say. One that has changes which nobody harvested, or
 * that is pinned or was linked, is left.
 */
export async function askForDueCleanups(
  { store, hands, now }: HostPorts,
  namespace: string,
): Promise<readonly string[]> {
  const asked: string[] = [];
  const time = now();
  for (const workspace of await workspacesOn(store, namespace, hands.host)) {
    const { metadata, spec, status } = workspace;
    const held = await store.read((reader) => heldWorkspaceOf(reader, workspace));
    const isOver = status.cleanupAfter !== undefined && Date.parse(status.cleanupAfter) <= time.getTime();
    const isFree = status.phase === "Idle" && !spec.pinned && (status.runs ?? []).length === 0;
    const isClean = status.git?.dirty === false && (status.git.conflicts ?? []).length === 0;
    if (!isOver || !isFree || !isClean || !hands.isOwn(held)) continue;
    await store.write(async (writer) => {
      const spec = agentAction.spec.parse({
        ...{ target: { kind: agentWorkspace.kind, name: metadata.name }, action: "cleanup" },
        ...{ actor: { kind: "System", name: "retention" }, via: "controller", time: time.toISOString() },
      });
      const key = { namespace, name: `a-${randomUUID()}` };
      await writer.create(
        agentAction,
        { kind: agentAction.kind, metadata: key, spec },
        { phase: "Admitted" },
      );
    });
    asked.push(metadata.name);
  }
  return asked;
}

/** Writes down what an action made of a workspace. */
export async function writeOutcome(
  writer: ResourceWriter,
  key: ResourceKey,
  { files, path, base, patchDigest, git }: WorkspaceOutcome,
  now: Date,
): Promise<void> {
  const held = await writer.hold(agentWorkspace, key);
  if (!held) return;
  const { refs } = held.spec;
  const changed = await writer.update(
    agentWorkspace,
    declaredWorkspace(held, {
      ...(path === undefined ? {} : { workspacePath: path, externalId: undefined }),
      ...(base === undefined ? {} : { refs: { ...refs, base } }),
      ...(patchDigest === undefined ? {} : { patchDigest }),
    }),
  );
  const { cleanupAfter: _, git: before, ...status } = changed.status;
  if (files === "gone") await writeStatus(writer, { ...changed, status }, { phase: "Archived" }, now);
  else {
    // What was archived or missing is there again: the controller says in what phase.
    const phase = files === "here" ? { phase: "Provisioning" as const } : {};
    const state = git ?? before;
    await writeStatus(writer, { ...changed, status }, { ...phase, ...(state ? { git: state } : {}) }, now);
  }
}

async function writeStatus(
  writer: ResourceWriter,
  { metadata, status }: Workspace,
  changes: Partial<WorkspaceStatus>,
  now: Date,
): Promise<Workspace> {
  const next = { ...status, ...changes };
  return await writer.setStatus(agentWorkspace, metadata, {
    ...next,
    conditions: workspaceConditions(next, now),
  });
}

async function workspacesOn(store: ResourceStore, namespace: string, host: string): Promise<Workspace[]> {
  const all = await store.read((reader) => Array.fromAsync(reader.each(agentWorkspace, { namespace })));
  return all.filter(({ spec }) => spec.host === host);
}
