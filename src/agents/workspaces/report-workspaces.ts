import { randomUUID } from "node:crypto";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { ResourceStore } from "../resource/resource-store.ts";
import { type HostPorts, heldWorkspaceOf } from "./held-workspace.ts";
import type { Workspace } from "./workspace-conditions.ts";
import { writeStatus } from "./write-outcome.ts";

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

async function workspacesOn(store: ResourceStore, namespace: string, host: string): Promise<Workspace[]> {
  const all = await store.read((reader) => Array.fromAsync(reader.each(agentWorkspace, { namespace })));
  return all.filter(({ spec }) => spec.host === host);
}
