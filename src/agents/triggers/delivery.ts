import type { z } from "zod";
import { hidden, redactProse } from "../../secret/redact-text.ts";
import { isSecretLike } from "../../secret/secret-like-name.ts";
import type { HostFacts } from "../kinds/actor.ts";
import type { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { EventFacts } from "./event-facts.ts";
import { readForgeEvent } from "./forge-event.ts";

/** An event as it is stored. */
export type DeliverySpec = z.output<typeof webhookDelivery.spec>;

/** An event that came in and was read, before it is stored. */
export interface IncomingEvent {
  readonly source: DeliverySpec["source"];
  readonly forge: HostFacts["host"];
  readonly deliveryId: string;
  /** Of the bytes that came in. */
  readonly digest: string;
  readonly facts: EventFacts;
  readonly payload: unknown;
}

/** What of a payload is stored at most, in bytes in the end: an object has 1 MiB. A text of the forge has 65,536 characters. */
const bounds = { text: 70_000, items: 1000, all: 900 * 1024 } as const;
type Json = Exclude<DeliverySpec["payload"], undefined>;

/**
 * The delivery that is stored for an event.
 * @param host what the host says of it; left out where it cannot be asked, and then no rule starts anything
 * @param receivedAt RFC 3339, in UTC
 */
export function deliverySpec(incoming: IncomingEvent, receivedAt: string, host?: HostFacts): DeliverySpec {
  const { event, type, action, repository, refs, target } = incoming.facts;
  const payload = storedPayload(incoming.payload);
  return {
    source: incoming.source,
    deliveryId: incoming.deliveryId,
    digest: incoming.digest,
    event,
    ...(type === undefined ? {} : { type }),
    ...(action === undefined ? {} : { action }),
    ...(repository === undefined ? {} : { repository }),
    refs,
    ...(target === undefined ? {} : { target }),
    ...(host === undefined ? {} : { host }),
    ...(payload === undefined ? {} : { payload }),
    receivedAt,
  };
}

/**
 * The event of a stored delivery, read again from its payload.
 * @throws {IdentikitError} as {@link readForgeEvent}
 */
export function factsOfDelivery({ event, payload, ...spec }: DeliverySpec): EventFacts {
  const facts = readForgeEvent(event, payload ?? {});
  const { type, action, repository, refs = {}, target } = spec;
  // What was read from the bytes counts where the payload was too large to be stored.
  return {
    ...facts,
    ...(type === undefined ? {} : { type }),
    ...(action === undefined ? {} : { action }),
    ...(repository === undefined ? {} : { repository }),
    refs,
    ...(target === undefined ? {} : { target }),
    // In the payload an address may have lost what looks like a credential.
    ...(target?.url === undefined ? {} : { url: target.url }),
  };
}

/** A payload with credentials taken out and long texts cut; `undefined` where it is too large all the same. */
function storedPayload(value: unknown): Json | undefined {
  const kept = bounded(value);
  return Buffer.byteLength(JSON.stringify(kept)) > bounds.all ? undefined : kept;
}

function bounded(value: unknown): Json {
  if (typeof value === "string") return redactProse(value.slice(0, bounds.text));
  if (Array.isArray(value)) return value.slice(0, bounds.items).map(bounded);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        typeof item === "string" && item !== "" && isSecretLike(name) ? hidden : bounded(item),
      ]),
    );
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}
