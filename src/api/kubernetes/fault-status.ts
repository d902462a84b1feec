import type { FaultCode } from "../../fault/codes.ts";
import { IdentikitError } from "../../fault/error.ts";
import { RequestRefused, type StatusDetails, type StatusReason } from "./status.ts";

/** Which of Kubernetes' words a fault of ours is. Whatever is not here is nobody's business but ours. */
const reasonOf: ReadonlyMap<FaultCode, StatusReason> = new Map<FaultCode, StatusReason>([
  ["RESOURCE_INVALID", "Invalid"],
  ["IMMUTABLE_FIELD", "Invalid"],
  ["SELECTOR_INVALID", "BadRequest"],
  ["CONTINUE_INVALID", "BadRequest"],
  ["RESOURCE_TOO_LARGE", "RequestEntityTooLarge"],
  ["NOT_FOUND", "NotFound"],
  ["ALREADY_EXISTS", "AlreadyExists"],
  ["CONFLICT", "Conflict"],
  ["MANAGED_BY_REPOSITORY", "Forbidden"],
  ["ROLE_ESCALATION", "Forbidden"],
  ["BINDING_ESCALATION", "Forbidden"],
  ["WATCH_TOO_OLD", "Expired"],
  ["DATABASE_BUSY", "ServiceUnavailable"],
  ["DATABASE_UNREACHABLE", "ServiceUnavailable"],
]);

/**
 * What a client is told of what was thrown while its request was done. Only faults that are about the request are told in full; of
 * everything else it learns that it happened.
 * @param details the object that the request was about
 */
export function refusalOf(thrown: unknown, details: StatusDetails = {}): RequestRefused {
  if (thrown instanceof RequestRefused) return thrown;
  const reason = thrown instanceof IdentikitError ? reasonOf.get(thrown.code) : undefined;
  if (!(thrown instanceof IdentikitError) || reason === undefined)
    return new RequestRefused("InternalError", "the server could not do it; its log says why");
  if (reason === "ServiceUnavailable") {
    const retry = { "retry-after": "2" };
    return new RequestRefused(reason, "the config database is not to be had just now", {
      details: { ...details, retryAfterSeconds: 2 },
      headers: retry,
    });
  }
  const cause = { reason: thrown.code, message: `${thrown.message}. ${thrown.remedy}`, field: "" };
  return new RequestRefused(reason, `${thrown.message}. ${thrown.remedy}`, {
    details: { ...details, causes: [cause] },
  });
}
