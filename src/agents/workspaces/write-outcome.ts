import { agentWorkspace } from "../kinds/record/agent-workspace.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { declaredWorkspace } from "./held-workspace.ts";
import { type Workspace, type WorkspaceStatus, workspaceConditions } from "./workspace-conditions.ts";
import type { WorkspaceOutcome } from "./workspace-hands.ts";

/** Writes down what an action made of a workspace, and where its files are now. */
export async function writeOutcome(
  writer: ResourceWriter,
  key: ResourceKey,
  { files, path, base, patchDigest, git, host }: WorkspaceOutcome & { readonly host: string },
  now: Date,
): Promise<void> {
  const held = await writer.hold(agentWorkspace, key);
  if (!held) return;
  const { refs } = held.spec;
  const changed = await writer.update(
    agentWorkspace,
    declaredWorkspace(held, {
      ...(path === undefined ? {} : { host, workspacePath: path, externalId: undefined }),
      ...(base === undefined ? {} : { refs: { ...refs, base } }),
      // What was archived is all that it is, also where that is its base alone.
      ...(files === "gone" && base !== undefined ? { patchDigest } : {}),
    }),
  );
  const { cleanupAfter: _, git: before, ...status } = changed.status;
  if (files === "gone") await writeStatus(writer, { ...changed, status }, { phase: "Archived" }, now);
  else {
    // What was archived or missing is there again: the controller says in what phase, and its time starts again.
    const phase = files === "here" ? { phase: "Provisioning" as const, lastUsedAt: now.toISOString() } : {};
    const state = git ?? before;
    await writeStatus(writer, { ...changed, status }, { ...phase, ...(state ? { git: state } : {}) }, now);
  }
}

/** Gives a workspace another status, with the conditions that follow from it. */
export async function writeStatus(
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
