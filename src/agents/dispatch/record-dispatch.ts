import { IdentikitError } from "../../fault/error.ts";
import type { Decision } from "../kinds/actor.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Declared } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { answerAsked } from "./asked-attempt.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import type { LaunchBase } from "./launch-base.ts";
import { poolFullFault, takeRoom, waitingForRoom, withRoom } from "./pool-room.ts";
import { recordMemory } from "./record-memory.ts";
import { approvalsFor, askForApprovals } from "./run-approvals.ts";
import type { RunMemory } from "./run-memory.ts";
import {
  admittedStatus,
  type DispatchAttempt,
  type DispatchRun,
  endRun,
  isOver,
  reasonOf,
} from "./run-status.ts";
import type { TicketClaims } from "./run-ticket.ts";

/** What stops for a while only: the run stays queued, to be launched when it is over. */
const passing = new Set(["PAUSED", "BUDGET_SPENT", "STACK_PENDING"]);

export interface DispatchRecord {
  readonly bundle: Declared<typeof agentContextBundle>;
  /** What a new context shows of the memory. */
  readonly memory?: RunMemory | undefined;
  readonly attempt: Declared<typeof agentDispatchAttempt>;
  readonly decision: Decision;
  readonly claims: TicketClaims;
  /** The page of the CI run that gets the ticket. */
  readonly ciRun?: string | undefined;
}

/**
 * Writes a launch down in one transaction, before anybody is given its ticket: context, attempt, run, and who did what on which grounds.
 * @throws {IdentikitError} `CONFLICT` where the run was changed since it was looked at; `POOL_FULL`
 */
export async function recordDispatch(
  { store, database, now }: DispatchServices,
  { run, bundle: kept, previous, asked }: LaunchBase,
  { bundle, memory, attempt, decision, claims, ciRun }: DispatchRecord,
): Promise<{ readonly run: DispatchRun; readonly attempt: DispatchAttempt }> {
  const at = now().toISOString();
  const { resourceVersion } = run.metadata;
  const done = await store.write(async (writer, session) => {
    const keys = new ObjectKeys(session, database, run.metadata.namespace);
    const { runnerPool: pool } = attempt.spec;
    const full = pool === undefined ? undefined : await takeRoom({ writer, keys, now: now() }, run, pool);
    if (full) {
      const waits = waitingForRoom(run.status, full, now());
      await writer.setStatus(agentDispatchRun, run.metadata, waits, { resourceVersion });
      return { full };
    }
    const started = {
      ...withRoom(run.status, now()),
      attempts: attempt.spec.number,
      currentAttempt: attempt.metadata.name,
      contextBundle: bundle.metadata.name,
      contextDigest: bundle.spec.digest,
      serviceAccount: attempt.spec.serviceAccount,
      runnerPool: attempt.spec.runnerPool,
    };
    const written = await writer.setStatus(agentDispatchRun, run.metadata, started, { resourceVersion });
    if (!kept) await writer.create(agentContextBundle, bundle, {});
    if (!kept && memory) await recordMemory(writer, run, memory);
    if (previous) await giveUp(writer, previous, at);
    const stored = await writer.create(agentDispatchAttempt, attempt, {
      phase: "Queued",
      ...(ciRun === undefined ? {} : { ciRun }),
    });
    if (asked) await answerAsked(writer, asked, { phase: "Done", result: attempt.metadata.name });
    await recordAction(
      writer,
      run,
      attempt.metadata.name,
      at,
      { phase: "Done", admission: decision },
      {
        attempt: attempt.metadata.name,
        ticket: claims.jti,
        ticketDigest: attempt.spec.ticketDigest ?? "",
        identity: claims.identity.digest,
        stack: claims.stack.digest,
        permission: claims.permission,
        context: claims.context.digest,
        ...(run.spec.delivery === undefined ? {} : { delivery: run.spec.delivery }),
        secrets: attempt.spec.secrets ?? [],
      },
    );
    return { run: written, attempt: stored };
  });
  if ("full" in done) throw poolFullFault(run, done.full);
  return done;
}

