import { asFault, type IdentikitError } from "../../fault/error.ts";
import { inParallel } from "../../fault/slots.ts";
import type { WorkClaim, WorkQueue } from "../store/queue/work-queue.ts";
import type { Controller } from "./controller.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";

/** What came of looking at an object once. */
export interface WorkOutcome {
  readonly claim: WorkClaim;
  /**
   * `again`: somebody else wrote meanwhile, so it is looked at again. `lost`: the lease was, and another worker goes on. `returned`: the
   * process was told to end, and gave it back.
   */
  readonly result: "done" | "again" | "failed" | "lost" | "returned";
  readonly fault?: IdentikitError;
}

export interface WorkOptions {
  readonly queue: WorkQueue;
  readonly keeper: LeaseKeeper;
  readonly until: AbortSignal;
  /** Objects that are looked at at the same time. */
  readonly atOnce: number;
  /** A fault for an object that is not to be looked at again now. */
  readonly refuse?: ((claim: WorkClaim) => IdentikitError | undefined) | undefined;
  readonly onOutcome: (outcome: WorkOutcome) => void;
}

/** Looks at the objects of some claims. Each claim is finished, marked as failed, or given back. @throws the faults of the database */
export async function work(
  controller: Controller,
  claims: readonly WorkClaim[],
  options: WorkOptions,
): Promise<void> {
  options.keeper.hold(claims);
  await inParallel(claims, options.atOnce, async (claim) => {
    try {
      options.onOutcome(await workOne(controller, claim, options));
    } finally {
      options.keeper.leave(claim);
    }
  });
}

async function workOne(
  controller: Controller,
  claim: WorkClaim,
  { queue, keeper, until, refuse }: WorkOptions,
): Promise<WorkOutcome> {
  const signal = keeper.signalOf(claim);
  const settled = (held: readonly WorkClaim[], result: WorkOutcome["result"]): WorkOutcome => ({
    claim,
    result: held.length === 0 ? "lost" : result,
  });
  try {
    signal.throwIfAborted();
    const refused = refuse?.(claim);
    if (refused) throw refused;
    const { kind, namespace, name } = claim;
    const { againMs } = await controller.reconcile({ kind, namespace, name }, signal);
    return settled(await queue.finish([claim], againMs), "done");
  } catch (caught) {
    if (keeper.isLost(claim)) return { claim, result: "lost" };
    if (until.aborted) return settled(await queue.release([claim]), "returned");
    const fault = asFault(caught);
    if (fault.code === "CONFLICT") return settled(await queue.release([claim]), "again");
    return { ...settled(await queue.fail([claim], fault), "failed"), fault };
  }
}
