import { IdentikitError } from "../../fault/error.ts";
import type { DispatchAttempt, DispatchRun } from "../dispatch/run-status.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { bundleInvalid } from "../run-bundle/bundle-file.ts";
import type { ProvenRun } from "../run-bundle/read-bundle.ts";

/** The attempt that a bundle is of. */
export interface BundleAttempt {
  readonly attempt: DispatchAttempt;
  readonly run: DispatchRun;
  /** Whether just this bundle was taken in before. */
  readonly isReported: boolean;
}

/**
 * The attempt that a bundle is of, where a result of it counts: it was launched here with that ticket, has not been given up, and has not
 * reported something else.
 * @throws {IdentikitError} `ATTEMPT_UNKNOWN`, `ATTEMPT_REPORTED`, `RUN_BUNDLE_INVALID`
 */
export async function bundleAttempt(
  reader: Pick<ResourceReader, "get">,
  { run: bundle, digest }: ProvenRun,
): Promise<BundleAttempt> {
  const { namespace } = bundle;
  const attempt = await reader.get(agentDispatchAttempt, { namespace, name: bundle.attempt });
  const run = await reader.get(agentDispatchRun, { namespace, name: bundle.run });
  if (!attempt || !run || attempt.spec.run !== bundle.run)
    throw unknown(bundle.attempt, `there is no such attempt of ${namespace}/${bundle.run}`);
  const { ticket, ticketDigest, runnerPool } = attempt.spec;
  if (ticket?.id !== bundle.ticket.id || ticketDigest !== bundle.ticket.digest)
    throw unknown(bundle.attempt, "it was launched with another ticket");
  if (run.spec.repository !== bundle.repository || runnerPool !== bundle.runner.pool)
    throw bundleInvalid("it names another repository or runner pool than its attempt");
  const { bundleDigest, revoked, phase, reason } = attempt.status;
  if (bundleDigest === digest) return { attempt, run, isReported: true };
  if (bundleDigest !== undefined)
    throw new IdentikitError(
      "ATTEMPT_REPORTED",
      `the attempt ${bundle.attempt} has reported ${bundleDigest} already, and this is ${digest}`,
      { remedy: `See what it came to: identikit get agentdispatchattempt ${bundle.attempt}.` },
    );
  if (revoked && !isOnlyLost(attempt, run))
    throw unknown(bundle.attempt, `it was ended before (${phase ?? ""} ${reason ?? ""})`.trim());
  return { attempt, run, isReported: false };
}

/** Whether an attempt was given up because nothing was heard of it, and nobody has gone on without it: what it brings late still counts. */
function isOnlyLost({ metadata, status }: DispatchAttempt, run: DispatchRun): boolean {
  const { phase, currentAttempt } = run.status;
  return status.reason === "RUNNER_LOST" && phase === "Failed" && currentAttempt === metadata.name;
}

function unknown(attempt: string, why: string): IdentikitError {
  return new IdentikitError("ATTEMPT_UNKNOWN", `a result of ${attempt} does not count: ${why}`, {
    remedy: `Look at identikit get agentdispatchattempt ${attempt}; a run that is over is tried again by POST /api/agents/runs/RUN/retry.`,
  });
}
