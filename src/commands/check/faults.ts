import type { FaultCode } from "../../fault/codes.ts";
import { asFault, type IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";

/** Faults that prove that something in the repository or in a template is wrong; with all others it is not known. */
const proven: ReadonlySet<FaultCode> = new Set([
  "AGENT_OWNED",
  "AGENT_TYPE_UNKNOWN",
  "ALLOWANCE_INVALID",
  "COMMIT_GONE",
  "DOCUMENT_INVALID",
  "ENTRY_TYPE",
  "LOCK_INVALID",
  "LOCK_MISMATCH",
  "MANIFEST_INVALID",
  "PATH_COLLIDES",
  "PATH_UNSAFE",
  "POLICY_VIOLATION",
  "REF_UNKNOWN",
  "ROW_INVALID",
  "SECRET_IN_ASSET",
  "SECRET_IN_ROW",
  "SETTINGS_INVALID",
  "SOURCE_INVALID",
  "SSOT_MISSING",
  "TEMPLATE_INVALID",
  "TEMPLATE_UNKNOWN",
]);

/** Faults that say nothing of what is checked; they end the run. */
const ending: ReadonlySet<FaultCode> = new Set(["INTERNAL", "CANCELLED", "USAGE", "REFERENCE_INVALID"]);

/**
 * What a step of the check failed with, as a finding: an error where it proves that something is wrong, else `unverified`.
 * @param path what the step was about
 */
export function stepFinding({ code, message, remedy, location }: IdentikitError, path: string): Finding {
  return {
    code,
    severity: proven.has(code) ? "error" : "unverified",
    path,
    expected: null,
    actual: message,
    problem: message,
    remedy,
    ...(location ? { location } : {}),
  };
}

/** What came of a step: its value, or the finding that it failed with. */
export type Attempt<Value> =
  | { readonly kind: "done"; readonly value: Value }
  | { readonly kind: "failed"; readonly finding: Finding };

/**
 * Takes a step of the check; its failure keeps no other step from being taken.
 * @throws what stops the whole run: a cancellation, wrong usage, a defect
 */
export async function attempt<Value>(
  path: string,
  step: () => Promise<Value> | Value,
): Promise<Attempt<Value>> {
  try {
    return { kind: "done", value: await step() };
  } catch (caught) {
    const fault = asFault(caught);
    if (ending.has(fault.code)) throw caught;
    return { kind: "failed", finding: stepFinding(fault, path) };
  }
}
