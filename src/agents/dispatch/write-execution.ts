import { certain } from "../../fault/certain.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { agentTriggerExecution } from "../kinds/record/agent-trigger-execution.ts";
import { workItem } from "../kinds/record/work-item.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import type { ObjectKeys } from "../store/keys/object-keys.ts";
import type { PlannedExecution } from "../triggers/delivery-plan.ts";
import { executionCodes } from "../triggers/execution-code.ts";
import { approvalsFor, askForApprovals } from "./run-approvals.ts";
import { admittedStatus, endRun, isOver } from "./run-status.ts";

/** Of a work item the newest runs are named. */
const mostRuns = 1000;

/** The open transaction in which all of a delivery is written. */
export interface ExecutionWriting {
  readonly writer: ResourceWriter;
  readonly keys: ObjectKeys;
  readonly namespace: string;
  /** RFC 3339, in UTC. */
  readonly now: string;
}

/** Writes what a rule makes of a delivery: the execution, its run with what people have to decide first, its work item. */
export async function writeExecution(
  writing: ExecutionWriting,
  planned: PlannedExecution,
): Promise<Resource<typeof agentTriggerExecution>> {
  const { writer, namespace } = writing;
  const { name, spec } = planned;
  await cancelRuns(writing, planned);
  const item = planned.workItem && (await writeWorkItem(writing, planned.workItem));
  if (planned.run) await writeRun(writing, planned, planned.run, item);
  const declared = { kind: agentTriggerExecution.kind, metadata: { namespace, name }, spec };
  const execution = await writer.create(agentTriggerExecution, declared, { phase: spec.decision });
  if (spec.decision === "Coalesced" && spec.run !== undefined) await countJoined(writing, spec.run);
  return execution;
}

async function writeRun(
  { writer, keys, namespace, now }: ExecutionWriting,
  { spec: { decision, reason, admission }, isHeld }: PlannedExecution,
  { name, spec: input, dedupeKey, concurrencyKey }: NonNullable<PlannedExecution["run"]>,
  item: string | undefined,
): Promise<void> {
  const metadata = { namespace, name };
  const spec = agentDispatchRun.spec.parse({ ...input, ...(item === undefined ? {} : { workItem: item }) });
  const answer = certain(admission);
  const held = isHeld
    ? { code: "CONCURRENCY_QUEUED", message: reason ?? executionCodes.CONCURRENCY_QUEUED }
    : undefined;
  const status = admittedStatus({ dedupeKey, concurrencyKey, coalesced: 0 }, answer, { now, held });
  await writer.create(agentDispatchRun, { kind: agentDispatchRun.kind, metadata, spec }, status);
  if (decision === "WaitingForApproval")
    await askForApprovals(writer, approvalsFor(metadata, answer, certain(spec.requestedBy)));
  for (const holder of await keys.holders({ purpose: "dedupe", value: dedupeKey }))
    await keys.drop({ purpose: "dedupe", value: dedupeKey, holder });
  await keys.take({ purpose: "dedupe", value: dedupeKey, holder: name });
  if (concurrencyKey !== undefined)
    await keys.take({ purpose: "group", value: concurrencyKey, holder: name });
}

async function cancelRuns({ writer, namespace, now }: ExecutionWriting, { cancel, run }: PlannedExecution) {
  for (const name of cancel) {
    const old = await writer.hold(agentDispatchRun, { namespace, name });
    if (!old || isOver(old)) continue;
    const why = { code: "CANCELLED_BY_NEWER", message: `${run?.name ?? "a newer run"} takes its place` };
    await endRun(writer, old, { phase: "Cancelled", why, now });
  }
}

/** @returns the name of the work item that the run belongs to, where there is one */
async function writeWorkItem(
  { writer, namespace }: ExecutionWriting,
  { mode, name, spec: input }: NonNullable<PlannedExecution["workItem"]>,
): Promise<string | undefined> {
  const metadata = { namespace, name };
  const spec = workItem.spec.parse(input);
  const known = await writer.hold(workItem, metadata);
  if (known) {
    const { labels, annotations } = known.metadata;
    const runs = [...new Set([...(known.spec.runs ?? []), ...(spec.runs ?? [])])].slice(-mostRuns);
    const updated = { ...known.spec, ...spec, runs };
    await writer.update(workItem, {
      kind: workItem.kind,
      metadata: { ...metadata, labels, annotations },
      spec: updated,
    });
    await writer.setStatus(workItem, metadata, { ...known.status, phase: "InProgress" });
    return name;
  }
  // A rule that updates only leaves alone what nobody has taken up.
  if (mode === "update") return undefined;
  await writer.create(workItem, { kind: workItem.kind, metadata, spec }, { phase: "InProgress" });
  return name;
}

async function countJoined({ writer, namespace }: ExecutionWriting, name: string): Promise<void> {
  const run = await writer.hold(agentDispatchRun, { namespace, name });
  if (run)
    await writer.setStatus(agentDispatchRun, run.metadata, {
      ...run.status,
      coalesced: (run.status.coalesced ?? 0) + 1,
    });
}

const counters = {
  Created: "created",
  Coalesced: "coalesced",
  Rejected: "rejected",
  WaitingForApproval: "waiting",
} as const;

/** Counts an execution in the status of its rule. */
export async function countExecution(
  { writer, namespace, now }: ExecutionWriting,
  { name: lastExecution, spec: { triggerRule: name, decision } }: PlannedExecution,
): Promise<void> {
  const rule = await writer.hold(agentTriggerRule, { namespace, name });
  if (!rule) return;
  const counted = rule.status.executions ?? { created: 0, coalesced: 0, rejected: 0, waiting: 0 };
  const counter = counters[decision];
  await writer.setStatus(agentTriggerRule, rule.metadata, {
    ...rule.status,
    executions: { ...counted, [counter]: counted[counter] + 1 },
    lastExecution,
    lastExecutionTime: now,
  });
}
