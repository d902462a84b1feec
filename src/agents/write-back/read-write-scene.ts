import { certain } from "../../fault/certain.ts";
import type { Approval } from "../approvals/approval-state.ts";
import type { DispatchAttempt, DispatchRun } from "../dispatch/run-status.ts";
import { runWriteBack } from "../dispatch/run-write-back.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { WriteBackPolicy } from "../kinds/write-back.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";
import type { WriteScene } from "./write-scene.ts";

/** What was found out before, and does not change while a plan is written down. */
export type SceneFacts = Pick<WriteScene, "patch" | "memory" | "secrets" | "heads" | "requestedBy">;

/** Approvals in these phases have used up nothing. */
const unused = new Set(["Rejected", "Expired", "Superseded"]);

/** The run and attempt of a plan, with everything that says what may be written back, as it is now. */
export async function readWriteScene(
  reader: ResourceReader,
  { namespace, attempt: name }: { readonly namespace: string; readonly attempt: string },
  facts: SceneFacts,
): Promise<{ readonly scene: WriteScene; readonly approvals: readonly Approval[] }> {
  const attempt = certain(await reader.get(agentDispatchAttempt, { namespace, name }));
  const run = certain(await reader.get(agentDispatchRun, { namespace, name: attempt.spec.run }));
  const approvals = await approvalsOfRun(reader, run);
  const used = new Map<string, number>();
  for (const { spec, status } of approvals)
    if (spec.write !== undefined && spec.action !== "escalation" && !unused.has(status.phase ?? ""))
      used.set(spec.action, (used.get(spec.action) ?? 0) + 1);
  const tier = run.status.trustTier ?? "untrusted";
  const policy = await currentPolicy(reader, run, attempt);
  const isTampered = isFalse(attempt, "StoreIntact");
  const scene = { ...facts, run, attempt, tier, policy, used, isTampered, warnings: warningsOf(attempt) };
  return { scene, approvals };
}

export async function approvalsOfRun(
  reader: ResourceReader,
  { metadata: { namespace, name } }: DispatchRun,
): Promise<readonly Approval[]> {
  const fields = parseFieldSelector(`spec.run=${name}`);
  return await Array.fromAsync(reader.each(agentApproval, { namespace, fields }));
}

/** What a run may write back: what its ticket said, as far as its stack and rule still say it. */
export async function currentPolicy(
  reader: ResourceReader,
  run: DispatchRun,
  attempt: DispatchAttempt,
): Promise<WriteBackPolicy> {
  const { namespace } = run.metadata;
  const { triggerRule, agentStack: stackName } = run.spec;
  const stack = await reader.get(agentStack, { namespace, name: stackName });
  const rule =
    triggerRule === undefined
      ? ("no rule" as const)
      : ((await reader.get(agentTriggerRule, { namespace, name: triggerRule }))?.spec.writeBack ?? []);
  const tier = run.status.trustTier ?? "untrusted";
  const now = runWriteBack(stack?.spec.writeBack, rule, tier);
  return attempt.spec.writeBack === undefined ? now : runWriteBack(attempt.spec.writeBack, now, tier);
}

/** Who a write of the agent's is asked for by. */
export function askingActor({ spec: { serviceAccount } }: DispatchAttempt): Actor {
  return serviceAccount === undefined
    ? { kind: "System", name: "agent" }
    : { kind: "ServiceAccount", name: serviceAccount };
}

function warningsOf(attempt: DispatchAttempt): string[] {
  return isFalse(attempt, "IdentityUnchanged")
    ? ["the agent changed its own env directory (IDENTITY_CHANGED)"]
    : [];
}

function isFalse({ status }: DispatchAttempt, type: string): boolean {
  return status.conditions?.find((one) => one.type === type)?.status === "False";
}
