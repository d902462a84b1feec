import type { ControlCounts } from "../../agents/control/run-controllers.ts";
import type { WorkOutcome } from "../../agents/control/work.ts";
import type { FailingWork } from "../../agents/store/queue/work-queue.ts";
import { asOutput, type Output } from "../result.ts";
import { count } from "./wording.ts";

/** One object that a controller looked at, on one line. */
export function workLine({ claim, result, fault }: WorkOutcome): string {
  const what = `${claim.controller}: ${claim.kind} ${claim.namespace}/${claim.name}`;
  return fault ? `${what} ${result}: ${fault.code}: ${fault.message}` : `${what} ${result}`;
}

/** What controllers did, on one line. */
export function controlSummary({ done, failed, lost, returned }: ControlCounts): string {
  const parts = [
    `${count(done, "object")} looked at`,
    `${failed} failed`,
    ...(lost > 0 ? [`${lost} taken over by others`] : []),
    ...(returned > 0 ? [`${returned} given back`] : []),
  ];
  return parts.join(", ");
}

/** The work that is left because it failed. */
export function failingOutput(work: readonly FailingWork[]): Output {
  return work.map(({ controller, kind, namespace, name, attempts, failure, againMs }) =>
    asOutput({
      controller,
      kind,
      namespace,
      name,
      attempts,
      ...failure,
      againSeconds: Math.ceil(againMs / 1000),
    }),
  );
}

export function failingLines(work: readonly FailingWork[]): string[] {
  return work.map(
    ({ controller, kind, namespace, name, attempts, failure, againMs }) =>
      `${controller}: ${kind} ${namespace}/${name} failed ${count(attempts, "time")}, next try in ${Math.ceil(againMs / 1000)} s; ${failure.code}: ${failure.message}`,
  );
}
