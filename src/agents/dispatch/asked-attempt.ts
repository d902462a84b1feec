import type { z } from "zod";
import { agentAction } from "../kinds/record/agent-action.ts";
import type { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";

type Action = Resource<typeof agentAction>;
type Reason = z.output<typeof agentDispatchAttempt.spec>["reason"];

/** What somebody asked of a run that takes another attempt, and what the attempt says of it. */
export interface AskedAttempt {
  readonly actions: readonly Action[];
  readonly reason: Reason;
  /** What the agent is told. */
  readonly message?: string | undefined;
}

const asking = new Set<string>(["continue", "resume", "fork"]);

/** What is asked of a run and waits for an attempt; of several the newest counts. */
export async function askedAttempt(
  reader: ResourceReader,
  { namespace, name }: ResourceKey,
): Promise<AskedAttempt | undefined> {
  const fields = [
    { field: "status.phase", equals: true, value: "Admitted" },
    { field: "spec.target.name", equals: true, value: name },
  ];
  const all = await Array.fromAsync(reader.each(agentAction, { namespace, fields, newestFirst: true }));
  const actions = all.filter(
    ({ spec }) => spec.target.kind === agentDispatchRun.kind && asking.has(spec.action),
  );
  const [newest] = actions;
  if (!newest) return undefined;
  const text = newest.spec.arguments?.text;
  return { actions, reason: reasonOf(newest), ...(typeof text === "string" ? { message: text } : {}) };
}

/** Writes down what has come of what was asked: the newest is done by the attempt, those before it are not. */
export async function answerAsked(
  writer: ResourceWriter,
  { actions }: AskedAttempt,
  answer: Pick<Action["status"], "phase" | "code" | "message" | "result">,
): Promise<void> {
  for (const [at, { metadata }] of actions.entries()) {
    const held = await writer.hold(agentAction, metadata);
    if (held?.status.phase !== "Admitted") continue;
    const status =
      at === 0
        ? answer
        : ({ phase: "Failed", code: "SUPERSEDED", message: "something newer was asked of the run" } as const);
    await writer.setStatus(agentAction, metadata, { ...held.status, ...status });
  }
}

function reasonOf({ spec: { action } }: Action): Reason {
  return action === "resume" || action === "fork" ? action : "continue";
}
