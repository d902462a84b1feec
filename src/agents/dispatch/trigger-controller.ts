import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import type { Controller, ControlResult } from "../control/controller.ts";
import { agentStack } from "../kinds/config/agent-stack.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource } from "../resource/resource.ts";
import type { WorkKey } from "../store/queue/work-queue.ts";
import { type DueSchedule, dueSchedules, Schedule } from "../triggers/schedule.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { planStoredDelivery } from "./plan-stored-delivery.ts";
import { type RunCondition, withCondition } from "./run-conditions.ts";
import { storeSpec } from "./store-delivery.ts";

type Rule = Resource<typeof agentTriggerRule>;

/**
 * Decides about deliveries that are stored, and makes those of schedules when they are due. However many times of a schedule passed while
 * nothing ran, one event comes of them.
 */
export function triggerController(services: DispatchServices): Controller {
  return {
    name: "trigger",
    watches: [
      {
        kind: webhookDelivery,
        keysOf: ({ type, object: { kind, metadata, status } }) =>
          type === "DELETED" || webhookDelivery.status.parse(status).phase !== "Received"
            ? []
            : [{ kind, namespace: metadata.namespace, name: metadata.name }],
      },
      {
        kind: agentTriggerRule,
        keysOf: ({ object: { kind, metadata } }) => [
          { kind, namespace: metadata.namespace, name: metadata.name },
        ],
      },
    ],
    reconcile: (key, signal) =>
      key.kind === agentTriggerRule.kind
        ? reconcileRule(services, key, signal)
        : reconcileDelivery(services, key, signal),
  };
}

async function reconcileDelivery(
  services: DispatchServices,
  { namespace, name }: WorkKey,
  signal: AbortSignal,
): Promise<ControlResult> {
  const found = await services.store.read((reader) => reader.get(webhookDelivery, { namespace, name }));
  if (found?.status.phase === "Received") await planStoredDelivery(services, { namespace, name }, signal);
  return {};
}

async function reconcileRule(
  services: DispatchServices,
  { namespace, name }: WorkKey,
  signal: AbortSignal,
): Promise<ControlResult> {
  const rule = await services.store.read((reader) => reader.get(agentTriggerRule, { namespace, name }));
  if (!rule) return {};
  const now = services.now();
  const schedule = scheduleOf(rule);
  const [due] = schedule instanceof Schedule ? dueOf(rule, now) : [];
  for (const one of due === undefined ? [] : dueOf(rule, now))
    await storeDue(services, namespace, one, signal);
  await noteRule(services, rule, schedule, due?.at);
  const next = schedule instanceof Schedule ? schedule.next(now) : undefined;
  return next === undefined ? {} : { againMs: Math.max(next.getTime() - now.getTime(), 1000) };
}

/** The schedule of a rule that is looked at: nothing where it has none, or where its events are ignored. */
function scheduleOf({ spec }: Rule): Schedule | IdentikitError | undefined {
  const isIgnored = spec.lifecycle === "Disabled" || spec.lifecycle === "Archived";
  if (isIgnored || spec.schedule === undefined || !spec.sources.includes("schedule")) return undefined;
  try {
    return Schedule.parse(spec.schedule);
  } catch (caught) {
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
}

function dueOf({ metadata, spec, status }: Rule, now: Date): DueSchedule[] {
  const since = new Date(status.lastSchedule ?? metadata.creationTimestamp);
  return dueSchedules([{ name: metadata.name, spec, since }], now);
}

/** The event of a schedule: of the default branch, as it is now. The same time is the same delivery, whoever finds it due. */
async function storeDue(
  services: DispatchServices,
  namespace: string,
  { deliveryId, facts, at }: DueSchedule,
  signal: AbortSignal,
): Promise<void> {
  const { repository = "", event, schedule = "" } = facts;
  const { refs } = await services.repositories.placeOf({ repository }, signal);
  await storeSpec(services, namespace, {
    source: "schedule",
    deliveryId,
    digest: digestOf(`${deliveryId} ${at.toISOString()}`),
    event,
    type: "schedule",
    repository,
    refs,
    payload: { schedule },
    receivedAt: services.now().toISOString(),
  });
}

async function noteRule(
  { store, now }: DispatchServices,
  { metadata, spec }: Rule,
  schedule: Schedule | IdentikitError | undefined,
  at: Date | undefined,
): Promise<void> {
  await store.write(async (writer) => {
    const held = await writer.hold(agentTriggerRule, metadata);
    if (!held) return;
    const stack = await writer.get(agentStack, { namespace: metadata.namespace, name: spec.agentStack });
    const conditions = [
      resolvedCondition(spec.agentStack, stack !== undefined),
      ...(spec.schedule === undefined ? [] : [schedulableCondition(spec.schedule, schedule)]),
    ];
    const isValid = conditions.every(({ status }) => status === "True");
    await writer.setStatus(agentTriggerRule, held.metadata, {
      ...held.status,
      phase: isValid ? spec.lifecycle : "Invalid",
      observedGeneration: metadata.generation,
      conditions: conditions.reduce(
        (known, one) => withCondition(known, one, now().toISOString()),
        held.status.conditions ?? [],
      ),
      ...(at === undefined ? {} : { lastSchedule: at.toISOString() }),
    });
  });
}

function resolvedCondition(stack: string, isThere: boolean): RunCondition {
  return {
    type: "Resolved",
    status: isThere ? "True" : "False",
    reason: isThere ? "REFERENCES_FOUND" : "REFERENCE_MISSING",
    message: isThere ? "what it names exists" : `there is no agentstacks/${stack}`,
  };
}

function schedulableCondition(text: string, schedule: Schedule | IdentikitError | undefined): RunCondition {
  const isWrong = schedule instanceof IdentikitError;
  return {
    type: "Schedulable",
    status: isWrong ? "False" : "True",
    reason: isWrong ? schedule.code : "SCHEDULE_READ",
    message: isWrong ? schedule.message : `it is due at ${text} (UTC)`,
  };
}
