import { hostname } from "node:os";
import { z } from "zod";
import { agentWorkspacePolicy } from "../agents/kinds/config/agent-workspace-policy.ts";
import { keptBefore } from "../agents/run-bundle/patch-differences.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { GitCredential } from "../git/git-credential.ts";
import type { Harvest } from "../workspace/files/take-patch.ts";
import { harvestWorkspace, keptElsewhere } from "../workspace/host/harvest-workspace.ts";
import { makeWorkspace } from "../workspace/host/make-workspace.ts";
import { workspaceRef } from "../workspace/host/workspace-ref.ts";
import type { WorkspaceRoot } from "../workspace/host/workspace-root.ts";
import { readGitState } from "../workspace/state/read-git-state.ts";
import { gitRemote } from "../workspace/store/git-remote.ts";
import type { RunWorkspace, RunWorkspaces } from "./run-workspace.ts";

/** What of a launch profile decides about the workspace. */
const workspaceParts = z.object({
  workspacePolicy: agentWorkspacePolicy.spec.pick({ mode: true, caches: true }).optional(),
});

export interface HostWorkspacesOptions {
  readonly root: WorkspaceRoot;
  /** Where a repository is fetched from: `https://…`, `ssh://…` or a path, without a credential. */
  readonly addressOf: (repository: string) => string;
  readonly credential?: GitCredential | undefined;
}

/** The workspaces of this machine. */
export function hostWorkspaces({ root, addressOf, credential }: HostWorkspacesOptions): RunWorkspaces {
  return {
    async make(ticket, signal) {
      const { workspacePolicy } = workspaceParts.parse(ticket.stack.profile);
      const made = await makeWorkspace(
        root,
        {
          namespace: ticket.namespace,
          name: workspaceName(ticket),
          repository: ticket.repository,
          remote: gitRemote(addressOf(ticket.repository), credential),
          ...startOf(ticket),
          tier: ticket.trustTier,
          mode: workspacePolicy?.mode ?? "worktree",
          caches: workspacePolicy?.caches,
        },
        signal,
      );
      let harvested: Harvest | undefined;
      return {
        name: made.name,
        host: hostname(),
        path: made.path,
        base: made.base,
        git: made.git,
        async harvest(blobs, until) {
          const harvest = await harvestWorkspace(root, made, {
            ...{ blobs, before: keptBefore, signal: until },
          });
          harvested = harvest;
          const { patch, digest, refused } = harvest;
          return {
            ...(digest === undefined ? {} : { patch }),
            refused: refused.map(({ path, reason }) => `${path}: ${reason}`),
            git: await readGitState(root, made, until, harvest),
          };
        },
        kept: () => {
          if (harvested) keptElsewhere(root, made, harvested);
        },
      } satisfies RunWorkspace;
    },
  };
}

/** The workspace that the run was given; else one of its own, of its name. */
function workspaceName({ run, workspace = run }: Ticket): string {
  return workspace;
}

/** What is checked out: what the event is about, else what the work starts from. */
function startOf({ sourceRefs }: Ticket): { readonly ref?: string; readonly commit?: string } {
  const { head, base } = sourceRefs;
  const [ref, commit] = [workspaceRef(sourceRefs), head ?? base];
  return { ...(ref === undefined ? {} : { ref }), ...(commit === undefined ? {} : { commit }) };
}
