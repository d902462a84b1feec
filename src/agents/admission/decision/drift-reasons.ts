import { roleDrift } from "../rbac/role-drift.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import { type Reason, reason } from "./reason.ts";

/** What is not as the repository declares it, of the roles and bindings of an organisation: nothing is dispatched meanwhile. */
export function driftReasons(
  organization: string,
  snapshot: AdmissionSnapshot,
  effect: "deny" | "warn",
): Reason[] {
  const { access, declared } = snapshot;
  if (!declared) return [];
  const texts = {
    differs: "is not what the repository declares",
    missing: "is declared in the repository and is not here",
    undeclared: "is no longer declared in the repository",
  };
  return roleDrift(organization, access, declared, declared.managed).map(({ object, how }) =>
    reason(effect, "ROLE_DRIFT", `${object} ${texts[how]}`, {
      object,
      remedy: "Run identikit config sync, or declare in the repository what is meant.",
    }),
  );
}
