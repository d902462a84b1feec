import type { agentRole, PolicyRule } from "../../kinds/config/agent-role.ts";
import type { agentRoleBinding, RoleSubject } from "../../kinds/config/agent-role-binding.ts";
import type { Declared } from "../../resource/resource.ts";
import { foldedName } from "../folded-name.ts";
import { isRepositoryOf } from "../pattern.ts";
import { roleTemplate } from "./role-templates.ts";

export type Role = Declared<typeof agentRole>;
export type RoleBinding = Declared<typeof agentRoleBinding>;

/** An organisation, and what of the forge belongs to it. */
export interface Organization {
  readonly name: string;
  /** Its repositories, as patterns OWNER/REPO. The permissions that a host gives on others say nothing here. */
  readonly repositories: readonly string[];
  /** The repository that declares its objects, where there is one. */
  readonly configRepository?: string | undefined;
}

/** All that rights are made of. */
export interface AccessState {
  readonly organizations: readonly Organization[];
  readonly roles: readonly Role[];
  readonly bindings: readonly RoleBinding[];
}

/** Where rights are asked for. */
export interface Where {
  /** Empty for all organisations at once. */
  readonly namespace: string;
  /** A repository, or a pattern all of whose repositories are meant; none for what belongs to no repository. */
  readonly repository?: string | undefined;
}

/** Whether a repository is one of an organisation's. */
export function belongsTo(organization: Organization | undefined, repository: string): boolean {
  return organization?.repositories.some((pattern) => isRepositoryOf(pattern, repository)) ?? false;
}

/** The name of a binding or role, as reasons give it: implied ones and templates have names of their own. */
export function bindingName({ metadata }: RoleBinding): string {
  return `agentrolebindings/${metadata.name}`;
}

export function roleName({ spec: { roleRef } }: RoleBinding): string {
  return roleRef.kind === "RoleTemplate" ? `roletemplates/${roleRef.name}` : `agentroles/${roleRef.name}`;
}

/**
 * The rules that a binding gives: of a role of its own organisation, or of a template; none where there is no such role. A role that is
 * not bound in all organisations gives nothing on paths such as /metrics, which belong to no organisation.
 */
export function rulesOfBinding(state: AccessState, { metadata, spec }: RoleBinding): readonly PolicyRule[] {
  const { kind, name } = spec.roleRef;
  if (kind === "RoleTemplate") return roleTemplate(name)?.rules ?? [];
  const role = state.roles.find(
    (one) => one.metadata.name === name && one.metadata.namespace === metadata.namespace,
  );
  const rules = role?.spec.rules ?? [];
  if (spec.scope.kind === "AllOrganizations") return rules;
  return rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length === 0);
}

/** A subject in the form in which it is compared: names of the forge do not tell letter case apart. */
export function foldedSubject({ kind, name }: RoleSubject): RoleSubject {
  return { kind, name: kind === "ServiceAccount" ? name : foldedName(name) };
}
