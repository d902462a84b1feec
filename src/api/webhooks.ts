import { Hono } from "hono";
import { mostWebhookBytes } from "../agents/triggers/webhook-request.ts";
import type { RequestHeaders } from "../agents/triggers/webhook-signature.ts";
import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";
import { BodyTooLong, readWhole } from "../http/body.ts";

/** What came of a webhook: the name of its stored delivery. */
export interface TakenWebhook {
  readonly delivery: string;
}

export interface WebhookRoutes {
  /**
   * Checks a webhook and stores it.
   * @param forge as the address names it
   * @throws {IdentikitError} what reading and storing it throws
   */
  take(forge: "github" | "gitea", headers: RequestHeaders, body: Uint8Array): Promise<TakenWebhook>;
  /** Told of what went wrong with the server itself; who sent the webhook is not. */
  readonly onFault: (thrown: unknown) => void;
}

/** What a sender is told of a webhook that is not taken; of everything else it learns that it happened. */
const statusOf: ReadonlyMap<FaultCode, 401 | 409 | 413 | 422> = new Map<FaultCode, 401 | 409 | 413 | 422>([
  ["WEBHOOK_FORGED", 401],
  ["WEBHOOK_REPLAYED", 409],
  ["WEBHOOK_TOO_LARGE", 413],
  ["EVENT_INVALID", 422],
  ["EVENT_REFUSED", 422],
  ["DOCUMENT_INVALID", 422],
  ["REF_UNSAFE", 422],
  ["RESOURCE_TOO_LARGE", 413],
]);

/**
 * Takes webhooks at `/webhooks/github` and `/webhooks/gitea` (Forgejo's, too). They bear a signature of their body and no token: nothing of
 * a body is read before its signature holds, and each delivery is taken once.
 */
export function webhookRoutes({ take, onFault }: WebhookRoutes): Hono {
  return new Hono().all("/webhooks/:forge{github|gitea}", async (context) => {
    if (context.req.method !== "POST") return context.body(null, 405, { allow: "POST" });
    try {
      const body = await boundedBody(context.req.raw);
      const headers = Object.fromEntries(context.req.raw.headers);
      const forge = context.req.param("forge") === "github" ? "github" : "gitea";
      return context.json(await take(forge, headers, body), 202);
    } catch (thrown) {
      const status = thrown instanceof IdentikitError ? statusOf.get(thrown.code) : undefined;
      if (!(thrown instanceof IdentikitError) || status === undefined) {
        onFault(thrown);
        return context.json(
          { error: { code: "INTERNAL", message: "the server could not do it; its log says why" } },
          500,
        );
      }
      const { code, message, remedy } = thrown;
      return context.json({ error: { code, message, remedy } }, status);
    }
  });
}

/** @throws {IdentikitError} `WEBHOOK_TOO_LARGE`, as soon as there is more than forges send */
async function boundedBody({ body }: Request): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  try {
    return await readWhole({ body }, mostWebhookBytes);
  } catch (thrown) {
    if (!(thrown instanceof BodyTooLong)) throw thrown;
    throw new IdentikitError("WEBHOOK_TOO_LARGE", `the webhook has more than ${mostWebhookBytes} bytes`, {
      remedy: "Forges send no more than that: look at who sent it.",
    });
  }
}
