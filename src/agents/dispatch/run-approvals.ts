import type { z } from "zod";
import type { Actor, Decision } from "../kinds/actor.ts";
import { agentApproval, type approvalAction } from "../kinds/record/agent-approval.ts";
import type { Declared, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, ResourceWriter } from "../resource/resource-store.ts";
import { derivedName } from "../triggers/derived-name.ts";
import type { DispatchRun } from "./run-status.ts";

/** The approvals that a run waits for before it starts: others are asked for while an agent works. */
const before: readonly z.output<typeof approvalAction>[] = ["dispatch", "grant"];

/** What people have to decide before a run starts, of an answer of admission: each thing once, under a name that follows from it. */
export function approvalsFor(
  { namespace, name }: ResourceKey,
  decision: Decision,
  requestedBy: Actor,
): Declared<typeof agentApproval>[] {
  const asked = decision.reasons.filter(({ effect }) => effect === "approval");
  const byAction = Map.groupBy(asked, ({ code, object = "", message }) =>
    code.startsWith("GRANT_") ? `grant ${object} ${message}` : "dispatch",
  );
  return [...byAction].map(([key, reasons]) => {
    const action = key === "dispatch" ? "dispatch" : "grant";
    const preview = reasons.flatMap(({ remedy }) => remedy ?? []).join("\n\n");
    return {
      kind: agentApproval.kind,
      metadata: { namespace, name: derivedName("a", name, key, decision.digest) },
      spec: agentApproval.spec.parse({
        run: name,
        action,
        requestedBy,
        artifactDigest: decision.digest,
        title: (action === "dispatch" ? "Start the run" : (reasons[0]?.message ?? "Give a grant")).slice(
          0,
          300,
        ),
        ...(preview === "" ? {} : { preview: preview.slice(0, 60_000) }),
        risk: decision.tier === "untrusted" ? "high" : "medium",
        reasons: reasons.slice(0, 100).map(({ message }) => message.slice(0, 1000)),
        rule: [...new Set(reasons.map(({ code }) => code))].join(", ").slice(0, 300),
      }),
    };
  });
}

/** Asks people for what is not asked for yet. */
export async function askForApprovals(
  writer: ResourceWriter,
  approvals: readonly Declared<typeof agentApproval>[],
): Promise<void> {
  for (const approval of approvals)
    if (!(await writer.get(agentApproval, approval.metadata)))
      await writer.create(agentApproval, approval, { phase: "Pending" });
}

/** The approvals of a run that stand before its start. */
export async function startApprovalsOf(
  reader: ResourceReader,
  { metadata: { namespace, name } }: DispatchRun,
) {
  const fields = [{ field: "spec.run", equals: true, value: name }];
  const all = await Array.fromAsync(reader.each(agentApproval, { namespace, fields }));
  return all.filter(({ spec }) => before.includes(spec.action));
}
