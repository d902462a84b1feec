/** What can be done with a workspace. Lists that command lines offer stand here, where they load no schema. */
export const workspaceActionWords = [
  "provision",
  "link",
  "pin",
  "unpin",
  "archive",
  "cleanup",
  "recover",
  "notes-save",
  "rebase-start",
  "rebase-auto-resolve",
  "rebase-open-in-editor",
  "rebase-mark-resolved",
  "rebase-abort",
] as const;

/** How far a run or an attempt is. */
export const runPhaseWords = ["Queued", "Running", "Waiting", "Succeeded", "Failed", "Cancelled"] as const;

/** What can be said of a review: it may be written back, or changes have to be made before anything of its run is. */
export const reviewVerdictWords = ["resolve", "request-changes"] as const;
