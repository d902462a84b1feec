import type { ForgeRepository } from "./forge-repository.ts";

/** The job of check.yml as a branch protection names it: forks have it as well, unlike a status. */
export const requiredCheck = "check / identikit-check (pull_request)";

/**
 * Lets nothing onto main but what its owner pushes and what a pull request brings whose required check is green.
 * @param overruled whether an administrator may merge all the same
 */
export async function protectMain(
  repository: ForgeRepository,
  { check = requiredCheck, overruled = false } = {},
): Promise<AsyncDisposable> {
  await repository.api("POST", "/branch_protections", {
    rule_name: "main",
    enable_push: true,
    enable_push_whitelist: true,
    push_whitelist_usernames: [repository.owner.name],
    enable_status_check: true,
    status_check_contexts: [check],
    block_admin_merge_override: !overruled,
  });
  return {
    [Symbol.asyncDispose]: async () => {
      await repository.api("DELETE", "/branch_protections/main");
    },
  };
}
