import type { webhookDelivery } from "../kinds/record/webhook-delivery.ts";
import type { Resource } from "../resource/resource.ts";

/** What came of a comment that tells us to do something. */
export interface CommandOutcome {
  /** Matched where it was done, Refused where it may not be, Ignored where it does not count. */
  readonly phase: "Matched" | "Refused" | "Ignored";
  /** What was done or why not, for who reads the delivery. */
  readonly reason: string;
  /** The run that it was about, where something was decided. */
  readonly run?: string;
}

/** Takes comments that tell us to do something, such as to approve; rules never see them. */
export interface CommentCommands {
  /**
   * @returns nothing for a delivery that is no such comment
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`: the delivery stays as it is
   */
  take(delivery: Resource<typeof webhookDelivery>, signal: AbortSignal): Promise<CommandOutcome | undefined>;
}
