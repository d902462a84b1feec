import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import { type AgentManifest, type ManifestProblem, problemAt } from "./manifest-set.ts";

/**
 * Rights beyond one organisation. Whoever may change what an organisation declares gives the rights of that organisation, whichever they
 * are; roles and bindings of other organisations, and bindings for all of them, would be rights that they do not have.
 */
export function checkRights(
  manifests: readonly AgentManifest[],
  organization: string,
): readonly ManifestProblem[] {
  const remedy =
    "Take it out. Whoever runs the server declares rights beyond one organisation: identikit apply -f FILE --all-organizations.";
  return manifests.flatMap(({ kind, declared, document }): readonly ManifestProblem[] => {
    const isBinding = kind.kind === agentRoleBinding.kind;
    if (!isBinding && kind.kind !== agentRole.kind) return [];
    const code = isBinding ? "BINDING_ESCALATION" : "ROLE_ESCALATION";
    const { name, namespace } = declared.metadata;
    if (namespace !== organization) {
      const problem = `${kind.plural}/${name} would give rights in the organisation ${namespace}, and these manifests are of ${organization}`;
      return [problemAt(document, ["metadata", "namespace"], { code, problem, remedy })];
    }
    if (!isBinding) return [];
    const { scope } = agentRoleBinding.spec.parse(declared.spec);
    if (scope.kind !== "AllOrganizations") return [];
    const problem = `${kind.plural}/${name} would give rights in every organisation, and these manifests are of ${organization}`;
    return [problemAt(document, ["spec", "scope", "kind"], { code, problem, remedy })];
  });
}
