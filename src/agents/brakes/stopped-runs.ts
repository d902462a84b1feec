import type { z } from "zod";
import { isStoppedBy } from "../admission/decision/brakes.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentPause } from "../kinds/record/agent-pause.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";

export type Pause = Resource<typeof agentPause>;
type Run = Resource<typeof agentDispatchRun>;
type RunStatus = z.output<typeof agentDispatchRun.status>;

/** Why a run goes on being Queued that a pause keeps from starting. */
const pausedReason = "PAUSED";

/** Whether a pause holds at a time. */
export function isActive({ spec: { until } }: Pause, now: Date): boolean {
  return until === undefined || Date.parse(until) > now.getTime();
}

export function isHeld({ status }: Pick<Run, "status">): boolean {
  return status.phase === "Queued" && status.reason === pausedReason;
}

/** The pauses of an organisation that hold. */
export async function activePauses(
  reader: ResourceReader,
  namespace: string,
  now: Date,
): Promise<readonly Pause[]> {
  const all = await Array.fromAsync(reader.each(agentPause, { namespace }));
  return all.filter((pause) => isActive(pause, now));
}

/** The first of some pauses that stops a run. */
export function stopOf(pauses: readonly Pause[], { metadata, spec }: Run): Pause | undefined {
  const { repository, agentStack: stack, triggerRule: rule } = spec;
  return pauses.find((pause) =>
    isStoppedBy(pause.spec.target, { organization: metadata.namespace, repository, stack, rule }),
  );
}

/**
 * Stops a run under a pause. What was allowed to start is taken back: the ticket and the tokens of its attempt no longer count. A run whose
 * agent is at work ends; one that only waited for a runner waits for the end of the pause.
 * @returns how many attempts were taken back
 */
export async function stopRun(writer: ResourceWriter, run: Run, pause: Pause, now: Date): Promise<number> {
  const { phase, reason, currentAttempt } = run.status;
  if ((phase !== "Queued" && phase !== "Running" && phase !== "Waiting") || isHeld(run)) return 0;
  const time = now.toISOString();
  const why = {
    reason: pausedReason,
    message: `${pause.spec.target.kind} ${pause.spec.target.name} is paused: ${pause.spec.reason}`,
  };
  const { namespace } = run.metadata;
  const attempt =
    currentAttempt === undefined
      ? undefined
      : await writer.get(agentDispatchAttempt, { namespace, name: currentAttempt });
  const isOpen =
    attempt !== undefined && ["Queued", "Running", "Waiting", undefined].includes(attempt.status.phase);
  // A run that waits for a person, or for room in its group, has nothing to be taken back, unless an agent waits with it.
  if ((phase === "Waiting" || reason === "CONCURRENCY_QUEUED") && !isOpen) return 0;
  if (isOpen) {
    const ended = { ...attempt.status, ...why, phase: "Cancelled" as const, finishedAt: time, revoked: true };
    const { resourceVersion } = attempt.metadata;
    await writer.setStatus(agentDispatchAttempt, attempt.metadata, ended, { resourceVersion });
  }
  await writer.setStatus(agentDispatchRun, run.metadata, stoppedStatus(run.status, why, time), {
    resourceVersion: run.metadata.resourceVersion,
  });
  return isOpen ? 1 : 0;
}

function stoppedStatus(
  { currentAttempt, ...status }: RunStatus,
  why: { readonly reason: string; readonly message: string },
  time: string,
): RunStatus {
  if (status.phase === "Queued") return { ...status, ...why };
  const kept = currentAttempt === undefined ? status : { ...status, currentAttempt };
  return { ...kept, ...why, phase: "Cancelled", finishedAt: time };
}

/** Lets a run go on that no pause stops any more: it is started when a runner is there, and gets a new attempt. */
export async function releaseRun(writer: ResourceWriter, run: Run, pauses: readonly Pause[]): Promise<void> {
  if (!isHeld(run) || stopOf(pauses, run)) return;
  // What was started for it before found it paused.
  const { reason: _, message: __, ciStart: ___, ...status } = run.status;
  const { resourceVersion } = run.metadata;
  await writer.setStatus(agentDispatchRun, run.metadata, status, { resourceVersion });
}
