import type { HostFacts } from "../kinds/actor.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource } from "../resource/resource.ts";
import { factsOfDelivery } from "../triggers/delivery.ts";
import type { StoredRule } from "../triggers/delivery-plan.ts";
import type { EventFacts } from "../triggers/event-facts.ts";
import type { EventQuestion } from "../triggers/host-facts-source.ts";
import type { DispatchServices } from "./dispatch-services.ts";
import { mayMatch } from "./rule-keys-of-event.ts";
import { currentFacts } from "./run-request.ts";

/** An event with what the host says of it. */
export interface KnownEvent {
  readonly facts: EventFacts;
  /** Left out where no rule asks for the event, or nobody is known to have caused it. */
  readonly host?: HostFacts | undefined;
}

/**
 * The event of a stored delivery. The host is asked only where a rule may want the event, and for changed paths only where a rule does.
 * @throws {IdentikitError} `EVENT_INVALID`, `REF_UNSAFE`; `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function knownEvent(
  services: DispatchServices,
  delivery: Resource<typeof webhookDelivery>,
  rules: readonly StoredRule[],
  signal: AbortSignal,
): Promise<KnownEvent> {
  const { spec } = delivery;
  const scheduledRule = await scheduledRuleOf(services, delivery);
  const read = { ...factsOfDelivery(spec), ...(scheduledRule === undefined ? {} : { scheduledRule }) };
  const { type, repository } = read;
  const isWanted = rules.some(({ spec: { sources } }) => type !== undefined && sources.includes(type));
  if (!isWanted || repository === undefined) return { facts: read, host: spec.host };
  const facts = await withHead(services, read, signal);
  if (facts.type === "schedule") return { facts, host: await scheduleFacts(services, facts, signal) };
  const question = questionOf(facts);
  if (!question) return { facts, host: spec.host };
  const host = spec.host ?? (await claimed(services, facts, question, signal));
  const wantsPaths = rules.some(
    (rule) => rule.spec.match?.paths !== undefined && mayMatch({ facts, host }, rule),
  );
  if (!wantsPaths || facts.paths !== undefined) return { facts, host };
  const paths = await services.host.changedPaths(question, signal);
  return { facts: { ...facts, ...(paths === undefined ? {} : { paths }) }, host };
}

/** A comment names no commit, an issue neither a commit nor a ref: what is there now is meant. */
async function withHead(
  { repositories }: DispatchServices,
  facts: EventFacts,
  signal: AbortSignal,
): Promise<EventFacts> {
  const { repository, refs } = facts;
  if (refs.head !== undefined || repository === undefined || facts.isDeleted) return facts;
  const { ref, pullRequest } = refs;
  const place = await repositories.placeOf({ repository, ref, pullRequest }, signal);
  return { ...facts, refs: { ...refs, ...place.refs } };
}

/** Nobody on the forge causes a schedule: what the repository declares does. */
async function scheduleFacts(
  services: DispatchServices,
  { repository = "", refs }: EventFacts,
  signal: AbortSignal,
): Promise<HostFacts> {
  const requestedBy = { kind: "System", name: "schedule" } as const;
  return await currentFacts(services, { requestedBy, repository, sourceRefs: refs }, signal);
}

/** What the host says; what the event says against itself counts as well. */
async function claimed(
  { host }: DispatchServices,
  { claimsFork, claimsBot }: EventFacts,
  question: EventQuestion,
  signal: AbortSignal,
): Promise<HostFacts> {
  const facts = await host.factsOf(question, signal);
  return { ...facts, isFork: facts.isFork || claimsFork, ...(claimsBot ? { isBot: true } : {}) };
}

function questionOf({ repository, actor, refs }: EventFacts): EventQuestion | undefined {
  if (repository === undefined || actor === undefined) return undefined;
  const { ref, pullRequest, head, base } = refs;
  return { repository, actor, ref, pullRequest, head, base };
}

/** The rule of a delivery that the trigger controller made as it was due; a replay of it is that rule's, too. */
async function scheduledRuleOf(
  { store }: DispatchServices,
  { spec, metadata: { namespace } }: Resource<typeof webhookDelivery>,
): Promise<string | undefined> {
  if (spec.source !== "schedule") return undefined;
  const { replayOf } = spec;
  const first =
    replayOf === undefined
      ? undefined
      : await store.read((reader) => reader.get(webhookDelivery, { namespace, name: replayOf }));
  return /^schedule:([^:]+):/.exec((first?.spec ?? spec).deliveryId)?.[1];
}
