/** Why a run ended or waits, beside the reasons of admission and the codes of executions. They are added, never renamed. */
export const runCodes = {
  CANCELLED: "somebody has cancelled it",
  CANCELLED_BY_NEWER: "a newer run of its group took its place",
  APPROVAL_REJECTED: "a person has rejected it",
  APPROVAL_EXPIRED: "nobody decided about it in time",
  SUPERSEDED: "something newer was asked of it",
  RUNNER_LOST: "its runner has gone silent",
  POOL_FULL: "its runner pool has as many attempts at work as may be",
  GATE_MISSING: "it ended to wait for a person, and asked for nothing",
} as const;
export type RunCode = keyof typeof runCodes;
