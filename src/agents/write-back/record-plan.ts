import type { Session } from "../../config/connection/session.ts";
import { certain } from "../../fault/certain.ts";
import { type Approval, isOpen } from "../approvals/approval-state.ts";
import { runAfterApprovals } from "../approvals/run-after-approvals.ts";
import { withCondition } from "../dispatch/run-conditions.ts";
import { isOver } from "../dispatch/run-status.ts";
import type { Actor } from "../kinds/actor.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { AskedRequest } from "../outbox/asked-request.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { putBlobs } from "../store/blobs/blob-store.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { approvalsOfWrite, requestAnnotation, writeApprovalName } from "./approval-of-write.ts";
import { planWriteBacks, type WritePlan } from "./plan-write-back.ts";
import { writeDigest, writeText } from "./prepared-write.ts";
import { approvalsOfRun, readWriteScene, type SceneFacts } from "./read-write-scene.ts";
import type { WriteBackServices } from "./write-ports.ts";
import type { WriteScene } from "./write-scene.ts";

/** Requests of one attempt, with what was found out about them. */
export interface Planning {
  /** Where they come from: the artifact that is the outbox, or the run for a person's. */
  readonly key: ResourceKey;
  readonly run: string;
  readonly attempt: string;
  readonly requests: readonly AskedRequest[];
  readonly facts: SceneFacts;
}

/**
 * Plans requests by what is there now, and writes down what becomes of each: approvals of what may be done, an action for every one.
 * @returns the plans of those that were not asked for before
 */
export async function recordPlans(
  { writer, session }: { readonly writer: ResourceWriter; readonly session: Session },
  services: Pick<WriteBackServices, "now">,
  { key: { namespace, name: source }, run: runName, attempt, requests, facts }: Planning,
): Promise<readonly WritePlan[]> {
  // What is counted over the whole run is counted by one at a time.
  await writer.hold(agentDispatchRun, { namespace, name: runName });
  const { scene, approvals } = await readWriteScene(writer, { namespace, attempt }, facts);
  const run = scene.run.metadata;
  const nameOf = (asked: AskedRequest) => writeApprovalName(run.name, asked, facts.patch?.digest);
  const known = new Set(approvals.map(({ metadata }) => metadata.name));
  const fresh = requests.filter((asked) => !known.has(nameOf(asked)));
  const plans = hasEnded(scene)
    ? fresh.map((asked) => endedPlan(asked, scene))
    : planWriteBacks(fresh, scene);
  const now = services.now();
  for (const plan of plans) {
    const { asked } = plan;
    const record = { source, request: asked.digest, by: facts.requestedBy };
    if (plan.kind === "Denied") {
      const said = `${asked.request.type}: ${plan.reason}`;
      await recordRequest(writer, now, run, { ...record, code: plan.code, said });
      continue;
    }
    const name = nameOf(asked);
    await supersede(writer, approvals, asked.key, name);
    const { write, escalation } = approvalsOfWrite(name, plan, scene, now);
    await writer.create(agentApproval, write, { phase: plan.kind === "Admitted" ? "Approved" : "Pending" });
    if (escalation) await writer.create(agentApproval, escalation, { phase: "Pending" });
    await recordRequest(writer, now, run, {
      ...record,
      said: `${plan.kind} as ${name}: ${plan.reasons.join("; ")}`,
    });
  }
  const blobs = plans.flatMap((plan) =>
    plan.kind === "Denied"
      ? []
      : [{ digest: writeDigest(plan.write), content: Buffer.from(writeText(plan.write)) }],
  );
  await putBlobs(session, run, blobs);
  return plans;
}

/** Only what came to a result, or waits in its middle, writes anything. */
function hasEnded({ attempt }: WriteScene): boolean {
  return isOver(attempt) && attempt.status.phase !== "Succeeded";
}

function endedPlan(asked: AskedRequest, { attempt }: WriteScene): WritePlan {
  const reason = `the attempt is ${attempt.status.phase}: ${attempt.status.reason ?? "it came to no result"}`;
  return { kind: "Denied", asked, code: "WRITE_BACK_ENDED", reason };
}

/** What the agent asked for under the same name before does not count any more. */
async function supersede(
  writer: ResourceWriter,
  approvals: readonly Approval[],
  key: string,
  name: string,
): Promise<void> {
  for (const { metadata, status, ...before } of approvals) {
    const isSame = metadata.annotations?.[requestAnnotation] === key && !metadata.name.startsWith(name);
    if (!isSame || !isOpen({ metadata, status, ...before })) continue;
    const result = `the run asks for something else under the name ${key}`;
    await writer.setStatus(agentApproval, metadata, { ...status, phase: "Superseded", result });
  }
}

/** What became of a request. */
export interface WriteBackRecord {
  /** The artifact that is the outbox, or the run for a person's. */
  readonly source: string;
  /** Which one of it. */
  readonly request: string;
  readonly by: Actor;
  readonly via?: "command" | "console" | "api" | "controller" | undefined;
  /** Why it is refused; left out where it is not. */
  readonly code?: string;
  readonly said: string;
}

/** One record for each request, whatever becomes of it. */
export async function recordRequest(
  writer: ResourceWriter,
  time: Date,
  { namespace, name }: ResourceKey,
  { source, request, by, via = "controller", code, said }: WriteBackRecord,
): Promise<void> {
  const metadata = { namespace, name: derivedName("act", source, request) };
  if (await writer.get(agentAction, metadata)) return;
  const spec = agentAction.spec.parse({
    target: { kind: agentDispatchRun.kind, name },
    action: "write-back",
    actor: by,
    arguments: { source, request },
    via,
    time: time.toISOString(),
  });
  const message = said.slice(0, 4000);
  const status =
    code === undefined
      ? { phase: "Admitted" as const, result: message }
      : { phase: "Denied" as const, code, message };
  await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, status);
}

/** Says on the run what is not written back and why, and for whom it waits. */
export async function noteOnRun(
  writer: ResourceWriter,
  { now }: Pick<WriteBackServices, "now">,
  key: ResourceKey,
  plans: readonly WritePlan[],
): Promise<void> {
  const run = certain(await writer.hold(agentDispatchRun, key));
  const denied = plans.flatMap((plan) => (plan.kind === "Denied" ? [plan] : []));
  const [first] = denied;
  const time = now();
  const conditions = withCondition(
    run.status.conditions,
    first
      ? {
          type: "WriteBackBlocked",
          status: "True",
          severity: "warning",
          reason: first.code,
          message: denied
            .map(({ asked, reason }) => `${asked.request.type}: ${reason}`)
            .join("; ")
            .slice(0, 30_000),
          remedy: "Look at the run's actions: identikit get agentactions.",
        }
      : {
          type: "WriteBackBlocked",
          status: "False",
          reason: "NothingBlocked",
          message: "Nothing keeps its results from being written back.",
        },
    time.toISOString(),
  );
  const status = { ...run.status, conditions };
  const next = runAfterApprovals({ ...run, status }, await approvalsOfRun(writer, run), time);
  await writer.setStatus(agentDispatchRun, run.metadata, next);
}
