import { IdentikitError } from "../../fault/error.ts";
import { refusalOf } from "../kubernetes/fault-status.ts";
import { reasons } from "../kubernetes/status.ts";
import { errorAnswer } from "./forward.ts";

/** Codes whose status follows from none of Kubernetes' words. */
const statusOf: Readonly<Record<string, number>> = {
  POLICY_DENIED: 403,
  APPROVAL_CLOSED: 409,
  APPROVAL_DIFFERS: 409,
  ATTEMPT_UNKNOWN: 409,
  ATTEMPT_REPORTED: 409,
  EVENT_CONFLICT: 409,
  MEMORY_TIME_UNCLEAR: 400,
  MEMORY_UNREADABLE: 409,
  BUNDLE_INVALID: 422,
  BUNDLE_TOO_NEW: 422,
  BUNDLE_UNSIGNED: 422,
  ROW_INVALID: 422,
  PRUNE_REFUSED: 422,
  PLAN_STALE: 409,
  HOST_UNREACHABLE: 503,
  HOST_DENIED: 503,
};

/** What a client of these routes is told of what was thrown while its request was done. */
export function faultAnswer(thrown: unknown, onFault: (thrown: unknown) => void): Response {
  if (thrown instanceof IdentikitError && statusOf[thrown.code] !== undefined)
    return errorAnswer(statusOf[thrown.code] ?? 500, thrown.code, thrown.message, { remedy: thrown.remedy });
  const refused = refusalOf(thrown);
  if (refused.reason === "InternalError") onFault(thrown);
  const own = thrown instanceof IdentikitError && refused.reason !== "InternalError" ? thrown : undefined;
  const { headers } = refused;
  const remedy = own ? { remedy: own.remedy, headers } : { headers };
  return errorAnswer(
    reasons[refused.reason],
    own?.code ?? (refused.reason === "RequestEntityTooLarge" ? "RESOURCE_TOO_LARGE" : "INTERNAL"),
    own?.message ?? refused.message,
    remedy,
  );
}
