import type { z } from "zod";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import type { OutboxAnswer } from "../outbox/outbox-answer.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";

/** Where an approval has the agent's own name for what it asked. */
export const askAnnotation = "identikit.dev/ask";

type Phase = NonNullable<z.output<typeof agentApproval.status>["phase"]>;
const words: Partial<Record<Phase, OutboxAnswer["answer"]>> = {
  Approved: "approved",
  Applied: "approved",
  Rejected: "rejected",
  Expired: "expired",
};

/** What people have answered to an agent; nothing where they have not, or the agent has no name for its question. */
export function answerOf({ metadata, status }: Resource<typeof agentApproval>): OutboxAnswer | undefined {
  const id = metadata.annotations?.[askAnnotation];
  const answer = words[status.phase ?? "Pending"];
  if (id === undefined || answer === undefined) return undefined;
  const { by, comment } = status.decisions?.at(-1) ?? {};
  return {
    ...{ id, answer },
    ...(by === undefined ? {} : { by: by.name }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** What people have answered to what a run asked in its middle. */
export async function gateAnswers(
  reader: ResourceReader,
  { namespace, name }: ResourceKey,
): Promise<readonly OutboxAnswer[]> {
  const fields = parseFieldSelector(`spec.run=${name}`);
  const approvals = await Array.fromAsync(reader.each(agentApproval, { namespace, fields }));
  return approvals.flatMap((one) => answerOf(one) ?? []);
}
