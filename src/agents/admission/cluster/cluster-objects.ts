import type { PolicyRule } from "../../kinds/config/agent-role.ts";
import {
  type AccessState,
  bindingName,
  foldedSubject,
  type Role,
  type RoleBinding,
} from "../rbac/access-state.ts";
import { roleTemplates } from "../rbac/role-templates.ts";

const group = "rbac.authorization.k8s.io";
const header = { apiVersion: `${group}/v1` } as const;
const labels = { "app.kubernetes.io/managed-by": "identikit" } as const;

interface ClusterMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: typeof labels;
}

interface ClusterSubject {
  readonly kind: string;
  readonly name: string;
  readonly apiGroup?: string;
  readonly namespace?: string;
}

/** An object of Kubernetes' `rbac.authorization.k8s.io/v1`. */
export type ClusterObject = typeof header & { readonly metadata: ClusterMetadata } & (
    | { readonly kind: "Role" | "ClusterRole"; readonly rules: readonly PolicyRule[] }
    | {
        readonly kind: "RoleBinding" | "ClusterRoleBinding";
        readonly subjects: readonly ClusterSubject[];
        readonly roleRef: {
          readonly apiGroup: string;
          readonly kind: "Role" | "ClusterRole";
          readonly name: string;
        };
      }
  );

export interface ClusterExport {
  readonly objects: readonly ClusterObject[];
  /** What a cluster cannot say; written without its bounds it would give more. */
  readonly leftOut: readonly { readonly object: string; readonly reason: string }[];
}

/**
 * Roles and bindings as objects that a cluster accepts and that mean the same there. Logins and teams are in lower case, because a
 * cluster tells letter case apart: its authenticator has to name people so. A binding for some repositories is left out: a cluster
 * knows no repositories.
 */
export function clusterObjects({ roles, bindings }: Pick<AccessState, "roles" | "bindings">): ClusterExport {
  const isLeft = (binding: RoleBinding) => binding.spec.scope.kind === "Repositories";
  const kept = bindings.filter((binding) => !isLeft(binding));
  return {
    objects: [
      ...roleTemplates.map(({ name, rules }) => clusterRole(`identikit:${name}`, rules)),
      ...roles.map(namespacedRole),
      ...wideRoles(roles, kept),
      ...kept.map(clusterBinding),
    ],
    leftOut: bindings.filter(isLeft).map((binding) => ({
      object: bindingName(binding),
      reason: "it holds for some repositories only, and a cluster knows no repositories",
    })),
  };
}

/** A namespaced role says nothing about paths: Kubernetes refuses such rules in it, and asks no namespaced role about them. */
function namespacedRole({ metadata: { name, namespace }, spec }: Role): ClusterObject {
  const rules = spec.rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length === 0);
  return { ...header, kind: "Role", metadata: { name, namespace, labels }, rules };
}

function clusterRole(name: string, rules: readonly PolicyRule[]): ClusterObject {
  return { ...header, kind: "ClusterRole", metadata: { name, labels }, rules };
}

/** The roles that are bound in all organisations, once more as cluster roles: only these can be bound so. */
function wideRoles(roles: readonly Role[], bindings: readonly RoleBinding[]): ClusterObject[] {
  const wide = new Set(
    bindings
      .filter(({ spec }) => spec.scope.kind === "AllOrganizations" && spec.roleRef.kind === "AgentRole")
      .map(({ metadata, spec }) => wideName(metadata.namespace, spec.roleRef.name)),
  );
  return roles.flatMap(({ metadata, spec }) => {
    const name = wideName(metadata.namespace, metadata.name);
    return wide.has(name) ? [clusterRole(name, spec.rules)] : [];
  });
}

function wideName(namespace: string, role: string): string {
  return `identikit:${namespace}:${role}`;
}

function clusterBinding(binding: RoleBinding): ClusterObject {
  const { name, namespace } = binding.metadata;
  const { roleRef, scope } = binding.spec;
  const isWide = scope.kind === "AllOrganizations";
  const subjects = [clusterSubject(binding)];
  const template = { apiGroup: group, kind: "ClusterRole" as const, name: `identikit:${roleRef.name}` };
  if (isWide) {
    const role = { ...template, name: wideName(namespace, roleRef.name) };
    return {
      ...header,
      kind: "ClusterRoleBinding",
      metadata: { name: `identikit:${namespace}:${name}`, labels },
      subjects,
      roleRef: roleRef.kind === "RoleTemplate" ? template : role,
    };
  }
  const role = { apiGroup: group, kind: "Role" as const, name: roleRef.name };
  return {
    ...header,
    kind: "RoleBinding",
    metadata: { name, namespace, labels },
    subjects,
    roleRef: roleRef.kind === "RoleTemplate" ? template : role,
  };
}

function clusterSubject({ metadata: { namespace }, spec }: RoleBinding): ClusterSubject {
  const { kind, name } = foldedSubject(spec.subject);
  return kind === "ServiceAccount" ? { kind, name, namespace } : { kind, name, apiGroup: group };
}
