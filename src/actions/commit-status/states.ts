import type { CommitState } from "../../host/status.ts";

/** What a step or a job can come to, as a state. What was cancelled or skipped has verified nothing. */
export const states = {
  clean: "success",
  drift: "failure",
  unverified: "error",
  success: "success",
  failure: "failure",
  error: "error",
  pending: "pending",
  cancelled: "error",
  skipped: "error",
} as const satisfies Readonly<Record<string, CommitState>>;

/** A word for what came of a step or a job. */
export type Result = keyof typeof states;
