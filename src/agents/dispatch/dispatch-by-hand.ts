import { randomUUID } from "node:crypto";
import { canonicalJson } from "../../document/canonical-json.ts";
import { certain } from "../../fault/certain.ts";
import { digestOf } from "../../tree/digest.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import { derivedName } from "../triggers/derived-name.ts";
import { manualEvent } from "../triggers/manual-event.ts";
import { admitStoredRun } from "./admit-stored-run.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import type { SourcePlace } from "./repository-source.ts";
import type { DispatchRun } from "./run-status.ts";
import { storeDelivery } from "./store-delivery.ts";

/** What a person starts, without a rule. */
export interface HandDispatch {
  readonly organization: string;
  readonly stack: string;
  readonly taskKind: string;
  readonly repository: string;
  readonly place: SourcePlace;
  /** The login, as the host or the runner gives it. */
  readonly actor: string;
  readonly prompt?: string | undefined;
  readonly contextLabels?: readonly string[];
  readonly memoryRef?: string | undefined;
}

/**
 * Stores what a person starts as a delivery and a run, and asks admission about it. The run is Queued, waits for others, or has failed.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`, `EVENT_INVALID`, `REF_UNSAFE`; `RESOURCE_INVALID` for a task that is no text
 */
export async function dispatchByHand(
  services: DispatchServices,
  start: HandDispatch,
  signal: AbortSignal,
): Promise<DispatchRun> {
  const { organization: namespace, repository, actor, place, stack, taskKind, prompt } = start;
  const facts = { ...manualEvent({ repository, actor }), refs: place.refs };
  const payload = {
    repository: { full_name: repository },
    sender: { login: actor },
    inputs: { stack, taskKind },
  };
  const { delivery } = await storeDelivery(services, namespace, {
    source: "manual",
    forge: place.host,
    deliveryId: `manual:${randomUUID()}`,
    digest: digestOf(canonicalJson({ ...start, place: place.refs })),
    facts,
    payload,
  });
  const metadata = { namespace, name: derivedName("run", delivery.metadata.name) };
  const spec = agentDispatchRun.spec.parse({
    repository,
    sourceRefs: place.refs,
    agentStack: stack,
    taskKind,
    source: "manual",
    ...(prompt === undefined ? {} : { prompt, title: prompt.split("\n")[0]?.slice(0, 300) }),
    ...(start.contextLabels?.length ? { contextLabels: start.contextLabels } : {}),
    ...(start.memoryRef === undefined ? {} : { memoryRef: start.memoryRef }),
    delivery: delivery.metadata.name,
    requestedBy: { kind: "User", name: actor },
  });
  const run = await services.store.write(async (writer) => {
    await writer.setStatus(webhookDelivery, delivery.metadata, { phase: "Matched" });
    return await writer.create(agentDispatchRun, { kind: agentDispatchRun.kind, metadata, spec }, {});
  });
  await admitStoredRun(services, run, signal);
  return certain(await services.store.read((reader) => reader.get(agentDispatchRun, metadata)));
}
