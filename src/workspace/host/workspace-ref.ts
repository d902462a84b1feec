import type { SourceRefs } from "../../agents/kinds/git-state.ts";

/** The full ref that a workspace is of: that of the event, or the branch that the repository starts with; none where there is only a commit. */
export function workspaceRef({ pullRequest, ref, head, defaultBranch }: SourceRefs): string | undefined {
  if (pullRequest !== undefined) return `refs/pull/${pullRequest}/head`;
  if (ref !== undefined || head !== undefined || defaultBranch === undefined) return ref;
  return `refs/heads/${defaultBranch}`;
}
