import type { DeliverySpec } from "./delivery.ts";

/** Who wants a delivery again, and when. */
export interface ReplayRequest {
  /** The name of the stored delivery. */
  readonly name: string;
  readonly spec: DeliverySpec;
  /** RFC 3339, in UTC. */
  readonly now: string;
  /** Names this request, so that the same one twice is one delivery. */
  readonly request: string;
}

/**
 * A new delivery with the content of a stored one. It says whose it is, has an ID of its own, and leaves out what the host said at the
 * time: the host is asked again, since rights may be others now.
 */
export function replayDelivery({ name, spec, now, request }: ReplayRequest): DeliverySpec {
  const { host: _, ...kept } = spec;
  return { ...kept, deliveryId: `replay:${name}:${request}`.slice(0, 400), receivedAt: now, replayOf: name };
}
