import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentSession } from "../kinds/record/agent-session.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { lostMs, quietMs, silenceOf } from "./heartbeat.ts";
import { runCodes } from "./run-codes.ts";
import { type RunCondition, withCondition } from "./run-conditions.ts";
import { type DispatchAttempt, endRun, isOver } from "./run-status.ts";

type Session = Resource<typeof agentSession>;

/**
 * Keeps a conversation to what is heard of the attempt in it: Stale where its runner is quiet, Ended with the attempt. An attempt whose
 * runner stays quiet is lost: it fails, with its run, and nothing that it brings afterwards counts.
 * @returns when to look again, in milliseconds; nothing where it is over
 */
export async function settleSession(
  { store, now }: Pick<DispatchServices, "store" | "now">,
  key: ResourceKey,
): Promise<number | undefined> {
  return await store.write(async (writer) => {
    const session = await writer.hold(agentSession, key);
    if (!session || session.status.phase === "Ended") return undefined;
    const attempt = await attemptIn(writer, session);
    const time = now();
    if (!attempt) {
      await writer.setStatus(agentSession, key, { ...session.status, phase: "Ended" });
      return undefined;
    }
    const silence = silenceOf(attempt, time);
    if (silence < quietMs) {
      if (session.status.phase === "Stale")
        await writer.setStatus(agentSession, key, heardStatus(session, attempt, time));
      return quietMs - silence;
    }
    const since = session.status.conditions?.find(
      ({ type, status }) => type === "Heard" && status === "False",
    )?.lastTransitionTime;
    if (session.status.phase !== "Stale" || since === undefined) {
      await writer.setStatus(agentSession, key, staleStatus(session, attempt, time));
      return lostMs;
    }
    const left = lostMs - (time.getTime() - Date.parse(since));
    if (left > 0) return left;
    await loseAttempt(writer, attempt, time);
    await writer.setStatus(agentSession, key, { ...session.status, phase: "Ended" });
    return undefined;
  });
}

/** What a conversation is in which an attempt is at work that was just heard of. */
export function heardStatus(
  { status }: Session,
  { status: { clientSessionId } }: Pick<DispatchAttempt, "status">,
  now: Date,
): Session["status"] {
  return {
    ...status,
    phase: clientSessionId === undefined ? "Pending" : "Live",
    conditions: withCondition(status.conditions, heard, now.toISOString()),
  };
}

const heard: RunCondition = {
  type: "Heard",
  status: "True",
  reason: "Reporting",
  message: "The runner of its attempt reports.",
};

function staleStatus({ status }: Session, attempt: DispatchAttempt, now: Date): Session["status"] {
  const { runner = "the runner", heartbeat } = attempt.status;
  const condition: RunCondition = {
    ...{ type: "Heard", status: "False", severity: "warning", reason: "RunnerQuiet" },
    message: `Nothing was heard of ${attempt.metadata.name} on ${runner} since ${heartbeat ?? "its launch"}.`,
    remedy: "Look at its CI run. Where nothing is heard for four more minutes, the attempt fails.",
  };
  return {
    ...status,
    phase: "Stale",
    conditions: withCondition(status.conditions, condition, now.toISOString()),
  };
}

/** The attempt under way in a conversation. */
async function attemptIn(
  reader: ResourceReader,
  { metadata: { namespace, name }, spec }: Session,
): Promise<DispatchAttempt | undefined> {
  const fields = parseFieldSelector(`spec.run=${spec.run}`);
  for await (const attempt of reader.each(agentDispatchAttempt, { namespace, fields })) {
    const { session, bundleDigest } = attempt.status;
    if (session === name && bundleDigest === undefined && !isOver(attempt)) return attempt;
  }
  return undefined;
}

async function loseAttempt(writer: ResourceWriter, attempt: DispatchAttempt, now: Date): Promise<void> {
  const { namespace, name } = attempt.metadata;
  const { runner = "its runner", heartbeat } = attempt.status;
  const why = {
    code: "RUNNER_LOST",
    message: `${runCodes.RUNNER_LOST}: ${runner} reported last at ${heartbeat ?? "no time"}`,
  } as const;
  const end = { phase: "Failed", why, now: now.toISOString() } as const;
  const run = await writer.hold(agentDispatchRun, { namespace, name: attempt.spec.run });
  if (run && !isOver(run) && run.status.currentAttempt === name) {
    await endRun(writer, run, end);
    return;
  }
  const held = await writer.hold(agentDispatchAttempt, attempt.metadata);
  if (!held || isOver(held)) return;
  await writer.setStatus(agentDispatchAttempt, held.metadata, {
    ...held.status,
    ...{ phase: end.phase, finishedAt: end.now, reason: why.code, message: why.message, revoked: true },
  });
}
