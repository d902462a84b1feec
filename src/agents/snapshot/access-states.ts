import type { Organization } from "../admission/rbac/access-state.ts";
import { agentRole } from "../kinds/config/agent-role.ts";
import { agentRoleBinding } from "../kinds/config/agent-role-binding.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { readAccessState, type StoredAccess } from "./read-snapshot.ts";

/**
 * The rights of everybody for a server that is asked all the time: whether a role or a binding has changed is looked at each time, and
 * they are read again where one has.
 */
export class AccessStates {
  readonly organizations: readonly Organization[];
  #known: { readonly revision: string; readonly state: StoredAccess } | undefined;

  constructor(organizations: readonly Organization[]) {
    this.organizations = organizations;
  }

  /** The rights in the state that a reader sees, which writes nothing. Nobody changes what they are given. */
  async read(reader: ResourceReader): Promise<StoredAccess> {
    const revision = await reader.revisionOf([agentRole, agentRoleBinding]);
    if (this.#known?.revision === revision) return this.#known.state;
    const state = await readAccessState(reader, this.organizations);
    this.#known = { revision, state };
    return state;
  }
}
