import { IdentikitError } from "../../fault/error.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import { type AskedAttempt, askedAttempt } from "./asked-attempt.ts";
import type { LaunchServices } from "./launch-services.ts";
import { type DispatchAttempt, type DispatchRun, isOver } from "./run-status.ts";

/** What a launch goes out from. */
export interface LaunchBase {
  readonly run: DispatchRun;
  /** The context of an earlier attempt, which is kept. */
  readonly bundle: Resource<typeof agentContextBundle> | undefined;
  /** An attempt that has a ticket and has not begun. */
  readonly open: DispatchAttempt | undefined;
  /** The attempt before, where it can no longer begin. */
  readonly previous: DispatchAttempt | undefined;
  /** What somebody asked of the run that takes another attempt. */
  readonly asked: AskedAttempt | undefined;
}

/** @throws {IdentikitError} `NOT_FOUND`; `RUN_NOT_READY` for a run that waits, is at work, or is over */
export async function launchBase({ store, now }: LaunchServices, key: ResourceKey): Promise<LaunchBase> {
  const { namespace } = key;
  return await store.read(async (reader) => {
    const run = await reader.get(agentDispatchRun, key);
    if (!run)
      throw new IdentikitError("NOT_FOUND", `there is no run ${key.name} in ${namespace}`, {
        remedy: "Run identikit get runs.",
      });
    const why = whyNot(run);
    if (why !== undefined) throw notReady(run, why);
    const { attempts = 0, contextBundle } = run.status;
    // A run that is to be tried again has no current attempt; the last one is found by its number.
    const currentAttempt = run.status.currentAttempt ?? `${key.name}-${attempts}`;
    const last =
      attempts === 0 && run.status.currentAttempt === undefined
        ? undefined
        : await reader.get(agentDispatchAttempt, { namespace, name: currentAttempt });
    const bundle =
      contextBundle === undefined
        ? undefined
        : await reader.get(agentContextBundle, { namespace, name: contextBundle });
    if (last && !isOver(last) && last.status.phase !== "Queued" && !endedToWait(last))
      throw notReady(run, `its attempt ${last.metadata.name} is ${last.status.phase}`);
    const asked = await askedAttempt(reader, key);
    return canBegin(last, now())
      ? { run, bundle, open: last, previous: undefined, asked }
      : { run, bundle, open: undefined, previous: last, asked };
  });
}

/** Whether an attempt has reported that it waits for a person: its runner is gone, and a new attempt goes on from there. */
export function endedToWait({ status: { phase, bundleDigest } }: DispatchAttempt): boolean {
  return phase === "Waiting" && bundleDigest !== undefined;
}

/** Whether the ticket of an attempt still counts, and no runner has begun with it. */
export function canBegin(attempt: DispatchAttempt | undefined, now: Date): boolean {
  if (attempt?.status.phase !== "Queued" || attempt.status.revoked === true) return false;
  return attempt.spec.ticket !== undefined && Date.parse(attempt.spec.ticket.expires) > now.getTime();
}

/** Why a run cannot be launched as it is, whatever its rights are. */
function whyNot({ spec, status }: DispatchRun): string | undefined {
  const { phase, reason, message } = status;
  if (spec.cancelled) return "somebody has cancelled it";
  if (phase === undefined) return "nobody has looked yet whether it may start";
  if (phase === "Waiting") return `a person has to approve it first: ${message ?? reason}`;
  if (phase !== "Queued") return `it is ${phase}`;
  if (reason === "STACK_PENDING") return message ?? "its stack has not been looked at";
  return reason === "CONCURRENCY_QUEUED" ? (message ?? "its group has no room") : undefined;
}

export function notReady({ metadata: { name } }: DispatchRun, why: string): IdentikitError {
  return new IdentikitError("RUN_NOT_READY", `the run ${name} cannot be launched: ${why}`, {
    remedy: `Run identikit get agentdispatchrun ${name}, and launch it when it is Queued.`,
  });
}
