/** Why a request is not written back. They are added, never renamed. */
export const writeBackCodes = {
  WRITE_BACK_NOT_ALLOWED: "the rule and the stack do not both allow it",
  WRITE_BACK_LIMIT: "the run may not do this so often",
  WRITE_BACK_TARGET: "it is about something else than the run is",
  WRITE_BACK_LABELS: "a label may not be set by the run",
  WRITE_BACK_PATHS: "a path may not be changed by the run",
  WRITE_BACK_SECRET: "it holds what looks like a credential",
  WRITE_BACK_NOTHING: "there is nothing to write",
  WRITE_BACK_REF: "a branch has a name that cannot be used",
  WRITE_BACK_INVALID: "it is no request, or says too much",
  WRITE_BACK_CONFLICTS: "the changes and those of the target contradict each other",
  WRITE_BACK_REVIEW: "a review of the run asks for changes",
  WRITE_BACK_WIP: "the column of the board is full",
  WRITE_BACK_ENDED: "the attempt did not come to a result",
  WRITE_BACK_ESCALATION: "what steers agents or CI is not approved yet",
  WRITE_BACK_TAMPERED: "the git store of the workspace was touched",
} as const;
export type WriteBackCode = keyof typeof writeBackCodes;

/** A request that is not written back. */
export interface WriteRefusal {
  readonly code: WriteBackCode;
  readonly reason: string;
}

export function isRefusal(value: object): value is WriteRefusal {
  return "code" in value && "reason" in value;
}
