import { compareTexts } from "../../../document/compare-texts.ts";
import type { AdmissionSnapshot } from "../decision/admission-snapshot.ts";
import { type AccessGrant, grantName } from "../grants/grant-world.ts";
import {
  type AccessState,
  bindingName,
  foldedSubject,
  type RoleBinding,
  roleName,
  rulesOfBinding,
} from "../rbac/access-state.ts";
import { ruleText } from "../rbac/covers.ts";
import { impliedBindings } from "../rbac/implied-bindings.ts";
import { type RoleDrift, roleDrift } from "../rbac/role-drift.ts";
import { bindingScope } from "./review.ts";

/** Somebody, a role, or something that a grant gives. */
export interface AccessNode {
  /** Such as `Group/tidewater/maintainers`, `agentroles/run-fixer` or `secret/FORGE_TOKEN`. */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** For a role: what it gives, a rule on a line. */
  readonly rules?: readonly string[];
}

/** A binding or a grant: what leads from somebody to something. */
export interface AccessEdge {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  readonly effect: "allow" | "deny";
  readonly scope: string;
  /** True where nobody declared it: it follows from a permission of the forge. */
  readonly implied: boolean;
  readonly drift?: RoleDrift["how"];
  /** What a person should look at. */
  readonly warnings: readonly string[];
}

export interface AccessGraph {
  readonly nodes: readonly AccessNode[];
  readonly edges: readonly AccessEdge[];
  /** Roles and bindings that are declared and not here. */
  readonly missing: readonly string[];
}

/** What leads to all rights of others, however little it says. */
const strong = new Set(["*", "escalate", "bind"]);

/** `identikit access graph`: who has which role where and is given what, implied bindings among it, and where it differs from the repository. */
export function accessGraph(
  organization: string,
  snapshot: Pick<AdmissionSnapshot, "access" | "declared" | "grants" | "now">,
  repositories: readonly string[] = [],
): AccessGraph {
  const { access, declared, grants, now } = snapshot;
  const drift = declared ? roleDrift(organization, access, declared, declared.managed) : [];
  const driftOf = new Map(drift.map(({ object, how }) => [object, how]));
  const bindings = bindingsIn(organization, access, repositories);
  const bound = bindings.map((binding) => bindingEdge(access, binding, driftOf));
  const given = [...grants.secretGrants, ...grants.configGrants]
    .filter(({ metadata }) => metadata.namespace === organization)
    .map((grant) => grantEdge(grant, now));
  const nodes = new Map(
    [...bound, ...given].flatMap(({ nodes: both }) => both.map((node) => [node.id, node])),
  );
  return {
    nodes: [...nodes.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    edges: [...bound, ...given].map(({ edge }) => edge).sort((a, b) => compareTexts(a.by, b.by)),
    missing: drift.flatMap(({ object, how }) => (how === "missing" ? [object] : [])),
  };
}

interface Link {
  readonly nodes: readonly [AccessNode, AccessNode];
  readonly edge: AccessEdge;
}

function bindingsIn(
  organization: string,
  access: AccessState,
  repositories: readonly string[],
): RoleBinding[] {
  const declared = access.bindings.filter(
    ({ metadata, spec }) => metadata.namespace === organization || spec.scope.kind === "AllOrganizations",
  );
  const places = [undefined, ...repositories];
  const implied = places.flatMap((repository) =>
    impliedBindings(access, { namespace: organization, repository }),
  );
  const unique = new Map(
    implied.map((binding) => [`${binding.metadata.name} ${binding.spec.subject.name}`, binding]),
  );
  return [...declared, ...unique.values()];
}

function bindingEdge(
  access: AccessState,
  binding: RoleBinding,
  drift: ReadonlyMap<string, RoleDrift["how"]>,
): Link {
  const { kind, name } = foldedSubject(binding.spec.subject);
  const role = roleName(binding);
  const rules = rulesOfBinding(access, binding);
  const how = drift.get(bindingName(binding)) ?? drift.get(role);
  const warnings = [
    ...(rules.length === 0 ? [`${role} does not exist or is empty: the binding gives nothing`] : []),
    ...(rules.some(({ verbs }) => verbs.some((verb) => strong.has(verb)))
      ? ["it can give away rights that its subject does not have"]
      : []),
    ...(binding.spec.scope.kind === "AllOrganizations" ? ["it holds in every organisation"] : []),
  ];
  const from = { id: `${kind}/${name}`, kind, name };
  const to = {
    id: role,
    kind: binding.spec.roleRef.kind,
    name: binding.spec.roleRef.name,
    rules: rules.map(ruleText),
  };
  const edge = {
    from: from.id,
    to: to.id,
    by: bindingName(binding),
    effect: "allow" as const,
    scope: bindingScope(binding),
    implied: !access.bindings.includes(binding),
    ...(how === undefined ? {} : { drift: how }),
    warnings,
  };
  return { nodes: [from, to], edge };
}

function grantEdge(grant: AccessGrant, now: string): Link {
  const { subject, purpose, effect, allowedRepositories = [], expires } = grant.spec;
  const given =
    grant.kind === "AgentSecretGrant" && "secretRef" in grant.spec
      ? { kind: "secret", name: grant.spec.secretRef.name }
      : { kind: "config", name: "configRef" in grant.spec ? grant.spec.configRef.name : "" };
  const from = { id: `${subject.kind}/${subject.name}`, ...subject };
  const to = { id: `${given.kind}/${given.name}`, ...given };
  const isOver = expires !== undefined && Date.parse(expires) <= Date.parse(now);
  const edge = {
    from: from.id,
    to: to.id,
    by: grantName(grant),
    effect,
    scope: [purpose, ...allowedRepositories].join(", "),
    implied: false,
    warnings: isOver ? [`it ended on ${expires}`] : [],
  };
  return { nodes: [from, to], edge };
}
