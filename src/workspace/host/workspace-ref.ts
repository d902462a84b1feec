import type { SourceRefs } from "../../agents/kinds/git-state.ts";

/**
 * The full ref that a workspace is of: that of the event, or the branch that the repository starts with; none where there is only a commit.
 * A fork's branch is no ref of the repository, though one may have the same name.
 */
export function workspaceRef(refs: SourceRefs): string | undefined {
  const { pullRequest, headRepository, ref, head, defaultBranch } = refs;
  if (pullRequest !== undefined) return `refs/pull/${pullRequest}/head`;
  if (headRepository !== undefined) return undefined;
  if (ref !== undefined || head !== undefined || defaultBranch === undefined) return ref;
  return `refs/heads/${defaultBranch}`;
}
