import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { shortened } from "../../fault/visible.ts";
import { admit } from "../admission/decision/admit.ts";
import { agentTriggerExecution } from "../kinds/record/agent-trigger-execution.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource, ResourceKey } from "../resource/resource.ts";
import type { ResourceReader, WriteOptions } from "../resource/resource-store.ts";
import type { StoredSnapshot } from "../snapshot/read-snapshot.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import type { DeliveryPlan, StoredRule } from "../triggers/delivery-plan.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { planDelivery } from "../triggers/plan-delivery.ts";
import { type DispatchServices, snapshotNow } from "./dispatch-services.ts";
import { knownRun, runsUnder } from "./group-runs.ts";
import { type KnownEvent, knownEvent } from "./known-event.ts";
import { parentOfEvent } from "./parent-run.ts";
import { planWithinBudgets } from "./plan-within-budgets.ts";
import { type EventKeys, keysOfRules } from "./rule-keys-of-event.ts";
import { runRequest } from "./run-request.ts";
import { storedRule } from "./stored-rules.ts";
import { countExecution, writeExecution } from "./write-execution.ts";

export type Delivery = Resource<typeof webhookDelivery>;
export type Execution = Resource<typeof agentTriggerExecution>;

/** What came of a delivery. */
export interface PlannedDelivery {
  readonly delivery: Delivery;
  readonly executions: readonly Execution[];
  /** The run about which a comment has just decided something. */
  readonly decidedRun?: string | undefined;
}

/**
 * Decides what comes of a stored delivery by the rules and runs that are there, and writes all of it in one transaction: executions,
 * runs, what people have to approve, work items. A delivery that has been decided is left as it is. The keys of its events are taken
 * first, so that of many deliveries of one thing, looked at by many processes, one makes the run and the others join it. A comment that decides
 * an approval is for no rule.
 * @throws {IdentikitError} `NOT_FOUND`; `HOST_UNREACHABLE`, `HOST_DENIED` where the host cannot be asked: the delivery stays as it is
 */
export async function planStoredDelivery(
  services: DispatchServices,
  key: ResourceKey,
  signal: AbortSignal,
  options: WriteOptions = {},
): Promise<PlannedDelivery> {
  const found = await services.store.read(async (reader) => plannedBefore(reader, key));
  if (found.delivery.status.phase !== "Received") return found;
  // What a comment decides is no rehearsal's to find out.
  const command = options.dryRun ? undefined : await services.comments?.take(found.delivery, signal);
  if (command) {
    const settled = await settle(services, key, command.phase, command.reason, options);
    return { ...settled, decidedRun: command.run };
  }
  const snapshot = await snapshotNow(services, key.namespace);
  const event = await readable(services, found.delivery, snapshot.rules.map(storedRule), signal);
  if ("refused" in event) return await settle(services, key, "Refused", event.refused, options);
  return await planEvent(services, key, { event, snapshot }, options);
}

async function planEvent(
  services: DispatchServices,
  key: ResourceKey,
  { event, snapshot }: { readonly event: KnownEvent; readonly snapshot: StoredSnapshot },
  options: WriteOptions,
): Promise<PlannedDelivery> {
  const { database, store } = services;
  const { namespace, name } = key;
  const { now } = snapshot;
  const rules = snapshot.rules.map(storedRule);
  return await store.write(async (writer, session) => {
    const held = certain(await writer.hold(webhookDelivery, key));
    if (held.status.phase !== "Received") return await plannedBefore(writer, key);
    const wanted = keysOfRules(event, rules, now);
    // Before the keys are taken, as events of one thing wait for each other from there on.
    const parent = await parentOfEvent(writer, session, namespace, event);
    const keys = new ObjectKeys(session, database, namespace);
    await keys.lock(wanted.flatMap(lockedFor));
    const runs = await knownRuns(writer, keys, namespace, wanted);
    const plan = await planWithinBudgets({ session, keys, namespace }, snapshot, (world) =>
      planDelivery({
        delivery: name,
        facts: event.facts,
        host: event.host,
        parent,
        rules,
        runs,
        now,
        admit: (rule, run) =>
          admit(
            runRequest(namespace, derivedName("run", name, rule.name), run, "dispatch"),
            world(rule.name),
          ),
      }),
    );
    const writing = { writer, keys, namespace, now };
    const executions: Execution[] = [];
    for (const execution of plan.executions) executions.push(await writeExecution(writing, execution));
    const delivery = await writer.setStatus(webhookDelivery, key, deliveryStatus(plan));
    // Last, since events of one rule wait here for each other, and in one order, as the rules are planned.
    for (const execution of plan.executions) await countExecution(writing, execution);
    return { delivery, executions };
  }, options);
}

