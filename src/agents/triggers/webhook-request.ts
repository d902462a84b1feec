import { parseJson } from "../../document/json.ts";
import { decodeText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import { shortened, visible } from "../../fault/visible.ts";
import { digestOf } from "../../tree/digest.ts";
import type { IncomingEvent } from "./delivery.ts";
import { readForgeEvent } from "./forge-event.ts";
import { type RequestHeaders, verifySignature } from "./webhook-signature.ts";

/** GitHub sends no more than this. */
export const mostWebhookBytes: number = 25 * 1024 * 1024;

/** What is known of deliveries that came in before. */
export interface SeenDeliveries {
  hasId(deliveryId: string): Promise<boolean>;
  /** The ID is not signed, so who replays a request can change it; its bytes they cannot. */
  hasDigest(digest: string): Promise<boolean>;
}

export interface WebhookOptions {
  readonly secrets: readonly string[];
  readonly seen: SeenDeliveries;
}

/**
 * Reads a signed webhook of GitHub's, Gitea's or Forgejo's.
 * @param body the bytes of the request, as they came in
 * @throws {IdentikitError} `WEBHOOK_TOO_LARGE`, `WEBHOOK_FORGED`, `WEBHOOK_REPLAYED`, `EVENT_INVALID`, `DOCUMENT_INVALID`, `REF_UNSAFE`;
 * of the body nothing is read before its signature holds
 */
export async function readWebhook(
  headers: RequestHeaders,
  body: Uint8Array,
  { secrets, seen }: WebhookOptions,
): Promise<IncomingEvent> {
  if (body.length > mostWebhookBytes)
    throw new IdentikitError("WEBHOOK_TOO_LARGE", `the webhook has more than ${mostWebhookBytes} bytes`, {
      remedy: "Forges send no more than that: look at who sent it.",
    });
  verifySignature(headers, body, secrets);
  const isGitea = headers["x-gitea-event"] !== undefined || headers["x-forgejo-event"] !== undefined;
  const event = oneOf(
    headers,
    ["x-gitea-event", "x-forgejo-event", "x-github-event"],
    /^[a-z][a-z0-9_]{0,99}$/,
  );
  const deliveryId = oneOf(
    headers,
    ["x-gitea-delivery", "x-forgejo-delivery", "x-github-delivery"],
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/,
  );
  const digest = digestOf(body);
  if (await seen.hasId(deliveryId)) throw replayed(`the delivery ${deliveryId} came in before`);
  if (await seen.hasDigest(digest))
    throw replayed(`the delivery ${deliveryId} has the bytes of one that came in before`);
  const { value } = parseJson(decodeText(body, "the webhook"), "the webhook");
  return {
    source: "webhook",
    forge: isGitea ? "gitea" : "github",
    deliveryId,
    digest,
    facts: readForgeEvent(event, value),
    payload: value,
  };
}

function oneOf(headers: RequestHeaders, names: readonly string[], form: RegExp): string {
  const name = names.find((one) => headers[one] !== undefined);
  const value = name === undefined ? undefined : headers[name];
  if (typeof value === "string" && form.test(value)) return value;
  const given = value === undefined ? "is missing" : `is "${visible(shortened(String(value), 100))}"`;
  throw new IdentikitError("EVENT_INVALID", `the header ${name ?? names.at(-1)} ${given}`, {
    remedy: "Send what GitHub or Gitea delivers, with the headers that they give.",
  });
}

function replayed(problem: string): IdentikitError {
  return new IdentikitError("WEBHOOK_REPLAYED", problem, {
    remedy: "Nothing is started again. To repeat it on purpose, replay the stored delivery.",
  });
}
