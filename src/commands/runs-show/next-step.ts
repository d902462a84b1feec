import { phaseOf } from "../../agents/approvals/approval-state.ts";
import type { WholeRun } from "./read-run.ts";

/** What somebody does next about a run, most pressing first, as command lines where there are some. */
export function nextSteps({ run, approvals, reviews }: WholeRun): readonly string[] {
  const { name } = run.metadata;
  const open = reviews.filter(({ status }) => status.phase === "ChangesRequested");
  const steps = [
    ...approvals
      .filter((one) => phaseOf(one) === "Pending")
      .map(
        ({ metadata, spec }) =>
          `decide about ${spec.action}: identikit approve ${metadata.name} ${spec.artifactDigest}`,
      ),
    ...open.map(
      ({ metadata }) => `have its changes made, then: identikit runs review ${metadata.name} resolve`,
    ),
    ...(open.length === 0 &&
    approvals.some((one) => phaseOf(one) === "Approved" && one.spec.write !== undefined)
      ? ["write what is approved: identikit write-back --pending"]
      : []),
  ];
  const { reason, phase, conditions } = run.status;
  const room = reason === "POOL_FULL" ? conditions?.find(({ type }) => type === "RoomInPool") : undefined;
  return steps.length > 0 ? steps : [room?.remedy ?? stepOf(phase, name)];
}

function stepOf(phase: WholeRun["run"]["status"]["phase"], name: string): string {
  switch (phase) {
    case "Running":
      return `watch it: identikit runs events ${name} --follow`;
    case "Succeeded":
      return `check it: identikit runs verify ${name}`;
    case "Failed":
    case "Cancelled":
      return `try again: identikit runs retry ${name}`;
    case "Waiting":
      return "let a controller look at it: identikit controller --once";
    default:
      return "start what is queued: identikit dispatch --queued, or identikit run";
  }
}