/** What nobody else may look at while a rule's event is decided: the run of the key, the runs of the group. */
function lockedFor({ dedupe, group }: EventKeys): readonly string[] {
  return [`dedupe ${dedupe}`, ...(group === undefined ? [] : [`group ${group}`])];
}

/** The runs that events of some keys may join, or have to wait for. */
async function knownRuns(
  reader: ResourceReader,
  keys: ObjectKeys,
  namespace: string,
  wanted: readonly EventKeys[],
) {
  const under = new Map<string, ReturnType<typeof knownRun>>();
  for (const { dedupe, group } of wanted) {
    const named = [
      { purpose: "dedupe", value: dedupe } as const,
      ...(group === undefined ? [] : [{ purpose: "group", value: group } as const]),
    ];
    for (const one of named)
      for (const run of await runsUnder(reader, keys, namespace, one))
        under.set(run.metadata.name, knownRun(run));
  }
  return [...under.values()];
}

/** The event of a delivery with what the host says of it; why it is refused where it cannot be read. */
async function readable(
  services: DispatchServices,
  delivery: Delivery,
  rules: readonly StoredRule[],
  signal: AbortSignal,
): Promise<KnownEvent | { readonly refused: string }> {
  try {
    return await knownEvent(services, delivery, rules, signal);
  } catch (caught) {
    const isRefusal =
      caught instanceof IdentikitError && ["EVENT_INVALID", "REF_UNSAFE"].includes(caught.code);
    if (isRefusal) return { refused: `${caught.code}: ${caught.message}` };
    throw caught;
  }
}

async function settle(
  { store }: DispatchServices,
  key: ResourceKey,
  phase: "Refused" | "Ignored" | "Matched",
  reason: string,
  options: WriteOptions,
): Promise<PlannedDelivery> {
  return await store.write(async (writer) => {
    const held = certain(await writer.hold(webhookDelivery, key));
    if (held.status.phase === "Received")
      await writer.setStatus(webhookDelivery, key, { phase, reason: shortened(reason, 4000) });
    return await plannedBefore(writer, key);
  }, options);
}

function deliveryStatus({ phase, executions, unmatched }: DeliveryPlan) {
  const rules = executions.map(({ spec }) => spec.triggerRule).slice(0, 1000);
  if (phase === "Matched") return { phase, rules };
  const why = unmatched.map(({ rule, check }) => `${rule}: ${check.member} (${check.said})`);
  return { phase, reason: shortened(why.length === 0 ? "no rule is in force" : why.join("; "), 4000) };
}

/** What came of a delivery so far, in the order of its rules. @throws {IdentikitError} `NOT_FOUND` */
async function plannedBefore(reader: ResourceReader, key: ResourceKey): Promise<PlannedDelivery> {
  const delivery = await reader.get(webhookDelivery, key);
  if (!delivery)
    throw new IdentikitError("NOT_FOUND", `there is no delivery ${key.name} in ${key.namespace}`, {
      remedy: "Run identikit get webhookdeliveries.",
    });
  const executions: Execution[] = [];
  for (const rule of delivery.status.rules ?? []) {
    const name = derivedName("x", key.name, rule);
    const execution = await reader.get(agentTriggerExecution, { namespace: key.namespace, name });
    if (execution) executions.push(execution);
  }
  return { delivery, executions };
}
