import type { ConfigDatabase } from "../../config/database.ts";
import { IdentikitError } from "../../fault/error.ts";
import { visible } from "../../fault/visible.ts";
import type { HostFacts } from "../kinds/actor.ts";
import { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource } from "../resource/resource.ts";
import { ObjectKeys } from "../store/keys/object-keys.ts";
import type { SqlStore } from "../store/sql-store.ts";
import { type DeliverySpec, deliverySpec, type IncomingEvent } from "../triggers/delivery.ts";
import { derivedName } from "../triggers/derived-name.ts";
import type { SeenDeliveries } from "../triggers/webhook-request.ts";

/** Where deliveries are stored. */
export interface DeliveryStore {
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  readonly now: () => Date;
}

export interface StoredDelivery {
  readonly delivery: Resource<typeof webhookDelivery>;
  /** False where it came in before, such as by a CI run that is repeated: nothing new comes of it. */
  readonly isNew: boolean;
}

/**
 * Stores an event before anything is done about it. The same source and ID are the same delivery, whoever stores it at the same time; of
 * webhooks, whose ID is not signed, the same bytes are, too.
 * @param namespace the organisation
 * @param host what the host says of it, where it has been asked already
 * @throws {IdentikitError} `WEBHOOK_REPLAYED` for a webhook that came in before, and for any delivery whose record is gone by now
 */
export async function storeDelivery(
  services: DeliveryStore,
  namespace: string,
  incoming: IncomingEvent,
  host?: HostFacts,
): Promise<StoredDelivery> {
  return await storeSpec(services, namespace, deliverySpec(incoming, services.now().toISOString(), host));
}

/** {@link storeDelivery} for a delivery that is written already, such as one that is replayed. */
export async function storeSpec(
  { database, store }: DeliveryStore,
  namespace: string,
  spec: DeliverySpec,
): Promise<StoredDelivery> {
  const name = derivedName("d", spec.source, spec.deliveryId);
  return await store.write(async (writer, session) => {
    const keys = new ObjectKeys(session, database, namespace);
    const isSigned = spec.source === "webhook" && spec.replayOf === undefined;
    const isNewId = await keys.take({ purpose: "delivery", value: idKey(spec), holder: name });
    if (!isNewId) {
      const delivery = await writer.get(webhookDelivery, { namespace, name });
      if (!delivery || isSigned) throw replayed(`the delivery ${visible(spec.deliveryId)} came in before`);
      return { delivery, isNew: false };
    }
    if (isSigned && !(await keys.take({ purpose: "digest", value: spec.digest, holder: name })))
      throw replayed(`the delivery ${visible(spec.deliveryId)} has the bytes of one that came in before`);
    const declared = { kind: webhookDelivery.kind, metadata: { namespace, name }, spec };
    return {
      delivery: await writer.create(webhookDelivery, declared, { phase: "Received" }),
      isNew: true,
    };
  });
}

/** What is known of the webhooks that came in before; {@link storeDelivery} looks again as it stores one. */
export function seenDeliveries(database: ConfigDatabase, namespace: string): SeenDeliveries {
  const isHeld = (purpose: "delivery" | "digest", value: string) =>
    database.transaction("read", async (session) => {
      const holders = await new ObjectKeys(session, database, namespace).holders({ purpose, value });
      return holders.length > 0;
    });
  return {
    hasId: (deliveryId) => isHeld("delivery", idKey({ source: "webhook", deliveryId })),
    hasDigest: (digest) => isHeld("digest", digest),
  };
}

function idKey({ source, deliveryId }: Pick<DeliverySpec, "source" | "deliveryId">): string {
  return `${source}:${deliveryId}`;
}

function replayed(problem: string): IdentikitError {
  return new IdentikitError("WEBHOOK_REPLAYED", problem, {
    remedy:
      "Nothing is started again. To repeat it on purpose, replay the stored delivery: identikit dispatch --replay.",
  });
}
