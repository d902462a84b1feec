import type { FaultCode } from "../fault/codes.ts";
import { IdentikitError } from "../fault/error.ts";
import type { CodeOfFinding, Finding } from "../fault/finding.ts";

/** What was found, after it was rendered again. */
export function repaired(finding: Finding): Finding {
  return { ...finding, severity: "warning", done: "rendered", remedy: remedyAfterRender(finding.code) };
}

/** What was found, after it was removed. */
export function removed(finding: Finding): Finding {
  return { ...finding, severity: "warning", done: "removed", remedy: nothingLeft };
}

const nothingLeft = "Nothing is left to do.";

/** A render puts the file right, and neither the habit of changing it nor a copy of its secrets. */
function remedyAfterRender(code: CodeOfFinding): string {
  if (code === "FILE_LINKED")
    return "Find the other name (find -samefile), and rotate the secrets that were in the file.";
  return code === "ENV_CHANGED" || code === "ENV_CONFLICT"
    ? "Change the config rather than the file."
    : nothingLeft;
}

/** Things that somebody did to the files are drift; what kept us from looking is not known to be. */
const driftFaults: ReadonlySet<FaultCode> = new Set(["ENV_FILE_INVALID", "PATH_LINKED", "ENTRY_TYPE"]);

/** What kept an env directory from being compared, or was done to it so that it cannot be. */
export function faultFinding(agent: string, { code, message, remedy }: IdentikitError): Finding {
  const severity = driftFaults.has(code) ? "error" : "unverified";
  return { code, severity, path: ".", expected: null, actual: message, remedy, subject: agent };
}

/** No render was ever made where the env directories should be. */
export function nothingKnown(envRoot: string): Finding {
  return {
    code: "ENV_UNVERIFIED",
    severity: "unverified",
    path: envRoot,
    expected: "the ledgers of an earlier render",
    actual: null,
    remedy: "Run this where the env directories are, or carry DIR/.identikit along with them.",
  };
}

/** Pruning would remove every env directory. */
export function noFleet(envRoot: string): IdentikitError {
  return new IdentikitError(
    "PRUNE_REFUSED",
    `there is no agent at all, and all of ${envRoot} would be removed`,
    {
      remedy: "Check that this is the right config database; to remove everything, remove the directory.",
    },
  );
}

/** There is a directory, and nobody knows what was written to it. */
export function noLedger(agent: string): Finding {
  const remedy = "Render the agent, so that it is known what was written.";
  return unverified(agent, { expected: "a ledger of the last render", actual: null, remedy });
}

/** The ledger was kept under a key that is not here. */
export function unknownKey(agent: string, keyId: string): Finding {
  const remedy = "Give the key with which the last render was made, or render the agent again.";
  return unverified(agent, { expected: `the ledger key ${JSON.stringify(keyId)}`, actual: null, remedy });
}

function unverified(agent: string, what: Pick<Finding, "expected" | "actual" | "remedy">): Finding {
  return { code: "ENV_UNVERIFIED", severity: "unverified", path: ".", ...what, subject: agent };
}

/** An agent of which there is nothing yet. */
export function neverRendered(agent: string): Finding {
  const remedy = "Render the agent, or run reconcile --repair.";
  const what = { expected: "an env directory", actual: null, remedy, subject: agent };
  return { code: "ENV_STALE", severity: "error", path: ".", ...what };
}

/** What was rendered is not there any more. */
export function directoryGone(agent: string): Finding {
  const remedy = "Run reconcile --repair.";
  const what = { expected: "the env directory that was rendered", actual: null, remedy, subject: agent };
  return { code: "ENV_CHANGED", severity: "error", path: ".", ...what };
}

/** Somebody changes an env directory again after each repair. */
export function standOff(agent: string, repairs: number, next: number): Finding {
  return {
    code: "ENV_FIGHT",
    severity: "error",
    path: ".",
    expected: "to stay as it was rendered",
    actual: `was changed again after each of ${repairs} repairs`,
    remedy: `Find who writes it; it is not repaired again before ${new Date(next).toISOString()}.`,
    subject: agent,
  };
}
