import type { ConfigDatabase } from "../../config/database.ts";
import { IdentikitError } from "../../fault/error.ts";
import { runAfterApprovals } from "../approvals/run-after-approvals.ts";
import { answerOf } from "../dispatch/gate-answers.ts";
import { quietMs, silenceOf } from "../dispatch/heartbeat.ts";
import { roomOfLate } from "../dispatch/pool-room.ts";
import { withCondition } from "../dispatch/run-conditions.ts";
import { type DispatchAttempt, isOver } from "../dispatch/run-status.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { AttemptReport, ReportAnswer } from "../run-bundle/attempt-report.ts";
import { appendEvents } from "../store/events/append-events.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import type { SqlStore } from "../store/sql-store.ts";
import { noteAnnounced } from "./announced-artifacts.ts";
import { noteSession } from "./attempt-session.ts";
import { gateApproval } from "./gate-approval.ts";
import { agentActor } from "./record-result.ts";

/** Events of one attempt that are taken while it works, at most: the bundle has a bound of its own, in bytes. */
const mostEvents = 1_000_000;

/**
 * Takes in what a supervisor says of an attempt under way: its next events, what its agent asks people for, and what its bundle will bring.
 * What was said before is passed over, and what does not follow on is not stored; the answer says from where to go on. Said twice it is the same.
 * The first machine that says something has the attempt: another one with the same ticket says other things, and is told so.
 * @throws {IdentikitError} `ATTEMPT_UNKNOWN`, `ATTEMPT_REPORTED` for an attempt that is not under way any more; `EVENT_CONFLICT` where
 * another machine has it; `RESOURCE_TOO_LARGE`
 */
export async function takeReport(
  {
    database,
    store,
    now,
  }: { readonly database: ConfigDatabase; readonly store: SqlStore; readonly now: () => Date },
  key: ResourceKey,
  report: AttemptReport,
): Promise<ReportAnswer> {
  return await store.write(async (writer, session) => {
    const keys = new ObjectKeys(session, database, key.namespace);
    const full = await roomOfLate({ writer, keys, now: now() }, key);
    if (full) throw refused(key, `its ticket had run out, and by now ${full.message}`);
    const attempt = underWay(key, await writer.hold(agentDispatchAttempt, key));
    const time = now();
    const answers = await ask(writer, attempt, report.asks, time);
    const before = attempt.status.lastEvent ?? 0;
    const fresh = report.events.filter(({ seq }) => seq > before && seq <= mostEvents);
    const follows = fresh.every(({ seq }, at) => seq === before + at + 1);
    const last = follows ? before + fresh.length : before;
    await noteWork(writer, attempt, report, { last, time });
    await noteAnnounced(writer, attempt, report.announced ?? []);
    const again = report.events.filter(({ seq }) => seq <= before);
    const of = { run: attempt.spec.run, attempt: key.name };
    const specs = [...again, ...(follows ? fresh : [])].map((event) => ({ ...event, ...of }));
    if (specs.length > 0) await appendEvents(session, database.kind, key.namespace, specs);
    return { last, answers };
  });
}

/** The attempt, where what is said of it counts. */
function underWay(key: ResourceKey, attempt: DispatchAttempt | undefined): DispatchAttempt {
  if (!attempt) throw refused(key, "there is no such attempt");
  if (attempt.status.bundleDigest !== undefined)
    throw refused(key, "its bundle was taken in", "ATTEMPT_REPORTED");
  if (attempt.status.revoked || isOver(attempt)) throw refused(key, `it is ${attempt.status.phase}`);
  return attempt;
}

function refused(
  { name }: ResourceKey,
  why: string,
  code: "ATTEMPT_UNKNOWN" | "ATTEMPT_REPORTED" = "ATTEMPT_UNKNOWN",
): IdentikitError {
  return new IdentikitError(code, `nothing more is taken of ${name}: ${why}`, {
    remedy: `Look at identikit get agentdispatchattempt ${name}.`,
  });
}

/** Says on attempt, run and conversation that the agent is at work, and where. Most reports say nothing new of that. */
async function noteWork(
  writer: ResourceWriter,
  attempt: DispatchAttempt,
  { runner, session: named = attempt.status.clientSessionId, announced }: AttemptReport,
  { last, time }: { readonly last: number; readonly time: Date },
): Promise<void> {
  const { metadata, spec } = attempt;
  const at = time.toISOString();
  const started = { runner: runner.name, ...(runner.ciRun === undefined ? {} : { ciRun: runner.ciRun }) };
  const status = {
    ...{ ...attempt.status, ...started, phase: "Running" as const },
    ...{ startedAt: attempt.status.startedAt ?? at, heartbeat: at, lastEvent: last },
    ...(named === undefined ? {} : { clientSessionId: named }),
  };
  const isKnown =
    attempt.status.phase === "Running" &&
    attempt.status.session !== undefined &&
    attempt.status.clientSessionId === named &&
    silenceOf(attempt, time) < quietMs &&
    announced === undefined;
  const key = { namespace: metadata.namespace, name: spec.run };
  const run = isKnown ? undefined : await writer.hold(agentDispatchRun, key);
  if (!run) {
    await writer.setStatus(agentDispatchAttempt, metadata, status);
    return;
  }
  const { session, bound } = await noteSession(
    writer,
    run,
    { ...attempt, status },
    {
      now: time,
      isEnd: announced !== undefined,
    },
  );
  await writer.setStatus(agentDispatchAttempt, metadata, {
    ...{ ...status, session },
    conditions: withCondition(status.conditions, bound, at),
  });
  if (run.status.currentAttempt !== metadata.name || isOver(run)) return;
  const { reason: _, message: __, ...kept } = run.status;
  await writer.setStatus(agentDispatchRun, key, {
    ...{ ...kept, ...started, session, phase: "Running", startedAt: kept.startedAt ?? at },
    conditions: withCondition(kept.conditions, bound, at),
  });
}

/** Asks people what the agent asks, once each. @returns what they have said so far */
async function ask(
  writer: ResourceWriter,
  attempt: DispatchAttempt,
  asks: AttemptReport["asks"],
  now: Date,
): Promise<ReportAnswer["answers"]> {
  const key = { namespace: attempt.metadata.namespace, name: attempt.spec.run };
  const run = asks.length === 0 ? undefined : await writer.hold(agentDispatchRun, key);
  if (!run) return [];
  const answers: ReportAnswer["answers"] = [];
  let isNew = false;
  for (const request of asks) {
    if (request.type !== "approval") continue;
    const approval = gateApproval(run, request, agentActor(attempt), now);
    const there = await writer.get(agentApproval, approval.metadata);
    if (!there) {
      await writer.create(agentApproval, approval, { phase: "Pending" });
      isNew = true;
    }
    const answer = there && answerOf(there);
    if (answer) answers.push(answer);
  }
  if (isNew) {
    const fields = parseFieldSelector(`spec.run=${run.metadata.name}`);
    const { namespace } = key;
    const all = await Array.fromAsync(writer.each(agentApproval, { namespace, fields }));
    await writer.setStatus(agentDispatchRun, key, runAfterApprovals(run, all, now));
  }
  return answers;
}
