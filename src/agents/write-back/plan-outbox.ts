import { certain } from "../../fault/certain.ts";
import type { Approval } from "../approvals/approval-state.ts";
import { isOpen } from "../approvals/approval-state.ts";
import { runAfterApprovals } from "../approvals/run-after-approvals.ts";
import { withCondition } from "../dispatch/run-conditions.ts";
import { isOver } from "../dispatch/run-status.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentApproval } from "../kinds/record/agent-approval.ts";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import { type AskedRequest, readOutbox } from "../results/read-outbox.ts";
import { BlobStore, putBlobs } from "../store/blobs/blob-store.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { approvalsOfWrite, requestAnnotation, writeApprovalName } from "./approval-of-write.ts";
import { gatherWriteFacts } from "./gather-facts.ts";
import { planWriteBacks, type WritePlan } from "./plan-write-back.ts";
import { writeDigest, writeText } from "./prepared-write.ts";
import { approvalsOfRun, readWriteScene, type SceneFacts } from "./read-write-scene.ts";
import type { WriteBackServices } from "./write-ports.ts";
import type { WriteScene } from "./write-scene.ts";

/**
 * Decides about everything that an attempt asks to have written back, once: approvals of what may be done, records of all of it, and on the
 * run what keeps something from being done. Done again it comes to the same.
 * @param key of the artifact that is the attempt's outbox
 */
export async function planOutbox(
  services: WriteBackServices,
  key: ResourceKey,
  signal: AbortSignal,
): Promise<void> {
  const { store, database } = services;
  const found = await store.read(async (reader) => {
    const outbox = await reader.get(agentArtifact, key);
    if (outbox?.spec.kind !== "outbox" || outbox.status.phase !== "Ready") return undefined;
    const { namespace } = key;
    const name = certain(outbox.spec.attempt);
    const attempt = certain(await reader.get(agentDispatchAttempt, { namespace, name }));
    const run = certain(await reader.get(agentDispatchRun, { namespace, name: attempt.spec.run }));
    return { outbox, attempt, run };
  });
  if (!found) return;
  const { outbox, run } = found;
  const content = await new BlobStore(database).get(run.metadata, outbox.spec.digest);
  const { requests, refused } = readOutbox(Buffer.from(content).toString("utf8"));
  const facts = await gatherWriteFacts(services, found, requests, signal);
  await store.write(async (writer, session) => {
    const held = await writer.hold(agentArtifact, key);
    if (held?.status.phase !== "Ready") return;
    const plans = await recordPlans(writer, services, {
      key,
      attempt: found.attempt.metadata.name,
      requests,
      facts,
    });
    for (const { line, reason } of refused)
      await recordAction(
        writer,
        services,
        run.metadata,
        key.name,
        `line ${line}`,
        "WRITE_BACK_INVALID",
        reason,
      );
    const blobs = plans.flatMap((plan) =>
      plan.kind === "Denied"
        ? []
        : [{ digest: writeDigest(plan.write), content: Buffer.from(writeText(plan.write)) }],
    );
    await putBlobs(session, run.metadata, blobs);
    await writer.setStatus(agentArtifact, key, { ...held.status, phase: "Applied" });
    await noteOnRun(writer, services, run.metadata, plans);
  });
}

interface Planning {
  readonly key: ResourceKey;
  readonly attempt: string;
  readonly requests: readonly AskedRequest[];
  readonly facts: SceneFacts;
}

async function recordPlans(
  writer: ResourceWriter,
  services: WriteBackServices,
  { key: { namespace, name: outbox }, attempt, requests, facts }: Planning,
): Promise<readonly WritePlan[]> {
  const { scene, approvals } = await readWriteScene(writer, { namespace, attempt }, facts);
  const run = scene.run.metadata;
  const nameOf = (asked: AskedRequest) => writeApprovalName(run.name, asked, facts.patch?.digest);
  const known = new Set(approvals.map(({ metadata }) => metadata.name));
  const fresh = requests.filter((asked) => !known.has(nameOf(asked)));
  const plans = hasEnded(scene)
    ? fresh.map((asked) => endedPlan(asked, scene))
    : planWriteBacks(fresh, scene);
  for (const plan of plans) {
    const { asked } = plan;
    if (plan.kind === "Denied") {
      await recordAction(
        writer,
        services,
        run,
        outbox,
        asked.digest,
        plan.code,
        `${asked.request.type}: ${plan.reason}`,
      );
      continue;
    }
    const name = nameOf(asked);
    await supersede(writer, approvals, asked.key, name);
    const { write, escalation } = approvalsOfWrite(name, plan, scene, services.now());
    await writer.create(agentApproval, write, { phase: plan.kind === "Admitted" ? "Approved" : "Pending" });
    if (escalation) await writer.create(agentApproval, escalation, { phase: "Pending" });
    await recordAction(
      writer,
      services,
      run,
      outbox,
      asked.digest,
      undefined,
      `${plan.kind} as ${name}: ${plan.reasons.join("; ")}`,
    );
  }
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

async function recordAction(
  writer: ResourceWriter,
  { now }: WriteBackServices,
  { namespace, name }: ResourceKey,
  outbox: string,
  request: string,
  code: string | undefined,
  said: string,
): Promise<void> {
  const metadata = { namespace, name: derivedName("act", outbox, request) };
  if (await writer.get(agentAction, metadata)) return;
  const spec = agentAction.spec.parse({
    target: { kind: agentDispatchRun.kind, name },
    action: "write-back",
    actor: { kind: "System", name: "write-back" },
    arguments: { outbox, request },
    via: "controller",
    time: now().toISOString(),
  });
  const message = said.slice(0, 4000);
  const status =
    code === undefined
      ? { phase: "Admitted" as const, result: message }
      : { phase: "Denied" as const, code, message };
  await writer.create(agentAction, { kind: agentAction.kind, metadata, spec }, status);
}

/** Says on the run what is not written back and why, and for whom it waits. */
async function noteOnRun(
  writer: ResourceWriter,
  { now }: WriteBackServices,
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