/** Says of an attempt whose ticket is given out again which CI run gets it now. */
export async function recordAgain(
  { store }: DispatchServices,
  attempt: DispatchAttempt,
  ciRun: string | undefined,
): Promise<DispatchAttempt> {
  if (ciRun === undefined || attempt.status.ciRun === ciRun) return attempt;
  return await store.write(async (writer) => {
    const held = await writer.hold(agentDispatchAttempt, attempt.metadata);
    if (!held || isOver(held)) return attempt;
    return await writer.setStatus(agentDispatchAttempt, held.metadata, { ...held.status, ciRun });
  });
}

/** The ticket of an attempt that nobody has begun in time no longer counts. */
async function giveUp(writer: ResourceWriter, { metadata }: DispatchAttempt, at: string): Promise<void> {
  const attempt = await writer.hold(agentDispatchAttempt, metadata);
  // One that ended to wait stays what it came to.
  if (!attempt || isOver(attempt) || attempt.status.bundleDigest !== undefined) return;
  await writer.setStatus(agentDispatchAttempt, metadata, {
    ...attempt.status,
    phase: "Cancelled",
    reason: "TICKET_EXPIRED",
    message: "no runner began with its ticket in time",
    finishedAt: at,
    revoked: true,
  });
}

/**
 * Writes down that a launch is refused: the run ends, or waits for people, or for the end of a pause.
 * @returns the fault that says so
 */
export async function recordRefusal(
  { store, now }: DispatchServices,
  { run, asked }: Pick<LaunchBase, "run" | "asked">,
  decision: Decision,
): Promise<IdentikitError> {
  const at = now().toISOString();
  const why = reasonOf(decision) ?? { code: "ADMISSION_DENIED", message: "admission refuses it" };
  const denials = decision.reasons.filter(({ effect }) => effect === "deny");
  const isPassing = denials.length > 0 && denials.every(({ code }) => passing.has(code));
  await store.write(async (writer) => {
    const held = await writer.hold(agentDispatchRun, run.metadata);
    if (!held || isOver(held)) return;
    await recordAction(writer, run, `${decision.digest} ${at}`, at, {
      phase: "Denied",
      admission: decision,
      code: why.code,
      message: why.message,
    });
    if (isPassing) return;
    if (decision.verdict === "denied") {
      await endRun(writer, held, { phase: "Failed", why, now: at });
      if (asked) await answerAsked(writer, asked, { phase: "Denied", ...why });
    } else {
      await writer.setStatus(
        agentDispatchRun,
        held.metadata,
        admittedStatus(held.status, decision, { now: at }),
      );
      const by = held.spec.requestedBy ?? { kind: "System", name: "unknown" };
      await askForApprovals(writer, approvalsFor(held.metadata, decision, by));
    }
  });
  return refusal(run.metadata.name, decision);
}

/** The fault of a run that admission refuses, or that waits for a person by now. */
export function refusal(name: string, decision: Decision): IdentikitError {
  const why = reasonOf(decision);
  const remedy = decision.reasons.find(
    ({ code, message }) => code === why?.code && message === why.message,
  )?.remedy;
  return new IdentikitError(
    "DISPATCH_REFUSED",
    `the run ${name} is refused: ${why?.code ?? decision.verdict}: ${why?.message ?? "admission does not allow it"}`,
    { remedy: remedy?.split("\n")[0] ?? "Run identikit access review for who asked for it." },
  );
}

async function recordAction(
  writer: ResourceWriter,
  { metadata: { namespace, name }, spec: { requestedBy } }: DispatchRun,
  about: string,
  time: string,
  status: Parameters<typeof writer.setStatus<typeof agentAction>>[2],
  details: NonNullable<Declared<typeof agentAction>["spec"]["arguments"]> = {},
): Promise<void> {
  const action: Declared<typeof agentAction> = {
    kind: agentAction.kind,
    metadata: { namespace, name: derivedName("act", name, about) },
    spec: {
      target: { kind: agentDispatchRun.kind, name },
      action: "dispatch",
      actor: requestedBy ?? { kind: "System", name: "unknown" },
      arguments: details,
      time,
    },
  };
  if (!(await writer.get(agentAction, action.metadata))) await writer.create(agentAction, action, status);
}
