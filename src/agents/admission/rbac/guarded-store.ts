import { IdentikitError } from "../../../fault/error.ts";
import { agentRole } from "../../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../../kinds/config/agent-role-binding.ts";
import type { Kind } from "../../kinds/kind.ts";
import { apiGroup, type Declared } from "../../resource/resource.ts";
import type { ResourceReader, ResourceStore, ResourceWriter } from "../../resource/resource-store.ts";
import type { AccessState, Organization, RoleBinding } from "./access-state.ts";
import { bindingEscalation, type Escalation, roleEscalation } from "./escalation.ts";
import type { AccessIdentity } from "./identity.ts";
import { permissionFor } from "./rights.ts";

/** Who writes, and the organisations whose permissions count for them. */
export interface RightsAuthor {
  readonly identity: AccessIdentity;
  readonly organizations: readonly Organization[];
}

/**
 * A store for one person: what they write of roles and bindings gives no right that they do not have themselves, as in Kubernetes. Whether
 * they may write at all is asked elsewhere. Writes throw {@link IdentikitError} `ROLE_ESCALATION` and `BINDING_ESCALATION` besides the
 * store's own faults.
 */
export function guardedStore(store: ResourceStore, author: RightsAuthor): ResourceStore {
  return {
    read: (work) => store.read(work),
    write: (work, options) => store.write((writer) => work(guardedWriter(writer, author)), options),
    asRepository: () => guardedStore(store.asRepository(), author),
    watch: (kinds, after, options) => store.watch(kinds, after, options),
  };
}

function guardedWriter(writer: ResourceWriter, author: RightsAuthor): ResourceWriter {
  // What is written would give the rights that are asked for: they are looked at before.
  const refuse = (kind: Kind, object: Declared) => refuseEscalation(writer, author, kind, object);
  return {
    get: (kind, key) => writer.get(kind, key),
    list: (kind, query) => writer.list(kind, query),
    each: (kind, query) => writer.each(kind, query),
    countPhases: (namespace, queries, most) => writer.countPhases(namespace, queries, most),
    revisionOf: (kinds) => writer.revisionOf(kinds),
    hold: (kind, key) => writer.hold(kind, key),
    create: async (kind, object, status) => {
      await refuse(kind, object);
      return await writer.create(kind, object, status);
    },
    update: async (kind, object, expected) => {
      await refuse(kind, object);
      return await writer.update(kind, object, expected);
    },
    setStatus: (kind, key, status, expected) => writer.setStatus(kind, key, status, expected),
    delete: (kind, key, expected) => writer.delete(kind, key, expected),
  };
}

async function refuseEscalation(
  reader: ResourceReader,
  { identity, organizations }: RightsAuthor,
  { kind }: Kind,
  { metadata, spec }: Declared,
): Promise<void> {
  if (kind !== agentRole.kind && kind !== agentRoleBinding.kind) return;
  const state = await accessState(reader, organizations);
  const found =
    kind === agentRole.kind
      ? roleEscalation(state, identity, { kind: "AgentRole", metadata, spec: agentRole.spec.parse(spec) })
      : escalationOf(state, identity, {
          kind: "AgentRoleBinding",
          metadata,
          spec: agentRoleBinding.spec.parse(spec),
        });
  if (found) throw new IdentikitError(found.code, found.message, { remedy: found.remedy });
}

/** A binding of a role that is not there yet would give whatever somebody else puts into it. */
function escalationOf(state: AccessState, who: AccessIdentity, binding: RoleBinding): Escalation | undefined {
  const { kind, name } = binding.spec.roleRef;
  const { namespace } = binding.metadata;
  const isThere = state.roles.some(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
  const asked = { verb: "bind", apiGroup, resource: "agentroles", name, namespace };
  if (kind === "RoleTemplate" || isThere || permissionFor(state, who, asked))
    return bindingEscalation(state, who, binding);
  return {
    code: "BINDING_ESCALATION",
    message: `there is no agentroles/${name} in ${namespace}, and nobody knows what binding it would give`,
    remedy: "Declare the role first.",
    missing: [],
  };
}

async function accessState(
  reader: ResourceReader,
  organizations: readonly Organization[],
): Promise<AccessState> {
  const roles: AccessState["roles"][number][] = [];
  const bindings: RoleBinding[] = [];
  for await (const role of reader.each(agentRole)) roles.push(role);
  for await (const binding of reader.each(agentRoleBinding)) bindings.push(binding);
  return { organizations, roles, bindings };
}
