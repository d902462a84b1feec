import { foldedName } from "../folded-name.ts";
import { isRepositoryOf } from "../pattern.ts";
import {
  type AccessState,
  belongsTo,
  type Organization,
  type RoleBinding,
  type Where,
} from "./access-state.ts";
import {
  type AccessIdentity,
  localOwners,
  ownName,
  type PermissionLevel,
  repositoryGroup,
} from "./identity.ts";
import type { RoleTemplateName } from "./role-templates.ts";

/**
 * What the permissions of the forge give by themselves. A binding that an organisation declares under one of these names takes its
 * place, so that an organisation can give more, less or nothing.
 */
export const impliedRoles: readonly {
  readonly name: string;
  readonly level: PermissionLevel;
  readonly template: RoleTemplateName;
}[] = [
  { name: "forge-read", level: "read", template: "viewer" },
  { name: "forge-write-dispatch", level: "write", template: "dispatcher" },
  { name: "forge-write-approve", level: "write", template: "approver" },
  { name: "forge-maintain", level: "maintain", template: "maintainer" },
  { name: "forge-admin", level: "admin", template: "admin" },
];
/** What Identikit itself may do: its controllers work under it. */
export const controllerBinding = "identikit-controllers";

/**
 * The bindings that hold somewhere though nobody declared them. Who has a permission on a repository of the organisation has the
 * role that goes with it for this repository; who has it on the repository that declares the organisation's objects has it for the
 * organisation, because they could declare it. Repositories of others give nothing.
 */
export function impliedBindings(state: AccessState, { namespace, repository }: Where): RoleBinding[] {
  const organization = state.organizations.find(({ name }) => name === namespace);
  if (!organization) return [];
  const { configRepository } = organization;
  const replaced = new Set(
    state.bindings.filter((one) => one.metadata.namespace === namespace).map((one) => one.metadata.name),
  );
  const isOther =
    repository !== undefined &&
    !repository.includes("*") &&
    belongsTo(organization, repository) &&
    !(configRepository !== undefined && isRepositoryOf(configRepository, repository));
  return impliedRoles
    .filter(({ name }) => !replaced.has(name))
    .flatMap((implied) => [
      ...(configRepository === undefined ? [] : [forRepository(organization, implied, configRepository)]),
      ...(isOther ? [forRepository(organization, implied, repository)] : []),
    ])
    .concat(replaced.has(controllerBinding) ? [] : [forControllers(organization)]);
}

/** The binding of who runs the server on their own machine: the role `owner` in each organisation that it serves. */
export function localOwnerBindings(
  state: AccessState,
  who: AccessIdentity,
  { namespace }: Where,
): RoleBinding[] {
  if (!who.groups.includes(localOwners) || !state.organizations.some(({ name }) => name === namespace))
    return [];
  return [
    {
      kind: "AgentRoleBinding",
      metadata: { name: "local-owner", namespace },
      spec: {
        subject: { kind: "Group", name: localOwners },
        roleRef: { kind: "RoleTemplate", name: "owner" },
        scope: { kind: "Organization" },
      },
    },
  ];
}

function forRepository(
  { name: namespace, configRepository }: Organization,
  { name, level, template }: (typeof impliedRoles)[number],
  repository: string,
): RoleBinding {
  const isWhole = configRepository !== undefined && isRepositoryOf(configRepository, repository);
  return {
    kind: "AgentRoleBinding",
    metadata: { name, namespace },
    spec: {
      subject: { kind: "Group", name: repositoryGroup(level, repository) },
      roleRef: { kind: "RoleTemplate", name: template },
      scope: isWhole
        ? { kind: "Organization" }
        : { kind: "Repositories", repositories: [foldedName(repository)] },
    },
  };
}

function forControllers({ name: namespace }: Organization): RoleBinding {
  return {
    kind: "AgentRoleBinding",
    metadata: { name: controllerBinding, namespace },
    spec: {
      subject: { kind: "User", name: ownName },
      roleRef: { kind: "RoleTemplate", name: "controller" },
      scope: { kind: "Organization" },
    },
  };
}
