import type { z } from "zod";
import { micros } from "../admission/decision/brakes.ts";
import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import type { DispatchAttempt, DispatchRun, RunStatus } from "../dispatch/run-status.ts";
import type { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import type { agentSession } from "../kinds/record/agent-session.ts";
import type { RunBundle } from "../run-bundle/run-bundle.ts";
import type { RunEvent } from "../run-bundle/run-event.ts";
import { sessionBound } from "./attempt-session.ts";

type AttemptStatus = z.output<typeof agentDispatchAttempt.status>;

/** What an attempt came to. */
export interface AttemptResult {
  readonly bundle: RunBundle;
  /** Of the bundle. */
  readonly digest: string;
  readonly session: string;
  readonly events: readonly RunEvent[];
  /** The gates that a person has to decide before it goes on. */
  readonly gates: number;
  /** RFC 3339, in UTC. */
  readonly now: string;
}

/** The status of an attempt that has reported. */
export function reportedAttempt({ status }: DispatchAttempt, result: AttemptResult): AttemptStatus {
  const { bundle, digest, session, now } = result;
  const { client, runner, usage } = bundle;
  // Of an attempt that was given up as lost.
  const { reason: _, message: __, revoked: ___, ...kept } = status;
  const conditions = attemptConditions(bundle).reduce(
    (before, condition) => withCondition(before, condition, now),
    status.conditions ?? [],
  );
  return {
    ...kept,
    ...endOf(result),
    conditions,
    session,
    ...(client.sessionId === undefined ? {} : { clientSessionId: client.sessionId }),
    runner: runner.name,
    ...(runner.ciRun === undefined ? {} : { ciRun: runner.ciRun }),
    startedAt: bundle.startedAt,
    finishedAt: bundle.finishedAt,
    lastEvent: result.events.length,
    ...(bundle.outcome.exitCode === undefined ? {} : { exitCode: bundle.outcome.exitCode }),
    ...(usage.cost === undefined ? {} : { cost: usage.cost }),
    tokens: usage.tokens,
    turns: usage.turns,
    bundleDigest: digest,
  };
}

/** The status of a run whose current attempt has reported. What it used is added to that of the attempts before. */
export function reportedRun({ status }: DispatchRun, result: AttemptResult): RunStatus {
  const { bundle, session, now } = result;
  const { usage, runner } = bundle;
  const cost = micros(status.cost ?? "0") + micros(usage.cost ?? "0");
  const { reason: _, message: __, finishedAt: ___, ...kept } = status;
  const end = endOf(result);
  return {
    ...kept,
    ...end,
    conditions: withCondition(status.conditions, sessionBound(bundle.client.sessionId), now),
    session,
    runner: runner.name,
    ...(runner.ciRun === undefined ? {} : { ciRun: runner.ciRun }),
    startedAt: status.startedAt ?? bundle.startedAt,
    ...(end.phase === "Waiting" ? {} : { finishedAt: bundle.finishedAt }),
    ...(status.cost === undefined && usage.cost === undefined ? {} : { cost: moneyOf(cost) }),
    tokens: (status.tokens ?? 0) + usage.tokens,
    turns: (status.turns ?? 0) + usage.turns,
  };
}

/** What a conversation is after an attempt in it. */
export function endedSession(
  before: z.output<typeof agentSession.status>,
  { bundle, events, now }: AttemptResult,
): z.output<typeof agentSession.status> {
  const { client, finishedAt, workspace } = bundle;
  const said = events.filter(({ type }) => type === "message");
  return {
    ...before,
    phase: "Ended",
    conditions: withCondition(
      before.conditions,
      { ...sessionBound(bundle.client.sessionId), type: "Bound" },
      now,
    ),
    adapter: client.adapter,
    resumable: client.resumable,
    ...(client.sessionId === undefined ? {} : { clientSessionId: client.sessionId }),
    ...(workspace?.name === undefined ? {} : { workspaceRef: workspace.name }),
    lastEventAt: said.at(-1)?.time ?? finishedAt,
    messages: (before.messages ?? 0) + said.length,
  };
}

/** An attempt that waits for nothing would wait for ever. */
function endOf({ bundle: { outcome }, gates }: AttemptResult) {
  const { phase, reason, message } = outcome;
  if (phase === "Waiting" && gates === 0) {
    const why = "it ended to wait for a person, and asked for nothing that a person can decide";
    return { phase: "Failed", reason: "GATE_MISSING", message: why } as const;
  }
  return {
    phase,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  };
}

function attemptConditions(bundle: RunBundle): readonly RunCondition[] {
  const { identity, workspace } = bundle;
  const changes = identity.findings.join("; ").slice(0, 30_000);
  const intact = { type: "IdentityUnchanged", status: "True", reason: "AsRendered" } as const;
  const untouched = { type: "StoreIntact", status: "True", reason: "Untouched" } as const;
  return [
    sessionBound(bundle.client.sessionId),
    identity.unchanged
      ? { ...intact, message: "The agent left its env directory as it was." }
      : {
          type: "IdentityUnchanged",
          status: "False",
          severity: "error",
          reason: "IDENTITY_CHANGED",
          message: changes || "The agent changed its own env directory.",
          remedy: "Look at what it changed before anything of the run is approved.",
        },
    ...(workspace === undefined
      ? []
      : workspace.storeIntact
        ? [{ ...untouched, message: "The git store of its workspace is as it was." }]
        : [
            {
              type: "StoreIntact",
              status: "False",
              severity: "error",
              reason: "STORE_TAMPERED",
              message:
                "The git store of its workspace was touched; no patch of this attempt is written back.",
              remedy: "Remove the workspace, and start a new attempt in a new one.",
            } as const,
          ]),
  ];
}

/** Millionths of a dollar as an amount. */
function moneyOf(amount: bigint): string {
  const fraction = String(amount % 1_000_000n)
    .padStart(6, "0")
    .replace(/0+$/, "");
  return `${amount / 1_000_000n}${fraction === "" ? "" : `.${fraction}`}`;
}
