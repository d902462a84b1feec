import { type RoleObjects, roleDrift } from "../admission/rbac/role-drift.ts";
import type { RunCondition } from "../dispatch/run-conditions.ts";
import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { notKnown, notSo, so } from "./named-objects.ts";

const type = "InSync";

/** @param declared what the organisation's repository declares; left out where it is not at hand */
export async function bindingCondition(
  reader: ResourceReader,
  { metadata, spec }: Resource<typeof agentRoleBinding>,
  declared: RoleObjects | undefined,
): Promise<RunCondition> {
  const { namespace, name, managedByRepository } = metadata;
  if (!declared)
    return notKnown(
      type,
      "RepositoryNotHere",
      "The repository that declares the organisation's objects is not at hand.",
      "Run the controllers in a checkout of the organisation's repository.",
    );
  const object = `${agentRoleBinding.plural}/${name}`;
  const roles = await Array.fromAsync(reader.each(agentRole, { namespace }));
  const stored = { roles, bindings: [{ kind: agentRoleBinding.kind, metadata, spec }] };
  const managed = new Set(managedByRepository ? [object] : []);
  const drift = roleDrift(namespace, stored, declared, managed).find((one) => one.object === object);
  if (drift)
    return notSo(
      type,
      drift.how === "undeclared" ? "Undeclared" : "Differs",
      drift.how === "undeclared"
        ? "It is marked as the repository's, which does not declare it any more."
        : "It is not what the repository declares.",
      { remedy: "Run identikit config sync, or change the repository by pull request." },
    );
  const isDeclared = declared.bindings.some(
    (one) => one.metadata.name === name && one.metadata.namespace === namespace,
  );
  return isDeclared
    ? so(type, "InSync", "It is what the repository declares.")
    : so(type, "BesideRepository", "The repository declares no binding of this name; it was made by hand.");
}
