import { type RunCondition, withCondition } from "../dispatch/run-conditions.ts";
import type { DispatchAttempt, DispatchRun } from "../dispatch/run-status.ts";
import { heardStatus } from "../dispatch/settle-session.ts";
import { agentSession } from "../kinds/record/agent-session.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";

type Session = Resource<typeof agentSession>;

/** The conversation of a run goes on from attempt to attempt; a fork is one of its own. */
export async function sessionOf(
  writer: ResourceWriter,
  run: DispatchRun,
  { metadata, spec }: DispatchAttempt,
): Promise<Session> {
  const { namespace } = metadata;
  const { session: name } = run.status;
  const before = name === undefined ? undefined : await writer.hold(agentSession, { namespace, name });
  if (before && spec.reason !== "fork") return before;
  const own = { namespace, name: metadata.name };
  const there = await writer.hold(agentSession, own);
  if (there) return there;
  const forked = before ? { forkedFrom: before.metadata.name } : {};
  return await writer.create(
    agentSession,
    {
      kind: agentSession.kind,
      metadata: own,
      spec: { run: run.metadata.name, attempt: metadata.name, ...forked },
    },
    { phase: "Pending" },
  );
}

/**
 * Says on the conversation of an attempt that its agent is at work in it, or has just ended: then nobody waits for its runner any more.
 * @param attempt with the client's name for the conversation, as far as it has given one
 * @returns what attempt and run say of it
 */
export async function noteSession(
  writer: ResourceWriter,
  run: DispatchRun,
  attempt: DispatchAttempt,
  { now, isEnd }: { readonly now: Date; readonly isEnd: boolean },
): Promise<{ readonly session: string; readonly bound: RunCondition }> {
  const session = await sessionOf(writer, run, attempt);
  const { clientSessionId } = attempt.status;
  const bound = sessionBound(clientSessionId);
  const { workspace } = run.status;
  const heard = heardStatus(session, attempt, now);
  await writer.setStatus(agentSession, session.metadata, {
    ...heard,
    ...(isEnd ? { phase: "Ended" as const } : {}),
    conditions: withCondition(heard.conditions, { ...bound, type: "Bound" }, now.toISOString()),
    ...(clientSessionId === undefined ? {} : { clientSessionId }),
    ...(workspace === undefined ? {} : { workspaceRef: workspace }),
  });
  return { session: session.metadata.name, bound };
}

/** Whether the client has given its conversation a name. */
export function sessionBound(clientSessionId: string | undefined): RunCondition {
  const type = "SessionBound";
  return clientSessionId === undefined
    ? { type, status: "False", reason: "NoSession", message: "The client gave its session no name." }
    : { type, status: "True", reason: "Bound", message: "The client has given its session a name." };
}
