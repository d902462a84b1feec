import type { RoleObjects } from "../../agents/admission/rbac/role-drift.ts";
import { readManifests } from "../../agents/manifest/read-manifests.ts";
import { declaredRoles } from "../../agents/snapshot/declared-roles.ts";
import type { Project } from "../../project/project.ts";

/**
 * The roles and bindings that this repository declares, where it declares anything of the organisation.
 * @throws {IdentikitError} the code of the first manifest's problem
 */
export function declaredHere(
  { root, settings: { platform } }: Project,
  organization: string,
): RoleObjects | undefined {
  const set = readManifests(root, platform.manifests, { namespace: platform.organization });
  const isOurs = set.manifests.some(({ declared }) => declared.metadata.namespace === organization);
  return isOurs || set.problems.length > 0 ? declaredRoles(set) : undefined;
}
