import type { Role, RoleBinding } from "../admission/rbac/access-state.ts";
import type { RoleObjects } from "../admission/rbac/role-drift.ts";
import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import { refuseProblems } from "../manifest/apply-manifests.ts";
import type { ManifestSet } from "../manifest/manifest-set.ts";

/**
 * The roles and bindings that a repository declares.
 * @throws {IdentikitError} the code of the first problem: what can be read in part only declares nothing for certain
 */
export function declaredRoles(set: ManifestSet): RoleObjects {
  refuseProblems(set);
  const roles: Role[] = [];
  const bindings: RoleBinding[] = [];
  for (const { kind, declared } of set.manifests) {
    const { metadata, spec } = declared;
    if (kind.kind === agentRole.kind)
      roles.push({ kind: agentRole.kind, metadata, spec: agentRole.spec.parse(spec) });
    if (kind.kind === agentRoleBinding.kind)
      bindings.push({ kind: agentRoleBinding.kind, metadata, spec: agentRoleBinding.spec.parse(spec) });
  }
  return { roles, bindings };
}
