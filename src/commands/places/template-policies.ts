import type { Settings } from "../../project/settings-schema.ts";
import { type Policy, policyNamed, policyUnderLock } from "../../template/policy.ts";

/** Which files of one template count. */
export interface TemplatePolicies {
  /** Those that are delivered. */
  readonly policy: Policy;
  /** Those that are the identity. */
  readonly profile: Policy;
}

/**
 * The policies of the settings, in the versions that a template's lock entry keeps.
 * @param locked the delivery policy in the lock; `undefined` where the template is not locked
 * @throws {IdentikitError} `SETTINGS_INVALID`
 */
export function policiesUnderLock(
  { policy, policies, identity }: Settings,
  locked: string | undefined,
): TemplatePolicies {
  return {
    policy: policyNamed(policyUnderLock(policy, locked), policies),
    profile: policyNamed(policyUnderLock(identity.policy, locked), policies),
  };
}
